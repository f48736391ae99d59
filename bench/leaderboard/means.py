"""A bot's means: per criterion over its personas, and the overall score as the mean of its criterion means.

Why not the mean of each dialogue's own criteria: where a criterion does not apply to a dialogue, that dialogue would be
scored on the others alone, and a bot would gain by not being judged on what it is bad at. As a mean of means, a
dialogue that is not judged on a criterion leaves the bot's score on it where it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coolhead.bench.stats import Interval, cluster_sums, intervals_from_sums
from coolhead.bench.types import Mean

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
POINTS = (0.0, 100.0)


@dataclass(frozen=True, slots=True)
class Cells:
    """The dialogues of one bot (or of one part of them): positions in the scan, with their unit and cluster."""

    places: Ints
    units: Ints
    clusters: Ints

    def among(self, wanted: NDArray[np.bool_]) -> Cells:
        """Those for which `wanted` (one flag per dialogue of the scan) holds."""
        keep = wanted[self.places]
        return Cells(self.places[keep], self.units[keep], self.clusters[keep])


def mean_of(values: Floats, cells: Cells, *, bounds: tuple[float, float] | None) -> Mean:
    """The mean of a column over the cells, each unit once, with its cluster interval."""
    return means_of(values[None], cells, bounds=bounds)[0]


def means_of(columns: Floats, cells: Cells, *, bounds: tuple[float, float] | None) -> list[Mean]:
    """The same for many columns shaped (columns, dialogues)."""
    sums = cluster_sums(columns[:, cells.places], cells.clusters, units=cells.units)
    return [as_mean(interval) for interval in intervals_from_sums(sums, bounds=bounds)]


def as_mean(interval: Interval) -> Mean:
    """An interval as it is written down."""
    return Mean(mean=interval.mean, low=interval.low, high=interval.high, n=interval.n, missing=interval.missing)


def contributions(columns: Sequence[Floats], cells: Cells) -> Floats:
    """Per cell, a number whose mean over units is the bot's overall score (linearised, Woodruff 1971); NaN: unjudged.

    The overall score is the mean over criteria of the mean over units of the unit's mean. For a criterion judged in
    U_k of U units, and in r_ku of the r_u dialogues of unit u, the cell gets m_k + (U / U_k) (r_u / r_ku) (y - m_k)
    where it was judged and the criterion's mean m_k where not.
    """
    table = np.stack([column[cells.places] for column in columns])
    judged = ~np.isnan(table)
    played = judged.any(axis=0)
    codes = np.unique(cells.units, return_inverse=True)[1]
    per_unit = np.bincount(codes, played)
    whole = float((per_unit > 0).sum())
    total = np.zeros(cells.places.size)
    used = 0
    for values, seen in zip(np.where(judged, table, 0.0), judged, strict=True):
        times = np.bincount(codes, seen, minlength=per_unit.size)
        known = times > 0
        if not known.any():
            continue
        sums = np.bincount(codes, values, minlength=per_unit.size)
        mean = float((sums[known] / times[known]).mean())
        scale = np.divide(per_unit, times, out=np.zeros_like(per_unit), where=known) * (whole / known.sum())
        total += mean + np.where(seen, scale[codes] * (values - mean), 0.0)
        used += 1
    return np.where(played, total / max(used, 1), np.nan)


def overall_mean(columns: Sequence[Floats], cells: Cells) -> tuple[Mean, Floats]:
    """The overall score with its interval, and the contribution of every cell to it."""
    parts = contributions(columns, cells)
    sums = cluster_sums(parts, cells.clusters, units=cells.units)
    found = intervals_from_sums(sums, bounds=POINTS)[0]
    return as_mean(found), parts
