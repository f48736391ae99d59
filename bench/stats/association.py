"""Do two lists of numbers put things in the same order: Kendall's tau-b, Spearman's rho, and AUC."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from coolhead.bench.stats.clusters import Floats, Labels, encode
from coolhead.bench.stats.distributions import normal_quantile, t_quantile
from coolhead.bench.stats.estimates import Coefficient, check_level
from coolhead.bench.stats.rates import wilson_interval

_BLOCK = 8_000_000


def kendall_tau(x: ArrayLike, y: ArrayLike, *, level: float = 0.95) -> Coefficient:
    """Kendall's tau-b, -1 to 1, over the pairs where both are known (O(n^2)).

    Interval: Fisher's z with the standard error sqrt(0.437 / (n - 4)) of Fieller, Hartley and Pearson (1957), meant
    for lists without many ties; None below 5 pairs.
    """
    a, b = _common(x, y)
    n = a.size
    concordant = tied_a = tied_b = 0.0
    step = max(1, _BLOCK // max(n, 1))
    for start in range(0, n, step):
        da = np.sign(a[start : start + step, None] - a[None, :])
        db = np.sign(b[start : start + step, None] - b[None, :])
        concordant += float((da * db).sum())
        tied_a += float((da != 0).sum())
        tied_b += float((db != 0).sum())
    value = concordant / math.sqrt(tied_a * tied_b) if tied_a and tied_b else None
    error = math.sqrt(0.437 / (n - 4)) if n >= 5 else None
    return _fisher(value, error, n, method="Kendall tau-b", level=level)


def spearman(x: ArrayLike, y: ArrayLike, *, level: float = 0.95) -> Coefficient:
    """Spearman's rank correlation, -1 to 1, over the pairs where both are known; ties get mean ranks.

    Interval: Fisher's z with the standard error sqrt((1 + rho^2 / 2) / (n - 3)) of Bonett and Wright (2000); None
    below 5 pairs.
    """
    a, b = _common(x, y)
    n = a.size
    value = _pearson(mean_ranks(a), mean_ranks(b)) if n else None
    error = math.sqrt((1 + value**2 / 2) / (n - 3)) if value is not None and n >= 5 else None
    return _fisher(value, error, n, method="Spearman rho", level=level)


def auc(positive: ArrayLike, scores: ArrayLike, *, clusters: Labels | None = None, level: float = 0.95) -> Coefficient:
    """Chance that a positive case scores higher than a negative one (ties half), 0-1, over cases without NaN.

    `positive` holds 0, 1 or NaN. Interval: DeLong's variance (1988), summed per cluster when clusters are given
    (Obuchowski 1997), on the logit, with t for the fewer of the two classes. When the classes are perfectly apart:
    Wilson's for as many disjoint pairs as the smaller class (or the clusters that hold it) allows.
    """
    check_level(level)
    truth, score = np.asarray(positive, dtype=np.float64), np.asarray(scores, dtype=np.float64)
    if truth.shape != score.shape or truth.ndim != 1:
        raise ValueError(f"need two lists of the same length, got shapes {truth.shape} and {score.shape}")
    known = ~(np.isnan(truth) | np.isnan(score))
    codes = (np.arange(truth.size) if clusters is None else encode(clusters, truth.size))[known]
    truth, score = truth[known], score[known]
    if not np.isin(truth, (0.0, 1.0)).all():
        raise ValueError("positive must hold 0, 1 or NaN")
    high, low = score[truth == 1], score[truth == 0]
    method = "AUC, DeLong" if clusters is None else "AUC, DeLong by cluster"
    if not high.size or not low.size:
        return _none("one of the two classes is empty", truth.size, method=method, level=level)
    # Placement of each case among the other class: DeLong's structural components.
    above = _placement(high, low)
    below = 1.0 - _placement(low, high)
    value = float(above.mean())
    component = np.empty(truth.size)
    component[truth == 1] = (above - value) / high.size
    component[truth == 0] = (below - value) / low.size
    groups = [np.unique(codes[truth == kind]).size for kind in (1, 0)]
    smaller = min(groups)
    if value in (0.0, 1.0):
        ends = wilson_interval(value * smaller, smaller, level=level)
        return Coefficient(
            value=value, low=ends[0], high=ends[1], n=truth.size, method=method, level=level, reason="perfectly apart"
        )
    if smaller < 2:
        return Coefficient(
            value=value, low=None, high=None, n=truth.size, method=method, level=level, reason="a class has one cluster"
        )
    per_cluster = np.bincount(codes, component)
    if clusters is None:
        variance = sum(
            float((component[truth == kind] ** 2).sum()) * g / (g - 1) for kind, g in ((1, groups[0]), (0, groups[1]))
        )
    else:
        count = np.unique(codes).size
        variance = float((per_cluster**2).sum()) * count / (count - 1)
    reach = t_quantile(0.5 + level / 2, smaller - 1) * math.sqrt(variance) / (value * (1 - value))
    centre = math.log(value / (1 - value))
    return Coefficient(
        value=value, low=_expit(centre - reach), high=_expit(centre + reach), n=truth.size, method=method, level=level
    )


def mean_ranks(values: Floats) -> Floats:
    """Ranks 1..n from the smallest, ties sharing the mean of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: Floats = (last - (counts - 1) / 2.0)[inverse]
    return ranks


def _placement(these: Floats, among: Floats) -> Floats:
    ordered = np.sort(among)
    below, upto = np.searchsorted(ordered, these, side="left"), np.searchsorted(ordered, these, side="right")
    return np.asarray((below + upto) / (2.0 * among.size))


def _common(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    a, b = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if a.shape != b.shape or a.ndim != 1:
        raise ValueError(f"need two lists of the same length, got shapes {a.shape} and {b.shape}")
    both = ~(np.isnan(a) | np.isnan(b))
    return a[both], b[both]


def _pearson(a: Floats, b: Floats) -> float | None:
    a, b = a - a.mean(), b - b.mean()
    size = math.sqrt(float(a @ a) * float(b @ b))
    return max(-1.0, min(1.0, float(a @ b) / size)) if size > 0 else None


def _fisher(value: float | None, error: float | None, n: int, *, method: str, level: float) -> Coefficient:
    check_level(level)
    if value is None:
        return _none("fewer than two pairs, or one side does not vary", n, method=method, level=level)
    if error is None or abs(value) >= 1.0:
        reason = "too few pairs for an interval" if error is None else "perfect order: no interval by this method"
        return Coefficient(value=value, low=None, high=None, n=n, method=method, level=level, reason=reason)
    z, reach = math.atanh(value), normal_quantile(0.5 + level / 2) * error
    return Coefficient(
        value=value, low=math.tanh(z - reach), high=math.tanh(z + reach), n=n, method=method, level=level
    )


def _none(reason: str, n: int, *, method: str, level: float) -> Coefficient:
    return Coefficient(value=None, low=None, high=None, n=n, method=method, level=level, reason=reason)


def _expit(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x)) if x > -700 else 0.0
