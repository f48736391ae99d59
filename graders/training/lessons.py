"""What a label is taught: its own rows, rows of others that are unlike it, ordinary turns; and the fit that follows."""

from __future__ import annotations

from dataclasses import dataclass, replace

import corpus
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from fit import LOWEST, Fit, Floats, fit, learner
from tasks import Task, task

COMMON = frozenset(
    """
        CL+2 CL+3 CL+4 CT+c CT-6 EM+4 EM+5 EM+6 EM+g EM-4 EXPLORE GRANT PB+4 PB+6 PB+7 PB-4 RE+1 RE+2 RE+3 RE+4 RE+7
        RE+8 RE+9 RE+10 RE-4 REFUSE
        """.split()
)
"""Labels that ordinary task dialogues do show. For all others of the agent's their turns serve as weak negatives."""
CALM = frozenset({"ABUSE", "THREAT", "PROFANE", "INJECT", "LEGAL", "SAFETY", "ASKBOT", "ACCUSE"})
"""The same for the customers of those dialogues."""
AMBIENT_WEIGHT, OTHERS_WEIGHT, UNLIKE, OTHERS = 0.25, 0.1, 0.3, 5_000
UNLISTED = 0.5
"""A row that does not list a label, and that a model which did not see it finds this like it, says nothing of it."""
STRENGTH = 10.0


@dataclass(frozen=True)
class Side:
    """All that a label may learn from: rows with their features, which are the customer's, ordinary turns behind."""

    rows: list[corpus.Row]
    x: sp.csr_matrix
    heard: npt.NDArray[np.bool_]
    agents: npt.NDArray[np.int64]
    callers: npt.NDArray[np.int64]
    """Places of the unlabelled turns of agents and customers in `x`."""


@dataclass(frozen=True)
class Lesson:
    """The rows of a label: those of its task first, then others and ordinary turns, all of them absent."""

    label: str
    task: Task
    hers: bool
    """A label of the customer's side."""
    at: npt.NDArray[np.int64]
    y: npt.NDArray[np.bool_]
    weight: Floats

    @property
    def shared(self) -> bool:
        """True where the net learns it too: an agent's label that several authors wrote."""
        return self.task.by_author and not self.hers


def prepare(label: str, side: Side, seed: int) -> Lesson:
    """The lesson of a label: of the rest, only what a first fit finds unlike it."""
    x, heard = side.x, side.heard
    one = task(side.rows, label)
    one = replace(one, weight=certain(x[one.at], one, [side.rows[i].fold for i in one.at], seed))
    hers = bool(heard[one.at[one.y]].mean() > 0.5)
    extra = side.callers if label in CALM else side.agents if not hers and label not in COMMON else side.agents[:0]
    others = np.setdiff1d(np.flatnonzero(heard if hers else ~heard), one.at)
    if len(others):
        # Rows of other families say nothing of this label; those that a first fit finds unlike it widen what
        # "absent" has seen.
        others = others[:: -(-len(others) // OTHERS)]
        used = one.weight > 0
        once = learner(STRENGTH, seed).fit(x[one.at[used]], one.y[used], one.weight[used])
        others = others[once.predict_proba(x[others])[:, 1] < UNLIKE]
    weak = np.concatenate([np.full(len(extra), AMBIENT_WEIGHT), np.full(len(others), OTHERS_WEIGHT)])
    return Lesson(
        label,
        one,
        hers,
        np.concatenate([one.at, extra, others]),
        np.concatenate([one.y, np.zeros(len(weak), bool)]),
        np.concatenate([one.weight, weak]),
    )


def learn(lesson: Lesson, x: sp.csr_matrix, beside: Floats | None, seed: int) -> Fit:
    """The fit of a label; `beside` holds what the net, without their author, weighs the rows of the task."""
    one, more = lesson.task, len(lesson.at) - len(lesson.task.at)
    groups = corpus.FOLDS if one.by_author else max(2, len(set(one.fold.tolist())))
    weak = lesson.weight[len(one.at) :]
    fold = np.concatenate([one.fold, np.arange(more) % groups])
    found = fit(
        x[lesson.at],
        lesson.y,
        lesson.weight,
        fold,
        seed=seed,
        strength=STRENGTH,
        mass=np.concatenate([one.mass, weak if lesson.hers else 0 * weak]),
        lowest=0.0 if lesson.hers else LOWEST,
        beside=None if beside is None else np.concatenate([beside, np.zeros(more)]),
        group=fold % groups,
    )
    found.facts["by_author"] = one.by_author
    return found


def certain(x: sp.csr_matrix, one: Task, story: list[int], seed: int) -> Floats:
    """The weights of a task, 0 where a row seems to show what its author did not list."""
    weight = one.weight.copy()
    part = np.array(story) % 3
    for k in range(3):
        train = (part != k) & (one.weight > 0)
        rest = np.flatnonzero((part == k) & ~one.y & (one.weight > 0) & (one.weight < 1))
        if one.y[train].any() and len(rest):
            chance = learner(STRENGTH, seed).fit(x[train], one.y[train], one.weight[train]).predict_proba(x[rest])[:, 1]
            weight[rest[chance > UNLISTED]] = 0
    return weight
