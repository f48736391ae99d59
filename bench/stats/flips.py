"""Sign flips of whole clusters: the reference distribution of "no difference" for paired differences.

When two bots are equally good, a persona's difference is as likely to be d as -d, and so is the whole vector of its
differences over all pairs of equally good bots. Flipping the signs of clusters therefore gives exact tests, for any
number of clusters, of one pair (randomisation test) and of all pairs together (Westfall and Young 1993; Romano and
Wolf 2005). All pairs together are judged by t corrected for skew (`skew.corrected`): no less exact where differences
are about symmetric, and nearer to its level where one bot's scores are skewed and the other's are not.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from coolhead.bench.stats.clusters import ClusterSums, Floats
from coolhead.bench.stats.skew import corrected

EXACT_UP_TO = 14
"""Clusters up to which every flip is enumerated: 2^13 = 8,192 of them, the mirrored half being alike."""

# Two flips that differ only in rounding are one flip.
_TIE = 1e-9
# Clusters that agree to about so many digits have no spread, and what skew they show is rounding.
_NO_SPREAD, _NO_SKEW = 1e-12, 1e-8
_BLOCK = 500_000


def sign_flips(clusters: int, *, draws: int = 9_999, seed: int = 0, exact_up_to: int = EXACT_UP_TO) -> Floats:
    """Signs shaped (flips, clusters); the first row is all +1, the observed data.

    Up to `exact_up_to` clusters: every flip once, without the mirrored half (a two-sided statistic cannot tell).
    Above: `draws` random flips after the first row, so that a p value is (1 + hits) / (1 + draws).
    """
    if clusters < 0 or draws < 1:
        raise ValueError(f"need clusters >= 0 and draws >= 1, got {clusters} and {draws}")
    if clusters <= exact_up_to:
        numbers = np.arange(2 ** max(clusters - 1, 0))
        bits = (numbers[:, None] >> np.arange(max(clusters, 1))) & 1
        return np.asarray(1.0 - 2.0 * bits[:, :clusters])
    rng = np.random.default_rng(seed)
    signs = 1.0 - 2.0 * rng.integers(0, 2, size=(draws + 1, clusters)).astype(np.float64)
    signs[0] = 1.0
    return signs


def flip_p_values(differences: ClusterSums, signs: Floats) -> Floats:
    """Two-sided p per pair (pairs, clusters -> pairs) of the mean difference; NaN for a pair without common cluster."""
    totals = differences.totals
    # Rounding of a sum grows with its terms, not with the sum.
    seen = np.abs(totals.sum(axis=-1)) - _TIE * np.abs(totals).sum(axis=-1)
    hits = np.zeros(seen.shape)
    for block in _blocks(signs, pairs=seen.size):
        hits += np.count_nonzero(np.abs(block @ totals.T) >= seen, axis=0)
    return np.where(differences.clusters > 0, hits / len(signs), np.nan)


def max_flip_p_values(differences: ClusterSums, signs: Floats) -> Floats:
    """Two-sided p per pair, adjusted for all pairs together: step-down maximum over the flips.

    Claims below alpha hold together with error rate alpha; no less powerful than Holm because the flips know how the
    pairs hang together. NaN for a pair without a common cluster.
    """
    seen = joint_statistics(differences, signs[:1])[0]
    possible = differences.clusters > 0
    # Largest first; pairs that cannot be tested come last and never reach a maximum.
    order = np.argsort(np.where(possible, -seen, np.inf), kind="stable")
    hits = np.zeros(seen.shape)
    for block in _blocks(signs, pairs=seen.size):
        flipped = np.where(possible, joint_statistics(differences, block), -1.0)[:, order]
        largest_left = np.maximum.accumulate(flipped[:, ::-1], axis=1)[:, ::-1]
        hits += (largest_left >= seen[order] * (1.0 - _TIE)).sum(axis=0)
    adjusted = np.empty(seen.shape)
    adjusted[order] = np.maximum.accumulate(hits / len(signs))
    return np.where(possible, adjusted, np.nan)


def joint_statistics(differences: ClusterSums, signs: Floats) -> Floats:
    """|h(t)| per flip and pair; finite also when all clusters agree to the last digit."""
    totals, weights = differences.totals, differences.weights
    count = np.maximum(differences.clusters, 1)
    squares = (totals**2).sum(axis=-1)
    # In units of the root mean square, flips of one pair have all the same sum of squares: the number of clusters.
    scale = np.sqrt(count / np.where(squares > 0, squares, 1.0))[:, None]
    totals = totals * scale
    if weights.size and (weights == weights.flat[0]).all():
        # Complete data, the usual case: two products are enough.
        mean = signs @ (totals / count[:, None]).T
        residual = 1.0 - mean**2
        third = signs @ (totals**3 / count[:, None]).T
        third += mean * (2.0 * mean**2 - 3.0)
    else:
        whole = np.maximum(weights.sum(axis=-1), 1.0)
        shares = weights / whole[:, None]
        sums = signs @ totals.T
        residual = (count - 2.0 * sums * (signs @ (totals * shares).T) + sums**2 * (shares**2).sum(axis=-1)) / count
        third = signs @ (totals**3).T - 3.0 * sums * (totals**2 * shares).sum(axis=-1)
        third += 3.0 * sums**2 * (signs @ (totals * shares**2).T) - sums**3 * (shares**3).sum(axis=-1)
        mean, third = sums / count, third / count
    np.maximum(residual, _NO_SPREAD, out=residual)
    spread = np.sqrt(residual)
    skew = np.where(residual > _NO_SKEW, third / (residual * spread), 0.0)
    t = mean * np.sqrt(np.maximum(count - 1, 1)) / spread
    return np.asarray(np.where((squares > 0) & (count > 1), np.abs(corrected(t, skew, count)), 0.0))


def _blocks(signs: Floats, *, pairs: int) -> Iterator[NDArray[np.float64]]:
    step = max(1, _BLOCK // max(pairs, 1))
    for start in range(0, len(signs), step):
        yield signs[start : start + step]
