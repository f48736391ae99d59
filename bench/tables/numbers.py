"""How numbers are written in tables."""

from __future__ import annotations

from rich.cells import cell_len

from coolhead.bench.leaderboard import Row
from coolhead.bench.types import Mean

NONE = "–"
"""Where there is no number; never a 0."""


def score(value: float | None) -> str:
    """A score with no more digits than it deserves."""
    return NONE if value is None else f"{value:.0f}"


def interval(mean: Mean) -> str:
    """`74 (70–78)`."""
    if mean.mean is None:
        return NONE
    if mean.low is None or mean.high is None:
        return f"{mean.mean:.0f}"
    return f"{mean.mean:.0f} ({mean.low:.0f}–{mean.high:.0f})"


def rank(row: Row) -> str:
    """`2` or `2–4`; empty for a bot that is not ranked."""
    if row.rank is None:
        return NONE
    return f"{row.rank.low}" if row.rank.low == row.rank.high else f"{row.rank.low}–{row.rank.high}"


def share(value: float | None) -> str:
    """`76 %`."""
    return NONE if value is None else f"{100 * value:.0f} %"


def hundredths(value: float | None) -> str:
    """`0.34`."""
    return NONE if value is None else f"{value:.2f}"


def critical(row: Row) -> str:
    """How many critical errors, by id."""
    return ", ".join(f"{id} {count}" for id, count in row.critical.items()) or "0"


def shortened(name: str, room: int) -> str:
    """A name in so many terminal cells, cut in the middle: the ends are what tells names apart."""
    name = " ".join(name.split())
    if cell_len(name) <= room:
        return name
    head, tail = room - 1 - (room - 1) // 3, (room - 1) // 3
    while cell_len(name[:head]) > room - 1 - (room - 1) // 3:
        head -= 1
    while tail and cell_len(name[len(name) - tail :]) > (room - 1) // 3:
        tail -= 1
    return f"{name[:head]}…{name[len(name) - tail :] if tail else ''}"
