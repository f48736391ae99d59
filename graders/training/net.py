"""A small net over word vectors, learnt for many labels at once; numpy alone, the same bytes from the same seed.

Filters of one to three words; the strongest place of each counts; what they find is added up a label. Words are
projected once a batch and the gradient goes back through the strongest places alone, which is what makes it quick.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from coolhead.graders.model.facets import Facets
from coolhead.graders.model.net import BRANCHES, Net, key, padded

EPOCHS, BATCH, RATE, DECAY = 10, 128, 3e-3, 1e-4
DROPPED, HIDDEN = 0.3, 0.1
"""Share of the filters that are switched off in a step, and of the words that are taken for unknown ones."""
LONGEST = 60
START = -1.5
"""Bias of every label at first."""
FAR = -1e4
"""What a place behind the end of a text weighs."""
Array = np.ndarray


@dataclass(frozen=True)
class Encoded:
    """Texts and contexts as rows of a table of tokens."""

    table: Array
    """What the net sees of each token; the last but one is an unknown word, the last stands behind a text's end."""
    texts: list[Array]
    contexts: list[Array]


def encode(texts: Sequence[Sequence[str]], contexts: Sequence[Sequence[str]], facets: Facets) -> Encoded:
    """Both as token numbers between their ends."""
    index: dict[str, int] = {}
    seen: dict[tuple[str, ...], Array] = {}

    def of(tokens: Sequence[str]) -> Array:
        whole = tuple(tokens)
        if whole not in seen:
            seen[whole] = np.array([index.setdefault(t, len(index)) for t in padded(tokens[:LONGEST])])
        return seen[whole]

    both = [of(tokens) for tokens in texts], [of(tokens) for tokens in contexts]
    rows = facets.rows([*index, ""])
    return Encoded(np.concatenate([rows, np.zeros((1, rows.shape[1]), np.float32)]), *both)


