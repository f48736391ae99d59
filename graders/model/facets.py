"""What the net sees of a token: its vector from outside and from our own texts, its word classes, what kind it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coolhead.graders.model.hashing import code
from coolhead.graders.model.sense import Sense
from coolhead.graders.model.tables import NUMBERS
from coolhead.graders.model.words import classes

STRENGTH = 3.0
"""Length of a word vector beside a class, which is 1."""
FIRST, LAST = "^", "$"
KINDS = ("first", "last", "number", "unknown")
Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Facets:
    """Vectors by hashed word: those of a public set, and those learnt from the corpora of this model."""

    codes: npt.NDArray[np.uint32]
    """Codes of the words of the public set, ascending."""
    vectors: npt.NDArray[np.int8]
    own: Sense

    @staticmethod
    def of(arrays: Mapping[str, npt.NDArray[np.generic]], own: Sense) -> Facets:
        """From the stored arrays."""
        return Facets(arrays["outside_codes"].astype(np.uint32), arrays["outside_vectors"].astype(np.int8), own)

    @property
    def width(self) -> int:
        """Numbers a token."""
        return int(self.vectors.shape[1] + self.own.vectors.shape[1]) + len(classes().names) + len(KINDS)

    def known(self, words: Sequence[str]) -> float:
        """The share of these lower-case words that the public set of English words has, 0-1; 1 for none."""
        codes = np.array([code(word) for word in words], np.uint32)
        at = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        return float((self.codes[at] == codes).mean()) if words else 1.0

    def nearest(self, words: Sequence[str], others: Array) -> list[float | None]:
        """For each lower-case word the cosine with the nearest of other `directions`, 0-1.

        None where the public set does not have the word, 0 where it has none of the others.
        """
        if not words:
            return []
        mine = self.directions(words)
        best = np.maximum(0.0, mine @ others.T).max(axis=1, initial=0.0)
        return [float(near) if row.any() else None for near, row in zip(best, mine, strict=True)]

    def directions(self, words: Sequence[str]) -> Array:
        """Unit vectors of lower-case words in the public set; zeros for words that it does not have."""
        codes = np.array([code(word) for word in words], np.uint32)
        at = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        found = unit(self.vectors[at].astype(np.float32)) / STRENGTH
        return np.asarray(found * (self.codes[at] == codes)[:, None], np.float32)

    def rows(self, tokens: Sequence[str]) -> Array:
        """One row a token; `FIRST` and `LAST` are the ends of a text."""
        codes = np.array([code(token) for token in tokens], np.uint32)
        at = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        known = self.codes[at] == codes
        outside = unit(self.vectors[at].astype(np.float32)) * known[:, None]
        unknown = len(self.own.vectors) - 1
        ours = unit(self.own.vectors[[self.own.row.get(int(c), unknown) for c in codes]])
        names = {name: n for n, name in enumerate(classes().names)}
        marks = np.zeros((len(tokens), len(names) + len(KINDS)), np.float32)
        for n, token in enumerate(tokens):
            if token in (FIRST, LAST):
                marks[n, len(names) + (token == LAST)] = 1
                outside[n] = ours[n] = 0
                continue
            for name in classes().of(token):
                marks[n, names[name]] = 1
            marks[n, len(names) + 2] = token[:1].isdigit() or token in NUMBERS
            marks[n, len(names) + 3] = not known[n]
        return np.concatenate([outside, ours, marks], axis=1)


def unit(vectors: Array) -> Array:
    """Rows of length `STRENGTH`; rows of zeros stay so."""
    return np.asarray(STRENGTH * vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6), np.float32)
