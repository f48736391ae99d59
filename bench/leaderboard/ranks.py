"""Ranks, tiers and comparisons of the bots: paired on common dialogues, or as independent samples."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from coolhead.bench.leaderboard.means import POINTS, Cells, as_mean
from coolhead.bench.leaderboard.model import Comparison, Detectable
from coolhead.bench.stats import (
    MINIMUM_CLUSTERS,
    Interval,
    cluster_sums,
    detectable_difference,
    holm,
    minimum_detectable,
    ranking,
    tiers,
)
from coolhead.bench.stats.clusters import moments
from coolhead.bench.stats.distributions import t_cdf, t_quantile
from coolhead.bench.types import RankRange

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_CLUSTERS = 250
"""More clusters than this are bundled for the sign flips: bundles of independent clusters are independent too, and
250 of them lose no power that anybody would notice."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the data say about the order of the bots, by position among those handed in."""

    ranks: tuple[RankRange | None, ...]
    tiers: tuple[int | None, ...]
    reasons: tuple[str, ...]
    comparisons: tuple[Comparison, ...]
    detectable: Detectable | None
    method: str


@dataclass(frozen=True, slots=True)
class Table:
    """Contributions of the bots on cells that are the same for all: shaped (bots, cells), NaN = not played."""

    values: Floats
    units: Ints
    clusters: Ints


def aligned(parts: list[Floats], cells: list[Cells], repeats: Ints) -> Table:
    """Puts the bots' cells side by side: one column per unit and repeat."""
    most = int(repeats.max(initial=0)) + 1
    keys = [one.units * most + repeats[one.places] for one in cells]
    every, first = np.unique(np.concatenate(keys), return_index=True)
    units, clusters = (np.concatenate([getattr(one, n) for one in cells])[first] for n in ("units", "clusters"))
    values = np.full((len(parts), every.size), np.nan)
    for row, (key, part) in enumerate(zip(keys, parts, strict=True)):
        values[row, np.searchsorted(every, key)] = part
    return Table(values, units, clusters)


def bundled(clusters: Ints) -> Ints:
    """The clusters themselves, or `MOST_CLUSTERS` bundles of them."""
    codes = np.unique(clusters, return_inverse=True)[1]
    return codes % MOST_CLUSTERS if codes.max(initial=0) >= MOST_CLUSTERS else codes


def paired_order(names: list[str], table: Table, *, seed: int = 0, of: str = "customer") -> Order:
    """Order by differences on common cells; `of` is what a cluster is called where there are too few."""
    clusters = bundled(table.clusters)
    found = ranking(table.values, clusters, units=table.units, bounds=POINTS, seed=seed)
    comparisons = tuple(
        Comparison(
            a=names[one.a], b=names[one.b], difference=as_mean(one.interval), p=one.p, p_joint=one.p_joint,
            p_holm=one.p_holm, paired=True,
            claim="a" if found.better[one.a, one.b] else "b" if found.better[one.b, one.a] else None,
        )
        for one in found.pairs
    )  # fmt: skip
    detectable = None
    if len(names) > 1:
        one = minimum_detectable(table.values, clusters, units=table.units)
        every = minimum_detectable(table.values, clusters, units=table.units, comparisons=max(1, len(comparisons)))
        if one.difference is not None:
            detectable = Detectable(difference=one.difference, all_pairs=every.difference, clusters=one.clusters)
    counts = cluster_sums(table.values, table.clusters, units=table.units).clusters.tolist()
    return Order(
        ranks=tuple(RankRange(low=r.low, high=r.high) if r.low and r.high else None for r in found.ranks),
        tiers=tuple(r.tier for r in found.ranks),
        reasons=tuple("" if r.tier else _too_few(n, of) for r, n in zip(found.ranks, counts, strict=True)),
        comparisons=comparisons,
        detectable=detectable,
        method=found.method,
    )


