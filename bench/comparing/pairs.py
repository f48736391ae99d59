"""Paired differences on the dialogues that two bots have in common."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coolhead.bench.comparing.model import Line
from coolhead.bench.comparing.sides import Floats, Read
from coolhead.bench.leaderboard.means import as_mean
from coolhead.bench.stats import length_adjusted_difference, mean_interval, paired_difference
from coolhead.bench.types import Mean


@dataclass(frozen=True, slots=True)
class Pairs:
    """The dialogues that both sides have, side by side."""

    one: Read
    two: Read
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    units: NDArray[np.int64]
    clusters: NDArray[np.int64]
    keys: list[tuple[str, int]]
    together: bool
    """Both stand in one run folder, so that its page can show them side by side."""

    def line(self, name: str, a: Floats, b: Floats, *, bounds: tuple[float, float] | None) -> Line:
        """`b` - `a` on the common dialogues, with an unadjusted p."""
        first, second = a[self.left], b[self.right]
        both = ~np.isnan(first) & ~np.isnan(second)
        found = paired_difference(second, first, self.clusters, units=self.units, bounds=None)
        width = None if bounds is None else bounds[1] - bounds[0]
        low, high = found.interval.low, found.interval.high
        difference = as_mean(found.interval)
        if width is not None and low is not None and high is not None:
            difference = difference.model_copy(update={"low": max(low, -width), "high": min(high, width)})
        means = [
            mean_interval(np.where(both, values, np.nan), self.clusters, units=self.units).mean
            for values in (first, second)
        ]
        return Line(name=name, a=means[0], b=means[1], difference=difference, p=found.p)

    def at_equal_length(self) -> Mean:
        """The overall difference had both written equally much."""
        words = [read.found.column("words")[places] for read, places in ((self.one, self.left), (self.two, self.right))]
        return as_mean(
            length_adjusted_difference(
                self.two.parts[self.right], self.one.parts[self.left], words[1], words[0], self.clusters
            )
        )
