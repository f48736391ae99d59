"""What a comparison of two bots says."""

from __future__ import annotations

from coolhead.bench.leaderboard.model import Unseen
from coolhead.bench.types import Mean
from coolhead.personas.case import Model


class Line(Model):
    """One thing compared; a positive difference says that `b` has more of it than `a`."""

    name: str
    title: str = ""
    a: float | None
    b: float | None
    difference: Mean
    """`b` - `a` on what both have."""
    p: float | None = None
    """Adjusted: Holm over the criteria, Benjamini-Hochberg over the indicators."""


class Moved(Model):
    """A dialogue of one bot and its counterpart."""

    a: str
    b: str
    """Dialogue ids."""
    persona: str
    title: str = ""
    before: float
    after: float
    links: tuple[str, ...] = ()
    """Where to read them, from the run folder: both side by side, or one in the page of each folder."""


class Differences(Model):
    """Bot `b` against bot `a`."""

    a: str
    b: str
    common: int
    """Dialogues that both had."""
    clusters: int
    unseen: Unseen | None
    """What so few customers in common cannot show."""
    overall: Line
    at_equal_length: Mean
    criteria: tuple[Line, ...]
    outcome: tuple[Line, ...]
    indicators: tuple[Line, ...]
    """Shares of verdicts "met" (0-1), the surest differences first."""
    personas: tuple[Line, ...]
    """Largest differences first; the intervals, over repeats only, say whether the same customer would do so again."""
    moved: tuple[Moved, ...]
    notes: tuple[str, ...] = ()
