"""How the order under an overall score hangs on the weights somebody chose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from coolhead.bench.stats.association import kendall_tau
from coolhead.bench.stats.clusters import Floats
from coolhead.bench.stats.estimates import check_level
from coolhead.bench.stats.ranks import rank_of


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightRange:
    """What other weights do to one bot; None, with a reason, for a bot without a score on every criterion."""

    score: float | None
    rank: int | None
    """Under the weights given."""
    low: int | None
    high: int | None
    """Ranks that hold the central share `level` of the weights drawn."""
    first: float | None
    """Share of the weights drawn that put the bot first (ties included)."""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightSensitivity:
    """Rows in the order of the bots, and how much of the order survives on average."""

    bots: tuple[WeightRange, ...]
    tau: float | None
    """Mean Kendall tau-b between the order under the given and under the drawn weights; None with under two bots."""
    reversals: float | None
    """Share of pairs of bots whose order some weights drawn turn round."""


def weight_sensitivity(
    scores: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    concentration: float = 20.0,
    draws: int = 2_000,
    level: float = 0.95,
    seed: int = 0,
) -> WeightSensitivity:
    """Ranks of the bots in (bots, criteria) under weights from a Dirichlet around the given ones (default: equal).

    `concentration` is the Dirichlet's sum of parameters: 20 moves each of five equal weights of 0.20 by about 0.09
    (one SD); the number of criteria makes every set of weights equally likely. A criterion of weight 0 stays out.
    """
    check_level(level)
    table = np.asarray(scores, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError(f"scores must be (bots, criteria), got shape {table.shape}")
    base = np.ones(table.shape[1]) if weights is None else np.asarray(weights, dtype=np.float64)
    if base.shape != (table.shape[1],) or (base < 0).any() or not np.isfinite(base).all() or base.sum() <= 0:
        raise ValueError("weights must be one number >= 0 per criterion, not all 0")
    if concentration <= 0 or draws < 1:
        raise ValueError(f"need concentration > 0 and draws >= 1, got {concentration} and {draws}")
    used = base > 0
    share = base[used] / base.sum()
    table = table[:, used]
    complete = np.flatnonzero(~np.isnan(table).any(axis=1))
    rows = [
        WeightRange(score=None, rank=None, low=None, high=None, first=None, reason="a weighted criterion has no score")
    ] * len(table)
    if complete.size == 0:
        return WeightSensitivity(bots=tuple(rows), tau=None, reversals=None)
    drawn = np.random.default_rng(seed).dirichlet(share * concentration, size=draws)
    chosen = table[complete] @ share
    totals = drawn @ table[complete].T
    order = rank_of(chosen)
    ranks = np.stack([rank_of(total) for total in totals])
    low, high = np.quantile(ranks, [(1 - level) / 2, (1 + level) / 2], axis=0, method="inverted_cdf")
    for position, bot in enumerate(complete.tolist()):
        rows[bot] = WeightRange(
            score=float(chosen[position]),
            rank=int(order[position]),
            low=int(low[position]),
            high=int(high[position]),
            first=float((ranks[:, position] == 1).mean()),
        )
    if complete.size < 2:
        return WeightSensitivity(bots=tuple(rows), tau=None, reversals=None)
    taus = [tau for total in totals if (tau := kendall_tau(chosen, total).value) is not None]
    return WeightSensitivity(
        bots=tuple(rows), tau=float(np.mean(taus)) if taus else None, reversals=_reversals(chosen, totals)
    )


def _reversals(chosen: Floats, totals: Floats) -> float:
    left, right = np.triu_indices(chosen.size, k=1)
    sign = np.sign(chosen[left] - chosen[right])
    turned = ((np.sign(totals[:, left] - totals[:, right]) * sign) < 0).any(axis=0)
    return float(turned.mean())