def independent_order(names: list[str], parts: list[Floats], cells: list[Cells]) -> Order:
    """Order of bots with dialogues of their own: Welch's t on cluster-robust errors, Holm over all pairs."""
    found = [moments(cluster_sums(part, one.clusters, units=one.units)) for part, one in zip(parts, cells, strict=True)]
    counts = [int(np.unique(one.clusters[~np.isnan(part)]).size) for part, one in zip(parts, cells, strict=True)]
    ranked = [bot for bot, count in enumerate(counts) if count >= MINIMUM_CLUSTERS]
    pairs = list(combinations(range(len(names)), 2))
    tests = [_welch(found[i], found[j]) for i, j in pairs]
    asked = [i in ranked and j in ranked for i, j in pairs]
    adjusted = holm([p if ask else math.nan for ask, (_, p) in zip(asked, tests, strict=True)])
    better = np.zeros((len(names), len(names)), dtype=bool)
    comparisons = []
    for (i, j), (difference, p), q in zip(pairs, tests, adjusted.tolist(), strict=True):
        claim: Literal["a", "b"] | None = None
        if q <= 0.05 and difference.mean:
            claim = "a" if difference.mean > 0 else "b"
            better[(i, j) if claim == "a" else (j, i)] = True
        known = None if math.isnan(q) else q
        comparisons.append(
            Comparison(
                a=names[i], b=names[j], difference=as_mean(difference), p=None if math.isnan(p) else p,
                p_joint=known, p_holm=known, claim=claim, paired=False,
            )
        )  # fmt: skip
    means = np.array([float(found[bot].mean) for bot in ranked])
    tier = dict(zip(ranked, tiers(means, better[np.ix_(ranked, ranked)]), strict=True))
    spread = [d for d, _ in tests if d.se and d.df]
    detectable = None
    if spread:
        se, df = (float(np.median([getattr(d, n) for d in spread])) for n in ("se", "df"))
        detectable = Detectable(
            difference=detectable_difference(se, df),
            all_pairs=detectable_difference(se, df, comparisons=len(pairs)),
            clusters=int(np.median(counts)),
        )
    reach = {
        bot: RankRange(low=1 + int(better[:, bot].sum()), high=len(ranked) - int(better[bot].sum())) for bot in ranked
    }
    return Order(
        ranks=tuple(reach.get(bot) for bot in range(len(names))),
        tiers=tuple(tier.get(bot) for bot in range(len(names))),
        reasons=tuple("" if n in tier else _too_few(count, "conversation") for n, count in enumerate(counts)),
        comparisons=tuple(comparisons),
        detectable=detectable,
        method="independent samples, Welch's t, Holm over all pairs",
    )


def _too_few(count: int, what: str) -> str:
    return f"scores from {count} {what}{'' if count == 1 else 's'}, a ranking needs {MINIMUM_CLUSTERS}"


def _welch(a: object, b: object) -> tuple[Interval, float]:
    mean_a, se_a, df_a = (float(getattr(a, n)) for n in ("mean", "se", "df"))
    mean_b, se_b, df_b = (float(getattr(b, n)) for n in ("mean", "se", "df"))
    difference, se = mean_a - mean_b, math.hypot(se_a, se_b)
    known = None if math.isnan(difference) else difference
    if math.isnan(se) or se == 0.0 or known is None:
        reason = "the spread of one of the two cannot be seen"
        return Interval(mean=known, low=None, high=None, n=0, clusters=0, missing=0, method="", reason=reason), math.nan
    df = se**4 / (se_a**4 / df_a + se_b**4 / df_b)
    reach = t_quantile(0.975, df) * se
    interval = Interval(
        mean=difference, low=max(-100.0, difference - reach), high=min(100.0, difference + reach),
        n=0, clusters=0, missing=0, method="Welch", se=se, df=df,
    )  # fmt: skip
    return interval, 2.0 * t_cdf(-abs(difference) / se, df)
