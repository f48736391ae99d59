"""pass^k: how often a bot would succeed k times in a row with the same customer."""

from __future__ import annotations

from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coolhead.bench.stats.clusters import Floats, Labels, unit_values
from coolhead.bench.stats.estimates import Interval
from coolhead.bench.stats.intervals import mean_interval


def pass_hat_k(
    successes: ArrayLike,
    clusters: Labels | None = None,
    *,
    k: int,
    units: Labels | None = None,
    level: float = 0.95,
) -> Interval:
    """Mean over units of the unbiased estimate C(c, k) / C(n, k), 0-1, c successes in n trials (Yao et al. 2024).

    Successes are 0, 1 or NaN, axes and labels as in `cluster_sums`; a unit is a persona. `n` counts the units used
    and `missing` those with fewer than k trials, which say nothing about k in a row.
    """
    per_unit, home = unit_pass_hat_k(successes, clusters, k=k, units=units)
    return mean_interval(per_unit, home, units=np.arange(per_unit.size), bounds=(0.0, 1.0), level=level)


def unit_pass_hat_k(
    successes: ArrayLike, clusters: Labels | None = None, *, k: int, units: Labels | None = None
) -> tuple[Floats, NDArray[np.int64]]:
    """The estimate of every unit (NaN with fewer than k trials) and the cluster code of the unit."""
    if k < 1:
        raise ValueError(f"k must be at least 1, got {k}")
    cells = np.asarray(successes, dtype=np.float64)
    if not np.isin(cells[~np.isnan(cells)], (0.0, 1.0)).all():
        raise ValueError("successes must be 0, 1 or NaN")
    passed, trials, home = unit_values(cells, clusters, units=units)
    if passed.ndim != 1:
        raise ValueError("pass^k takes one bot at a time")
    estimates = [comb(int(c), k) / comb(int(n), k) if n >= k else np.nan for c, n in zip(passed, trials, strict=True)]
    return np.array(estimates, dtype=np.float64), home
