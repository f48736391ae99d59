"""Tables in a terminal: they fit 120 columns, and fewer by shorter heads and by leaving out what matters less."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from coolhead.bench.leaderboard import Leaderboard, Row
from coolhead.bench.tables.numbers import (
    NONE,
    at_length,
    critical,
    hundredths,
    interval,
    judged,
    lengths_known,
    number,
    per_cent,
    rank,
    share,
    shortened,
)
from coolhead.bench.tables.sheets import Sheet
from coolhead.bench.types import CRITERIA, Mean

LEAST_NAME = 18
"""Cells that a bot's name gets at least (if it is that long) before columns are left out."""
HEAD = 12
"""Cells that a head of several words gets at least (if it is that long) before it is broken."""
_WHOLE = 99
"""Cuts no head, but has critical errors counted instead of named."""
WORDS = 44
"""Cells that words get at most in the tables behind the leaderboard."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table."""

    head: str
    cells: Sequence[str]
    bad: bool = False
    """Whether anything but 0 is bad news."""
    spare: int = 0
    """The columns with the highest number go first when there is no room; 0 stays to the last."""

    @property
    def width(self) -> int:
        """In terminal cells."""
        return max(map(cell_len, (self.head, *self.cells)))


Sides = tuple[list[Column], list[Column]]
"""The columns left and right of the name."""


@dataclass(frozen=True, slots=True)
class TerminalTable:
    """A row per bot; renders itself for whatever width the terminal has."""

    rows: Sequence[Row]
    layouts: Sequence[tuple[Sides, int]]
    """Columns, and the gap between them: the fullest layout first."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The table."""
        names = [" ".join(row.bot.split()) for row in self.rows]
        longest = max([3, *map(cell_len, names)])
        sides: Sides = ([], [])
        gap, room = 1, 0
        for sides, gap in self.layouts:
            room = options.max_width - sum(column.width + gap for side in sides for column in side)
            if room >= min(longest, LEAST_NAME):
                break
        table = Table(box=None, padding=(0, gap, 0, 0), pad_edge=False, header_style="bold")
        for column in sides[0]:
            table.add_column(column.head, justify="right", no_wrap=True)
        table.add_column("bot", no_wrap=True)
        for column in sides[1]:
            table.add_column(column.head, justify="right", no_wrap=True)
        for n, row in enumerate(self.rows):
            name = Text(shortened(names[n], max(6, min(longest, room))), style="bold")
            texts = [[_cell(column, n) for column in side] for side in sides]
            table.add_row(*texts[0], name, *texts[1], style="" if row.rank else "dim")
        yield table


def terminal(board: Leaderboard) -> TerminalTable:
    """The leaderboard, as something that rich can print."""
    return TerminalTable(board.rows, list(_layouts(lambda cut: _conduct(board, cut))))


def terminal_outcome(board: Leaderboard) -> TerminalTable | None:
    """What became of the customers; None for transcripts, which do not say."""
    if board.transcripts or not board.rows:
        return None
    return TerminalTable(board.rows, list(_layouts(lambda cut: ([], _outcome(board, cut)))))


