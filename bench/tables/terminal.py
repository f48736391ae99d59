"""Tables in a terminal: they fit 120 columns, and fewer by shorter heads and by leaving out what matters less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from coolhead.bench.leaderboard import Leaderboard, Row
from coolhead.bench.tables.numbers import (
    NONE,
    all_failed,
    critical,
    interval,
    judged,
    number,
    overall,
    per_cent,
    rank,
    share,
    shortened,
)
from coolhead.bench.tables.sheets import Sheet
from coolhead.bench.types import CRITERIA, Mean

LEAST_NAME = 18
"""Cells that a bot's name gets at least (if it is that long) before columns are left out."""
NAMED = 5
"""Bots whose critical errors are told below the table, the best ones, where the column has no room."""
HEAD = 12
"""Cells that a head of several words gets at least (if it is that long) before it is broken."""
WORDS = 44
"""Cells that words get at most in the tables behind the leaderboard."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table."""

    head: str
    cells: Sequence[str]
    bad: bool = False
    """Whether anything but 0 is bad news."""
    legend: str = ""
    """What the head means, for those who never saw the table."""

    @property
    def width(self) -> int:
        """In terminal cells."""
        return max(map(cell_len, (self.head, *self.cells)))


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns left and right of the name, and the cells between any two of them."""

    left: Sequence[Column]
    right: Sequence[Column]
    gap: int = 1
    below: str = ""
    """What the columns that were left out would have said, or where to find it."""

    @property
    def taken(self) -> int:
        """Cells that the name cannot have."""
        return sum(column.width + self.gap for column in (*self.left, *self.right))


@dataclass(frozen=True, slots=True)
class TerminalTable:
    """A row per bot; renders itself for whatever width the terminal has, with a legend of what it shows."""

    rows: Sequence[Row]
    layouts: Sequence[Layout]
    """The fullest first."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The table."""
        names = [" ".join(row.bot.split()) for row in self.rows]
        longest = max([3, *map(cell_len, names)])
        wanted = min(longest, LEAST_NAME)
        fits = (one for one in self.layouts if options.max_width - one.taken >= wanted)
        layout = next(fits, self.layouts[-1])
        room = max(6, min(longest, options.max_width - layout.taken))
        table = Table(box=None, padding=(0, layout.gap, 0, 0), pad_edge=False, header_style="bold")
        for column in layout.left:
            table.add_column(column.head, justify="right", no_wrap=True)
        table.add_column("bot", no_wrap=True)
        for column in layout.right:
            table.add_column(column.head, justify="right", no_wrap=True)
        for n, row in enumerate(self.rows):
            name = Text(shortened(names[n], room), style="bold")
            texts = [[_cell(column, n) for column in side] for side in (layout.left, layout.right)]
            table.add_row(*texts[0], name, *texts[1], style="" if row.rank else "dim")
        yield table
        if self.rows:
            legend = [column.legend for column in (*layout.left, *layout.right)]
            if said := " ".join(part for part in (*legend, layout.below) if part):
                yield Text(said, style="dim")


def terminal(board: Leaderboard) -> TerminalTable:
    """The leaderboard, as something that rich can print."""
    return TerminalTable(board.rows, list(_conduct(board)))


def terminal_outcome(board: Leaderboard) -> TerminalTable | None:
    """What became of the customers; None for transcripts, which do not say."""
    if board.transcripts or not board.rows:
        return None
    return TerminalTable(board.rows, list(_outcome(board)))


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


def _conduct(board: Leaderboard) -> Iterator[Layout]:
    """Critical errors are named, then counted, then told below; tiers go before criteria, the last criteria first."""
    first = {row.tier: row.bot for row in reversed(board.rows)}
    tier: list[Column] = []
    places: list[Column] = []
    if sum(row.rank is not None for row in board.rows) > 1:
        tier = [Column("tier", ["" if first[row.tier] != row.bot else str(row.tier or NONE) for row in board.rows])]
        places = [Column("rank", list(map(rank, board.rows)))]
    scores = [Column("overall", list(map(overall, board.rows)))]
    scores += [Column(name, [judged(row.criteria.get(name, Mean())) for row in board.rows]) for name in CRITERIA]
    named = Column("critical errors", list(map(critical, board.rows)), bad=True)
    count = Column("critical", [str(sum(row.critical.values())) for row in board.rows], bad=True)
    who = [f"{shortened(row.bot, 32)} {critical(row)}" for row in board.rows if any(row.critical.values())]
    told = f"Critical: {'; '.join(who[:NAMED])}{'; …' if len(who) > NAMED else ''}." if who else ""
    for right, below in (([*scores, named], ""), ([*scores, count], told)):
        for gap in (2, 1):
            yield Layout([*tier, *places], right, gap, below)
    yield Layout([*tier, *places], scores, 1, told)
    for left in (len(CRITERIA), *range(len(CRITERIA) - 1, -1, -1)):
        gone = f"No room for {', '.join(CRITERIA[left:])}: coolhead report DIR --full." if left < len(CRITERIA) else ""
        below = " ".join(part for part in (told, gone) if part)
        yield Layout(places, scores[: left + 1], 1, below)
    yield Layout([], scores[:1], 1, below)


def _outcome(board: Leaderboard) -> Iterator[Layout]:
    """What is least asked for stands last and goes first; the rest of this axis is in the tables behind."""
    rows = board.rows

    def of(row: Row, name: str) -> Mean:
        return Mean() if all_failed(row) else row.intervals.get(name, Mean(mean=row.outcome.get(name)))

    columns = [
        Column("accepted", [per_cent(of(row, "accepted")) for row in rows]),
        Column(
            "end anger", [interval(of(row, "end_anger"), digits=2) for row in rows],
            legend="End anger: 0 calm – 1 furious.",
        ),
        Column("walked away", [share(of(row, "walked_away").mean) for row in rows]),
    ]  # fmt: skip
    most = max((int(k) for row in rows for k in row.pass_k), default=0)
    if most > 1:
        said = f"{most} in a row: chance that one customer accepts {most} times running."
        columns.append(Column(f"{most} in a row", [share(row.pass_k.get(str(most))) for row in rows], legend=said))
    said = "Replies to calm: how many it took, where the customer calmed down."
    columns += [
        Column("replies to calm", [number(of(row, "turns_to_calm").mean) for row in rows], legend=said),
        Column("handed off", [share(of(row, "handed_off").mean) for row in rows]),
    ]
    yield Layout([], columns, 2)
    for kept in range(len(columns), 0, -1):
        yield Layout([], columns[:kept], 1)


def _cell(column: Column, row: int) -> Text:
    text = column.cells[row]
    return Text(text, style="bold red" if column.bad and text != "0" else "")
