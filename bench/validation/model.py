"""The nouns of the graders' validation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from coolhead.bench.stats.rates import wilson_interval
from coolhead.bench.types import Criterion, Dialogue
from coolhead.personas.case import Model

KINDS = ("plain", "trap", "attack")
"""Of labelled pairs: an open difference; surface words on the wrong side; the worse side tries to cheat."""


class Figure(Model):
    """One published number."""

    name: str
    value: float | None
    """None = nothing to count."""
    n: int
    bar: str
    """What is wanted, in words."""
    holds: bool | None
    """None where there is no bar, only a report."""
    detail: str = ""


@dataclass(frozen=True)
class Pair:
    """Two dialogues that differ in one quality."""

    id: str
    criterion: Criterion
    kind: str
    """One of `KINDS`."""
    others_equal: tuple[str, ...]
    better: Dialogue
    worse: Dialogue
    levels: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Dialogue id -> criterion -> level 1-5 that people (or the author) gave it; empty where nobody did."""


@dataclass(frozen=True)
class SentenceRow:
    """One agent text after one customer text, and which indicators it shows or only seems to show."""

    id: str
    dialogue: Dialogue
    label: dict[str, bool]


def share_figure(name: str, count: float, n: int, *, least: float | None = None, detail: str = "") -> Figure:
    """A share with Wilson's 95 % interval in the detail."""
    if not n:
        return Figure(name=name, value=None, n=0, bar="" if least is None else f"at least {least:g}", holds=None)
    low, high = wilson_interval(count, n)
    value = count / n
    return Figure(
        name=name,
        value=round(value, 3),
        n=n,
        bar="" if least is None else f"at least {least:g}",
        holds=None if least is None else value >= least,
        detail=f"{low:.2f}-{high:.2f}" + (f"; {detail}" if detail else ""),
    )
