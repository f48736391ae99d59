"""How numbers are written in tables."""

from __future__ import annotations

from rich.cells import cell_len

from coolhead.bench.leaderboard import Leaderboard, Row
from coolhead.bench.types import Mean

NONE = "–"
"""Where there is no number; never a 0."""
SAME_LENGTH = (
    f"the overall score if all bots wrote equally long replies; {NONE} where a bot never writes as long or as short."
)
"""What `at_length` says, in one sentence."""


def score(value: float | None) -> str:
    """A score with no more digits than it deserves."""
    return NONE if value is None else f"{value:.0f}"


def interval(mean: Mean, *, digits: int = 0, signed: bool = False, unit: str = "") -> str:
    """`74 (70–78)`; of a difference `+4 (-2 to +10)`; with a unit `80 % (65–90)`."""
    if mean.mean is None:
        return NONE
    sign, to = ("+", " to ") if signed else ("", "–")
    first = _text(mean.mean, digits, sign) + unit
    if mean.low is None or mean.high is None:
        return first
    return f"{first} ({_text(mean.low, digits, sign)}{to}{_text(mean.high, digits, sign)})"


def per_cent(mean: Mean) -> str:
    """A share with its interval, `76 % (60–88)`."""
    hundred = {k: None if (v := getattr(mean, k)) is None else 100 * v for k in ("mean", "low", "high")}
    return interval(mean.model_copy(update=hundred), unit=" %")


def judged(mean: Mean) -> str:
    """A mean score, and how many dialogues it stands on where some were not judged: `54 [38]`."""
    return score(mean.mean) + (f" [{mean.n}]" if mean.missing and mean.n else "")


def money(value: float | None) -> str:
    """US dollars with three significant digits."""
    return NONE if value is None else f"{value:.3g}"


def number(value: float | None, *, digits: int = 1, signed: bool = False) -> str:
    """`1,234.5`."""
    return NONE if value is None else _text(value, digits, "+," if signed else ",")


def _text(value: float, digits: int, form: str) -> str:
    """Without a sign where nothing is left of the number: never `-0`."""
    text = f"{value:{form}.{digits}f}"
    return text if text.strip("+-0.,") else f"{0:.{digits}f}"


def lengths_known(board: Leaderboard) -> bool:
    """Whether there is a score at equal length to show."""
    return any(row.length and row.length.overall.mean is not None for row in board.rows)


def at_length(row: Row) -> str:
    """The overall score at equal length; no number where that would be an extrapolation."""
    return score(row.length.overall.mean) if row.length and not row.length.beyond else NONE


def all_failed(row: Row) -> bool:
    """Whether the bot itself broke every dialogue: its 0 is certain, and an interval around it would say nothing."""
    return row.coverage.done > 0 and row.coverage.failed == row.coverage.done and row.overall.mean == 0


def overall(row: Row) -> str:
    """The overall score with its interval, or that there was nothing to score."""
    return "0, all failed" if all_failed(row) else interval(row.overall)


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
    """How many critical errors, by id, the most frequent first."""
    found = sorted(row.critical.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{id} {count}" for id, count in found if count) or "0"


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
