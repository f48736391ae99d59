"""Ratings as counts per unit, and what disagreements cost: the common ground of the agreement coefficients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from coolhead.bench.stats.clusters import Floats

Weighting = Literal["nominal", "ordinal", "linear", "quadratic"]

MOST_CATEGORIES = 1_000
"""Coefficients over categories need a table of all their pairs."""


def rating_table(ratings: ArrayLike) -> Floats:
    """Ratings as floats shaped (raters, units), NaN missing; ValueError for another shape."""
    table = np.asarray(ratings, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError(f"ratings must be (raters, units), got shape {table.shape}")
    if np.isinf(table).any():
        raise ValueError("ratings must be finite numbers, or NaN where missing")
    return table


def scale_of(table: Floats, categories: Sequence[float] | None) -> Floats:
    """The categories in order: those given, or those that occur; ValueError for a rating that is not among them."""
    seen = np.unique(table[~np.isnan(table)])
    if categories is None:
        if seen.size > MOST_CATEGORIES:
            raise ValueError(f"{seen.size} distinct ratings are no categories; round them, or use the interval scale")
        return seen
    scale = np.unique(np.asarray(categories, dtype=np.float64))
    strange = np.setdiff1d(seen, scale)
    if strange.size:
        raise ValueError(f"rating {strange[0]:g} is not one of the categories")
    return scale


def counts_per_unit(table: Floats, scale: Floats) -> Floats:
    """How many raters gave each category, shaped (units, categories)."""
    return np.asarray(sum((np.equal.outer(rater, scale) for rater in table), np.zeros((table.shape[1], scale.size))))


def agreement_weights(scale: Floats, weighting: Weighting) -> Floats:
    """Credit for two ratings, 1 on the diagonal, 0-1 elsewhere, shaped (categories, categories).

    `linear` and `quadratic` use the distance of the category values over the range; `ordinal` the number of pairs of
    categories between two of them (Gwet 2014).
    """
    size = scale.size
    if weighting == "nominal" or size < 2:
        return np.eye(size)
    if weighting in ("linear", "quadratic"):
        apart = np.abs(scale[:, None] - scale[None, :]) / (scale[-1] - scale[0])
        return np.asarray(1.0 - (apart if weighting == "linear" else apart**2))
    if weighting == "ordinal":
        steps = np.abs(np.arange(size)[:, None] - np.arange(size)[None, :])
        between = steps * (steps + 1) / 2.0
        return np.asarray(1.0 - between / between.max())
    raise ValueError(f"unknown weighting {weighting!r}; use nominal, ordinal, linear or quadratic")
