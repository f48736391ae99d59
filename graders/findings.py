"""Findings are held against the rubric before they count, whoever wrote the grader."""

from __future__ import annotations

from collections.abc import Iterable

from coolhead.bench.errors import did_you_mean
from coolhead.graders.base import UNJUDGED, Finding
from coolhead.graders.rubric import rubric


def checked(criterion: str, findings: Iterable[Finding]) -> list[Finding]:
    """The findings, if each names an indicator of its criterion and a strength of 0-1, and no quote without its turn.

    Raises:
        ValueError: one does not; the message says which and why.
    """
    made = list(findings)
    for one in made:
        wrong = _wrong(one, criterion)
        if wrong:
            raise ValueError(f"finding '{one.indicator}': {wrong}")
    return made


def _wrong(one: Finding, criterion: str) -> str:
    book = rubric()
    if one.indicator.startswith("!"):
        if one.indicator[1:] not in book.caps:
            return f"no such critical error; {did_you_mean(one.indicator[1:], sorted(book.caps))}"
    elif one.indicator != UNJUDGED:
        known = book.indicators.get(one.indicator)
        if known is None:
            return f"no such indicator; {did_you_mean(one.indicator, [i.id for i in book.of(criterion)])}"
        if known.criterion != criterion:
            return f"it belongs to {known.criterion}, the grader judges {criterion}"
    if one.strength is not None and not 0 <= one.strength <= 1:
        return f"strength {one.strength:g} is not within 0-1"
    return "a quote needs the turn it stands in" if one.quote and one.turn is None else ""
