"""The numbers under a list of many pages: the first, those around the present one, the last."""

from django import template
from django.core.paginator import Page

register = template.Library()


@register.filter
def page_numbers(page: Page):
    """1 … 4 5 [6] 7 8 … 40; where numbers are left out stands `page.paginator.ELLIPSIS`."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
