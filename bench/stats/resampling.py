"""Intervals for coefficients that are ratios of sums over units: resample the units, or their clusters."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from coolhead.bench.stats.clusters import Floats, Labels, encode
from coolhead.bench.stats.estimates import Coefficient, check_level

Statistic = Callable[[Floats], Floats]

REPLICATES = 1_000
MINIMUM_GROUPS = 5
"""Below this, resampling units says more about luck than about agreement."""

# Weights of one block: 16 MB of doubles, so that a hundred thousand units fit beside everything else.
_BLOCK = 2_000_000


def resampled(
    statistic: Statistic,
    units: int,
    *,
    used: int,
    method: str,
    clusters: Labels | None,
    level: float,
    replicates: int,
    seed: int,
    undefined: str,
) -> Coefficient:
    """A Coefficient from `statistic`, which maps weights (rows, units) to values (rows), NaN where undefined.

    The value is that of weights all 1; low and high are the percentile bootstrap over units, or over clusters of
    units. None with `undefined` as the reason when the value is NaN.
    """
    check_level(level)
    value = float(statistic(np.ones((1, units)))[0]) if units else float("nan")
    if np.isnan(value):
        return Coefficient(value=None, low=None, high=None, n=used, method=method, level=level, reason=undefined)
    codes = np.arange(units) if clusters is None else encode(clusters, units)
    groups = int(codes.max()) + 1
    if replicates < 1 or groups < MINIMUM_GROUPS or used < MINIMUM_GROUPS:
        reason = "" if replicates < 1 else f"fewer than {MINIMUM_GROUPS} units or clusters: no interval"
        return Coefficient(value=value, low=None, high=None, n=used, method=method, level=level, reason=reason)
    rng = np.random.default_rng(seed)
    step = max(1, _BLOCK // units)
    parts = []
    for start in range(0, replicates, step):
        rows = min(step, replicates - start)
        drawn = rng.multinomial(groups, np.full(groups, 1.0 / groups), size=rows)
        parts.append(statistic(drawn.astype(np.float64)[:, codes]))
    found = np.concatenate(parts)
    found = found[~np.isnan(found)]
    if found.size < 0.9 * replicates:
        reason = "more than 10 % of the resamples are without variation: no interval"
        return Coefficient(value=value, low=None, high=None, n=used, method=method, level=level, reason=reason)
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
    return Coefficient(value=value, low=float(low), high=float(high), n=used, method=method, level=level)
