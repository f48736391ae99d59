"""Texts in context become rows of features: four sparse blocks that the weights multiply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coolhead.graders.model.hashing import Ints, char_grams, token_grams
from coolhead.graders.model.reading import Reading, read
from coolhead.graders.model.structure import names_of, skeleton

WORD_BITS, SHAPE_BITS, CHAR_BITS = 15, 15, 15
BLOCKS = ("word", "shape", "char", "name")
STRENGTH = {"word": 1.0, "shape": 1.0, "char": 0.8, "name": 1.6}
"""How much a block counts before training: each row of a block has this length."""


@dataclass(frozen=True)
class Block:
    """Features of one kind: pairs (row, column), sorted by row, all of the same value within a row."""

    columns: Ints
    rows: Ints
    value: npt.NDArray[np.float32]
    """Per row: the value of each of its features."""


@dataclass(frozen=True)
class Pair:
    """A text beside its context, read; `names` are the named features."""

    text: Reading
    context: Reading
    names: frozenset[str]


def pairs(texts: Sequence[str], contexts: Sequence[str]) -> list[Pair]:
    """Every text with its context, each distinct string read once."""
    seen: dict[str, Reading] = {}
    found = []
    for text, context in zip(texts, contexts, strict=True):
        for raw in (text, context):
            if raw not in seen:
                seen[raw] = read(raw)
        found.append(Pair(seen[text], seen[context], frozenset(names_of(seen[text], seen[context]))))
    return found


def flagged(pair: Pair, flags: Sequence[str]) -> Pair:
    """The pair with what the customer's turn is (`flags`) crossed with what the text does."""
    if not flags:
        return pair
    extra = [f"f:{flag}" for flag in flags]
    heads = [
        n for n in pair.names if n[:2] in {"c:", "q:", "a:", "n:", "o:"} or n.startswith(("i ", "we ", "pass", "t:"))
    ]
    extra += [f"f:{flag}&{head}" for flag in flags for head in heads]
    return Pair(pair.text, pair.context, pair.names | frozenset(extra))


def blocks(batch: Sequence[Pair], vocabulary: Mapping[str, int]) -> dict[str, Block]:
    """The feature rows of a batch; `vocabulary` numbers the named features."""
    words = token_grams([["^", *pair.text.tokens, "$"] for pair in batch], range(1, 4), WORD_BITS)
    shapes = token_grams([skeleton(pair.text, pair.context) for pair in batch], range(2, 5), SHAPE_BITS)
    chars = char_grams([pair.text.text for pair in batch], range(3, 6), CHAR_BITS)
    columns, rows = [], []
    for row, pair in enumerate(batch):
        known = sorted(vocabulary[name] for name in pair.names if name in vocabulary)
        columns += known
        rows += [row] * len(known)
    named = np.array(columns, np.int64), np.array(rows, np.int64)
    return {
        kind: _block(kind, found, len(batch)) for kind, found in zip(BLOCKS, (words, shapes, chars, named), strict=True)
    }


def _block(kind: str, found: tuple[Ints, Ints], size: int) -> Block:
    columns, rows = found
    count = np.bincount(rows, minlength=size).astype(np.float32)
    return Block(columns, rows, (STRENGTH[kind] / np.sqrt(np.maximum(count, 1))).astype(np.float32))
