"""The net at work: filters of one to three words slide over a text, the strongest place of each counts.

What a word gives to every filter is worked out once a word; a text is then a few sums over its words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from coolhead.graders.model.facets import FIRST, LAST
from coolhead.graders.model.sums import product

BRANCHES = (("text", 1, 96), ("text", 2, 96), ("text", 3, 96), ("context", 1, 48), ("context", 2, 48))
"""(what is read, words a filter spans, number of filters); those of the text stand first."""
PROJECTED = sum(size * filters for _, size, filters in BRANCHES)
"""Numbers a word, for all words of all filters."""
_FILTERS = sum(filters for _, _, filters in BRANCHES)
_TEXT = sum(filters for kind, _, filters in BRANCHES if kind == "text")
NAMES = (*[f"{kind}{size}{what}" for kind, size, _ in BRANCHES for what in ("", "_bias")], "out", "out_bias")
Array = npt.NDArray[np.float32]


def key(kind: str, size: int) -> str:
    """The name of a set of filters: an array of (words, facets, filters); its bias has `_bias` behind."""
    return f"{kind}{size}"


def padded(tokens: Sequence[str]) -> list[str]:
    """The tokens between the ends of their text, at least as many as the longest filter spans."""
    return [FIRST, *tokens, LAST] if tokens else [FIRST, LAST, LAST]


@dataclass(frozen=True)
class Net:
    """Learnt values: filters, what each label makes of them (`out`, `out_bias`)."""

    values: Mapping[str, Array]

    @staticmethod
    def of(arrays: Mapping[str, npt.NDArray[np.generic]]) -> Net:
        """From the stored arrays, named `net_` and the name of the value."""
        return Net({name: arrays[f"net_{name}"].astype(np.float32) for name in NAMES})

    def project(self, facets: Array) -> Array:
        """What words give to all filters, one row a word; the same to the last bit in any company."""
        parts = [product(facets, one) for kind, size, _ in BRANCHES for one in self.values[key(kind, size)]]
        return np.concatenate(parts, axis=1).astype(np.float32)

    def peaks(self, projected: Array, sizes: Sequence[int]) -> Array:
        """What all filters find in texts, one row a text, never below 0.

        `projected` is what their words give to the filters, the texts end to end, so many words each.
        """
        ends = np.cumsum(sizes)
        every = np.empty((len(projected), _FILTERS), np.float32)
        start = place = 0
        for _kind, size, filters in BRANCHES:
            total = every[:, place : place + filters]
            place += filters
            total[:] = projected[:, start : start + filters]
            for step in range(1, size):
                start += filters
                total[:-step] += projected[step:, start : start + filters]
                total[ends - step] = -np.inf  # a filter does not reach from one text into the next
            start += filters
        found = np.empty((len(sizes), _FILTERS), np.float32)
        begin = 0
        for at, end in enumerate(ends.tolist()):
            np.maximum.reduce(every[begin:end], axis=0, out=found[at])
            begin = end
        return np.asarray(np.maximum(found + self._bias, 0), np.float32)

    @cached_property
    def _bias(self) -> Array:
        return np.concatenate([self.values[key(kind, size) + "_bias"] for kind, size, _ in BRANCHES])

    def as_text(self, peaks: Array) -> Array:
        """What texts weigh for each label, one row a text; bias included."""
        return product(peaks[:, :_TEXT], self.values["out"][:_TEXT]).astype(np.float32) + self.values["out_bias"]

    def as_context(self, peaks: Array) -> Array:
        """What they weigh for each label of the turn after them."""
        return product(peaks[:, _TEXT:], self.values["out"][_TEXT:]).astype(np.float32)
