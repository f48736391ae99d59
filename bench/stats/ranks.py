"""Rank ranges and tiers: what the data say about the order of the bots, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coolhead.bench.stats.clusters import Labels, cluster_sums, flatten, moments
from coolhead.bench.stats.estimates import check_level
from coolhead.bench.stats.intervals import Bounds
from coolhead.bench.stats.paired import DRAWS, Difference, all_pairs

MINIMUM_CLUSTERS = 6
"""With five clusters even a unanimous difference has p = 2/2^5 = 0.06: nothing can be told apart at 95 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """Where a bot can stand; everything None, with a reason, for a bot that is not ranked."""

    low: int | None
    """Best possible rank: 1 + the number of bots that are significantly better."""
    high: int | None
    """Worst possible rank: the number of ranked bots - the number that are significantly worse."""
    tier: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranking:
    """Ranks in the order of the bots given, with the comparisons they rest on."""

    ranks: tuple[Rank, ...]
    better: NDArray[np.bool_]
    """better[i, j]: bot i is significantly better than bot j, all pairs judged together."""
    pairs: tuple[Difference, ...]
    """Every pair of ranked bots, by their positions among those given; turned round where lower is better."""
    method: str
    level: float


def ranking(
    values: ArrayLike,
    clusters: Labels | None = None,
    *,
    units: Labels | None = None,
    bounds: Bounds | None = None,
    level: float = 0.95,
    higher_is_better: bool = True,
    minimum_clusters: int = MINIMUM_CLUSTERS,
    draws: int = DRAWS,
    seed: int = 0,
) -> Ranking:
    """Simultaneous rank ranges and tiers of the bots in (bots, cells); axes and labels as in `cluster_sums`.

    All pairs are compared on their common cells by the step-down maximum of sign-flipped clusters, so with probability
    `level` every range holds its bot's true rank (the idea of Mogstad, Romano, Shaikh and Wilhelm 2024). A bot with
    values in fewer than `minimum_clusters` clusters is not ranked and does not count for the others.
    """
    check_level(level)
    cells, codes = flatten(values, clusters)
    if cells.ndim != 2:
        raise ValueError(f"values must be (bots, cells) or (bots, cluster, repeat), got {np.shape(values)}")
    cells = cells if higher_is_better else -cells
    sums = cluster_sums(cells, codes, units=units)
    means, count = moments(sums).mean, sums.clusters
    ranked = np.flatnonzero((count >= minimum_clusters) & (count > 0))
    found = all_pairs(cells[ranked], codes, units=units, bounds=bounds, level=level, draws=draws, seed=seed)
    pairs = tuple(replace(one, a=int(ranked[one.a]), b=int(ranked[one.b])) for one in found)
    better = np.zeros((len(cells), len(cells)), dtype=bool)
    for one in pairs:
        if one.p_joint is not None and one.p_joint <= 1.0 - level + 1e-12:
            winner, loser = (one.a, one.b) if (one.interval.mean or 0.0) > 0 else (one.b, one.a)
            better[winner, loser] = True
    tier = dict(zip(ranked.tolist(), tiers(means[ranked], better[np.ix_(ranked, ranked)]), strict=True))
    ranks = [
        Rank(low=1 + int(better[:, i].sum()), high=len(ranked) - int(better[i].sum()), tier=tier[i])
        if i in tier
        else Rank(low=None, high=None, tier=None, reason=_too_few(int(count[i]), minimum_clusters))
        for i in range(len(cells))
    ]
    method = f"{pairs[0].method}, step-down maximum over all pairs" if pairs else ""
    return Ranking(ranks=tuple(ranks), better=better, pairs=pairs, method=method, level=level)


def tiers(means: ArrayLike, better: ArrayLike) -> list[int]:
    """Tier 1, 2, ... of each bot, from its mean and the matrix `better[i, j]` (i significantly better than j).

    Walk down the bots in the order of their means; a new tier starts at the first bot that some bot of the current
    tier beats. So tiers follow the table, no two bots of one tier are told apart, and the best bot of every tier is
    beaten by one of the tier above.
    """
    order = np.argsort(-np.asarray(means, dtype=np.float64), kind="stable")
    beats = np.asarray(better, dtype=bool)
    out = [0] * order.size
    current: list[int] = []
    tier = 1
    for bot in order.tolist():
        # Either direction: with missing cells a pair's own difference can point against the two means.
        if any(beats[other, bot] or beats[bot, other] for other in current):
            tier, current = tier + 1, []
        current.append(bot)
        out[bot] = tier
    return out


def rank_of(values: Sequence[float] | ArrayLike) -> NDArray[np.int64]:
    """Rank of each value, 1 for the highest; ties share the best rank (1, 2, 2, 4)."""
    array = np.asarray(values, dtype=np.float64)
    return np.asarray((array[:, None] < array[None, :]).sum(axis=1) + 1, dtype=np.int64)


def _too_few(count: int, minimum: int) -> str:
    have = "no value observed" if count == 0 else f"values in {count} cluster{'s' if count > 1 else ''}"
    return f"unranked: {have}, a ranking needs {minimum}"
