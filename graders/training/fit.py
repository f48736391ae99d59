"""One label: a linear model, its margins on folds left out, its calibration, its cut, its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

from coolhead.graders.model.facets import FIRST, LAST
from coolhead.graders.model.features import (
    BLOCKS,
    CHAR_BITS,
    WORD_BITS,
    Text,
    beside,
    block,
    char_pieces,
    named,
    text_of,
    word_block,
)
from coolhead.graders.model.hashing import Ints, code
from coolhead.graders.model.sense import Sense

Floats = npt.NDArray[np.float64]
LOWEST, HIGHEST = 0.5, 0.8
"""Bounds of a cut. Below the first an agent's label is less likely there than not, however few look-alikes were met."""
WEAK = 0.3
"""Weight of a row whose family lists a label neither as present nor as absent."""


@dataclass(frozen=True)
class Fit:
    """A fitted label."""

    weights: Floats
    bias: float
    slope: float
    offset: float
    facts: dict[str, float | int]


@dataclass(frozen=True)
class Columns:
    """What the features of a matrix are called, and the word vectors."""

    names: dict[str, int]
    pairs: dict[str, int]
    sense: Sense

    @property
    def widths(self) -> list[int]:
        """Columns of each sparse block, and of the dense one."""
        return [
            1 << WORD_BITS,
            1 << CHAR_BITS,
            len(self.names),
            len(self.pairs),
            self.sense.vectors.shape[1] + 1,
        ]


@dataclass(frozen=True)
class Sample:
    """A text beside its context; `names` are the features of the pair."""

    text: Text
    context: Text
    names: frozenset[str]


def samples(texts: Sequence[str], contexts: Sequence[str], flags: Mapping[str, Sequence[str]]) -> list[Sample]:
    """Every text with its context, each distinct string read once; `flags` say what a context is."""
    seen = {raw: text_of(raw) for raw in dict.fromkeys([*texts, *contexts])}
    return [
        Sample(seen[text], seen[context], frozenset(beside(seen[text], seen[context], flags.get(context, ()))))
        for text, context in zip(texts, contexts, strict=True)
    ]


def matrix(batch: list[Sample], columns: Columns) -> sp.csr_matrix:
    """All blocks side by side, the dense one last."""
    texts = [one.text for one in batch]
    found = {
        "word": word_block(
            np.array([code(t) for text in texts for t in (FIRST, *text.reading.tokens, LAST)], np.uint64),
            [len(text.reading.tokens) + 2 for text in texts],
        ),
        "char": block("char", _spelt(texts), len(batch)),
        "name": named("name", [text.names for text in texts], columns.names),
        "beside": named("beside", [one.names for one in batch], columns.pairs),
    }
    parts = [
        sp.csr_matrix((part.value[part.rows], (part.rows, part.columns)), shape=(len(batch), width))
        for part, width in zip((found[kind] for kind in BLOCKS), columns.widths, strict=False)
    ]
    ours = columns.sense.mean([one.text.reading for one in batch])
    theirs = columns.sense.mean([one.context.reading for one in batch])
    dense = np.column_stack([ours, (ours * theirs).sum(axis=1)])
    return sp.hstack([*parts, sp.csr_matrix(dense)], format="csr").astype(np.float32)


def _spelt(texts: list[Text]) -> tuple[Ints, Ints]:
    known: dict[str, list[int]] = {}
    columns: list[int] = []
    counts = []
    for text in texts:
        here: list[int] = []
        for token in dict.fromkeys(text.reading.tokens):
            if token not in known:
                known[token] = char_pieces(token)
            here += known[token]
        columns += here
        counts.append(len(here))
    return np.array(columns, np.int64), np.repeat(np.arange(len(counts)), counts)


def learner(strength: float, seed: int) -> LogisticRegression:
    """The plain tool that does the fitting."""
    return LogisticRegression(
        C=strength, solver="liblinear", dual=True, tol=0.3, class_weight="balanced", random_state=seed, max_iter=300
    )


