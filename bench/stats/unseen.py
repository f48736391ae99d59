"""What no interval can show: a fault that strikes few personas, and none of those that were played."""

from __future__ import annotations

import math

SHARE = 0.10
"""Of the personas: the fault that is asked about."""
RARELY = 0.05
"""Chance of missing it that is small enough to leave unsaid."""


def chance_unseen(clusters: int, share: float = SHARE) -> float:
    """(1 - share)^clusters: the chance that so many personas, drawn at random, hold none that the fault strikes.

    Raises:
        ValueError: a negative count, or a share that does not lie strictly between 0 and 1.
    """
    _check(share)
    if clusters < 0:
        raise ValueError(f"need clusters >= 0, got {clusters}")
    return float((1.0 - share) ** clusters)


def clusters_to_see(share: float = SHARE, *, rarely: float = RARELY) -> int:
    """The fewest clusters with which such a fault stays unseen with at most this chance: log(rarely) / log(1 - share).

    Raises:
        ValueError: a share or a chance that does not lie strictly between 0 and 1.
    """
    _check(share)
    _check(rarely)
    return math.ceil(math.log(rarely) / math.log1p(-share) - 1e-9)


def _check(share: float) -> None:
    if not 0.0 < share < 1.0:
        raise ValueError(f"must lie strictly between 0 and 1, got {share}")
