"""What is known of each token, looked up once and kept: code, word vector, what its letters and the net make of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
import numpy.typing as npt

from coolhead.graders.model.facets import FIRST, LAST, Facets
from coolhead.graders.model.features import STRENGTH, char_pieces
from coolhead.graders.model.hashing import Codes, code
from coolhead.graders.model.net import PROJECTED, Net
from coolhead.graders.model.sense import Sense, unit
from coolhead.graders.model.sums import weight_sums, whole

_MOST = 12_000
"""Tokens that are kept; beyond that all are forgotten and looked up anew."""
_ROOM = 512
"""Tokens that there is room for at first; it doubles when it is full."""
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Looked:
    """What the tokens of some texts come to; one row a text."""

    codes: Codes
    """Codes of all tokens, each text between its ends."""
    sizes: list[int]
    """How many of the codes belong to each text."""
    sense: Scores
    """Unit vectors times the strength of the block."""
    spelt: Scores
    """The character block, before its scale."""
    peaks: Scores
    """What the filters of the net find."""


class Table:
    """Rows by token that grow in place."""

    def __init__(self, letters: int) -> None:
        self.row: dict[str, int] = {}
        self.code = np.zeros(_ROOM, np.uint64)
        self.known = np.zeros(_ROOM, np.int64)
        """Row of the word vector."""
        self.pieces = np.zeros(_ROOM, np.float32)
        self.spelt = np.zeros((_ROOM, letters), np.float32)
        self.projected = np.zeros((_ROOM, PROJECTED), np.float32)

    def make_room(self, more: int) -> slice:
        """Where so many new rows go."""
        start = len(self.row)
        if start + more > len(self.code):
            longer = max(start + more, 2 * len(self.code))
            for name in ("code", "known", "pieces", "spelt", "projected"):
                old = getattr(self, name)
                new = np.zeros((longer, *old.shape[1:]), old.dtype)
                new[:start] = old[:start]
                setattr(self, name, new)
        return slice(start, start + more)


class Lexicon:
    """A growing table of tokens."""

    def __init__(self, sense: Sense, letters: npt.NDArray[np.int8], facets: Facets, net: Net) -> None:
        self._sense, self._letters, self._facets, self._net = sense, letters, facets, net
        self._lock = Lock()
        self._forget()

    def _forget(self) -> None:
        self._table = Table(self._letters.shape[1])
        self._learn([FIRST, LAST, ""])

    def look(self, texts: Sequence[Sequence[str]]) -> Looked:
        """Everything the blocks of the texts need, each text given as its tokens."""
        with self._lock:
            if len(self._table.row) > _MOST:
                self._forget()
            row = self._table.row
            fresh = [token for tokens in texts for token in tokens if token not in row]
            if fresh:
                self._learn(list(dict.fromkeys(fresh)))
            first, last, nothing = row[FIRST], row[LAST], row[""]
            at = [[row[token] for token in tokens] for tokens in texts]
            # Rows that are there never change: what others add meanwhile goes behind them or into longer arrays.
            table = self._table
            code_of, known, spelt, pieces = table.code, table.known, table.spelt, table.pieces
            projected = table.projected
        ended = [[first, *ids, last] for ids in at]
        longer = [ids if len(ids) > 2 else [first, last, last] for ids in ended]
        every = np.array([i for ids in at for i in (ids or (nothing,))], np.int64)
        distinct = [list(dict.fromkeys(ids)) or [nothing] for ids in at]
        once = np.array([i for ids in distinct for i in ids], np.int64)
        many = [len(ids) for ids in distinct]
        starts = np.cumsum([0, *many[:-1]])
        size = np.maximum(np.add.reduceat(pieces[once], starts), 1)
        total = whole(spelt[once], many) * (STRENGTH["char"] / np.sqrt(size))[:, None]
        vectors = self._sense.vectors[known[every]]
        return Looked(
            code_of[[i for ids in ended for i in ids]],
            [len(ids) for ids in ended],
            unit(np.add.reduceat(vectors, np.cumsum([0, *(len(ids) or 1 for ids in at[:-1])]), axis=0)),
            np.asarray(total, np.float32),
            self._net.peaks(projected[[i for ids in longer for i in ids]], [len(ids) for ids in longer]),
        )

    def _learn(self, fresh: list[str]) -> None:
        found = [char_pieces(token) if token else [] for token in fresh]
        columns = np.array([column for columns in found for column in columns], np.int64)
        codes = [code(token) for token in fresh]
        unknown = len(self._sense.vectors) - 1
        table = self._table
        place = table.make_room(len(fresh))
        table.code[place] = codes
        table.known[place] = [
            self._sense.row.get(c, unknown) if token else unknown for c, token in zip(codes, fresh, strict=True)
        ]
        table.pieces[place] = [len(columns) for columns in found]
        table.spelt[place] = weight_sums(self._letters, columns, [len(columns) for columns in found])
        table.projected[place] = self._net.project(self._facets.rows(fresh))
        table.row |= {token: place.start + n for n, token in enumerate(fresh)}
