"""Intervals for rates of clustered 0/1 outcomes: Wilson's, told how much the clusters say.

Three cases, because a rate's spread is partly known from the rate itself. Brown, Cai and DasGupta (2001) for the
binomial; Korn and Graubard (1998) for the effective size.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from coolhead.bench.stats.clusters import ClusterMoments, ClusterSums, Floats
from coolhead.bench.stats.distributions import normal_quantile
from coolhead.bench.stats.estimates import check_level

_RARE_SMALL, _RARE_LARGE, _SMALL = 2, 3, 50
"""Up to so many of the rarer outcome (2, beyond 50 clusters 3) Wilson's limit near it is too tight."""


def wilson_interval(successes: float, trials: float, *, level: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval for independent trials, 0-1; (0, 1) without a trial. ValueError for impossible counts."""
    check_level(level)
    if not 0 <= successes <= trials:
        raise ValueError(f"successes must lie between 0 and the trials, got {successes} of {trials}")
    if trials == 0:
        return 0.0, 1.0
    low, high = _wilson(np.float64(successes / trials), normal_quantile(0.5 + level / 2) ** 2 / trials)
    return max(0.0, float(low)), min(1.0, float(high))


def rate_limits(sums: ClusterSums, found: ClusterMoments, quantile: Floats, level: float) -> tuple[Floats, Floats]:
    """Lower and upper limits per series, 0-1; `quantile` is that of t. Not for series whose clusters are all equal.

    - In general: Wilson with the effective size p(1-p) / se^2, at least the number of clusters, and the quantile of t.
    - Clusters of one weight that are all 0 or 1 (repeats agree): a binomial count of clusters, whose spread need not
      be estimated. Wilson with the normal quantile; next to 0 and 1 the Poisson limit.
    - A single cluster that deviates from the rest says little about the spread: as wide as if its repeats agreed.
    """
    count = np.maximum(sums.clusters, 1)
    normal = normal_quantile(0.5 + level / 2.0)
    share = np.divide(sums.totals, sums.weights, out=np.full(sums.totals.shape, np.nan), where=sums.weights > 0)
    some, not_all = (share > 0).sum(axis=-1), (share < 1).sum(axis=-1)
    whole = np.where(sums.weights > 0, (share == 0) | (share == 1), True).all(axis=-1)
    equal = (sums.weights == 0) | (sums.weights == sums.weights.max(axis=-1, initial=0.0, keepdims=True))
    binomial = whole & equal.all(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        effective = np.maximum(found.mean * (1 - found.mean) / found.se**2, count)
    low, high = _wilson(found.mean, quantile**2 / effective)
    plain_low, plain_high = _wilson(found.mean, normal**2 / count)
    lone = np.minimum(some, not_all) <= 1
    low = np.where(lone, np.minimum(low, plain_low), low)
    high = np.where(lone, np.maximum(high, plain_high), high)
    rare_low, rare_high = _near_the_ends(some, not_all, count, level)
    low = np.where(binomial, np.where(np.isnan(rare_low), plain_low, rare_low), low)
    high = np.where(binomial, np.where(np.isnan(rare_high), plain_high, rare_high), high)
    return low, high


def _near_the_ends(
    ones: NDArray[np.int64], zeros: NDArray[np.int64], count: NDArray[np.int64], level: float
) -> tuple[Floats, Floats]:
    """Brown, Cai and DasGupta's limits where one of the outcomes is rare, NaN elsewhere."""
    flat = np.stack([np.ravel(x) for x in (ones, zeros, count)])
    low, high = np.full(flat.shape[1], np.nan), np.full(flat.shape[1], np.nan)
    for place, (one, zero, of) in enumerate(flat.T.tolist()):
        rare = _RARE_SMALL if of <= _SMALL else _RARE_LARGE
        if 1 <= one <= rare:
            low[place] = _poisson_low(one, level) / of
        if 1 <= zero <= rare:
            high[place] = 1.0 - _poisson_low(zero, level) / of
    return low.reshape(np.shape(count)), high.reshape(np.shape(count))


@lru_cache(maxsize=64)
def _poisson_low(events: int, level: float) -> float:
    """The mean at which so many events or more have probability 1 - level."""
    low, high = 0.0, float(events)
    for _ in range(80):
        middle = 0.5 * (low + high)
        fewer = math.exp(-middle) * sum(middle**k / math.factorial(k) for k in range(events))
        low, high = (middle, high) if fewer > level else (low, middle)
    return 0.5 * (low + high)


def _wilson(share: Floats | np.float64, k: Floats | float) -> tuple[Floats, Floats]:
    centre = (share + k / 2.0) / (1.0 + k)
    half = np.sqrt(k * share * (1.0 - share) + k * k / 4.0) / (1.0 + k)
    return np.asarray(centre - half), np.asarray(centre + half)
