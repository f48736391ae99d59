"""`coolhead report`: everything readable is written anew from the lines of a run folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from coolhead.bench.cli import EXIT_DONE
from coolhead.bench.cli.finish import show, write_all
from coolhead.bench.cli.terminal import console
from coolhead.bench.errors import BadInput
from coolhead.bench.store import RunFolder


def arguments(parser: argparse.ArgumentParser) -> None:
    """The flags."""
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR", help="run folders")
    parser.add_argument("--no-plots", action="store_true", help="leave the figures as they are")
    parser.add_argument("--full", action="store_true", help="also print the tables behind the leaderboard")


def run(options: argparse.Namespace) -> int:
    """Writes tables, plots and the page of each folder."""
    from coolhead.bench.tables import sheets, terminal_sheet

    out = console()
    for path in options.folders:
        with RunFolder(path) as folder:
            if not folder.info():
                raise BadInput(path, "holds no run.json", do="name a run folder")
            board, page = write_all(folder, plots=not options.no_plots)
            show(board, page, out)
            for sheet in sheets(board) if options.full else ():
                out.print()
                out.print(terminal_sheet(sheet))
    return EXIT_DONE
