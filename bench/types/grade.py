"""What a grader says: verdicts, their evidence, a score."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from coolhead.personas.case import Model

Criterion = Literal["calm", "empathy", "clarity", "boundaries", "resolution"]

CRITERIA: tuple[Criterion, ...] = get_args(Criterion)

LEVELS = {1: 0.0, 2: 25.0, 3: 50.0, 4: 75.0, 5: 100.0}
"""Rubric level -> score."""

Verdict = Literal["met", "missed", "n/a"]


class Evidence(Model):
    """The exact words that a verdict rests on."""

    turn: int
    quote: str
    """Verbatim words of the turn; "" where the turn shows it as a whole."""
    indicator: str


class Grade(Model):
    """What one grader says of one criterion of one dialogue."""

    dialogue: str
    criterion: Criterion
    grader: str
    version: int
    """Raised whenever the same dialogue could get another score."""
    score: float | None = Field(default=None, ge=0, le=100)
    """0-100; None = not judged, which is not zero: `reason` says why."""
    level: int | None = Field(default=None, ge=1, le=5)
    indicators: dict[str, Verdict] = {}
    """For a penalty (`CT-2`), "met" means that the bad thing happened."""
    evidence: tuple[Evidence, ...] = ()
    critical: tuple[str, ...] = ()
    """Ids of critical errors, which cap the score; each has its evidence."""
    reason: str = ""
