"""The ladder's order must survive what does not matter: other wordings, padding, seeds, the order of the personas."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from coolhead.bench.protocols import Grader
from coolhead.bench.stats.association import kendall_tau
from coolhead.bench.stats.bootstrap import bootstrap_interval
from coolhead.bench.validation.ladder import Graded, grade_reference, means_of, play_reference, standing
from coolhead.bench.validation.model import Figure, share_figure
from coolhead.graders.scoring import overall

OTHER_SEED = 1_009
VARIANTS: tuple[tuple[str, str, int, bool], ...] = (
    ("first wording of every line", "ladder?wording=0", 0, False),
    ("second wording of every line", "ladder?wording=1", 0, False),
    ("third wording of every line", "ladder?wording=2", 0, False),
    ("two neutral sentences a turn", "ladder?padding=2", 0, False),
    ("another seed", "ladder", OTHER_SEED, False),
    ("personas from the last to the first", "ladder", 0, True),
)
"""What is changed, the bots, what is added to the seed, and whether the personas come backwards."""


def robust_figures(graders: Sequence[Grader], *, personas: int, seed: int) -> list[Figure]:
    """For each change: how many of the nine steps still rise, and Kendall's tau with the order of the rungs."""
    figures = []
    for name, bots, more, backwards in VARIANTS:
        played = play_reference(personas, seed=seed + more, bots=[bots], backwards=backwards)
        means = means_of(grade_reference(played, graders))
        rungs = [rung for rung in (f"B{n}" for n in range(1, 11)) if rung in means]
        tops = [standing(means[rung]) for rung in rungs]
        rises = [b > a for a, b in pairwise(tops)]
        tau = kendall_tau(list(range(len(tops))), tops).value
        flat = [f"{rungs[n]} {tops[n]:.1f} -> {rungs[n + 1]} {tops[n + 1]:.1f}" for n, up in enumerate(rises) if not up]
        detail = "; ".join([f"tau {tau:.2f}" if tau is not None else "no tau", *flat])
        figures.append(share_figure(f"ladder rises, {name}", sum(rises), len(rises), least=1.0, detail=detail))
    return figures


def gap_figures(graded: Sequence[Graded]) -> list[Figure]:
    """How far each rung stands above the one below on the same personas, 0-100, with a bootstrap interval."""
    tops: dict[str, dict[str, float]] = {}
    for dialogue, grades in graded:
        if dialogue.brief is not None:
            tops.setdefault(dialogue.bot.partition("-")[0], {})[dialogue.brief.id] = overall(grades) or 0.0
    figures = []
    for lower, upper in pairwise(f"B{n}" for n in range(1, 11)):
        both = sorted(tops.get(lower, {}).keys() & tops.get(upper, {}).keys())
        if not both:
            continue
        gaps = [tops[upper][id] - tops[lower][id] for id in both]
        held = bootstrap_interval(gaps, both)
        figures.append(
            Figure(
                name=f"ladder: points from {lower} to {upper}",
                value=round(sum(gaps) / len(gaps), 1),
                n=len(gaps),
                bar="above 0",
                holds=sum(gaps) > 0,
                detail="" if held.low is None or held.high is None else f"{held.low:.1f} to {held.high:.1f}",
            )
        )
    return figures
