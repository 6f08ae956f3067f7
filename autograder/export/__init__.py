"""Grades for other programs: tables of our own, and the files that learning platforms read."""

from .fill import Filled, fill
from .tables import Table, grades_table, gradescope_table, write_csv, write_xlsx

__all__ = ["Filled", "Table", "fill", "grades_table", "gradescope_table", "write_csv", "write_xlsx"]
