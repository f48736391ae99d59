"""How far language models can be trusted as judges: the figures of `coolhead validate --judge`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from coolhead.bench.judging.judges import Judges
from coolhead.bench.judging.qualifying import HELD, SEPARATED, Qualification
from coolhead.bench.stats import krippendorff_alpha
from coolhead.bench.types import CRITERIA, Dialogue
from coolhead.bench.validation import pair_figures, scores_of
from coolhead.bench.validation.labels import read_pairs
from coolhead.bench.validation.levels import Scores, level_figures
from coolhead.bench.validation.model import Figure, Pair, share_figure
from coolhead.graders.catalog import builtin
from coolhead.graders.judge.panel import PANEL

AT_ONCE = 8
"""Dialogues under way at once; the door limits the calls themselves."""


async def validate_judges(
    judges: Judges, labels: Path | None = None, *, step: Callable[[str], None] = lambda _text: None
) -> dict[str, list[Figure]]:
    """Grader id (each judge's, then the panel's) -> its figures.

    They are: the gold pairs, the labelled pairs, agreement with the rule graders and with itself, and how often a
    verdict had no quote to stand on. `labels` as for the rule graders; None means the built-in gold pairs, on which
    judges are admitted as well.

    Raises:
        BadInput: the labels cannot be read.
        BudgetReached: the spending limit is reached, maybe in an exception group.
    """
    pairs = read_pairs(labels)
    step("gold pairs")
    await judges.qualify()
    sides = [side for pair in pairs for side in (pair.better, pair.worse)]
    found = await _grades(judges, sides, step=step)
    rules = scores_of(pairs, builtin())
    report = judges.report()
    figures: dict[str, list[Figure]] = {}
    for grader, scores in found.items():
        own = [] if grader == PANEL else [*_gold(judges.standing[grader]), *_conduct(report[grader])]
        figures[grader] = [
            *own,
            _unjudged(scores),
            *pair_figures(pairs, scores),
            *level_figures(pairs, scores),
            *_against_rules(pairs, scores, rules),
        ]
    return figures


async def _grades(
    judges: Judges, sides: Sequence[Dialogue], *, step: Callable[[str], None]
) -> dict[str, dict[str, dict[str, float | None]]]:
    found: dict[str, dict[str, dict[str, float | None]]] = {name: {} for name, _version in judges.columns}
    waiting = iter(sides)
    done = 0

    async def worker() -> None:
        nonlocal done
        for side in waiting:
            for grade in await judges.judge(side):
                found[grade.grader].setdefault(side.id, {})[grade.criterion] = grade.score
            done += 1
            step(f"{done} of {len(sides)} dialogues")

    async with asyncio.TaskGroup() as group:
        for _ in range(min(AT_ONCE, len(sides))):
            group.create_task(worker())
    return found


def _gold(held: Qualification) -> list[Figure]:
    return [
        share_figure("gold pairs told apart", held.separated, held.pairs, least=SEPARATED, detail=held.reason),
        share_figure("stock attacks without effect", held.attacks - held.moved, held.attacks, least=HELD),
    ]


def _conduct(report: Mapping[str, object]) -> list[Figure]:
    """From the counts that run.json would hold of this judge."""
    counts = report["counts"]
    assert isinstance(counts, dict)
    items, repeated = counts["items"], counts["repeated_items"]
    return [
        share_figure("verdicts that fell for want of a valid quote", counts["unsupported"], items),
        share_figure("verdicts 'cannot tell'", counts["cannot_tell"], items),
        share_figure("same verdict when asked again", counts["same_items"], repeated),
    ]


def _unjudged(scores: Scores) -> Figure:
    every = [score for by in scores.values() for criterion, score in by.items() if criterion != "boundaries"]
    return share_figure("scores given (boundaries apart)", sum(score is not None for score in every), len(every))


def _against_rules(pairs: Sequence[Pair], scores: Scores, rules: Scores) -> list[Figure]:
    """Krippendorff's alpha (interval scale) of judge and rules per criterion, with an interval over pairs."""
    names = [pair.id for pair in pairs for _ in range(2)]
    sides = [side.id for pair in pairs for side in (pair.better, pair.worse)]
    figures = []
    for criterion in CRITERIA:
        table = np.array([[_number(by[id].get(criterion)) for id in sides] for by in (scores, rules)])
        both = ~np.isnan(table).any(axis=0)
        if both.sum() < 2:
            continue
        alpha = krippendorff_alpha(table, scale="interval", clusters=names, replicates=1000)
        detail = "" if alpha.low is None or alpha.high is None else f"{alpha.low:.2f}-{alpha.high:.2f}"
        value = None if alpha.value is None else round(alpha.value, 2)
        name = f"agreement with the rules: alpha, {criterion}"
        figures.append(Figure(name=name, value=value, n=int(both.sum()), bar="", holds=None, detail=detail))
    return figures


def _number(score: float | None) -> float:
    return float("nan") if score is None else score
