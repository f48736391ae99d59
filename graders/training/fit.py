"""One label: a linear model, its out-of-fold margins, its calibration, its cut, its figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

from coolhead.graders.model.features import BLOCKS, CHAR_BITS, SHAPE_BITS, WORD_BITS, Pair, blocks
from coolhead.graders.model.sense import Sense

Floats = npt.NDArray[np.float64]
HIGHEST = 0.8
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


def sizes(names: int) -> list[int]:
    """Columns of each sparse block."""
    return [1 << WORD_BITS, 1 << SHAPE_BITS, 1 << CHAR_BITS, names]


def matrix(batch: list[Pair], vocabulary: dict[str, int], sense: Sense) -> sp.csr_matrix:
    """All blocks side by side, the dense one last."""
    parts = []
    for start in range(0, len(batch), 256):
        part = batch[start : start + 256]
        rows = blocks(part, vocabulary)
        parts.append(
            sp.hstack(
                [
                    sp.csr_matrix(
                        (rows[kind].value[rows[kind].rows], (rows[kind].rows, rows[kind].columns)),
                        shape=(len(part), width),
                    )
                    for kind, width in zip(BLOCKS, sizes(len(vocabulary)), strict=True)
                ]
                + [sp.csr_matrix(sense.dense([pair.text for pair in part], [pair.context for pair in part]))],
                format="csr",
            )
        )
    return sp.vstack(parts, format="csr")


def learner(strength: float, seed: int) -> LogisticRegression:
    """The plain tool that does the fitting."""
    return LogisticRegression(
        C=strength, solver="liblinear", dual=True, tol=1e-2, class_weight="balanced", random_state=seed, max_iter=300
    )


def fit(
    x: sp.csr_matrix,
    y: npt.NDArray[np.bool_],
    weight: Floats,
    fold: npt.NDArray[np.int64],
    *,
    seed: int,
    strength: float = 6.0,
    keep: list[Floats] | None = None,
) -> Fit:
    """Fit on all rows; calibration, cut and figures come from the five folds, in which no row saw its own story.

    `keep` receives the out-of-fold probabilities.
    """
    out = np.zeros(len(y))
    for k in range(5):
        train = fold != k
        if y[train].any():
            out[~train] = learner(strength, seed).fit(x[train], y[train], weight[train]).decision_function(x[~train])
    platt = LogisticRegression(C=1e4).fit(out[:, None], y, weight)
    slope, offset = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    chance = 1 / (1 + np.exp(-(slope * out + offset)))
    if keep is not None:
        keep.append(chance)
    cut, precision, recall = threshold(y, chance, weight)
    facts = {
        "threshold": round(cut, 4), "rows": len(y), "present": int(y.sum()),
        "auc": round(float(roc_auc_score(y, out)), 4),
        "ap": round(float(average_precision_score(y, out)), 4), "precision": round(precision, 4),
        "recall": round(recall, 4),
        "brier": round(float(np.mean((chance - y) ** 2)), 4),
    }  # fmt: skip
    whole = learner(strength, seed).fit(x, y, weight)
    return Fit(whole.coef_[0], float(whole.intercept_[0]), slope, offset, facts)


def threshold(
    y: npt.NDArray[np.bool_], chance: Floats, weight: Floats, *, wanted: float = 0.9
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
    return float(chance[order[at]]), float(precision[at]), float(recall[at])
