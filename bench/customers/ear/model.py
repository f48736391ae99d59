"""The ear's weights and what they say of a sentence."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from coolhead.bench.customers.ear.features import BITS, beside, codes
from coolhead.bench.customers.text import Message, Sentence

SOFT = 20
"""Added to the number of codes before its root divides the sum, so that short sentences do not shout."""
_REMEMBERED = 4096


@dataclass(frozen=True)
class Weights:
    """What the trainer stores."""

    labels: tuple[str, ...]
    places: NDArray[np.int64]
    """Codes that have a weight."""
    weights: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]
    cuts: NDArray[np.float32]


class Ear:
    """One logistic regression a label over the codes of a sentence."""

    def __init__(self, stored: Weights) -> None:
        self.labels = stored.labels
        # Whole numbers of at most 127 in floats: sums are exact, and so the same everywhere.
        self._table = np.zeros((1 << BITS, len(stored.labels)), np.float32)
        self._table[stored.places] = stored.weights
        self._scale, self._bias = stored.scale, stored.bias
        # The cut on the chance, turned into one on the sum: no exponential is needed to hear.
        self._least: list[float] = ((np.log(stored.cuts / (1 - stored.cuts)) - stored.bias) / stored.scale).tolist()
        self._sums: dict[str, tuple[NDArray[np.float32], int]] = {}

    def chances(self, sentence: Sentence, said: Message) -> NDArray[np.float32]:
        """The chance of each label, 0-1, in the order of `labels`; `said` = what the customer said before."""
        logit = self._total(sentence, said) * self._scale + self._bias
        found: NDArray[np.float32] = 1 / (1 + np.exp(-np.clip(logit, -30, 30)))
        return found

    def hears(self, sentence: Sentence, said: Message) -> frozenset[str]:
        """The labels whose chance reaches their cut."""
        total = self._total(sentence, said).tolist()
        return frozenset(
            [name for name, value, least in zip(self.labels, total, self._least, strict=True) if value >= least]
        )

    def _total(self, sentence: Sentence, said: Message) -> NDArray[np.float32]:
        summed, n = self._sums.get(sentence.text) or self._summed(sentence)
        near = beside(sentence, said)
        total: NDArray[np.float32] = summed + np.add.reduce(self._table.take(near, axis=0))
        return total / np.float32(math.sqrt(SOFT + n + len(near)))

    def _summed(self, sentence: Sentence) -> tuple[NDArray[np.float32], int]:
        if len(self._sums) > _REMEMBERED:
            self._sums.clear()
        found = codes(sentence)
        self._sums[sentence.text] = known = np.add.reduce(self._table.take(found, axis=0)), len(found)
        return known


@cache
def ear() -> Ear:
    """The shipped ear of `data/customer/ear`."""
    folder = files("coolhead.bench").joinpath("data/customer/ear")
    about = json.loads(folder.joinpath("ear.json").read_text("utf-8"))
    with folder.joinpath("weights.npz").open("rb") as file, np.load(file) as stored:
        return Ear(
            Weights(
                labels=tuple(about["used"]),
                places=stored["places"].astype(np.int64),
                weights=stored["weights"],
                scale=stored["scale"],
                bias=stored["bias"],
                cuts=np.array([about["labels"][name]["cut"] for name in about["used"]], np.float32),
            )
        )


_LISTENS = 10
"""Sentences of a turn that the ear is lent to; nobody weighs every word of a wall of text."""
_NOTHING: frozenset[str] = frozenset()


def labels_of(message: Message, said: Message) -> tuple[frozenset[str], ...]:
    """What the ear hears in each sentence of an agent turn; `said` = the customer's words before it."""
    heard = tuple(ear().hears(sentence, said) for sentence in message.sentences[:_LISTENS])
    return heard + (_NOTHING,) * (len(message.sentences) - len(heard))
