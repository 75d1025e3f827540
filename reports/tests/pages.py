"""Addresses of the report pages, and what stands on them."""

import re

NINE = "place=MTTN&year=2023&months=9"
OVERVIEW, REPORT = "/reports/", "/reports/conference/"
SOURCE, WORKBOOK, PUBLISHED = "/reports/source/", "/reports/conference.xlsx", "/reports/published/"


def text_of(answer) -> str:
    """The words of a page, without mark-up."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


# --- what each person sees -------------------------------------------------------------------------------------------


def lines_on(answer):
    return [line.name for line, _ in answer.context["lines"]]
