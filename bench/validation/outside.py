"""What people said of dialogues and texts elsewhere, against our scores: AUC, macro-F1, false alarms, and baselines.

Labels go in here only: a grader never sees them. Beside each AUC stand what length, turns and apologies alone would
reach on the same rows, and what is left between rows of about the same length (`thirds`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from coolhead.bench import wording
from coolhead.bench.errors import BadInput
from coolhead.bench.stats.association import auc
from coolhead.bench.types import Dialogue
from coolhead.bench.validation.measures import ANNOYANCE, OWN, TEXT, Measure, field, measures_of
from coolhead.bench.validation.model import Figure, share_figure
from coolhead.bench.validation.rated import Row, dialogue_of, rows_of, truth_of
from coolhead.graders.catalog import builtin
from coolhead.graders.model import TextModel
from coolhead.graders.reading.dialogue import read

Floats = npt.NDArray[np.float64]
_SORRY = re.compile(r"\b(?:sorry|apologi[sz]e|apologies)\b", re.I)
_BATCH = 500


def outside_figures(
    folder: Path, *, most: int = 1_000, step: Callable[[str], None] = lambda _text: None
) -> list[Figure]:
    """The figures of every set in a folder, or of the folder itself where it holds rows that are described.

    `most`: rows of a set that are read, evenly spread over it.

    Raises:
        BadInput: no described set is there, or a row is broken.
    """
    if not folder.is_dir():
        raise BadInput(folder, "is no folder", do="check the path of --outside")
    sets = [one for one in (folder, *sorted(folder.iterdir())) if one.is_dir() and measures_of(one)]
    if not sets:
        raise BadInput(folder, "holds no set that is described", do=f"put a {OWN} beside its rows, see docs/graders.md")
    found: list[Figure] = []
    for one in sets:
        step(one.name)
        found += _of_set(one, measures_of(one), rows_of(one, most))
    return found


def _of_set(folder: Path, measures: Sequence[Measure], rows: Sequence[Row]) -> Iterator[Figure]:
    for measure in measures:
        made = [dialogue_of(row, measure.context) for row in rows]
        kept = [(row, one) for row, one in zip(rows, made, strict=True) if one is not None]
        title = f"{folder.name}: {measure.name}"
        if measure.kind == "alarms":
            yield _alarms(title, measure, [one for _row, one in kept])
            continue
        truth = truth_of(measure, [row for row, _one in kept])
        told = [n for n, one in enumerate(truth) if one is not None]
        if not told:
            raise BadInput(
                folder, f"no row says anything under '{measure.truth}'", do=f"mend truth of {measure.name!r}"
            )
        yes = np.array([bool(truth[n]) for n in told])
        chosen = [kept[n] for n in told]
        if measure.kind == "macro-F1":
            yield _f1(title, measure, yes, _asked(measure, [one for _row, one in chosen]))
        else:
            yield from _auc(title, measure, yes, chosen)


def _asked(measure: Measure, dialogues: Sequence[Dialogue]) -> Floats:
    """What we say of each dialogue."""
    if measure.ask.startswith(TEXT):
        before = [_said(one, "customer") if measure.context else "" for one in dialogues]
        return _chances(measure.ask.removeprefix(TEXT), [_said(one) for one in dialogues], before)
    if measure.ask == ANNOYANCE:
        return np.array([read(one).annoyance for one in dialogues])
    (grader,) = (one for one in builtin() if getattr(one, "criterion", "") == measure.ask)
    return np.array([score if (score := grader.grade(one)[0].score) is not None else np.nan for one in dialogues])


def _said(one: Dialogue, role: str = "agent") -> str:
    return " ".join(turn.text for turn in one.turns if turn.role == role)


def _chances(label: str, texts: Sequence[str], before: Sequence[str]) -> Floats:
    """The text model's probability of a label for each text after what was said before it."""
    model = TextModel.load()
    parts = [slice(n, n + _BATCH) for n in range(0, len(texts), _BATCH)]
    return np.concatenate([np.zeros(0), *(model.read(texts[part], before[part])[label] for part in parts)])


