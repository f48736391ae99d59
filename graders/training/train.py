"""Train the text model: `python graders/training/train.py [--data FOLDER] [--seed N]` writes graders/data/model/.

The same inputs and seed give the same bytes. Without --data the outside sets are left out and OFFENSIVE and POLITE
with them.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import corpus
import general
import numpy as np
import scipy.sparse as sp
import vectors
from fit import LOWEST, Columns, Fit, fit, learner, matrix, samples
from joblib import Parallel, delayed
from tasks import Task, labels, task

from coolhead.graders.model.features import BLOCKS
from coolhead.graders.model.sense import Sense
from coolhead.graders.model.windows import windows

OUT = corpus.HERE.parent / "data" / "model"
VERSION = "3"
FLAGS = (
    "ABUSE",
    "THREAT",
    "ANNOYED",
    "QUESTION",
    "DEMAND",
    "APOLOGY",
    "ACCEPT",
    "STILLOPEN",
    "REPEATED",
    "SAFETY",
    "ASKHUMAN",
    "ASKBOT",
    "LEGAL",
    "PROFANE",
)
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


def _pieces(turns: list[tuple[str, str]], wanted: int) -> list[tuple[str, str]]:
    """(context, piece) at even steps through the turns, long ones in the windows in which they will be read."""
    texts, owner = windows([text for _, text in turns])
    found = list(dict.fromkeys((turns[at][0], text) for text, at in zip(texts, owner, strict=True)))
    return found[:: max(1, len(found) // wanted)][:wanted]


def main() -> int:
    """Train, write, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with the permitted outside sets (star/, offensive/, …)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--jobs", type=int, default=2, help="processes; the weights are the same with any number")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    started = time.perf_counter()
    fits, columns, words = train(options.data, options.seed, options.jobs)
    about = {"version": VERSION, "seed": options.seed, "inputs": corpus.inputs(options.data)}
    write(options.out, fits, columns, words, about)
    for label, one in fits.items():
        sys.stdout.write(label.ljust(10) + " ".join(f"{key} {value}" for key, value in one.facts.items()) + "\n")
    sys.stdout.write(f"{len(fits)} labels in {time.perf_counter() - started:.0f} s\n")
    return 0


def train(data: Path | None, seed: int, jobs: int) -> tuple[dict[str, Fit], Columns, dict[str, np.ndarray]]:
    """All labels, what the columns are called, and the arrays of the word vectors."""
    rows = [corpus.derived(row) for row in corpus.sentences()]
    words = vectors.train(rows, data, seed)
    sense = Sense.of(words["sense_codes"], words["sense_vectors"], words["sense_weight"])
    customer = np.array([row.family in corpus.CUSTOMER_FILES for row in rows])
    # The customer's turn is also read where nothing precedes it: that is how it is read as a context.
    people = [row for row in rows if row.family in corpus.CUSTOMER_FILES]
    background = _pieces(corpus.ambient(data), 4000) if data else []
    callers = corpus.ambient_customers(data)[::6][:2500] if data else []
    heard = sorted({row.context for row in rows} | {context for context, _ in background} - {""})
    raised = _raised(people, heard, sense, seed)
    texts = [row.text for row in rows] + [row.text for row in people] + [t for _, t in background] + callers
    contexts = [row.context for row in rows] + [""] * len(people) + [c for c, _ in background] + [""] * len(callers)
    every = samples(texts, contexts, raised)
    n, b = len(rows), len(rows) + len(people)
    columns = Columns(
        vocabulary(one.text.names for one in every[:b]), vocabulary(one.names for one in every[:b]), sense
    )
    x = matrix(every, columns)
    side = Side(
        rows + people, x, np.concatenate([customer, np.ones(b - n, bool)]), np.arange(b, b + len(background)),
        np.arange(b + len(background), len(every)),
    )  # fmt: skip
    wanted = labels(rows)
    fits: dict[str, Fit] = dict(
        zip(wanted, Parallel(n_jobs=jobs)(delayed(learn)(label, side, seed) for label in wanted), strict=True)
    )
    if data:
        fits |= general.fits(rows, background, data, columns=columns, seed=seed)
    return fits, columns, words


@dataclass(frozen=True)
class Side:
    """All that a label may learn from: rows with their features, which are the customer's, ordinary turns behind."""

    rows: list[corpus.Row]
    x: sp.csr_matrix
    heard: np.ndarray
    agents: np.ndarray
    callers: np.ndarray
    """Places of the unlabelled turns of agents and customers in `x`."""