@dataclass(frozen=True, slots=True)
class TerminalSheet:
    """A table behind the leaderboard; columns that find no room follow below, with the names again."""

    sheet: Sheet

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Title, how to read it, and the table in as many pieces as it needs."""
        sheet, names = self.sheet, range(self.sheet.names)
        yield Text(sheet.title, style="bold")
        yield Text(sheet.about, style="dim")
        room = min(WORDS, max(12, options.max_width // (sheet.names + 1)))
        rows = [
            [shortened(cell, room if n < sheet.names else WORDS) for n, cell in enumerate(row)] for row in sheet.rows
        ]
        width = [
            max(cell_len(text) for text in (*head.split(), head[:HEAD], *(row[n] for row in rows))) + 2
            for n, head in enumerate(sheet.head)
        ]
        left = list(range(sheet.names, len(sheet.head)))
        while left:
            shown, used = list(names), sum(width[n] for n in names)
            while left and (used + width[left[0]] <= options.max_width or len(shown) == len(names)):
                used += width[left[0]]
                shown.append(left.pop(0))
            table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
            for n in shown:
                words = n < sheet.names or sheet.head[n] in sheet.words
                table.add_column(Text(sheet.head[n]), justify="left" if words else "right", width=width[n] - 2)
            for row in rows:
                table.add_row(*(Text(row[n]) for n in shown))
            yield table


def terminal_sheet(sheet: Sheet) -> TerminalSheet:
    """One of the tables behind the leaderboard."""
    return TerminalSheet(sheet)


def _layouts(columns: Callable[[int | None], Sides]) -> Iterator[tuple[Sides, int]]:
    """The fullest layout first; what stands furthest right goes first."""
    yield columns(None), 2
    yield columns(None), 1
    yield columns(_WHOLE), 2
    yield columns(_WHOLE), 1
    yield columns(5), 1
    left, right = columns(4)
    yield (left, right), 1
    while len(right) > 1:
        least = max(range(1, len(right)), key=lambda place: (right[place].spare, place))
        right = [*right[:least], *right[least + 1 :]]
        yield (left, right), 1
    yield ([], right), 1


def _conduct(board: Leaderboard, cut: int | None) -> Sides:
    first = {row.tier: row.bot for row in reversed(board.rows)}
    left = []
    if sum(row.rank is not None for row in board.rows) > 1:
        tiers = ["" if first[row.tier] != row.bot else str(row.tier or NONE) for row in board.rows]
        left = [_head("tier", tiers, cut), _head("rank", list(map(rank, board.rows)), cut)]
    right = [Column("overall", [interval(row.overall) for row in board.rows])]
    if lengths_known(board):
        right.append(_head("same length", list(map(at_length, board.rows)), cut, "len.", spare=9))
    for name in CRITERIA:
        right.append(_head(name, [judged(row.criteria.get(name, Mean())) for row in board.rows], cut, spare=2))
    if cut is None:
        right.append(Column("critical errors", list(map(critical, board.rows)), bad=True))
    else:
        right.append(
            _head("critical", [str(sum(row.critical.values())) for row in board.rows], cut, "crit", bad=True, spare=1)
        )
    return left, right


def _outcome(board: Leaderboard, cut: int | None) -> list[Column]:
    def of(row: Row, name: str) -> Mean:
        return row.intervals.get(name, Mean(mean=row.outcome.get(name)))

    rows = board.rows
    right = [_head("accepted", [per_cent(of(row, "accepted")) for row in rows], cut, "acc.")]
    most = max((int(k) for row in rows for k in row.pass_k), default=0)
    if most > 1:
        right.append(
            _head(f"{most} in a row", [share(row.pass_k.get(str(most))) for row in rows], cut, f"x{most}", spare=1)
        )
    right.append(_head("end anger", [interval(of(row, "end_anger"), digits=2) for row in rows], cut, "anger"))
    for place, (name, head, short, written) in enumerate(_ENDS, 2):
        cells = [written(row.outcome.get(name)) for row in rows]
        right.append(_head(head, cells, cut, short, spare=place))
    return right


_ENDS: tuple[tuple[str, str, str, Callable[[float | None], str]], ...] = (
    ("walked_away", "walked away", "left", share),
    ("handed_off", "handed off", "hand", share),
    ("anger_area", "throughout", "area", hundredths),
    ("turns_to_calm", "calm after", "calm", number),
    ("reescalations", "rose again", "rose", number),
)


def _head(
    head: str, cells: Sequence[str], cut: int | None, short: str = "", *, bad: bool = False, spare: int = 0
) -> Column:
    return Column(short[:cut] if cut and cut < _WHOLE and short else head[:cut], cells, bad, spare)


def _cell(column: Column, row: int) -> Text:
    text = column.cells[row]
    return Text(text, style="bold red" if column.bad and text != "0" else "")
