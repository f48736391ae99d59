"""How large a difference must be before this benchmark can see it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from coolhead.bench.stats.clusters import Labels, moments
from coolhead.bench.stats.distributions import t_quantile
from coolhead.bench.stats.estimates import check_level
from coolhead.bench.stats.paired import pair_sums

_CARE = 0.8
"""A paired test that minds skew needs a difference larger by this share of 1 / clusters to find it as often as t does:
fitted to the section "power" of `benchmarks/coverage_simulation.py`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detectable:
    """The smallest true difference that would be found with the given power, in the units of the values."""

    difference: float | None
    paired_sd: float | None
    """Median over pairs of the SD of a cluster's difference."""
    clusters: int
    """Median number of clusters that a pair has in common."""
    comparisons: int
    power: float
    level: float
    reason: str = ""


def minimum_detectable(
    values: ArrayLike,
    clusters: Labels | None = None,
    *,
    units: Labels | None = None,
    power: float = 0.80,
    level: float = 0.95,
    comparisons: int = 1,
) -> Detectable:
    """From the observed paired spread of the bots in (bots, cells): the difference a median pair can show.

    Allows for what the correction for skew costs in `paired_difference`. `comparisons` > 1 plans for that many claims
    at once (Bonferroni, the worst case of Holm). Pairs whose differences do not vary at all are left out.
    """
    _, sums = pair_sums(values, clusters, units=units)
    found = moments(sums)
    usable = ~np.isnan(found.se) & (found.se > 0)
    if not usable.any():
        reason = "no pair of bots with two common clusters and differences that vary"
        return Detectable(
            difference=None,
            paired_sd=None,
            clusters=0,
            comparisons=comparisons,
            power=power,
            level=level,
            reason=reason,
        )
    se, df = float(np.median(found.se[usable])), float(np.median(found.df[usable]))
    count = int(np.median(sums.clusters[usable]))
    return Detectable(
        difference=detectable_difference(se, df, power=power, level=level, comparisons=comparisons)
        * (1 + _CARE / count),
        paired_sd=float(np.median(found.se[usable] * np.sqrt(sums.clusters[usable]))),
        clusters=count,
        comparisons=comparisons,
        power=power,
        level=level,
    )


def detectable_difference(
    se: float, df: float, *, power: float = 0.80, level: float = 0.95, comparisons: int = 1
) -> float:
    """(t[1 - alpha/2] + t[power]) x se: the true difference found with this power by a two-sided t test."""
    check_level(level)
    if not 0.5 <= power < 1.0 or comparisons < 1:
        raise ValueError(f"need 0.5 <= power < 1 and comparisons >= 1, got {power} and {comparisons}")
    return (
        t_quantile(1.0 - (1.0 - level) / (2.0 * comparisons), df) + (t_quantile(power, df) if power > 0.5 else 0.0)
    ) * se


def clusters_needed(
    difference: float, paired_sd: float, *, power: float = 0.80, level: float = 0.95, comparisons: int = 1
) -> int:
    """The fewest clusters (at least 2) at which a true difference of this size is found with this power."""
    if difference <= 0 or paired_sd < 0 or not math.isfinite(difference) or not math.isfinite(paired_sd):
        raise ValueError(f"need difference > 0 and paired_sd >= 0, got {difference} and {paired_sd}")

    def enough(count: int) -> bool:
        se = paired_sd / math.sqrt(count)
        return detectable_difference(se, count - 1, power=power, level=level, comparisons=comparisons) <= difference

    high = 2
    while not enough(high):
        high *= 2
    low = max(2, high // 2)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return low
