"""A word on what few customers cannot show, the same under every table and beside every claim."""

from __future__ import annotations

from coolhead.bench.leaderboard.model import Unseen
from coolhead.bench.stats import RARELY, SHARE, chance_unseen, clusters_to_see
from coolhead.bench.wording import counted


def unseen(clusters: int) -> Unseen | None:
    """How likely a fault of one customer in ten is to strike none of so many; None where nothing was played."""
    if clusters < 1:
        return None
    return Unseen(share=SHARE, clusters=clusters, chance=chance_unseen(clusters), needed=clusters_to_see())


def unseen_text(one: Unseen | None, *, of: str = "customer", whose: str = "") -> str:
    """In a sentence with its full stop; empty where the chance is too small to matter.

    `of`: what a cluster is; `whose`: a word on why there are no more.
    """
    if one is None or one.chance <= RARELY:
        return ""
    chance = min(99, round(100 * one.chance))  # never "in 100 % of runs", which would be a certainty
    return (
        f"With {counted(one.clusters, of)}{whose}, a fault that strikes one {of} in ten stays unseen in {chance} % "
        f"of runs; {one.needed} {of}s bring that to 5 %."
    )