def _auc(
    title: str, measure: Measure, yes: npt.NDArray[np.bool_], chosen: Sequence[tuple[Row, Dialogue]]
) -> Iterator[Figure]:
    scores = _asked(measure, [one for _row, one in chosen])
    groups = [str(field(row, measure.group)) for row, _one in chosen] if measure.group else None
    found = auc(yes.astype(float), scores, clusters=groups)
    learnt = _out_of_fold(measure, "auc")
    value = found.value
    holds = None if value is None or measure.wanted is None else min(value, learnt or value) >= measure.wanted
    yield Figure(
        name=f"{title} (AUC)",
        value=None if value is None else round(value, 3),
        n=found.n,
        bar="" if measure.wanted is None else f"at least {measure.wanted:g}",
        holds=holds,
        detail="; ".join(filter(None, [
            "" if found.low is None or found.high is None else f"{found.low:.2f}-{found.high:.2f}",
            f"{int(yes.sum())} yes", _learnt_from(learnt),
        ])),
    )  # fmt: skip
    words = np.array([float(len(_said(one).split())) for _row, one in chosen])
    inside = _within_thirds(yes, scores, words)
    if inside is not None:
        yield Figure(name=f"{title}, rows of like length", value=round(inside, 3), n=found.n, bar="", holds=None)
    turns = np.array([float(len(one.turns)) for _row, one in chosen])
    sorry = np.array([float(len(_SORRY.findall(_said(one)))) for _row, one in chosen])
    for name, simple in (("length", words), ("turns", turns), ("apologies", sorry)):
        alone = auc(yes.astype(float), simple).value
        if alone is None or not np.ptp(simple):
            continue
        best = max(alone, 1 - alone)  # whoever counts words may count them for or against
        made = Figure(name=f"{title}, by {name} alone", value=round(best, 3), n=found.n, bar="", holds=None)
        if holds is not None and value is not None:
            made = made.model_copy(update={"bar": f"below {value:.3f}", "holds": best < value})
        yield made


def _within_thirds(yes: npt.NDArray[np.bool_], scores: Floats, words: Floats) -> float | None:
    """AUC between rows of the same third of length, each third weighing as many pairs as it has."""
    cuts = np.quantile(words, [1 / 3, 2 / 3]) if words.size else np.zeros(2)
    if cuts[0] == cuts[1]:
        return None
    third = np.digitize(words, cuts)
    total = weight = 0.0
    for n in range(3):
        here = (third == n) & ~np.isnan(scores)
        pairs = float(yes[here].sum() * (~yes[here]).sum())
        if pairs:
            total += pairs * (auc(yes[here].astype(float), scores[here]).value or 0.0)
            weight += pairs
    return total / weight if weight else None


def _f1(title: str, measure: Measure, yes: npt.NDArray[np.bool_], chances: Floats) -> Figure:
    met = chances >= TextModel.load().thresholds[measure.ask.removeprefix(TEXT)]
    sides = [
        2.0 * np.sum((met == side) & (yes == side)) / max(1, np.sum(met == side) + np.sum(yes == side))
        for side in (True, False)
    ]
    value, learnt = float(sum(sides)) / 2, _out_of_fold(measure, "macro_f1")
    return Figure(
        name=f"{title} (macro-F1)",
        value=round(value, 3),
        n=len(yes),
        bar="" if measure.wanted is None else f"at least {measure.wanted:g}",
        holds=None if measure.wanted is None else min(value, learnt or value) >= measure.wanted,
        detail=_learnt_from(learnt),
    )


def _out_of_fold(measure: Measure, figure: str) -> float | None:
    """The model's own figure on parts of the set that were left out when it learnt from the rest."""
    labels: Any = TextModel.load().meta["labels"]
    return float(labels[measure.ask.removeprefix(TEXT)][figure]) if measure.learnt else None


def _learnt_from(figure: float | None) -> str:
    return "" if figure is None else f"learnt from rows of this set; on parts left out {figure:.3f}"


def _alarms(title: str, measure: Measure, dialogues: Sequence[Dialogue]) -> Figure:
    """Share of different agents' turns that the text model hears a label in, where none shows it."""
    said = list(dict.fromkeys(t.text for one in dialogues for t in one.turns if t.role == "agent" and t.text.strip()))
    label = measure.ask.removeprefix(TEXT)
    heard = int(np.sum(_chances(label, said, [""] * len(said)) >= TextModel.load().thresholds[label]))
    figure = share_figure(title, heard, len(said))
    value = heard / len(said) if said else None
    return figure.model_copy(
        update={
            "value": value,
            "bar": "" if measure.wanted is None else f"at most {measure.wanted:g}",
            "holds": None if measure.wanted is None or value is None else value <= measure.wanted,
            "detail": f"{figure.detail}; {wording.counted(heard, 'turn')}",
        }
    )
