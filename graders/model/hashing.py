"""Hashed n-grams in bulk: texts go in, (bucket, row) arrays come out, with no loop over n-grams in Python."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
_MIX = np.uint64(0x9E3779B97F4A7C15)
_codes: dict[str, int] = {}


def code(token: str) -> int:
    """A 32-bit number for a token, the same in every process."""
    known = _codes.get(token)
    if known is None:
        if len(_codes) > 300_000:
            _codes.clear()
        known = _codes[token] = (zlib.crc32(token.encode("utf-8")) + 1) * 2654435761 & 0xFFFFFFFF
    return known


def _grams(codes: npt.NDArray[np.uint64], row: Ints, sizes: range, bits: int) -> tuple[Ints, Ints]:
    buckets, rows = [], []
    rolled = np.zeros_like(codes)
    for size in range(1, sizes.stop):
        n = len(codes) - size + 1
        if n <= 0:
            break
        rolled = (rolled[:n] if size > 1 else rolled) * _MIX + codes[size - 1 :]
        if size in sizes:
            whole = row[:n] == row[size - 1 :]
            mixed = (rolled + np.uint64(size)) * _MIX
            buckets.append((mixed[whole] >> np.uint64(64 - bits)).astype(np.int64))
            rows.append(row[:n][whole])
    if not buckets:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    found, where = np.concatenate(buckets), np.concatenate(rows)
    # One entry per row and bucket: presence, not counts.
    keys = (where << bits) | found
    keys.sort()
    keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])]
    return keys & ((1 << bits) - 1), keys >> bits


def token_grams(texts: Sequence[list[str]], sizes: range, bits: int) -> tuple[Ints, Ints]:
    """Buckets (0 to 2**bits - 1) and rows of the token n-grams, sorted by row, each pair once."""
    codes = np.fromiter((code(t) for tokens in texts for t in tokens), np.uint64)
    row = np.repeat(np.arange(len(texts)), [len(tokens) for tokens in texts])
    return _grams(codes, row, sizes, bits)


def char_grams(texts: Sequence[str], sizes: range, bits: int) -> tuple[Ints, Ints]:
    """The same for characters; each text is lower-cased and padded with a blank."""
    raw = [f" {text.lower()} ".encode() for text in texts]
    codes: Any = np.frombuffer(b"".join(raw), np.uint8).astype(np.uint64) + np.uint64(1)
    row = np.repeat(np.arange(len(texts)), [len(r) for r in raw])
    digits = (codes >= 49) & (codes <= 58)
    codes[digits] = 49
    return _grams(codes, row, sizes, bits)
