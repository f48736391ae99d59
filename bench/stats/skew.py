"""Student's t, corrected for skew: for differences of which nobody knows that they are about symmetric.

Hall (1992): with g the skewness of C clusters, h(t) = t + g t^2 / (3 sqrt C) + g^2 t^3 / (27 C) + g / (6 sqrt C) is
nearer to t distributed than t is. Skewness is badly known from few clusters, so the correction may only widen: an
interval holds both the plain and the corrected one, and a p value is the larger of the two. For the same reason
skewness counts up to 0.35 sqrt C only: a single outlier among the clusters would make the interval twice as long and
cover no better. And the correction grows up to |t| = 3.5 only: it is made for the edge of significance, and a
difference of ten standard errors is one, however skewed. Both limits come from simulation; coverage hardly feels them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from coolhead.bench.stats.clusters import ClusterMoments, Floats
from coolhead.bench.stats.distributions import t_cdf

MOST = 0.35
"""Skewness counts up to this, times the root of the number of clusters."""
FURTHEST = 3.5
"""From this |t| on the correction stays what it is there."""
_SYMMETRIC = 1e-9
"""Below this the correction is nothing but rounding."""


def corrected(t: Floats, skew: Floats, clusters: NDArray[np.int64] | int) -> Floats:
    """Hall's h(t), within the limits above; increasing in t."""
    return np.asarray(t + _shift(np.clip(t, -FURTHEST, FURTHEST), _lean(skew, clusters)))


def skew_limits(found: ClusterMoments, quantile: Floats, clusters: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """The interval that holds both the t interval and the corrected one."""
    above = np.maximum(quantile, _inverse(quantile, found.skew, clusters))
    below = np.maximum(quantile, -_inverse(-quantile, found.skew, clusters))
    return found.mean - above * found.se, found.mean + below * found.se


def skew_p_values(found: ClusterMoments, clusters: NDArray[np.int64]) -> Floats:
    """Two-sided p of "the mean is 0": at most 0.05 exactly where the 95 % interval of `skew_limits` leaves 0 out.

    NaN where no spread can be seen.
    """
    t = np.divide(found.mean, found.se, out=np.full(found.mean.shape, np.nan), where=found.se > 0)
    least = np.minimum(np.abs(t), np.abs(corrected(t, found.skew, clusters)))
    pairs = zip(np.ravel(least).tolist(), np.ravel(found.df).tolist(), strict=True)
    return np.array([np.nan if np.isnan(x) else 2.0 * t_cdf(-x, df) for x, df in pairs]).reshape(least.shape)


def _inverse(value: Floats, skew: Floats, clusters: NDArray[np.int64]) -> Floats:
    """The t whose h(t) is the value."""
    lean = _lean(skew, clusters)
    straight = np.abs(lean) < _SYMMETRIC
    safe = np.where(straight, 1.0, lean)
    inside = np.where(straight, value, 3.0 / safe * (np.cbrt(1.0 + safe * (value - safe / 6.0)) - 1.0))
    far = np.copysign(FURTHEST, inside)
    return np.where(np.abs(inside) <= FURTHEST, inside, value - _shift(far, lean))


def _shift(t: Floats, lean: Floats) -> Floats:
    """h(t) - t."""
    third = lean * t / 3.0
    return np.asarray(t * third * (1.0 + third / 3.0) + lean / 6.0)


def _lean(skew: Floats, clusters: NDArray[np.int64] | int) -> Floats:
    return np.asarray(np.clip(skew / np.sqrt(np.maximum(clusters, 1)), -MOST, MOST))
