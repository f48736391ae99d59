"""Cluster bootstrap on per-cluster sums: one weight matrix, shared by all bots and criteria, and one product."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from coolhead.bench.stats.clusters import ClusterSums, Floats, Labels, cluster_sums, moments
from coolhead.bench.stats.distributions import normal_cdf, normal_quantile, t_quantile
from coolhead.bench.stats.estimates import Interval, check_level

Kind = Literal["percentile", "expanded", "bca"]

# Weights of one block: 64 MB of doubles at most, whatever the number of clusters.
_BLOCK = 8_000_000


def bootstrap_means(sums: ClusterSums, *, replicates: int = 1_000, seed: int = 0) -> Floats:
    """Means of `replicates` resamples of whole clusters, shaped (replicates, *series).

    All series share each resample, so differences and ranks between rows of one replicate are paired. NaN where a
    resample drew no cluster of a series.
    """
    if replicates < 1:
        raise ValueError(f"replicates must be at least 1, got {replicates}")
    rng = np.random.default_rng(seed)
    count = sums.totals.shape[-1]
    series = sums.totals.shape[:-1]
    if count == 0:
        return np.full((replicates, *series), np.nan)
    stacked = np.concatenate([sums.totals.reshape(-1, count), sums.weights.reshape(-1, count)]).T
    half = stacked.shape[1] // 2
    out = np.empty((replicates, half))
    step = max(1, _BLOCK // count)
    for start in range(0, replicates, step):
        rows = min(step, replicates - start)
        weights = rng.multinomial(count, np.full(count, 1.0 / count), size=rows).astype(np.float64)
        both = weights @ stacked
        with np.errstate(invalid="ignore"):
            out[start : start + rows] = both[:, :half] / both[:, half:]
    return out.reshape(replicates, *series)


def bootstrap_interval(
    values: ArrayLike,
    clusters: Labels | None = None,
    *,
    units: Labels | None = None,
    level: float = 0.95,
    kind: Kind = "expanded",
    replicates: int = 2_000,
    seed: int = 0,
) -> Interval:
    """Cluster bootstrap interval for the mean of one series; axes and labels as in `cluster_sums`.

    `percentile` is the plain one and too short with few clusters; `expanded` widens its tails to those of t with
    clusters - 1 degrees of freedom (Hesterberg 2015); `bca` is Efron's (1987). Never outside the observed cluster
    means. low and high are None with fewer than two clusters or when every cluster has the same mean.
    """
    check_level(level)
    sums = cluster_sums(values, clusters, units=units)
    if sums.totals.ndim != 1:
        raise ValueError("bootstrap_interval takes one series; use bootstrap_means for many")
    found, count = moments(sums), int(sums.clusters)
    low = high = None
    reason = ""
    if count < 2:
        reason = "no value observed" if count == 0 else "1 cluster: nothing to resample"
    elif float(found.se) == 0.0:
        reason = "every cluster has the same mean: every resample is alike"
    else:
        draws = bootstrap_means(sums, replicates=replicates, seed=seed)
        draws = draws[~np.isnan(draws)]
        tails = _tails(draws, sums, kind=kind, level=level)
        low, high = (float(x) for x in np.quantile(draws, tails))
    return Interval(
        mean=float(found.mean) if count else None,
        low=low,
        high=high,
        n=int(sums.n),
        clusters=count,
        missing=int(sums.missing),
        method="" if low is None else f"cluster bootstrap, {kind}",
        level=level,
        se=float(found.se) if count >= 2 else None,
        reason=reason,
    )


def _tails(draws: Floats, sums: ClusterSums, *, kind: Kind, level: float) -> tuple[float, float]:
    tail = (1.0 - level) / 2.0
    if kind == "percentile":
        return tail, 1.0 - tail
    if kind == "expanded":
        count = int(sums.clusters)
        wide = normal_cdf(-((count / (count - 1)) ** 0.5) * t_quantile(1.0 - tail, count - 1))
        return wide, 1.0 - wide
    if kind != "bca":
        raise ValueError(f"unknown kind {kind!r}; use percentile, expanded or bca")
    active = sums.weights > 0
    totals, weights = sums.totals[active], sums.weights[active]
    mean = totals.sum() / weights.sum()
    # Ties with the estimate count half, as for scores on a few levels.
    below = float(np.mean(draws < mean) + 0.5 * np.mean(draws == mean))
    bias = normal_quantile(min(max(below, 0.5 / draws.size), 1.0 - 0.5 / draws.size))
    left_out = (totals.sum() - totals) / (weights.sum() - weights)
    gap = left_out.mean() - left_out
    acceleration = float((gap**3).sum() / (6.0 * (gap**2).sum() ** 1.5))
    ends = []
    for z in (normal_quantile(tail), normal_quantile(1.0 - tail)):
        shifted = bias + z
        ends.append(normal_cdf(bias + shifted / (1.0 - acceleration * shifted)))
    return ends[0], ends[1]
