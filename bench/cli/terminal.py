"""The terminal."""

from __future__ import annotations

import os
import sys

from rich.console import Console


def console() -> Console:
    """The terminal, or a page of 120 columns where output goes to a file; it prints text as it stands."""
    width = None if sys.stdout.isatty() or os.environ.get("COLUMNS") else 120
    # Names, paths and what people said hold brackets and colons: nothing is read as markup unless a line asks for it.
    return Console(width=width, highlight=False, markup=False, emoji=False)
