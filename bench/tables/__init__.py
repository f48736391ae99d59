"""The leaderboard as text: terminal, Markdown, CSV, LaTeX, the tables behind it, and the notes under each of them."""

from coolhead.bench.tables.notes import notes
from coolhead.bench.tables.sheets import Sheet, sheets
from coolhead.bench.tables.terminal import terminal, terminal_outcome, terminal_sheet
from coolhead.bench.tables.texts import csv_text, latex, markdown

__all__ = [
    "Sheet",
    "csv_text",
    "latex",
    "markdown",
    "notes",
    "sheets",
    "terminal",
    "terminal_outcome",
    "terminal_sheet",
]
