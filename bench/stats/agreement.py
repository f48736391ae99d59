"""How far raters agree beyond chance: Krippendorff's alpha, Gwet's AC1/AC2, Cohen's weighted kappa.

Alpha and kappa fall towards 0 when nearly all ratings are alike, however well raters agree; Gwet's AC does not. That
is why both are reported, beside the plain share of agreement.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from coolhead.bench.stats.clusters import Floats, Labels
from coolhead.bench.stats.estimates import Coefficient
from coolhead.bench.stats.ratings import Weighting, agreement_weights, counts_per_unit, rating_table, scale_of
from coolhead.bench.stats.resampling import REPLICATES, Statistic, resampled

Scale = Literal["nominal", "ordinal", "interval"]

_NO_VARIATION = "no unit with two ratings, or all ratings alike: chance agreement is not defined"


def krippendorff_alpha(
    ratings: ArrayLike,
    *,
    scale: Scale,
    clusters: Labels | None = None,
    level: float = 0.95,
    replicates: int = REPLICATES,
    seed: int = 0,
) -> Coefficient:
    """Krippendorff's alpha, at most 1, of ratings shaped (raters, units), NaN missing (Krippendorff 2011).

    Units with fewer than two ratings drop out. The interval resamples units, or `clusters` of them.
    """
    table = rating_table(ratings)
    table = np.where((~np.isnan(table)).sum(axis=0) >= 2, table, np.nan)
    used = int((~np.isnan(table)).any(axis=0).sum())
    if scale == "interval":
        statistic = _alpha_interval(table)
    elif scale in ("nominal", "ordinal"):
        statistic = _alpha_categories(table, ordinal=scale == "ordinal")
    else:
        raise ValueError(f"unknown scale {scale!r}; use nominal, ordinal or interval")
    return resampled(
        statistic,
        table.shape[1],
        used=used,
        method=f"Krippendorff alpha, {scale}",
        clusters=clusters,
        level=level,
        replicates=replicates,
        seed=seed,
        undefined=_NO_VARIATION,
    )


def gwet_ac(
    ratings: ArrayLike,
    *,
    weighting: Weighting = "nominal",
    categories: Sequence[float] | None = None,
    clusters: Labels | None = None,
    level: float = 0.95,
    replicates: int = REPLICATES,
    seed: int = 0,
) -> Coefficient:
    """Gwet's AC1 (nominal) or AC2 (weighted), at most 1, of ratings shaped (raters, units), NaN missing (Gwet 2014).

    Give the scale's `categories` when some may not occur: chance agreement depends on how many there are.
    """
    table = rating_table(ratings)
    counts = counts_per_unit(table, scale := scale_of(table, categories))
    credit = agreement_weights(scale, weighting)
    raters = counts.sum(axis=1)
    paired, rated = raters >= 2, raters >= 1
    agreed = (counts * (counts @ credit - 1.0)).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        agreed = np.where(paired, agreed / (raters * (raters - 1.0)), 0.0)
        shares = np.where(rated[:, None], counts / raters[:, None], 0.0)

    def statistic(weights: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            seen = weights @ agreed / (weights @ paired)
            share = weights @ shares / (weights @ rated)[:, None]
            size = scale.size
            chance = credit.sum() * (share * (1.0 - share)).sum(axis=1) / (size * (size - 1.0)) if size > 1 else np.nan
            return np.asarray((seen - chance) / (1.0 - chance))

    return resampled(
        statistic,
        table.shape[1],
        used=int(paired.sum()),
        method="Gwet AC1" if weighting == "nominal" else f"Gwet AC2, {weighting}",
        clusters=clusters,
        level=level,
        replicates=replicates,
        seed=seed,
        undefined="no unit with two ratings, or a scale of one category",
    )


def cohen_kappa(
    first: ArrayLike,
    second: ArrayLike,
    *,
    weighting: Weighting = "nominal",
    categories: Sequence[float] | None = None,
    clusters: Labels | None = None,
    level: float = 0.95,
    replicates: int = REPLICATES,
    seed: int = 0,
) -> Coefficient:
    """Cohen's (weighted) kappa of two raters, at most 1, over the units that both rated (Cohen 1960, 1968)."""
    table = rating_table(np.stack([np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)]))
    both = np.asarray(~np.isnan(table).any(axis=0))
    scale = scale_of(table, categories)
    credit = agreement_weights(scale, weighting)
    one, two = (np.equal.outer(rater, scale).astype(np.float64) * both[:, None] for rater in table)
    agreed = ((one @ credit) * two).sum(axis=1)

    def statistic(weights: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            whole = weights @ both
            chance = ((weights @ one @ credit) * (weights @ two)).sum(axis=1) / whole**2
            apart = 1.0 - chance
            return np.asarray(np.where(apart > 1e-12, (weights @ agreed / whole - chance) / apart, np.nan))

    return resampled(
        statistic,
        table.shape[1],
        used=int(both.sum()),
        method=f"Cohen kappa, {weighting}",
        clusters=clusters,
        level=level,
        replicates=replicates,
        seed=seed,
        undefined=_NO_VARIATION,
    )


def raw_agreement(
    ratings: ArrayLike,
    *,
    clusters: Labels | None = None,
    level: float = 0.95,
    replicates: int = REPLICATES,
    seed: int = 0,
) -> Coefficient:
    """Share of pairs of ratings of the same unit that are equal, 0-1, each unit counting once; no chance correction."""
    table = rating_table(ratings)
    counts = counts_per_unit(table, scale_of(table, None))
    raters = counts.sum(axis=1)
    paired = raters >= 2
    equal = np.divide(
        (counts * (counts - 1)).sum(axis=1), raters * (raters - 1), out=np.zeros(raters.shape), where=paired
    )

    def statistic(weights: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(weights @ equal / (weights @ paired))

    return resampled(
        statistic,
        table.shape[1],
        used=int(paired.sum()),
        method="raw agreement",
        clusters=clusters,
        level=level,
        replicates=replicates,
        seed=seed,
        undefined="no unit with two ratings",
    )


def _alpha_categories(table: Floats, *, ordinal: bool) -> Statistic:
    scale = scale_of(table, None)
    size = scale.size
    raters = (~np.isnan(table)).sum(axis=0)
    # Every ordered pair of ratings of a unit, as its place in the coincidence matrix: a matrix per unit would not fit.
    units, places, shares = [], [], []
    for i, j in permutations(range(len(table)), 2):
        both = np.flatnonzero(~np.isnan(table[i]) & ~np.isnan(table[j]))
        units.append(both)
        places.append(np.searchsorted(scale, table[i, both]) * size + np.searchsorted(scale, table[j, both]))
        shares.append(1.0 / (raters[both] - 1.0))
    unit, place, share = (np.concatenate(parts) if parts else np.zeros(0, int) for parts in (units, places, shares))

    def alpha(weights: Floats) -> float:
        together = np.bincount(place, weights[unit] * share, minlength=size * size).reshape(size, size)
        margin = together.sum(axis=1)
        apart = _ordinal_distance(margin) if ordinal else 1.0 - np.eye(size)
        by_chance = float(margin @ apart @ margin)
        return 1.0 - (margin.sum() - 1.0) * float((together * apart).sum()) / by_chance if by_chance > 0 else np.nan

    return lambda weights: np.array([alpha(row) for row in weights], dtype=np.float64)


def _ordinal_distance(margin: Floats) -> Floats:
    """Squared number of ratings that lie between two categories, half of each end counted."""
    middle = np.cumsum(margin) - margin / 2.0
    return np.asarray((middle[:, None] - middle[None, :]) ** 2)


def _alpha_interval(table: Floats) -> Statistic:
    # Centred, so that sums of squares do not drown the differences.
    known = ~np.isnan(table)
    centre = table[known].mean() if known.any() else 0.0
    values = np.where(known, table - centre, 0.0)
    raters, total, squares = known.sum(axis=0), values.sum(axis=0), (values**2).sum(axis=0)
    within = np.where(raters >= 2, 2.0 * (raters * squares - total**2) / np.maximum(raters - 1.0, 1.0), 0.0)

    def statistic(weights: Floats) -> Floats:
        whole = weights @ raters
        by_chance = 2.0 * (whole * (weights @ squares) - (weights @ total) ** 2)
        with np.errstate(divide="ignore", invalid="ignore"):
            varied = by_chance > 1e-12 * whole * (weights @ squares)
            return np.asarray(np.where(varied, 1.0 - (whole - 1.0) * (weights @ within) / by_chance, np.nan))

    return statistic
