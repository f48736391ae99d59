"""Train the customer's ear: `python bench/customers/training/train.py` writes bench/data/customer/ear/.

Rows are labelled by hand in `rows/*.tsv`; the first letter of a file's name is its author. Everything that is published
about the ear is measured on the author left out: train on the others, read that one. The same rows and library
versions give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import warnings
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from coolhead.bench.customers.ear.features import BITS, beside, codes
from coolhead.bench.customers.ear.model import SOFT
from coolhead.bench.customers.text import read

HERE = Path(__file__).resolve().parent
OUT = HERE.parents[1] / "data" / "customer" / "ear"
VERSION = "2"
STRENGTH = 30.0
LEAST = 2
"""A code that fewer rows hold says nothing."""
PRECISION, EACH, HITS = 0.9, 0.85, 10
"""A cut must reach PRECISION on all authors together, EACH on every one, and find at least HITS rows."""
KIND = ("ASKOPEN", "SORRY", "STOCK", "WARM")
KIND_PRECISION, KIND_EACH = 0.8, 0.75
"""For what accuses nobody and gives nothing: heard once too often it harms neither side."""
LABELS = tuple(
    "ASKOPEN ASKSAME BLAME BRUSHOFF CALMDOWN DEFENSIVE LIMIT MOCK NONSORRY PROMISE SMALL SOLVED SORRY STANDUP STOCK "
    "VAGUE WARM".split()
)


@dataclass(frozen=True)
class Row:
    """One labelled turn: what the customer said, what the agent answered, what that is."""

    author: str
    labels: frozenset[str]
    said: str
    text: str


def rows() -> list[Row]:
    """All rows, in the order of the files."""
    found = []
    for path in sorted((HERE / "rows").glob("*.tsv")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            fields = line.split("\t")
            unknown = {name.lstrip("!") for name in fields[0].split()} - {*LABELS, "NONE"}
            if len(fields) < 3 or unknown:
                raise SystemExit(f"{path.name}:{number}: want labels, context, text; unknown {sorted(unknown)}")
            found.append(Row(path.name[0], frozenset(fields[0].split()), fields[1], fields[2]))
    return found


def matrix(found: list[list[np.ndarray]]) -> sp.csr_matrix:
    """Codes as rows of a sparse matrix, scaled as the ear scales them."""
    joined = [np.concatenate(one) for one in found]
    ends = np.cumsum([0, *map(len, joined)])
    values = np.concatenate([np.full(len(one), 1 / np.sqrt(SOFT + len(one))) for one in joined])
    return sp.csr_matrix((values, np.concatenate(joined), ends), shape=(len(joined), 1 << BITS))


def whole(of: list[Row]) -> sp.csr_matrix:
    """A row as one bag: what is learnt from."""
    found = []
    for row in of:
        message, said = read(row.text), read(row.said)
        every = [codes(s) for s in message.sentences] or [np.array([], np.int64)]
        near = [beside(s, said) for s in message.sentences[:1]] or [np.array([], np.int64)]
        found.append([np.unique(np.concatenate(every)), *near])
    return matrix(found)


def single(of: list[Row]) -> tuple[sp.csr_matrix, np.ndarray]:
    """Each sentence by itself, and the row that it belongs to: how the customer listens."""
    found, owner = [], []
    for n, row in enumerate(of):
        said = read(row.said)
        for sentence in read(row.text).sentences:
            found.append([codes(sentence), beside(sentence, said)])
            owner.append(n)
    return matrix(found), np.array(owner)


def learn(known: sp.csr_matrix, truth: np.ndarray) -> LogisticRegression:
    """One label."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", category=FutureWarning)
        return LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=400, random_state=0).fit(known, truth)


def truths(of: list[Row], label: str) -> np.ndarray:
    """Whether the row bears the label."""
    return np.array([label in row.labels for row in of])


def knows(every: list[Row], label: str) -> frozenset[str]:
    """Authors who were asked for this label; what the others wrote says nothing of it."""
    return frozenset(row.author for row in every if label in row.labels)


