"""The customer's anger over one dialogue, in a few numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coolhead.bench.leaderboard.lines import EventLine, StepLine
from coolhead.bench.leaderboard.model import Escalation

CALM = 0.30
"""Anger at or below this counts as calm."""

RISE = 0.05
"""A rise of the anger between two customer turns by more than this is a re-escalation; less is a ripple."""


@dataclass(frozen=True, slots=True)
class Course:
    """How the anger ran, 0-1."""

    end: float
    area: float
    """Area under the curve per agent turn (trapezia): the mean anger lived through, whatever the length."""
    angry: bool
    """Above `CALM` at the start: only such a customer can be calmed."""
    calm_after: int | None
    """Agent turns until the anger was first at or below `CALM`; None = never, or calm from the start."""
    rises: tuple[Escalation, ...]


def course(dialogue: str, steps: Sequence[StepLine]) -> Course | None:
    """The course of a dialogue, from its trace; None without one."""
    if not steps:
        return None
    levels = [step["anger"] for step in steps]
    spans = len(levels) - 1
    area = (sum(levels) - (levels[0] + levels[-1]) / 2) / spans if spans else levels[0]
    angry = levels[0] > CALM
    calm_after = next((n for n, level in enumerate(levels) if level <= CALM), None) if angry else None
    rises = tuple(
        _escalation(dialogue, step, step["anger"] - before)
        for before, step in zip(levels[:-1], steps[1:], strict=True)
        if step["anger"] - before > RISE
    )
    return Course(levels[-1], area, angry, calm_after, rises)


def _escalation(dialogue: str, step: StepLine, rise: float) -> Escalation:
    worst: EventLine | None = max(step.get("events", []), key=lambda event: event.get("anger", 0.0), default=None)
    blamed = worst is not None and worst.get("anger", 0.0) > 0
    return Escalation(
        dialogue=dialogue,
        # The customer's turns come as a burst; what came right before the burst is the agent's turn.
        turn=max(0, step["turn"] - 1),
        rise=round(rise, 6),
        event=worst["name"] if blamed and worst else "",
        quote=worst.get("quote", "") if blamed and worst else "",
    )
