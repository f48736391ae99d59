"""The net of all shared labels, and what nets that saw nothing of an author weigh his rows."""

from __future__ import annotations

from collections.abc import Sequence

import corpus
import net
import numpy as np
from joblib import Parallel, delayed
from lessons import Lesson
from net import Array, Encoded

from coolhead.graders.model.net import Net


def learn(
    lessons: Sequence[Lesson], rows: Sequence[corpus.Row], data: Encoded, seed: int, jobs: int
) -> tuple[Net, dict[str, Array]]:
    """The net of all rows; and by label, for the rows of its task, the margins of nets without the author of each."""
    y, weight = targets(lessons, len(data.texts))
    used = weight.any(axis=1)
    author = np.full(len(data.texts), -1)
    author[: len(rows)] = [corpus.AUTHORS.index(row.author) % corpus.FOLDS for row in rows]
    asked = np.zeros(len(data.texts), bool)
    for lesson in lessons:
        asked[lesson.task.at] = True

    def fold(k: int) -> tuple[Net, Array]:
        one = net.train(data, np.flatnonzero(used & (author != k)), y, weight, seed)
        left_out = np.flatnonzero(asked & (author == k))
        return one, net.margins(one, data, left_out) if len(left_out) else np.zeros((0, y.shape[1]))

    # The last is the net that ships: nobody is left out of it.
    folds = range(corpus.FOLDS + 1)
    found = Parallel(n_jobs=jobs)(delayed(fold)(k) for k in folds)
    out = np.zeros(y.shape)
    for k, (_, margins) in zip(folds, found, strict=True):
        out[asked & (author == k)] = margins
    return found[-1][0], {lesson.label: out[lesson.task.at, n] for n, lesson in enumerate(lessons)}


def targets(lessons: Sequence[Lesson], size: int) -> tuple[Array, Array]:
    """What each row says of each label, and how much that counts; rare labels are lifted half way."""
    y = np.zeros((size, len(lessons)), np.float32)
    weight = np.zeros((size, len(lessons)), np.float32)
    for n, lesson in enumerate(lessons):
        present = float(lesson.weight[lesson.y].sum()) / float(lesson.weight.sum())
        y[lesson.at, n] = lesson.y
        weight[lesson.at, n] = lesson.weight * np.where(lesson.y, 0.5 / present, 0.5 / (1 - present)) ** 0.5
    return y, weight
