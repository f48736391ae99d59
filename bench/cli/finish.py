"""What `run`, `grade` and `report` do at the end: the leaderboard files, plots and the page of a run folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from coolhead.bench.leaderboard import Leaderboard, build
from coolhead.bench.store import RunFolder

if TYPE_CHECKING:
    from coolhead.bench.tables import Sheet


def write_all(folder: RunFolder, *, plots: bool = True) -> tuple[Leaderboard, Path]:
    """Writes `leaderboard.json/.csv/.md`, `plots/` and `report/index.html`; returns the board and the page's path."""
    from coolhead.bench import tables
    from coolhead.bench.report import write_page
    from coolhead.graders.judge.guide import texts as judged_items
    from coolhead.graders.rubric import rubric

    board = build(folder)
    folder.write_text("leaderboard.json", board.model_dump_json(indent=1) + "\n")
    folder.write_text("leaderboard.csv", tables.csv_text(board))
    folder.write_text("leaderboard.md", tables.markdown(board))
    folder.write_text("leaderboard.tex", tables.latex(board))
    if plots:
        from coolhead.bench.plots import write_plots

        write_plots(board, folder)
    book = rubric()
    texts = {id: cap.text for id, cap in book.caps.items()}
    texts |= {id: indicator.text for id, indicator in book.indicators.items()} | judged_items()
    clauses = {one.id: (one.says, one.lacks) for one in book.indicators.values()}
    page = write_page(folder, board, texts=texts, clauses=clauses, notes=tables.notes(board), tables=_more(board))
    return board, page


def _more(board: Leaderboard) -> list[Sheet]:
    """The tables that the page does not have in a form of its own, with sorting and links."""
    from coolhead.bench import tables

    own = ("customers", "hardest", "rises", "critical")
    return [sheet for sheet in tables.sheets(board) if sheet.id not in own]


def show(board: Leaderboard, page: Path, out: Console) -> None:
    """Prints the leaderboard and where to read on."""
    from coolhead.bench import tables

    out.print(tables.terminal(board))
    if outcome := tables.terminal_outcome(board):
        out.print()
        out.print(outcome)
    out.print()
    for note in tables.notes(board):
        balanced(note, out)
    out.print(f"\nRead the dialogues: {page}")


def balanced(text: str, out: Console) -> None:
    """Prints a paragraph in lines of about one length, as few as the terminal allows: no last line of one word."""
    said = Text(text, style="dim")
    lines, narrow, wide = len(said.wrap(out, out.width)), 1, out.width
    while narrow < wide:
        middle = (narrow + wide) // 2
        narrow, wide = (narrow, middle) if len(said.wrap(out, middle)) <= lines else (middle + 1, wide)
    for line in said.wrap(out, wide):
        line.rstrip()
        out.print(line)
