"""The terminal."""

from __future__ import annotations

import os
import sys

from rich.console import Console


def console() -> Console:
    """The terminal, or a page of 120 columns where output goes to a file."""
    return Console(width=None if sys.stdout.isatty() or os.environ.get("COLUMNS") else 120, highlight=False)
