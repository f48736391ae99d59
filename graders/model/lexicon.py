"""What is known of each token, looked up once and kept: its code, its word vector, what its letters weigh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
import numpy.typing as npt

from coolhead.graders.model.features import STRENGTH, char_pieces
from coolhead.graders.model.hashing import Codes, code
from coolhead.graders.model.sense import Sense, unit
from coolhead.graders.model.sums import weight_sums, whole

_MOST = 12_000
"""Tokens that are kept; beyond that all are forgotten and looked up anew."""
_ENDS = ("^", "$")
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Looked:
    """What the tokens of some texts come to; one row a text."""

    codes: Codes
    """Codes of all tokens, each text between `^` and `$`."""
    sizes: list[int]
    """How many of the codes belong to each text."""
    sense: Scores
    """Unit vectors times the strength of the block."""
    spelt: Scores
    """The character block, before its scale."""


class Lexicon:
    """A growing table of tokens."""

    def __init__(self, sense: Sense, weights: npt.NDArray[np.int8]) -> None:
        self._sense = sense
        self._weights = weights
        self._lock = Lock()
        self._forget()

    def _forget(self) -> None:
        self._row: dict[str, int] = {}
        self._code = np.zeros(0, np.uint64)
        self._known = np.zeros(0, np.int64)
        self._spelt = np.zeros((0, self._weights.shape[1]), np.float32)
        self._pieces = np.zeros(0, np.float32)
        self._learn([*_ENDS, ""])

    def look(self, texts: Sequence[Sequence[str]]) -> Looked:
        """Everything the blocks of the texts need, each text given as its tokens."""
        with self._lock:
            if len(self._row) > _MOST:
                self._forget()
            row = self._row
            fresh = [token for tokens in texts for token in tokens if token not in row]
            if fresh:
                self._learn(list(dict.fromkeys(fresh)))
            first, last, nothing = row["^"], row["$"], row[""]
            at = [[row[token] for token in tokens] for tokens in texts]
            code_of, known, spelt, pieces = self._code, self._known, self._spelt, self._pieces
        ended = np.array([i for ids in at for i in (first, *ids, last)], np.int64)
        every = np.array([i for ids in at for i in (ids or (nothing,))], np.int64)
        distinct = [list(dict.fromkeys(ids)) or [nothing] for ids in at]
        once = np.array([i for ids in distinct for i in ids], np.int64)
        many = [len(ids) for ids in distinct]
        starts = np.cumsum([0, *many[:-1]])
        size = np.maximum(np.add.reduceat(pieces[once], starts), 1)
        total = whole(spelt[once], many) * (STRENGTH["char"] / np.sqrt(size))[:, None]
        vectors = self._sense.vectors[known[every]]
        return Looked(
            code_of[ended],
            [len(ids) + 2 for ids in at],
            unit(np.add.reduceat(vectors, np.cumsum([0, *(len(ids) or 1 for ids in at[:-1])]), axis=0)),
            np.asarray(total, np.float32),
        )

    def _learn(self, fresh: list[str]) -> None:
        found = [char_pieces(token) if token else [] for token in fresh]
        columns = np.array([column for columns in found for column in columns], np.int64)
        table = weight_sums(self._weights, columns, [len(columns) for columns in found])
        codes = [code(token) for token in fresh]
        unknown = len(self._sense.vectors) - 1
        known = [self._sense.row.get(c, unknown) if token else unknown for c, token in zip(codes, fresh, strict=True)]
        self._row |= {token: len(self._row) + n for n, token in enumerate(fresh)}
        self._code = np.concatenate([self._code, np.array(codes, np.uint64)])
        self._known = np.concatenate([self._known, np.array(known, np.int64)])
        self._spelt = np.concatenate([self._spelt, table])
        self._pieces = np.concatenate([self._pieces, np.array([len(columns) for columns in found], np.float32)])