def left_out(every: list[Row]) -> dict[str, dict[str, tuple[np.ndarray, np.ndarray]]]:
    """Label -> author -> (chance by an ear that never met the author, truth), by rows."""
    out: dict[str, dict[str, tuple[np.ndarray, np.ndarray]]] = {label: {} for label in LABELS}
    for author in sorted({row.author for row in every}):
        others = [row for row in every if row.author != author]
        own = [row for row in every if row.author == author]
        known, (heard, owner) = whole(others), single(own)
        keep = np.asarray((known > 0).sum(axis=0)).ravel() >= LEAST
        for label in LABELS:
            asked = knows(every, label)
            mine = np.array([row.author in asked for row in others])
            if author not in asked or not mine.any():
                continue
            model = learn(known[mine][:, keep], truths([r for r in others if r.author in asked], label))
            chance = np.zeros(len(own))
            np.maximum.at(chance, owner, model.predict_proba(heard[:, keep])[:, 1])
            out[label][author] = (chance, truths(own, label))
    return out


def cut_of(label: str, tested: dict[str, tuple[np.ndarray, np.ndarray]]) -> float | None:
    """The lowest cut that is precise enough on every author left out; None when there is none."""
    together, each = (KIND_PRECISION, KIND_EACH) if label in KIND else (PRECISION, EACH)
    best = None
    for cut in sorted({round(float(c), 3) for chance, _ in tested.values() for c in chance if c > 0.05}, reverse=True):
        fired = {name: (truth[chance >= cut].sum(), (chance >= cut).sum()) for name, (chance, truth) in tested.items()}
        right, all_ = sum(r for r, _ in fired.values()), sum(n for _, n in fired.values())
        if right >= HITS and right >= together * all_ and all(r >= each * n for r, n in fired.values() if n):
            best = cut
    return best


def main() -> None:
    """Measure, learn, write, and print what was measured."""
    every = rows()
    tested = left_out(every)
    about: dict[str, dict[str, float | int | None]] = {}
    for label in LABELS:
        chance = np.concatenate([c for c, _ in tested[label].values()])
        truth = np.concatenate([t for _, t in tested[label].values()])
        cut = cut_of(label, tested[label])
        fired = chance >= cut if cut is not None else np.zeros(len(truth), bool)
        about[label] = {
            "present": int(truth.sum()),
            "look_alikes": sum(f"!{label}" in row.labels for row in every),
            "average_precision": round(float(average_precision_score(truth, chance)), 3),
            "cut": cut,
            "precision": round(float(truth[fired].mean()), 3) if fired.any() else None,
            "recall": round(float(fired[truth].mean()), 3),
        }
    used = [label for label in LABELS if about[label]["cut"] is not None]
    known = whole(every)
    places = np.flatnonzero(np.asarray((known > 0).sum(axis=0)).ravel() >= LEAST)
    learnt = []
    for label in used:
        mine = np.array([row.author in knows(every, label) for row in every])
        learnt.append(learn(known[mine][:, places], truths([r for r, m in zip(every, mine, strict=True) if m], label)))
    weights = np.stack([model.coef_[0] for model in learnt], axis=1)
    scale = np.abs(weights).max(axis=0) / 127
    OUT.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        OUT / "weights.npz",
        places=places.astype(np.int32),
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=np.array([model.intercept_[0] for model in learnt], np.float32),
    )
    inputs = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted((HERE / "rows").glob("*.tsv"))
    }
    record = {
        "version": VERSION,
        "rows": {
            author: sum(row.author == author for row in every) for author in sorted({row.author for row in every})
        },
        "measured": "author left out: trained on the others; a row is as loud as its loudest sentence",
        "used": used,
        "labels": about,
        "inputs_sha256": inputs,
        "made_with": {name: version(name) for name in ("numpy", "scipy", "scikit-learn")},
    }
    (OUT / "ear.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    for label in LABELS:
        print(label, about[label])  # noqa: T201


if __name__ == "__main__":
    main()
