"""What one label is learnt from: which rows, how certain, and which author is left out of which fold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import corpus
import numpy as np
import numpy.typing as npt
from fit import WEAK

DOUBTFUL, SCARCELY = 0.1, 0.03
"""Weights of unlisted rows in calibration and figures, where an unlisted present would pass for an error; the second is
that of rows which could list every label of every family, and list one or two. The first is theirs in training."""
ONE_OF = 4
"""Of the unlisted rows of mixed files one of so many is trained on, with the weight of all."""
LEAST = 8
"""A label with fewer present rows is not trained; an author with fewer is no test of it."""
ALIKE, ENOUGH = 0.75, 5
"""Share of look-alikes among the absents of an author in calibration and figures, where he wrote enough of them."""
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Task:
    """Rows of one label (indices into all rows), what they say, and how much they count."""

    at: npt.NDArray[np.int64]
    y: Flags
    weight: Numbers
    fold: npt.NDArray[np.int64]
    """Author or story that is read by a model which did not see it."""
    mass: Numbers
    """Weight in calibration and figures: each author that can be tested counts alike, the others not at all. An agent's
    absents weigh as much as the presents, most of it look-alikes; a customer's weigh as certain as they are."""
    by_author: bool


def labels(rows: list[corpus.Row]) -> list[str]:
    """Labels with enough rows, sorted; what only mixed files name has no family and is left to the rules."""
    count = Counter(label for row in rows for label in row.present)
    homely = {label for row in rows if row.family != "mixed" for label in row.present}
    return sorted(label for label, n in count.items() if n >= LEAST and label in homely)


def task(rows: list[corpus.Row], label: str) -> Task:
    """The rows of the label's own families, and those of others that name it."""
    homes = Counter(row.family for row in rows if label in row.present and row.family != "mixed")
    home = max(sorted(homes), key=lambda family: homes[family])
    at = [i for i, row in enumerate(rows) if row.says(label, home)]
    y = np.array([label in rows[i].present for i in at])
    sure = np.array([label in rows[i].present | rows[i].absent for i in at])
    mixed = np.array([rows[i].family == "mixed" for i in at])
    # Most rows are such; a few of them, for all, teach as much and are read in a quarter of the time.
    taken = np.where(np.array(at) % ONE_OF == 0, ONE_OF * DOUBTFUL, 0.0)
    weight = np.where(sure, 1.0, np.where(mixed, taken, WEAK))
    mass = np.where(sure, 1.0, np.where(mixed, SCARCELY, DOUBTFUL))
    author = np.array([corpus.AUTHORS.index(rows[i].author) for i in at])
    tested = [k for k in range(len(corpus.AUTHORS)) if y[author == k].sum() >= LEAST]
    if len(tested) < 2:
        fold = np.array([rows[i].fold for i in at])
        return Task(np.array(at), y, weight, fold, mass, by_author=False)
    heard = home in corpus.CUSTOMER_FILES
    mass = mass * shares(author, y, tested) if heard else halves(author, y, sure, tested)
    return Task(np.array(at), y, weight, author, mass, by_author=True)


def shares(author: npt.NDArray[np.int64], y: Flags, tested: list[int]) -> Numbers:
    """A factor for each row that gives every tested author the same number of presents, and 0 to the rest."""
    factor = np.zeros(len(author))
    for k in tested:
        factor[author == k] = y.sum() / len(tested) / y[author == k].sum()
    return factor


def halves(author: npt.NDArray[np.int64], y: Flags, sure: Flags, tested: list[int]) -> Numbers:
    """Weights that give every tested author as many presents as absents, and both as many as any other."""
    mass = np.zeros(len(author))
    each = y.sum() / len(tested)
    for k in tested:
        alike, other = (author == k) & ~y & sure, (author == k) & ~y & ~sure
        part = ALIKE * min(1.0, alike.sum() / ENOUGH)
        for rows, share in (((author == k) & y, 1.0), (alike, part), (other, 1 - part)):
            mass[rows] = each * share / max(1, rows.sum())
    return mass
