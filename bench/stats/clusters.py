"""Sums per cluster: everything that the intervals, the bootstrap and the sign flips need to know of the values.

A cluster is what is independent of the rest: a persona, or a twin family of personas. A unit is what counts once in
the mean: the cluster itself by default, or each persona of a family. Repeats of a unit are averaged first, so a
persona that was played five times weighs no more than one that was played three times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Labels = Sequence[Any] | NDArray[Any]

# Below this share of the scale a spread is rounding noise, not information.
_NOISE = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class ClusterSums:
    """Per series (leading axes) and cluster (last axis): the sum of the unit means, and how many units it holds."""

    totals: Floats
    weights: Floats
    """0 where a cluster holds no value of this series."""
    n: NDArray[np.int64]
    """Values observed, per series."""
    missing: NDArray[np.int64]
    """Values that are NaN, per series."""

    @property
    def clusters(self) -> NDArray[np.int64]:
        """Clusters with at least one value, per series."""
        return np.asarray((self.weights > 0).sum(axis=-1), dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class ClusterMoments:
    """Mean, standard error and degrees of freedom per series; NaN where not estimable."""

    mean: Floats
    se: Floats
    df: Floats
    skew: Floats
    """Skewness of the clusters' residuals; 0 where they are all alike."""


def cluster_sums(values: ArrayLike, clusters: Labels | None = None, *, units: Labels | None = None) -> ClusterSums:
    """Sums per cluster of values shaped (..., cells); NaN means missing.

    `clusters` and `units` label the cells. Without `clusters` the last two axes are (cluster, repeat). Without
    `units` every cluster counts once; with them every unit counts once. ValueError for infinite values, labels of the
    wrong length, or a unit that lies in two clusters.
    """
    cells, cluster_codes, unit_codes = _coded(values, clusters, units)
    seen = ~np.isnan(cells)
    observed = seen.sum(axis=-1, dtype=np.int64)
    missing = np.asarray(cells.shape[-1] - observed, dtype=np.int64)
    if cells.shape[-1] == 0:
        empty = np.zeros((*cells.shape[:-1], 0))
        return ClusterSums(empty, empty, observed, missing)
    unit_total = _grouped(np.where(seen, cells, 0.0), unit_codes)
    unit_count = _grouped(seen.astype(np.float64), unit_codes)
    present = (unit_count > 0).astype(np.float64)
    unit_mean = np.divide(unit_total, unit_count, out=np.zeros_like(unit_total), where=unit_count > 0)
    if units is None:
        return ClusterSums(unit_mean, present, observed, missing)
    home = _home(unit_codes, cluster_codes)
    return ClusterSums(_grouped(unit_mean, home), _grouped(present, home), observed, missing)


