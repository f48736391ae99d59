"""Confidence intervals for means and rates of clustered values."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from coolhead.bench.stats.clusters import ClusterSums, Floats, Labels, cluster_sums, flatten, moments
from coolhead.bench.stats.distributions import t_quantile
from coolhead.bench.stats.estimates import Interval, check_level
from coolhead.bench.stats.rates import rate_limits
from coolhead.bench.stats.skew import skew_limits

Bounds = tuple[float, float]
Shape = Literal["logit", "t", "skew", "wilson"]
_NAMES = {
    "t": "cluster t",
    "skew": "cluster t, corrected for skew",
    "logit": "cluster t on the logit",
    "wilson": "Wilson, clustered",
}

_NO_DATA = "no value observed"
_ONE_CLUSTER = "1 cluster: the spread between clusters cannot be seen"
_ALL_EQUAL = "every cluster has the same mean; without bounds its uncertainty cannot be estimated"
_ALL_EQUAL_BOUNDED = "every cluster has the same mean: the interval is the exact bound on clusters that would differ"


def mean_interval(
    values: ArrayLike,
    clusters: Labels | None = None,
    *,
    units: Labels | None = None,
    bounds: Bounds | None = None,
    level: float = 0.95,
    shape: Shape | None = None,
) -> Interval:
    """Mean of one series of cells with a cluster-robust interval; axes and labels as in `cluster_sums`.

    With `bounds` the t interval is taken on the logit of the share of the range (delta method), which keeps it
    inside the range and follows the skew of scores near an end; without them it is the plain t interval. `shape="t"`
    forces the plain one, clipped to the bounds; `shape="skew"` is the one for differences (`skew_limits`).
    """
    _check_bounds(values, bounds)
    return intervals_from_sums(cluster_sums(values, clusters, units=units), bounds=bounds, level=level, shape=shape)[0]


def mean_intervals(
    values: ArrayLike,
    clusters: Labels | None = None,
    *,
    units: Labels | None = None,
    bounds: Bounds | None = None,
    level: float = 0.95,
) -> list[Interval]:
    """One `mean_interval` per series, in order; values are (series, cells), or (series, cluster, repeat)."""
    _check_bounds(values, bounds)
    return intervals_from_sums(cluster_sums(values, clusters, units=units), bounds=bounds, level=level)


def rate_interval(
    outcomes: ArrayLike, clusters: Labels | None = None, *, units: Labels | None = None, level: float = 0.95
) -> Interval:
    """Rate of 1s among outcomes of 0, 1 and NaN, 0-1, with Wilson's interval as `rate_limits` tells it the clusters.

    All 0 or all 1: the exact binomial bound with the clusters as trials. ValueError for any other outcome.
    """
    cells, _ = flatten(outcomes, clusters)
    if not np.isin(cells[~np.isnan(cells)], (0.0, 1.0)).all():
        raise ValueError("outcomes must be 0, 1 or NaN")
    sums = cluster_sums(outcomes, clusters, units=units)
    return intervals_from_sums(sums, bounds=(0.0, 1.0), level=level, shape="wilson")[0]


def limits(
    sums: ClusterSums, *, bounds: Bounds | None = None, level: float = 0.95, shape: Shape | None = None
) -> tuple[Floats, Floats]:
    """Lower and upper limits per series as arrays, NaN where not estimable: the numbers inside `mean_intervals`."""
    check_level(level)
    shape = shape or ("logit" if bounds else "t")
    if (shape == "logit" and bounds is None) or (shape == "wilson" and bounds != (0.0, 1.0)):
        raise ValueError(f"shape {shape!r} needs bounds" + (", those of a rate: 0 and 1" if shape == "wilson" else ""))
    found, count = moments(sums), sums.clusters
    quantile = _t_quantiles(found.df, level)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if shape == "skew":
            low, high = skew_limits(found, quantile, count)
        elif shape == "t" or bounds is None:
            low, high = found.mean - quantile * found.se, found.mean + quantile * found.se
        elif shape == "wilson":
            low, high = rate_limits(sums, found, quantile, level)
        else:
            floor, width = bounds[0], bounds[1] - bounds[0]
            share, se = (found.mean - floor) / width, found.se / width
            low, high = _logit(share, quantile * se)
            low, high = floor + width * low, floor + width * high
        flat = found.se == 0.0
        if bounds is None:
            low, high = np.where(flat, np.nan, low), np.where(flat, np.nan, high)
        else:
            # At most this share of clusters can differ, or one would have been seen (Clopper and Pearson); how far
            # they differ is known only from the bounds.
            share_unseen = 1.0 - ((1.0 - level) / 2.0) ** (1.0 / np.maximum(count, 1))
            low = np.where(flat, found.mean - share_unseen * (found.mean - bounds[0]), low)
            high = np.where(flat, found.mean + share_unseen * (bounds[1] - found.mean), high)
            low, high = np.clip(low, *bounds), np.clip(high, *bounds)
    return low, high


def intervals_from_sums(
    sums: ClusterSums, *, bounds: Bounds | None = None, level: float = 0.95, shape: Shape | None = None
) -> list[Interval]:
    """One Interval per series of the sums, leading axes flattened in order; a single series gives a list of one."""
    low, high = limits(sums, bounds=bounds, level=level, shape=shape)
    found = moments(sums)
    label = _NAMES[shape or ("logit" if bounds else "t")]
    rows = []
    for mean, se, df, count, n, missing, lower, upper in zip(
        *(np.ravel(x) for x in (found.mean, found.se, found.df, sums.clusters, sums.n, sums.missing, low, high)),
        strict=True,
    ):
        flat = se == 0.0
        known = not math.isnan(lower)
        reason = _NO_DATA if count == 0 else _ONE_CLUSTER if count == 1 else ""
        if flat:
            reason = _ALL_EQUAL if bounds is None else _ALL_EQUAL_BOUNDED
        rows.append(
            Interval(
                mean=_or_none(mean),
                low=_or_none(lower),
                high=_or_none(upper),
                n=int(n),
                clusters=int(count),
                missing=int(missing),
                method="" if not known else "exact bound, all equal" if flat else label,
                level=level,
                se=_or_none(se),
                df=_or_none(df),
                reason=reason,
            )
        )
    return rows


def _logit(share: Floats, reach: Floats) -> tuple[Floats, Floats]:
    centre, half = np.log(share) - np.log1p(-share), reach / (share * (1.0 - share))
    return 1.0 / (1.0 + np.exp(half - centre)), 1.0 / (1.0 + np.exp(-half - centre))


def _t_quantiles(df: Floats, level: float) -> Floats:
    flat = [math.nan if math.isnan(x) else t_quantile(0.5 + level / 2.0, round(x, 6)) for x in np.ravel(df).tolist()]
    return np.array(flat, dtype=np.float64).reshape(np.shape(df))


def _check_bounds(values: ArrayLike, bounds: Bounds | None) -> None:
    if bounds is None:
        return
    low, high = bounds
    if not low < high:
        raise ValueError(f"bounds must be (low, high) with low < high, got {bounds}")
    array = np.asarray(values, dtype=np.float64)
    # A hair of tolerance: a weighted sum of scores may end in 100.00000000000001.
    slack = 1e-9 * (high - low)
    if ((array < low - slack) | (array > high + slack)).any():
        raise ValueError(f"a value lies outside the bounds {low:g}-{high:g}")


def _or_none(x: float) -> float | None:
    return None if math.isnan(x) else float(x)
