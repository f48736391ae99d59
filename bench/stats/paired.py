"""Differences between bots on the cells that both have: the same persona, the same repeat, the same seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from coolhead.bench.stats.clusters import ClusterSums, Floats, Labels, cluster_sums, encode, flatten, moments
from coolhead.bench.stats.estimates import Interval
from coolhead.bench.stats.flips import EXACT_UP_TO, flip_p_values, max_flip_p_values, sign_flips
from coolhead.bench.stats.intervals import Bounds, intervals_from_sums
from coolhead.bench.stats.multiple import benjamini_hochberg, holm
from coolhead.bench.stats.skew import skew_p_values

DRAWS = 9_999
"""Random flips where not all can be tried; the least p is 1 / 10,000."""

# Holm multiplies the least p by the number of pairs: with fewer flips than this per pair it could claim nothing.
_DRAWS_PER_PAIR = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How much higher series `a` scores than series `b` on their common cells."""

    a: int
    b: int
    """Positions of the two series in what was compared."""
    interval: Interval
    """Mean of a - b; its `missing` counts cells where one of the two (or both) has no value."""
    p: float | None
    """Two-sided: the larger of the p by sign flips of clusters and that of the interval, so that a difference below
    0.05 never has 0 in its 95 % interval; None without a common cluster."""
    p_holm: float | None
    """Holm's adjustment over all pairs compared in the same call."""
    p_joint: float | None
    """Adjusted for the same pairs by their joint flips: what a claim rests on. As strict as Holm, and able to claim
    with few clusters, where no single p can be small enough for Holm (8 clusters: never below 2/2^8)."""
    p_bh: float | None
    """Benjamini-Hochberg over the same pairs: for exploration."""
    method: str


def paired_difference(
    a: ArrayLike,
    b: ArrayLike,
    clusters: Labels | None = None,
    *,
    units: Labels | None = None,
    bounds: Bounds | None = None,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = 0,
) -> Difference:
    """Difference a - b over their common cells; both aligned and shaped alike, axes and labels as in `cluster_sums`.

    `bounds` are those of the scores; the difference is kept within plus or minus their distance.
    """
    first, second = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if first.shape != second.shape:
        raise ValueError(f"the two must be aligned cell by cell, got shapes {first.shape} and {second.shape}")
    both = np.stack([first, second])
    return all_pairs(both, clusters, units=units, bounds=bounds, level=level, draws=draws, seed=seed)[0]


def all_pairs(
    values: ArrayLike,
    clusters: Labels | None = None,
    *,
    units: Labels | None = None,
    bounds: Bounds | None = None,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = 0,
) -> list[Difference]:
    """Every pair (0,1), (0,2), ... of the series in (series, cells), with p values adjusted over all of them.

    With more than 14 clusters `draws` random flips are tried, and at least 25 per pair for the single p values.
    """
    pairs, sums = pair_sums(values, clusters, units=units)
    reach = None if bounds is None else (bounds[0] - bounds[1], bounds[1] - bounds[0])
    intervals = intervals_from_sums(sums, bounds=reach, level=level, shape="skew")
    active = _active(sums)
    many = max(draws, _DRAWS_PER_PAIR * len(pairs))
    p, joint = _p_values(active, draws=draws, many=many, seed=seed)
    adjusted, explored = holm(p), benjamini_hochberg(p)
    return [
        Difference(
            a=i,
            b=j,
            interval=interval,
            p=_or_none(p[k]),
            p_holm=_or_none(adjusted[k]),
            p_joint=_or_none(joint[k]),
            p_bh=_or_none(explored[k]),
            method=flip_method(active, draws=many),
        )
        for k, ((i, j), interval) in enumerate(zip(pairs, intervals, strict=True))
    ]


def least_p(clusters: int, *, tests: int = 1) -> float:
    """The smallest p (0-1) that `paired_difference` can give with so many clusters, after Holm over `tests` of them."""
    flips = 2 ** max(clusters - 1, 0) if clusters <= EXACT_UP_TO else DRAWS + 1
    return min(1.0, max(tests, 1) / flips)


def pair_sums(
    values: ArrayLike, clusters: Labels | None = None, *, units: Labels | None = None
) -> tuple[list[tuple[int, int]], ClusterSums]:
    """All pairs of series and the cluster sums of their differences on common cells, shaped (pairs, clusters)."""
    cells, codes = flatten(values, clusters)
    if cells.ndim != 2:
        raise ValueError(f"values must be (series, cells) or (series, cluster, repeat), got {np.shape(values)}")
    unit_codes = None if units is None else encode(units, cells.shape[-1])
    bots = len(cells)
    pairs = [(i, j) for i in range(bots) for j in range(i + 1, bots)]
    if not np.isnan(cells).any():
        # Complete: sums of differences are differences of sums, and the cells need not be visited once per pair.
        whole = cluster_sums(cells, codes, units=unit_codes)
        left, right = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return pairs, ClusterSums(
            whole.totals[left] - whole.totals[right], whole.weights[left], whole.n[left], whole.missing[left]
        )
    parts = [cluster_sums(cells[i] - cells[i + 1 :], codes, units=unit_codes) for i in range(bots - 1)]
    if not parts:
        return pairs, cluster_sums(np.empty((0, cells.shape[-1])), codes, units=unit_codes)
    return pairs, ClusterSums(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in ("totals", "weights", "n", "missing"))
    )


def flip_method(sums: ClusterSums, *, draws: int) -> str:
    """How the flips of these sums were made, for the foot of a table."""
    count = sums.totals.shape[-1]
    return f"sign flips, all 2^{count}" if count <= EXACT_UP_TO else f"sign flips, {draws:,} random"


def _p_values(differences: ClusterSums, *, draws: int, many: int, seed: int) -> tuple[Floats, Floats]:
    """Per pair: p alone, from `many` flips, and p for all pairs together, from `draws` and no smaller."""
    clusters = differences.totals.shape[-1]
    signs = sign_flips(clusters, draws=many, seed=seed)
    alone = np.fmax(flip_p_values(differences, signs), skew_p_values(moments(differences), differences.clusters))
    few = signs if clusters <= EXACT_UP_TO else signs[: draws + 1]
    return alone, np.fmax(max_flip_p_values(differences, few), alone)


def _active(sums: ClusterSums) -> ClusterSums:
    """Without the clusters that no pair shares: fewer to flip, the same p values."""
    used = (sums.weights > 0).any(axis=0)
    return ClusterSums(sums.totals[:, used], sums.weights[:, used], sums.n, sums.missing)


def _or_none(x: float) -> float | None:
    return None if np.isnan(x) else float(x)
