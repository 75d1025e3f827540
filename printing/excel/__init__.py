"""Tables as Excel files."""

from printing.excel.book import Cell, Placed, Workbook
from printing.excel.register import register

__all__ = ["Cell", "Placed", "Workbook", "register"]
