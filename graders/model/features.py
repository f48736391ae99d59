"""Texts become rows of features: four sparse blocks of the text alone, one of the text beside its context."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from coolhead.graders.model.beside import Answer, Before, answer_of, before_of, context_names
from coolhead.graders.model.hashing import Codes, Ints, grams, pieces, token_grams
from coolhead.graders.model.reading import Reading, read
from coolhead.graders.model.structure import own_names, skeleton

WORD_BITS, SHAPE_BITS, CHAR_BITS = 15, 15, 14
OWN = ("word", "shape", "char", "name")
"""Blocks that depend on the text alone."""
BLOCKS = (*OWN, "beside")
STRENGTH = {"word": 1.0, "shape": 1.0, "char": 0.8, "name": 1.6, "beside": 1.0}
"""How much a block counts before training: each row of a block has about this length."""
_CROSSED = ("c:", "q:", "a:", "n:", "t:", "i ", "we ", "pass")
"""Names of a text that are crossed with what the turn before it is."""
_NAMES: dict[str, str] = {}
"""Every name met, one string for all texts that have it; names are made of word classes and closed lists alone."""


@dataclass(frozen=True)
class Block:
    """Features of one kind: pairs (row, column), sorted by row, all of the same value within a row."""

    kind: str
    columns: Ints
    rows: Ints
    value: npt.NDArray[np.float32]
    """Per row: the value of each of its features."""


@dataclass(frozen=True)
class Text:
    """A text, read, with its named features."""

    reading: Reading
    names: tuple[str, ...]
    """Each once."""

    @cached_property
    def crossed(self) -> list[str]:
        """The names that are crossed with what the turn before is."""
        return [name for name in self.names if name.startswith(_CROSSED)]

    @cached_property
    def answer(self) -> Answer:
        """The text as it is laid beside contexts."""
        return answer_of(self.reading)

    @cached_property
    def before(self) -> Before:
        """The text as a context."""
        return before_of(self.reading)


def text_of(raw: str) -> Text:
    """A text as the features see it."""
    reading = read(raw)
    names = dict.fromkeys(own_names(reading))
    return Text(reading, tuple(map(_NAMES.setdefault, names, names)))


def beside(text: Text, context: Text, flags: Sequence[str]) -> set[str]:
    """Named features of a text in its context; `flags` say what the customer's turn is (abusive, asking …)."""
    names = context_names(text.reading, text.answer, context.reading, context.before)
    if flags:
        heads = text.crossed + [name for name in names if name[:2] == "o:"]
        for flag in flags:
            names.append(f"f:{flag}")
            start = f"f:{flag}&"
            names += [start + head for head in heads]
    return set(names)


def own_blocks(texts: Sequence[Text], vocabulary: Mapping[str, int]) -> dict[str, Block]:
    """The blocks of the texts alone, words and characters excepted; `vocabulary` numbers the named features."""
    shapes = token_grams([skeleton(text.reading) for text in texts], range(2, 5), SHAPE_BITS)
    return {
        "shape": block("shape", shapes, len(texts)),
        "name": named("name", [text.names for text in texts], vocabulary),
    }


def word_block(codes: Codes, lengths: Sequence[int]) -> Block:
    """The block of word n-grams, from the codes of all tokens, each text between its ends."""
    return block("word", grams(codes, lengths, range(1, 4), WORD_BITS), len(lengths))


def char_pieces(token: str) -> list[int]:
    """Columns of the character block for one token."""
    return pieces(token, range(3, 6), CHAR_BITS)


def named(kind: str, names: Sequence[Iterable[str]], vocabulary: Mapping[str, int]) -> Block:
    """A block of named features; names that training did not keep are left out."""
    columns: list[int] = []
    counts = []
    get = vocabulary.get
    for found in names:
        known = [column for column in map(get, found) if column is not None]
        known.sort()
        columns += known
        counts.append(len(known))
    return block(kind, (np.array(columns, np.int64), np.repeat(np.arange(len(counts)), counts)), len(counts))


def block(kind: str, found: tuple[Ints, Ints], size: int) -> Block:
    """A block of `size` rows from its columns and rows."""
    columns, rows = found
    count = np.bincount(rows, minlength=size).astype(np.float32)
    return Block(kind, columns, rows, (STRENGTH[kind] / np.sqrt(np.maximum(count, 1))).astype(np.float32))
