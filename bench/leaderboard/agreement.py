"""How far graders of one criterion agree, over all dialogues that at least two of them judged."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from coolhead.bench.leaderboard.headline import PANEL
from coolhead.bench.leaderboard.model import Agreement
from coolhead.bench.leaderboard.scan import Scan
from coolhead.bench.stats import gwet_ac, krippendorff_alpha
from coolhead.bench.types import CRITERIA

MOST = 4_000
"""Dialogues that enter, evenly spread over the run: more would not move the third digit."""

REPLICATES = 400


def agreements(found: Scan) -> tuple[Agreement, ...]:
    """One row per criterion with at least two graders."""
    by: dict[str, list[str]] = defaultdict(list)
    for criterion, grader in sorted(found.scores):
        if grader != PANEL:  # made of the judges beside it: it would agree with itself
            by[criterion].append(grader)
    return tuple(_one(found, c, tuple(by[c])) for c in CRITERIA if len(by[c]) > 1)


def _one(found: Scan, criterion: str, graders: tuple[str, ...]) -> Agreement:
    table = np.stack([found.scores[criterion, grader] for grader in graders])
    both = np.flatnonzero((~np.isnan(table)).sum(axis=0) >= 2)
    used = both[:: max(1, -(-both.size // MOST))]
    table = table[:, used]
    units = np.asarray(found.unit, dtype=np.int64)[used]
    clusters = np.array([found.units[unit].cluster for unit in units.tolist()])
    alpha = krippendorff_alpha(table, scale="interval", clusters=clusters, replicates=REPLICATES)
    levels = np.clip(np.floor(table / 25.0 + 0.5) + 1, 1, 5)
    gwet = gwet_ac(levels, weighting="quadratic", categories=[1, 2, 3, 4, 5], replicates=0)
    cross = np.zeros((5, 5), dtype=np.int64)
    known = ~np.isnan(levels[:2]).any(axis=0)
    pairs = levels[:2, known].astype(np.int64) - 1
    np.add.at(cross, (pairs[0], pairs[1]), 1)
    return Agreement(
        criterion=criterion,
        graders=graders,
        alpha=alpha.value,
        low=alpha.low,
        high=alpha.high,
        gwet=gwet.value,
        n=int(both.size),
        table=tuple(tuple(row) for row in cross.tolist()),
    )
