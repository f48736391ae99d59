"""`coolhead bots list`."""

from __future__ import annotations

import argparse

from rich.table import Table

from coolhead.bench.bots.reference import catalogue
from coolhead.bench.cli import EXIT_DONE
from coolhead.bench.cli.terminal import console


def arguments(parser: argparse.ArgumentParser) -> None:
    """One word so far."""
    parser.add_argument("what", choices=["list"], nargs="?", default="list")


def run(_options: argparse.Namespace) -> int:
    """Prints the reference bots."""
    table = Table("SPEC", "What it does", "What it shows")
    for bot in catalogue():
        table.add_row(bot.spec, bot.title, bot.shows)
    console().print(table)
    return EXIT_DONE