def learn(label: str, side: Side, seed: int) -> Fit:
    """One label, from its own rows, from others that a first fit finds unlike it, and from ordinary turns."""
    x, heard = side.x, side.heard
    one = task(side.rows, label)
    one = replace(one, weight=certain(x[one.at], one, [side.rows[i].fold for i in one.at], seed))
    hers = heard[one.at[one.y]].mean() > 0.5
    extra = side.callers if label in CALM else side.agents if not hers and label not in COMMON else side.agents[:0]
    others = np.setdiff1d(np.flatnonzero(heard if hers else ~heard), one.at)
    if len(others):
        # Rows of other families say nothing of this label; those that a first fit finds unlike it widen what
        # "absent" has seen.
        others = others[:: -(-len(others) // OTHERS)]
        once = learner(STRENGTH, seed).fit(x[one.at], one.y, one.weight)
        others = others[once.predict_proba(x[others])[:, 1] < UNLIKE]
    more = len(extra) + len(others)
    index = np.concatenate([one.at, extra, others])
    weak = np.concatenate([np.full(len(extra), AMBIENT_WEIGHT), np.full(len(others), OTHERS_WEIGHT)])
    folds = max(2, len(set(one.fold.tolist())))
    found = fit(
        x[index],
        np.concatenate([one.y, np.zeros(more, bool)]),
        np.concatenate([one.weight, weak]),
        np.concatenate([one.fold, np.arange(more) % folds]),
        seed=seed,
        strength=STRENGTH,
        mass=np.concatenate([one.mass, weak if hers else 0 * weak]),
        lowest=0.0 if hers else LOWEST,
    )
    found.facts["by_author"] = one.by_author
    return found


def certain(x: sp.csr_matrix, one: Task, story: list[int], seed: int) -> np.ndarray:
    """The weights of a task, 0 where a row seems to show what its author did not list."""
    weight = one.weight.copy()
    part = np.array(story) % 3
    for k in range(3):
        train, rest = part != k, np.flatnonzero((part == k) & ~one.y & (one.weight < 1))
        if one.y[train].any() and len(rest):
            chance = learner(STRENGTH, seed).fit(x[train], one.y[train], one.weight[train]).predict_proba(x[rest])[:, 1]
            weight[rest[chance > UNLISTED]] = 0
    return weight


def vocabulary(batch: Iterable[frozenset[str]]) -> dict[str, int]:
    """Named features that occur in at least four rows, numbered in alphabetical order."""
    count = Counter(name for names in batch for name in names)
    return {name: at for at, name in enumerate(sorted(name for name, n in count.items() if n >= 4))}


def _raised(people: list[corpus.Row], contexts: list[str], sense: Sense, seed: int) -> dict[str, Sequence[str]]:
    """What each context is, read as a customer's turn by a first model of the customer's side alone."""
    both = people * 2
    seen = samples([row.text for row in both], [row.context for row in people] + [""] * len(people), {})
    columns = Columns(vocabulary(one.text.names for one in seen), vocabulary(one.names for one in seen), sense)
    x = matrix(seen, columns)
    flags = [flag for flag in FLAGS if flag in labels(people)]
    spoken = matrix(samples(contexts, [""] * len(contexts), {}), columns)
    up = []
    for flag in flags:
        one = task(both, flag)
        ear = fit(x[one.at], one.y, one.weight, one.fold, seed=seed, mass=one.mass)
        up.append((spoken @ ear.weights + ear.bias) * ear.slope + ear.offset > 0)
    return {
        context: [flag for flag, on in zip(flags, row, strict=True) if on]
        for context, row in zip(contexts, np.column_stack(up), strict=True)
    }


def write(
    folder: Path, fits: dict[str, Fit], columns: Columns, words: dict[str, np.ndarray], about: dict[str, object]
) -> None:
    """`weights.npz` (int8 weights with a scale for each block and label) and `model.json`."""
    arrays = dict(words)
    weights = np.column_stack([one.weights for one in fits.values()])
    start = 0
    for kind, width in zip([*BLOCKS, "dense"], columns.widths, strict=True):
        part = weights[start : start + width]
        start += width
        scale = np.maximum(np.abs(part).max(axis=0), 1e-9) / 127
        arrays[f"{kind}_weights"] = np.round(part / scale).astype(np.int8)
        arrays[f"{kind}_scale"] = scale.astype(np.float32)
    for field in ("bias", "slope", "offset"):
        arrays[field] = np.array([getattr(one, field) for one in fits.values()], np.float32)
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / "weights.npz", **arrays)
    meta = {
        **about,
        "labels": {label: one.facts for label, one in fits.items()},
        "flags": [f for f in FLAGS if f in fits],
        "names": list(columns.names),
        "pairs": list(columns.pairs),
    }
    (folder / "model.json").write_text(json.dumps(meta, indent=None, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
