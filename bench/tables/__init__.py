"""The leaderboard as text: terminal, Markdown, CSV, LaTeX, and the notes that belong under each of them."""

from coolhead.bench.tables.notes import notes
from coolhead.bench.tables.terminal import terminal
from coolhead.bench.tables.texts import csv_text, latex, markdown

__all__ = ["csv_text", "latex", "markdown", "notes", "terminal"]
