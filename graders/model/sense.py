"""Word vectors: a dense summary of a text, so that a word the labels never met lands near its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coolhead.graders.model.hashing import code
from coolhead.graders.model.reading import Reading

STRENGTH = 1.4
"""Length of the vector of a text."""
Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Sense:
    """Vectors by hashed word: the words themselves are not stored, since the corpora hold names and slurs."""

    row: dict[int, int]
    vectors: Array
    """A unit vector for each word times its inverse frequency; the last row is zero and stands for unknown words."""

    @staticmethod
    def of(
        codes: npt.NDArray[np.generic], quantised: npt.NDArray[np.generic], weight: npt.NDArray[np.generic]
    ) -> Sense:
        """From the stored arrays: codes of the words, int8 vectors, inverse frequencies."""
        vectors = quantised.astype(np.float32)
        vectors *= weight.astype(np.float32)[:, None] / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
        zero = np.zeros((1, vectors.shape[1]), np.float32)
        return Sense({int(c): at for at, c in enumerate(codes)}, np.vstack([vectors, zero]))

    def mean(self, readings: Sequence[Reading]) -> Array:
        """A vector of length `STRENGTH` a text (zero when no word is known)."""
        unknown = len(self.vectors) - 1
        get = self.row.get
        at = [[get(code(token), unknown) for token in reading.tokens] or [unknown] for reading in readings]
        starts = np.cumsum([0] + [len(a) for a in at[:-1]])
        return unit(np.add.reduceat(self.vectors[[i for a in at for i in a]], starts, axis=0))


def unit(total: Array) -> Array:
    """Rows of length `STRENGTH`; a row of zeros stays so."""
    return np.asarray(STRENGTH * total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-6), np.float32)
