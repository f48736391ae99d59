"""What a gate looks at, and what it says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from coolhead.bench.leaderboard import Leaderboard, unseen, unseen_text
from coolhead.bench.types import CRITERIA, Mean
from coolhead.personas.case import Model

ENOUGH = 0.8
"""Share of the baseline's dialogues (persona and repeat) that the new run must have too."""

State = Literal["passed", "failed", "undecided"]


class Check(Model):
    """One thing that was looked at."""

    bot: str
    name: str
    state: State
    message: str
    """In a sentence, with the numbers."""


@dataclass(frozen=True)
class Demands:
    """What is asked of each bot."""

    minima: Mapping[str, float] = field(default_factory=dict)
    """"overall" or a criterion -> lowest mean, 0-100."""
    worst_persona: float | None = None
    """Lowest mean of any one persona."""
    most_critical: int | None = None
    """Critical errors of the whole run at most."""
    allowed_drop: float = 0.0
    """Points that a score may lose against the baseline."""
    least_common: float = ENOUGH
    """Share of the baseline's dialogues that the new run must have too, 0-1."""


def few_customers(clusters: int, board: Leaderboard) -> str:
    """What so few customers cannot show, to go behind a message; empty where there are enough."""
    said = unseen_text(unseen(clusters), of="conversation" if board.transcripts else "customer")
    return f". {said.rstrip('.')}" if said else ""


def interval_text(mean: Mean) -> str:
    """`72.4 (68.0 to 76.8)`."""
    if mean.mean is None:
        return "not judged"
    if mean.low is None or mean.high is None:
        return f"{mean.mean:.1f}"
    return f"{mean.mean:.1f} ({mean.low:.1f} to {mean.high:.1f})"


def names() -> tuple[str, ...]:
    """What a minimum may be set for."""
    return ("overall", *CRITERIA)
