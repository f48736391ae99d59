"""The leaderboard in a terminal: fits 120 columns, and fewer by shorter heads and by leaving out what matters less."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from coolhead.bench.leaderboard import Leaderboard, Row
from coolhead.bench.tables.numbers import NONE, hundredths, interval, rank, score, share, shortened
from coolhead.bench.types import CRITERIA, Mean

LEAST_NAME = 18
"""Cells that a bot's name gets at least (if it is that long) before columns are left out."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table."""

    head: str
    cells: Sequence[str]
    bad: bool = False
    """Whether anything but 0 is bad news."""

    @property
    def width(self) -> int:
        """In terminal cells."""
        return max(map(cell_len, (self.head, *self.cells)))


@dataclass(frozen=True, slots=True)
class TerminalTable:
    """Renders itself for whatever width the terminal has."""

    board: Leaderboard

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The table."""
        rows = self.board.rows
        names = [" ".join(row.bot.split()) for row in rows]
        longest = max([3, *map(cell_len, names)])
        left: list[Column] = []
        right: list[Column] = []
        gap, room = 1, 0
        for left, right, gap in _layouts(self.board):
            room = options.max_width - sum(column.width + gap for column in (*left, *right))
            if room >= min(longest, LEAST_NAME):
                break
        table = Table(box=None, padding=(0, gap, 0, 0), pad_edge=False, header_style="bold")
        for column in left:
            table.add_column(column.head, justify="right", no_wrap=True)
        table.add_column("bot", no_wrap=True)
        for column in right:
            table.add_column(column.head, justify="right", no_wrap=True)
        for n, row in enumerate(rows):
            name = Text(shortened(names[n], max(6, min(longest, room))), style="bold")
            texts = [[_cell(column, n) for column in side] for side in (left, right)]
            table.add_row(*texts[0], name, *texts[1], style="" if row.rank else "dim")
        yield table


def terminal(board: Leaderboard) -> TerminalTable:
    """Something that rich can print."""
    return TerminalTable(board)


def _layouts(board: Leaderboard) -> Iterator[tuple[list[Column], list[Column], int]]:
    """Columns left and right of the name, and the gap between them: the fullest layout first."""
    yield (*_columns(board, cut=None), 2)
    yield (*_columns(board, cut=None), 1)
    yield (*_columns(board, cut=5), 1)
    left, right = _columns(board, cut=4)
    yield left, right, 1
    while len(right) > 1:
        right = right[:-1]
        yield left, right, 1
    yield [], right, 1


def _columns(board: Leaderboard, *, cut: int | None) -> tuple[list[Column], list[Column]]:
    def column(head: str, cell: Callable[[Row], str], short: str = "", *, bad: bool = False) -> Column:
        return Column(short[:cut] if cut and short else head[:cut], [cell(row) for row in board.rows], bad)

    first = {row.tier: row.bot for row in reversed(board.rows)}
    left = []
    if sum(row.rank is not None for row in board.rows) > 1:
        tier = column("tier", lambda row: "" if first[row.tier] != row.bot else str(row.tier or NONE))
        left = [tier, column("rank", rank)]
    right = [Column("overall", [interval(row.overall) for row in board.rows])]
    for name in CRITERIA:
        right.append(column(name, lambda row, name=name: score(row.criteria.get(name, Mean()).mean)))  # type: ignore[misc]
    if not board.transcripts:
        right.append(column("accepted", lambda row: share(row.outcome.get("accepted")), "acc."))
        right.append(column("end anger", lambda row: hundredths(row.outcome.get("end_anger")), "anger"))
    right.append(column("critical", lambda row: str(sum(row.critical.values())), "crit", bad=True))
    return left, right


def _cell(column: Column, row: int) -> Text:
    text = column.cells[row]
    return Text(text, style="bold red" if column.bad and text != "0" else "")