def fit(
    x: sp.csr_matrix,
    y: npt.NDArray[np.bool_],
    weight: Floats,
    fold: npt.NDArray[np.int64],
    *,
    seed: int,
    strength: float = 6.0,
    mass: Floats | None = None,
    keep: list[Floats] | None = None,
    lowest: float = 0.0,
    beside: Floats | None = None,
    group: npt.NDArray[np.int64] | None = None,
) -> Fit:
    """Fit on all rows; calibration, cut and figures come from folds, each read by a model that saw none of it.

    `mass` is the weight of a row in calibration and figures where it is not that of training; `keep` receives the out-
    of-fold probabilities; no cut is below `lowest`. `beside` is added to the out-of-fold margins: what weighs a text
    beside these weights. Where folds are left out several at a time, `group` says which go together.
    """
    out = np.zeros(len(y))
    heavy = weight if mass is None else mass
    group = fold if group is None else group
    for k in sorted(set(group.tolist())):
        train = (group != k) & (weight > 0)
        # Nobody asks what a group without weight in figures comes to, unless all are kept.
        if y[train].any() and (keep is not None or heavy[group == k].any()):
            one = learner(strength, seed).fit(x[train], y[train], weight[train])
            out[group == k] = one.decision_function(x[group == k])
    if beside is not None:
        out += beside
    counts = np.flatnonzero(heavy > 0)
    held, said, heavy = y[counts], out[counts], heavy[counts]
    platt = LogisticRegression(C=1e4).fit(said[:, None], held, heavy)
    slope, offset = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    chance = 1 / (1 + np.exp(-(slope * out + offset)))
    if keep is not None:
        keep.append(chance)
    cut, precision, recall = threshold(held, chance[counts], heavy, lowest=lowest)
    new_precision, new_recall = strangers(held, chance[counts], heavy, fold[counts], lowest)
    areas = [
        roc_auc_score(held[fold[counts] == k], said[fold[counts] == k])
        for k in sorted(set(fold[counts].tolist()))
        if 0 < held[fold[counts] == k].sum() < (fold[counts] == k).sum()
    ]
    facts = {
        "threshold": round(cut, 4), "rows": len(held), "present": int(held.sum()),
        "auc": round(float(np.mean(areas)), 4),
        "ap": round(float(average_precision_score(held, said, sample_weight=heavy)), 4),
        "precision": round(precision, 4), "recall": round(recall, 4),
        "new_precision": round(new_precision, 4), "new_recall": round(new_recall, 4),
        "brier": round(float(np.average((chance[counts] - held) ** 2, weights=heavy)), 4),
    }  # fmt: skip
    used = weight > 0
    whole = learner(strength, seed).fit(x[used], y[used], weight[used])
    return Fit(whole.coef_[0], float(whole.intercept_[0]), slope, offset, facts)


def threshold(
    y: npt.NDArray[np.bool_], chance: Floats, weight: Floats, *, wanted: float = 0.9, lowest: float = 0.0
) -> tuple[float, float, float]:
    """(cut, precision, recall): the lowest cut of the wanted precision; failing that, the one of best F0.5.

    Rows count by weight: a weak absent is often a present that its author did not list.
    """
    order = np.argsort(-chance, kind="stable")
    hits = np.cumsum((y * weight)[order])
    precision, recall = hits / np.cumsum(weight[order]), hits / max(1e-9, float((y * weight).sum()))
    good = np.flatnonzero((precision >= wanted) & (hits >= 5) & (recall >= 0.2))
    if len(good):
        at = int(good[-1])
    else:
        at = int(np.argmax(1.25 * precision * recall / np.maximum(0.25 * precision + recall, 1e-9)))
    # A calibrated chance of .8 is enough, whatever a few look-alikes at the top of a thin label did to precision.
    at = max(at, int(np.searchsorted(-chance[order], -HIGHEST, side="right")) - 1)
    at = max(0, min(at, int(np.searchsorted(-chance[order], -lowest, side="right")) - 1))
    return float(chance[order[at]]), float(precision[at]), float(recall[at])


def strangers(
    y: npt.NDArray[np.bool_], chance: Floats, weight: Floats, fold: npt.NDArray[np.int64], lowest: float
) -> tuple[float, float]:
    """(precision, recall) that a new author may expect: each fold is cut where the others would cut it."""
    found = np.zeros(3)
    for k in sorted(set(fold.tolist())):
        mine = fold == k
        if y[mine].any() and y[~mine].any():
            cut, _, _ = threshold(y[~mine], chance[~mine], weight[~mine], lowest=lowest)
            said = mine & (chance >= cut)
            found += [(weight * (said & y)).sum(), (weight * said).sum(), (weight * (mine & y)).sum()]
    return float(found[0] / max(1e-9, found[1])), float(found[0] / max(1e-9, found[2]))