def unit_values(
    values: ArrayLike, clusters: Labels | None = None, *, units: Labels | None = None
) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Per unit: the sum of its observed values, their count, and the code of its cluster (shape: units)."""
    cells, cluster_codes, unit_codes = _coded(values, clusters, units)
    if cells.shape[-1] == 0:
        empty = np.zeros((*cells.shape[:-1], 0))
        return empty, empty, np.zeros(0, dtype=np.int64)
    seen = ~np.isnan(cells)
    total = _grouped(np.where(seen, cells, 0.0), unit_codes)
    return total, _grouped(seen.astype(np.float64), unit_codes), _home(unit_codes, cluster_codes)


def flatten(values: ArrayLike, clusters: Labels | None) -> tuple[Floats, NDArray[np.int64]]:
    """Values as (..., cells) and the cluster code 0..C-1 of every cell; ValueError on wrong shapes or infinities."""
    cells = np.asarray(values, dtype=np.float64)
    if np.isinf(cells).any():
        raise ValueError("values must be finite numbers, or NaN where missing")
    if clusters is None:
        if cells.ndim < 2:
            raise ValueError("values need the axes (cluster, repeat), or cluster labels for their last axis")
        rows, repeats = cells.shape[-2:]
        codes = np.repeat(np.arange(rows, dtype=np.int64), repeats)
        return cells.reshape(*cells.shape[:-2], rows * repeats), codes
    if cells.ndim < 1:
        raise ValueError("values must have at least one axis")
    return cells, encode(clusters, cells.shape[-1])


def encode(labels: Labels, length: int) -> NDArray[np.int64]:
    """Codes 0..K-1 in sorted order of the labels; ValueError unless there are `length` of them."""
    array = np.asarray(labels)
    if array.shape != (length,):
        raise ValueError(f"{length} cells need {length} labels, got shape {array.shape}")
    codes: NDArray[np.int64] = np.unique(array, return_inverse=True)[1].astype(np.int64)
    return codes


def moments(sums: ClusterSums) -> ClusterMoments:
    """Mean, CR2 standard error and Satterthwaite degrees of freedom per series.

    The mean is the ratio of sums, that is least squares on a constant with weights per cluster. CR2 divides each
    cluster's squared residual by 1 minus its leverage; the degrees of freedom match the variance of that sum for
    independent units (Bell and McCaffrey 2002; Imbens and Kolesar 2016). With clusters of one weight both are the
    classical s / sqrt(C) and C - 1; a family larger than the others costs degrees of freedom.
    """
    weights, totals = sums.weights, sums.totals
    whole = weights.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(whole > 0, totals.sum(axis=-1) / whole, np.nan)
        leverage = weights / whole[..., None]
        residual = np.where(weights > 0, totals - mean[..., None] * weights, 0.0)
        inflate = np.where(weights > 0, 1.0 / (1.0 - leverage), 0.0)
        variance = (inflate * residual**2).sum(axis=-1) / whole**2
        df = _satterthwaite(leverage, inflate, weights)
    estimable = sums.clusters >= 2
    se = np.sqrt(variance, out=np.full_like(variance, np.nan), where=estimable)
    scale = np.abs(totals).max(axis=-1, initial=0.0)
    se = np.where(se <= _NOISE * scale, 0.0, se)
    return ClusterMoments(mean, se, np.where(estimable, df, np.nan), _skewness(residual, sums.clusters, se > 0))


def _skewness(residual: Floats, clusters: NDArray[np.int64], spread: NDArray[np.bool_]) -> Floats:
    second, third = (residual**2).sum(axis=-1), (residual**3).sum(axis=-1)
    known = spread & (second > 0)
    scaled = np.divide(third, second**1.5, out=np.zeros_like(second), where=known)
    return np.asarray(np.sqrt(clusters) * scaled)


def _satterthwaite(leverage: Floats, inflate: Floats, spread: Floats) -> Floats:
    """(tr CM)^2 / tr(CMCM) for M = diag(s) - hs' - sh' + Shh', the working covariance of the cluster residuals."""
    whole = spread.sum(axis=-1)
    diagonal = spread - 2 * leverage * spread + leverage**2 * whole[..., None]
    a = (inflate * leverage**2).sum(axis=-1)
    b = (inflate * spread**2).sum(axis=-1)
    e = (inflate * leverage * spread).sum(axis=-1)
    outer = whole**2 * a**2 + 2 * a * b - 4 * whole * a * e + 2 * e**2
    outer_diagonal = (inflate**2 * (leverage**2 * whole[..., None] - 2 * leverage * spread) ** 2).sum(axis=-1)
    squares = outer - outer_diagonal + (inflate**2 * diagonal**2).sum(axis=-1)
    df: Floats = (inflate * diagonal).sum(axis=-1) ** 2 / squares
    return df


def _coded(
    values: ArrayLike, clusters: Labels | None, units: Labels | None
) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    cells, cluster_codes = flatten(values, clusters)
    return cells, cluster_codes, cluster_codes if units is None else encode(units, cells.shape[-1])


def _grouped(values: Floats, codes: NDArray[np.int64]) -> Floats:
    """Sums over the last axis by code; every code 0..K-1 occurs."""
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    if not np.array_equal(order, np.arange(order.size)):
        values = values[..., order]
    sums: Floats = np.add.reduceat(values, starts, axis=-1)
    return sums


def _home(unit_codes: NDArray[np.int64], cluster_codes: NDArray[np.int64]) -> NDArray[np.int64]:
    first = np.unique(unit_codes, return_index=True)[1]
    home = cluster_codes[first]
    if not np.array_equal(home[unit_codes], cluster_codes):
        raise ValueError("a unit lies in two clusters; a persona belongs to one twin family")
    return home
