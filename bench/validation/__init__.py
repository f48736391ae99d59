"""How far the rule graders can be trusted: the figures that `coolhead validate` publishes about them.

Three sources: labelled pairs (the better side must win on its criterion, the criteria that are equal must stay put),
labelled sentences (an indicator is there or not), and the reference bots, whose order is known. Intervals of shares
are Wilson's, those of means take pairs as clusters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from coolhead.bench.protocols import Grader
from coolhead.bench.stats.intervals import mean_interval
from coolhead.bench.types import CRITERIA, Criterion, Dialogue
from coolhead.bench.validation.construction import construction_figures
from coolhead.bench.validation.labels import read_pairs, read_sentences
from coolhead.bench.validation.ladder import grade_reference, ladder_figures, play_reference
from coolhead.bench.validation.levels import Scores, level_figures
from coolhead.bench.validation.misspelt import misspelt_rows
from coolhead.bench.validation.model import KINDS, Figure, Pair, SentenceRow, share_figure
from coolhead.bench.validation.robust import gap_figures, robust_figures
from coolhead.graders.base import RuleGrader
from coolhead.graders.catalog import builtin
from coolhead.graders.rubric import PREFIX

_ORDER = ("all", *(f"kind {kind}" for kind in KINDS), *(f"criterion {criterion}" for criterion in CRITERIA))

DRIFT, FEW = 10.0, 5
"""Points that an untouched criterion may move on average, and movements below which their mean decides nothing."""


def validate_graders(
    labels: Path | None = None, *, personas: int = 10, seed: int = 7, step: Callable[[str], None] = lambda _text: None
) -> list[Figure]:
    """All figures; `labels` is a folder (or a pairs.jsonl) and None means the built-in gold pairs.

    `personas` of the core pack play the reference bots; 0 leaves the ladder out.

    Raises:
        BadInput: the labels cannot be read.
    """
    graders = builtin()
    step("pairs")
    pairs = read_pairs(labels)
    found = scores_of(pairs, graders)
    figures = [*pair_figures(pairs, found), *level_figures(pairs, found)]
    rows = read_sentences(labels)
    if rows:
        step("sentences")
        figures += sentence_figures(rows, graders)
        step("sentences misspelt")
        figures += misspelt_figures(rows, graders, seed=seed)
    if personas:
        step("reference bots")
        graded = grade_reference(play_reference(personas, seed=seed), graders)
        figures += [*ladder_figures(graded), *gap_figures(graded), *construction_figures(graded)]
        step("reference bots in other words")
        figures += robust_figures(graders, personas=personas, seed=seed)
    return figures


def pair_figures(pairs: Sequence[Pair], found: Scores) -> list[Figure]:
    """Share of pairs whose better side wins (a tie, and a side that is not judged, count half), and the mean drift."""
    wins: dict[str, list[float]] = {}
    drift: dict[str, list[tuple[str, float]]] = {}
    for pair in pairs:
        better, worse = found[pair.better.id], found[pair.worse.id]
        won = _won(better.get(pair.criterion), worse.get(pair.criterion))
        for key in ("all", f"criterion {pair.criterion}", f"kind {pair.kind}"):
            wins.setdefault(key, []).append(won)
        for other in pair.others_equal:
            a, b = better.get(other), worse.get(other)
            if a is not None and b is not None:
                for key in ("all", f"criterion {other}"):
                    drift.setdefault(key, []).append((pair.id, abs(a - b)))
    bars = {"all": 0.85, "kind trap": 0.8, "kind attack": 0.8}
    return [
        *(
            share_figure(f"better side wins, {key}", sum(wins[key]), len(wins[key]), least=bars.get(key))
            for key in _ORDER
            if key in wins
        ),
        *(drift_figure(key, drift[key]) for key in _ORDER if key in drift),
    ]


def drift_figure(key: str, moved: Sequence[tuple[str, float]]) -> Figure:
    """Mean absolute movement of criteria that should not move, in points of 100, over (pair, movement).

    Its 95 % interval is that of pairs as clusters; a mean of fewer than `FEW` movements is reported, not held to the
    bar.
    """
    points = [one for _pair, one in moved]
    found = mean_interval(points, [pair for pair, _one in moved], bounds=(0.0, 100.0))
    mean = sum(points) / len(points)
    reach = "" if found.low is None or found.high is None else f"{found.low:.1f}-{found.high:.1f}; "
    enough = len(points) >= FEW
    return Figure(
        name=f"points moved where equal, {key}",
        value=round(mean, 1),
        n=len(points),
        bar=f"at most {DRIFT:g}" if enough else "",
        holds=mean <= DRIFT if enough else None,
        detail=f"{reach}{sum(m > 25 for m in points)} moved by more than a level",
    )


def _won(better: float | None, worse: float | None) -> float:
    if better is None or worse is None or better == worse:
        return 0.5
    return float(better > worse)


def scores_of(pairs: Sequence[Pair], graders: Sequence[Grader]) -> Scores:
    """What the rule graders say of both sides of every pair."""
    return {side.id: scores(side, graders) for pair in pairs for side in (pair.better, pair.worse)}


def scores(dialogue: Dialogue, graders: Sequence[Grader]) -> dict[str, float | None]:
    """Criterion -> score of a dialogue."""
    public = dialogue.public()
    return {grade.criterion: grade.score for grader in graders for grade in grader.grade(public)}


def sentence_figures(rows: Sequence[SentenceRow], graders: Sequence[Grader]) -> list[Figure]:
    """Precision and recall of each indicator over sentences in context, through the same path that grades dialogues."""
    by_criterion = {g.criterion: g for g in graders if isinstance(g, RuleGrader)}
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        for indicator, present in row.label.items():
            met = _met(by_criterion, indicator, row)
            cell = counts.setdefault(indicator, {"hit": 0, "false": 0, "missed": 0, "quiet": 0})
            cell[("hit" if met else "missed") if present else ("false" if met else "quiet")] += 1
    return [*_sums(counts), *(figure for id, cell in sorted(counts.items()) for figure in _one(id, cell))]


def misspelt_figures(rows: Sequence[SentenceRow], graders: Sequence[Grader], *, seed: int) -> list[Figure]:
    """How many verdicts on labelled sentences stay as they are when each sentence holds one slip, and two."""
    by_criterion = {g.criterion: g for g in graders if isinstance(g, RuleGrader)}

    def verdicts(said: Sequence[SentenceRow]) -> list[bool]:
        return [_met(by_criterion, indicator, row) for row in said for indicator in row.label]

    clean = verdicts(rows)
    figures = []
    for slips, name in ((1, "one slip"), (2, "two slips")):
        held = [a == b for a, b in zip(clean, verdicts(misspelt_rows(rows, slips=slips, seed=seed)), strict=True)]
        figures.append(share_figure(f"sentences: same verdict with {name} in each", sum(held), len(held), least=0.95))
    return figures


def _met(graders: Mapping[Criterion, RuleGrader], indicator: str, row: SentenceRow) -> bool:
    grader = graders.get(PREFIX[indicator[:2]])
    if grader is None:
        return False
    return any(f.indicator == indicator and f.verdict == "met" for f in grader.findings(row.dialogue))


def _sums(counts: Mapping[str, Mapping[str, int]]) -> list[Figure]:
    total = {key: sum(cell[key] for cell in counts.values()) for key in ("hit", "false", "missed", "quiet")}
    return [
        share_figure("sentences: precision, all indicators", total["hit"], total["hit"] + total["false"], least=0.9),
        share_figure("sentences: recall, all indicators", total["hit"], total["hit"] + total["missed"], least=0.7),
    ]


def _one(id: str, cell: Mapping[str, int]) -> list[Figure]:
    return [
        share_figure(f"precision {id}", cell["hit"], cell["hit"] + cell["false"]),
        share_figure(f"recall {id}", cell["hit"], cell["hit"] + cell["missed"]),
    ]