def train(data: Encoded, rows: Array, y: Array, weight: Array, seed: int) -> Net:
    """A net for the columns of `y`, from the given rows; `weight` is that of each row for each label."""
    draw = np.random.default_rng(seed)
    learning = Learning(data.table, y.shape[1], draw)
    steps = EPOCHS * -(-len(rows) // BATCH)
    done = 0
    for _ in range(EPOCHS):
        for at in _batches(data.texts, rows, draw):
            learning.step(
                [data.texts[i] for i in at], [data.contexts[i] for i in at], y[at], weight[at],
                RATE * (1 - done / steps) + 1e-5,
            )  # fmt: skip
            done += 1
    return Net(learning.values)


def _batches(texts: list[Array], rows: Array, draw: np.random.Generator) -> Iterator[Array]:
    """Every row once, in batches of about the same length, so that little is padded."""
    found = []
    for part in np.array_split(draw.permutation(rows), max(1, len(rows) // (16 * BATCH))):
        ordered = part[np.argsort([len(texts[i]) for i in part], kind="stable")]
        found += [ordered[at : at + BATCH] for at in range(0, len(ordered), BATCH)]
    for n in draw.permutation(len(found)):
        yield found[n]


class Learning:
    """The values of a net while they are learnt (Adam: Kingma and Ba 2015)."""

    def __init__(self, table: Array, labels: int, draw: np.random.Generator) -> None:
        self.table, self.draw, self.count = table, draw, 0
        self.values = {}
        for kind, size, filters in BRANCHES:
            width = size * table.shape[1]
            drawn = draw.standard_normal((size, table.shape[1], filters)) / np.sqrt(width)
            self.values[key(kind, size)] = drawn.astype(np.float32)
            self.values[key(kind, size) + "_bias"] = np.zeros(filters, np.float32)
        self.values["out"] = np.zeros((sum(filters for *_, filters in BRANCHES), labels), np.float32)
        self.values["out_bias"] = np.full(labels, START, np.float32)
        self.first = {name: np.zeros_like(value) for name, value in self.values.items()}
        self.second = {name: np.zeros_like(value) for name, value in self.values.items()}

    def step(self, texts: list[Array], contexts: list[Array], y: Array, weight: Array, rate: float) -> None:
        """One step down the weighted log loss."""
        unknown = len(self.table) - 2
        texts = [np.where(self.draw.random(len(one)) < HIDDEN, unknown, one) for one in texts]
        laid = {"text": _lay(texts, unknown + 1), "context": _lay(contexts, unknown + 1)}
        words, place = np.unique(
            np.concatenate([laid["text"].ravel(), laid["context"].ravel(), [unknown + 1]]), return_inverse=True
        )
        seen = self.table[words]
        cut = laid["text"].size
        places = {
            "text": place[:cut].reshape(laid["text"].shape), "context": place[cut:-1].reshape(laid["context"].shape),
        }  # fmt: skip
        found, strongest = [], []
        for kind, size, _ in BRANCHES:
            peak, at = self._peaks(seen, places[kind], key(kind, size), size)
            found.append(peak)
            strongest.append(at)
        hidden = np.maximum(np.concatenate(found, axis=1), 0)
        kept = (self.draw.random(hidden.shape) >= DROPPED).astype(np.float32) / np.float32(1 - DROPPED)
        shown = hidden * kept
        chance = 1 / (1 + np.exp(-(shown @ self.values["out"] + self.values["out_bias"])))
        error = ((chance - y) * weight / len(texts)).astype(np.float32)
        slopes = {"out": shown.T @ error + DECAY * self.values["out"], "out_bias": error.sum(axis=0)}
        back = (error @ self.values["out"].T) * kept * (hidden > 0)
        start = 0
        for (kind, size, filters), at in zip(BRANCHES, strongest, strict=True):
            part = back[:, start : start + filters]
            start += filters
            slopes[key(kind, size) + "_bias"] = part.sum(axis=0)
            slopes[key(kind, size)] = np.stack([_pulled(seen, places[kind], at + step, part) for step in range(size)])
        self._move(slopes, rate)

    def _peaks(self, seen: Array, places: Array, name: str, size: int) -> tuple[Array, Array]:
        width = places.shape[1] - size + 1
        total = None
        for step, filters in enumerate(self.values[name]):
            projected = seen @ filters
            projected[-1] = FAR
            one = projected[places[:, step : step + width]]
            total = one if total is None else total + one
        assert total is not None
        at = total.argmax(axis=1)
        return np.take_along_axis(total, at[:, None], axis=1)[:, 0] + self.values[name + "_bias"], at

    def _move(self, slopes: dict[str, Array], rate: float) -> None:
        self.count += 1
        for name, slope in slopes.items():
            first = self.first[name] = 0.9 * self.first[name] + 0.1 * slope
            second = self.second[name] = 0.999 * self.second[name] + 0.001 * slope * slope
            ahead = first / (1 - 0.9**self.count)
            move = rate * ahead / (np.sqrt(second / (1 - 0.999**self.count)) + 1e-8)
            self.values[name] = (self.values[name] - move).astype(np.float32)


def _lay(rows: list[Array], behind: int) -> Array:
    laid = np.full((len(rows), max(len(row) for row in rows)), behind)
    for n, row in enumerate(rows):
        laid[n, : len(row)] = row
    return laid


def _pulled(seen: Array, places: Array, at: Array, part: Array) -> Array:
    """The slope of one word of the filters: only the words at the strongest places pull."""
    filters = part.shape[1]
    word = np.take_along_axis(places, at, axis=1)
    pull = np.bincount((word * filters + np.arange(filters)).ravel(), part.ravel(), len(seen) * filters)
    return seen.T @ pull.reshape(len(seen), filters).astype(np.float32)


def margins(net: Net, data: Encoded, rows: Array) -> Array:
    """What the net weighs each row for each label."""
    projected = net.project(data.table[:-1])
    texts = np.concatenate([net.peaks(projected[one], [len(one)]) for one in map(data.texts.__getitem__, rows)])
    contexts = np.concatenate([net.peaks(projected[one], [len(one)]) for one in map(data.contexts.__getitem__, rows)])
    return net.as_text(texts) + net.as_context(contexts)
