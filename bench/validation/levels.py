"""Levels that a grader gives against levels that labels give: weighted kappa per criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from coolhead.bench.stats import cohen_kappa
from coolhead.bench.types import CRITERIA
from coolhead.bench.validation.model import Figure, Pair

Scores = Mapping[str, Mapping[str, float | None]]
"""What a grader says: dialogue id -> criterion -> score (0-100), None = not judged."""

LEVELS = (1, 2, 3, 4, 5)


def level_figures(pairs: Sequence[Pair], scores: Scores) -> list[Figure]:
    """Quadratically weighted kappa (Cohen 1968) between levels and labels, with a 95 % interval over pairs.

    No bar: labels of one author are no panel. Experts among each other reach a median of about 0.58 on empathy (Kumar
    et al. 2026). Criteria that fewer than ten dialogues have both for are left out.
    """
    rows: dict[str, list[tuple[str, int, float]]] = {criterion: [] for criterion in CRITERIA}
    for pair in pairs:
        for side in (pair.better, pair.worse):
            held = pair.levels.get(side.id)
            if not held:
                continue
            found = scores[side.id]
            for criterion, level in held.items():
                value = found.get(criterion)
                if value is not None:
                    rows[criterion].append((pair.id, level, float(np.clip(np.floor(value / 25 + 0.5) + 1, 1, 5))))
    return [_figure(criterion, those) for criterion, those in rows.items() if len(those) >= 10]


def _figure(criterion: str, rows: Sequence[tuple[str, int, float]]) -> Figure:
    names, labels, levels = zip(*rows, strict=True)
    kappa = cohen_kappa(labels, levels, weighting="quadratic", categories=LEVELS, clusters=names, replicates=1000)
    near = sum(abs(a - b) <= 1 for a, b in zip(labels, levels, strict=True))
    return Figure(
        name=f"levels against labels: weighted kappa, {criterion}",
        value=None if kappa.value is None else round(kappa.value, 2),
        n=len(rows),
        bar="",
        holds=None,
        detail=f"{_interval(kappa.low, kappa.high)}{near} within one level",
    )


def _interval(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:.2f}-{high:.2f}; "
