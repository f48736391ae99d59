"""What an estimate looks like: a number, how sure we are, and the reason when there is none."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A mean (or rate, or difference) with its confidence interval, in the units of the values."""

    mean: float | None
    """None when nothing was observed; `reason` says so."""
    low: float | None
    high: float | None
    """Both None when the uncertainty cannot be estimated (one cluster, for instance); the mean may still stand."""
    n: int
    """Values observed."""
    clusters: int
    """Independent clusters (personas or twin families) that hold at least one value."""
    missing: int
    """Values planned and not observed (NaN)."""
    method: str
    """How the interval was made; empty when there is none."""
    level: float = 0.95
    se: float | None = None
    """Cluster-robust standard error of the mean."""
    df: float | None = None
    """Degrees of freedom of the t quantile."""
    reason: str = ""
    """Why a number is None, or a caution that belongs beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient:
    """An agreement or association coefficient with its interval."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    """Units (dialogues, bots, pairs of values) that entered."""
    method: str
    level: float = 0.95
    reason: str = ""
    """Why a number is None, or a caution that belongs beside it."""


def check_level(level: float) -> None:
    """Raise ValueError unless the confidence level lies strictly between 0 and 1."""
    if not 0.0 < level < 1.0:
        raise ValueError(f"the confidence level must lie strictly between 0 and 1, got {level}")
