"""Critical errors cap the overall score of the dialogue they happen in; the rubric says which, and how far."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from coolhead.graders.rubric import rubric

HIGHEST = 100.0


@cache
def caps() -> dict[str, float]:
    """Critical error -> highest overall score (0-100) of its dialogue; those that only cap a criterion are left out."""
    return {id: cap.overall for id, cap in rubric().caps.items() if cap.overall is not None}


@cache
def limits() -> dict[str, dict[str, float]]:
    """Critical error -> criterion -> highest score that it leaves."""
    return {id: dict(cap.on) for id, cap in rubric().caps.items()}


def highest(errors: Iterable[str]) -> float:
    """The highest overall score that a dialogue with these errors can have, 0-100."""
    return min((caps().get(error, HIGHEST) for error in errors), default=HIGHEST)


def highest_on(criterion: str, errors: Iterable[str]) -> float:
    """The highest score of a criterion that a dialogue with these errors can have, 0-100."""
    return min((limits().get(error, {}).get(criterion, HIGHEST) for error in errors), default=HIGHEST)
