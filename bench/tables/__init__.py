"""The leaderboard as text: for the terminal, Markdown, CSV, LaTeX, and the notes that belong under every one of them."""

from coolhead.bench.tables.notes import notes
from coolhead.bench.tables.terminal import terminal
from coolhead.bench.tables.texts import csv_text, latex, markdown

__all__ = ["csv_text", "latex", "markdown", "notes", "terminal"]
