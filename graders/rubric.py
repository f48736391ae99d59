"""The rubric, read from `data/rubric.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from coolhead.bench.types import Criterion
from coolhead.graders.shipped import shipped

PREFIX: dict[str, Criterion] = {"CT": "calm", "EM": "empathy", "CL": "clarity", "PB": "boundaries", "RE": "resolution"}


@dataclass(frozen=True)
class Indicator:
    """One thing an assessor looks for."""

    id: str
    points: float
    """Weight of a "+" indicator; points taken off by a "-" one, 0-100."""
    core: bool
    when: str
    text: str
    says: str
    """What is said of an agent who met it, as a clause without its subject."""
    lacks: str = ""
    """What is said of one who missed it; "" for a "-" indicator."""

    @cached_property
    def good(self) -> bool:
        """A "+" indicator."""
        return self.id[2] == "+"

    @cached_property
    def criterion(self) -> Criterion:
        """The criterion it belongs to."""
        return PREFIX[self.id[:2]]


@dataclass(frozen=True)
class Cap:
    """What a critical error leaves at most."""

    id: str
    on: dict[str, float]
    """Criterion -> highest score."""
    overall: float | None
    """Highest mean of the five; None = no cap on it."""
    text: str


@dataclass(frozen=True)
class Rubric:
    """All indicators, caps and level texts."""

    version: int
    criteria: dict[str, dict[str, Any]]
    levels: dict[str, list[str]]
    indicators: dict[str, Indicator]
    caps: dict[str, Cap]

    def of(self, criterion: str) -> list[Indicator]:
        """The indicators of a criterion in the order of the rubric."""
        return self._by_criterion.get(criterion, [])

    @cached_property
    def _by_criterion(self) -> dict[str, list[Indicator]]:
        ordered: dict[str, list[Indicator]] = {}
        for one in self.indicators.values():
            ordered.setdefault(one.criterion, []).append(one)
        return ordered


@cache
def rubric() -> Rubric:
    """The rubric of this version of the package."""
    raw = shipped("rubric.yaml")
    return Rubric(
        version=raw["version"],
        criteria=raw["criteria"],
        levels=raw["levels"],
        indicators={id: Indicator(id=id, **fields) for id, fields in raw["indicators"].items()},
        caps={id: Cap(id, f["caps"], f.get("overall"), f["text"]) for id, f in raw["critical"].items()},
    )
