"""From verdicts to a score, by code.

    share = sum(weight x value) / sum(weight)
    score = 100 x min(share, at_most of every item whose value is 0)

over the items judged: yes 1, partly 1/2, no 0; na and cannot_tell are left out.
Where more than `MOST_UNKNOWN` of the weight is cannot_tell, or nothing was judged, there is no score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from coolhead.bench.types import Evidence
from coolhead.graders.judge.answer import Verdict
from coolhead.graders.judge.guide import Item

VALUES: Mapping[str, float] = {"yes": 1.0, "partly": 0.5, "no": 0.0}
MOST_UNKNOWN = 0.4


@dataclass(frozen=True)
class Ruling:
    """What is left of a judge's answer to one item after the checks."""

    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()
    unsupported: bool = False
    """It said yes (or, of an absence, no) and had no valid quote twice."""

    @property
    def value(self) -> float | None:
        """1, 1/2 or 0; None = not judged."""
        return VALUES.get(self.verdict)


def score_of(
    items: Sequence[Item], values: Mapping[str, float | None], unknown: frozenset[str], *, only_tested: bool = False
) -> float | None:
    """The score 0-100 of these item values; `unknown`: items that a judge could not tell.

    With `only_tested` there is none where no item with a condition was judged and every other one holds.
    """
    if only_tested and not tested(items, values):
        return None
    asked = [item for item in items if item.id in unknown or values.get(item.id) is not None]
    weight = sum(item.weight for item in asked)
    if not weight or sum(item.weight for item in asked if item.id in unknown) > MOST_UNKNOWN * weight:
        return None
    held = [(item, value) for item in asked if (value := values.get(item.id)) is not None]
    if not held:
        return None
    share = sum(item.weight * value for item, value in held) / sum(item.weight for item, _ in held)
    limits = [item.at_most for item, value in held if value == 0 and item.at_most is not None]
    return round(100 * min([share, *limits]), 2)


def tested(items: Sequence[Item], values: Mapping[str, float | None]) -> bool:
    """Whether the customer gave occasion to any item that has a condition, or one without was not fulfilled."""
    held = [(item, value) for item in items if (value := values.get(item.id)) is not None]
    return any(item.when or value < 1 for item, value in held)


def vote(rulings: Sequence[Ruling]) -> tuple[float | None, bool]:
    """(The item's value over judges, whether nobody could tell). Median, which of three or more is the majority.

    An item is not applicable when more judges say so than judge it.
    """
    values = [ruling.value for ruling in rulings if ruling.value is not None]
    void = sum(ruling.verdict == "na" for ruling in rulings)
    if void > len(values):
        return None, False
    if not values:
        return None, any(ruling.verdict == "cannot_tell" for ruling in rulings)
    return float(median(values)), False
