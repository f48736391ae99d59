"""Hashed n-grams in bulk: tokens go in, (bucket, row) arrays come out, with no loop over n-grams in Python."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint64]
_MIX = np.uint64(0x9E3779B97F4A7C15)
_MOST = 50_000
"""Codes that are kept; beyond that all are forgotten and worked out anew."""
_LONGEST = 30
"""Letters of a token that its pieces are taken from."""


def code(token: str) -> int:
    """A 32-bit number for a token, the same in every process."""
    return _codes[token]


class _Codes(dict[str, int]):
    def __missing__(self, token: str) -> int:
        if len(self) > _MOST:
            self.clear()
        made = self[token] = (zlib.crc32(token.encode("utf-8")) + 1) * 2654435761 & 0xFFFFFFFF
        return made


_codes = _Codes()


def grams(codes: Codes, lengths: Sequence[int], sizes: range, bits: int) -> tuple[Ints, Ints]:
    """Buckets (0 to 2**bits - 1) and rows of the n-grams of codes, `lengths` of them a text; by row, each once."""
    row = np.repeat(np.arange(len(lengths)), lengths)
    keys = []
    rolled = codes
    for size in range(1, sizes.stop):
        n = len(codes) - size + 1
        if n <= 0:
            break
        if size > 1:
            rolled = rolled[:n] * _MIX + codes[size - 1 :]
        if size in sizes:
            mixed = (rolled + np.uint64(size)) * _MIX >> np.uint64(64 - bits)
            found = (row[:n] << bits) | mixed.astype(np.int64)
            keys.append(found[row[:n] == row[size - 1 :]])
    if not keys:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    # One entry per row and bucket: presence, not counts.
    every = np.concatenate(keys)
    every.sort()
    every = every[np.concatenate([[True], every[1:] != every[:-1]])]
    return every & ((1 << bits) - 1), every >> bits


def pieces(token: str, sizes: range, bits: int) -> list[int]:
    """Buckets of the character n-grams of one token between its bounds, sorted, each once; none for a mark."""
    if not token[0].isalpha():
        return []
    spelt = f"<{token[:_LONGEST]}>"
    return sorted(
        {
            (zlib.crc32(spelt[at : at + size].encode("utf-8")) * 2654435761 & 0xFFFFFFFF) >> (32 - bits)
            for size in sizes
            for at in range(len(spelt) - size + 1)
        }
    )
