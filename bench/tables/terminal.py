"""The leaderboard in a terminal: fits 120 columns, and fewer by leaving out what matters less."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from coolhead.bench.leaderboard import Leaderboard, Row
from coolhead.bench.tables.numbers import NONE, hundredths, interval, rank, score, share
from coolhead.bench.types import CRITERIA, Mean

ROOM_FOR_ALL = 108
"""Columns from which on everything is shown."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table."""

    head: str
    cell: Callable[[Row], str | Text]
    right: bool = True


@dataclass(frozen=True, slots=True)
class TerminalTable:
    """Renders itself for whatever width the terminal has."""

    board: Leaderboard

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The table."""
        wide = options.max_width >= ROOM_FOR_ALL
        longest = options.max_width - (84 if wide else 56)
        table = Table(box=None, padding=(0, 2 if wide else 1, 0, 0), pad_edge=False, header_style="bold")
        columns = _columns(self.board, wide=wide, longest=max(12, longest))
        for column in columns:
            table.add_column(column.head, justify="right" if column.right else "left", no_wrap=True)
        for row in self.board.rows:
            table.add_row(*(column.cell(row) for column in columns), style="" if row.rank else "dim")
        yield table


def terminal(board: Leaderboard) -> TerminalTable:
    """Something that rich can print."""
    return TerminalTable(board)


def _columns(board: Leaderboard, *, wide: bool, longest: int) -> list[Column]:
    ranked = any(row.rank for row in board.rows)
    first = {row.tier: row.bot for row in reversed(board.rows)}
    tier = Column("tier", lambda row: "" if first[row.tier] != row.bot else str(row.tier or NONE))
    columns = [tier, Column("rank", rank)] if ranked else []
    columns.append(Column("bot", lambda row: Text(_short(row.bot, longest), style="bold"), right=False))
    columns.append(Column("overall", lambda row: interval(row.overall)))
    for name in CRITERIA:
        head = name if wide else name[:5]
        columns.append(Column(head, lambda row, name=name: score(row.criteria.get(name, Mean()).mean)))  # type: ignore[misc]
    if not board.transcripts:
        columns.append(Column("accepted" if wide else "acc.", lambda row: share(row.outcome.get("accepted"))))
        columns.append(Column("end anger" if wide else "anger", lambda row: hundredths(row.outcome.get("end_anger"))))
    columns.append(Column("critical" if wide else "crit", _critical))
    return columns


def _critical(row: Row) -> Text:
    count = sum(row.critical.values())
    return Text(str(count), style="bold red" if count else "")


def _short(name: str, longest: int) -> str:
    return name if len(name) <= longest else f"{name[: longest * 2 // 3 - 1]}…{name[-(longest // 3) :]}"
