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
from pathlib import Path

import corpus
import general
import numpy as np
import vectors
from fit import WEAK, Fit, fit, learner, matrix, sizes

from coolhead.graders.model.features import BLOCKS, Pair, flagged, pairs
from coolhead.graders.model.sense import Sense
from coolhead.graders.model.windows import windows

OUT = corpus.HERE.parent / "data" / "model"
VERSION = "1"
LEAST = 8
"""A label with fewer present rows is not trained."""
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
AMBIENT_WEIGHT, OTHERS_WEIGHT, UNLIKE = 0.25, 0.1, 0.3


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
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    started = time.perf_counter()
    fits, names, words = train(options.data, options.seed)
    write(
        options.out,
        fits,
        names,
        words,
        {"version": VERSION, "seed": options.seed, "inputs": corpus.inputs(options.data)},
    )
    for label, one in fits.items():
        sys.stdout.write(label.ljust(10) + " ".join(f"{key} {value}" for key, value in one.facts.items()) + "\n")
    sys.stdout.write(f"{len(fits)} labels in {time.perf_counter() - started:.0f} s\n")
    return 0


def train(data: Path | None, seed: int) -> tuple[dict[str, Fit], list[str], dict[str, np.ndarray]]:
    """All labels, the named features in the order of their columns, and the arrays of the word vectors."""
    rows = [corpus.derived(row) for row in corpus.sentences()]
    words = vectors.train(rows, data, seed)
    sense = Sense.of(words["sense_codes"], words["sense_vectors"], words["sense_weight"])
    fold = np.array([row.fold for row in rows])
    customer = np.array([row.family in corpus.CUSTOMER_FILES for row in rows])
    plain = pairs([row.text for row in rows], [row.context for row in rows])
    people = [i for i in range(len(rows)) if customer[i]]
    # The customer's turn is also read where nothing precedes it: that is how it is read as a context.
    bare = pairs([rows[i].text for i in people], [""] * len(people))
    first = vocabulary([plain[i] for i in people] + bare)
    x = matrix([plain[i] for i in people] + bare, first, sense)
    both = [rows[i] for i in people] * 2
    ear = {label: fit(x, *_task(both, label), np.tile(fold[people], 2), seed=seed) for label in labels(both)}
    background = _pieces(corpus.ambient(data), 4000) if data else []
    callers = corpus.ambient_customers(data)[::6][:2500] if data else []
    raised = _flags(
        sorted({row.context for row in rows} | {context for context, _ in background} - {""}), ear, first, sense
    )
    crossed = [
        flagged(pair, raised.get(row.context, ())) if not c else pair
        for pair, row, c in zip(plain, rows, customer, strict=True)
    ]

    names = vocabulary(crossed + bare)
    table = {name: at for at, name in enumerate(names)}
    spare = [
        flagged(pair, raised.get(c, ()))
        for pair, (c, _) in zip(pairs([t for _, t in background], [c for c, _ in background]), background, strict=True)
    ]
    spare += pairs(callers, [""] * len(callers))
    everything = matrix(crossed + bare + spare, table, sense)
    n, b = len(rows), len(bare)
    agents = np.arange(n + b, n + b + len(background))
    calls = np.arange(n + b + len(background), everything.shape[0])
    all_rows = rows + [rows[i] for i in people]
    all_fold = np.concatenate([fold, fold[people], np.arange(len(spare)) % 5])
    fits: dict[str, Fit] = {}
    for label in labels(rows):
        at, y, weight = _select(all_rows, label)
        heard = label in ear
        extra = calls if label in CALM else agents if not heard and label not in COMMON else agents[:0]
        others = np.setdiff1d(np.flatnonzero(customer) if heard else np.flatnonzero(~customer), at)
        if len(others):
            # Rows of other authors say nothing of this label; those that a first fit finds unlike it widen what
            # "absent" has seen.
            once = learner(6.0, seed).fit(everything[at], y, weight)
            others = others[once.predict_proba(everything[others])[:, 1] < UNLIKE]
        index = np.concatenate([at, extra, others])
        target = np.concatenate([y, np.zeros(len(extra) + len(others), bool)])
        weights = np.concatenate([weight, np.full(len(extra), AMBIENT_WEIGHT), np.full(len(others), OTHERS_WEIGHT)])
        fits[label] = fit(everything[index], target, weights, all_fold[index], seed=seed)
    if data:
        fits |= general.fits(rows, background, data, table=table, sense=sense, seed=seed)
    return fits, list(names), words


def labels(rows: list[corpus.Row]) -> list[str]:
    """Labels with enough rows, sorted."""
    count = Counter(label for row in rows for label in row.present)
    return sorted(label for label, n in count.items() if n >= LEAST)


def vocabulary(batch: list[Pair]) -> dict[str, int]:
    """Named features that occur in at least four rows, numbered in alphabetical order."""
    count = Counter(name for pair in batch for name in pair.names)
    return {name: at for at, name in enumerate(sorted(name for name, n in count.items() if n >= 4))}


def _select(rows: list[corpus.Row], label: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    home = {row.family for row in rows if label in row.present}
    main_home = max(sorted(home), key=lambda f: sum(row.family == f and label in row.present for row in rows))
    at = [i for i, row in enumerate(rows) if row.family == main_home or label in row.present or label in row.absent]
    y = np.array([label in rows[i].present for i in at])
    weight = np.array([1.0 if label in rows[i].present | rows[i].absent else WEAK for i in at])
    return np.array(at), y, weight


def _task(rows: list[corpus.Row], label: str) -> tuple[np.ndarray, np.ndarray]:
    _, y, weight = _select(rows, label)
    return y, weight


def _flags(contexts: list[str], ear: dict[str, Fit], table: dict[str, int], sense: Sense) -> dict[str, list[str]]:
    flags = [flag for flag in FLAGS if flag in ear]
    x = matrix(pairs(contexts, [""] * len(contexts)), table, sense)
    up = np.column_stack([(x @ ear[f].weights + ear[f].bias) * ear[f].slope + ear[f].offset > 0 for f in flags])
    return {
        context: [f for f, on in zip(flags, row, strict=True) if on] for context, row in zip(contexts, up, strict=True)
    }


def write(
    folder: Path, fits: dict[str, Fit], names: list[str], words: dict[str, np.ndarray], about: dict[str, object]
) -> None:
    """`weights.npz` (int8 weights with a scale for each block and label) and `model.json`."""
    arrays = dict(words)
    weights = np.column_stack([one.weights for one in fits.values()])
    start = 0
    widths = [*sizes(len(names)), words["sense_vectors"].shape[1] + 1]
    for kind, width in zip([*BLOCKS, "dense"], widths, strict=True):
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
        "names": list(names),
    }
    (folder / "model.json").write_text(json.dumps(meta, indent=None, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
