"""Texts become rows of features: three sparse blocks of the text alone, one of the text beside its context."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coolhead.graders.model.beside import Answer, Before, answer_of, before_of, context_names
from coolhead.graders.model.hashing import Codes, Ints, grams, pieces
from coolhead.graders.model.reading import Reading, read
from coolhead.graders.model.structure import own_names

WORD_BITS, CHAR_BITS = 15, 14
BLOCKS = ("word", "char", "name", "beside")
"""All but the last depend on the text alone."""
STRENGTH = {"word": 1.0, "char": 0.8, "name": 1.6, "beside": 1.0}
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


class Text:
    """A text, read, with its named features; what it is beside others is worked out when it is first asked for."""

    __slots__ = ("_answer", "_before", "_crossed", "names", "reading")

    def __init__(self, reading: Reading, names: tuple[str, ...]) -> None:
        self.reading = reading
        self.names = names
        """Each once."""
        self._crossed: list[str] | None = None
        self._answer: Answer | None = None
        self._before: Before | None = None

    @property
    def crossed(self) -> list[str]:
        """The names that are crossed with what the turn before is."""
        if self._crossed is None:
            self._crossed = [name for name in self.names if name.startswith(_CROSSED)]
        return self._crossed

    @property
    def answer(self) -> Answer:
        """The text as it is laid beside contexts."""
        if self._answer is None:
            self._answer = answer_of(self.reading)
        return self._answer

    @property
    def before(self) -> Before:
        """The text as a context."""
        if self._before is None:
            self._before = before_of(self.reading)
        return self._before


class Numbered:
    """Columns of the named features of a text beside its context; crossed ones by flag and name: none is spelt."""

    def __init__(self, columns: Mapping[str, int]) -> None:
        self._plain: dict[str, int] = {}
        self._flags: dict[str, int] = {}
        self._crossed: dict[str, dict[str, int]] = {}
        for name, column in columns.items():
            if name[:2] != "f:":
                self._plain[name] = column
            elif "&" in name:
                flag, _, head = name[2:].partition("&")
                self._crossed.setdefault(flag, {})[head] = column
            else:
                self._flags[name[2:]] = column

    def columns(self, text: Text, context: Text, flags: Sequence[str]) -> list[int]:
        """Those of `beside`, each once."""
        names = context_names(text.reading, text.answer, context.reading, context.before)
        found = set(map(self._plain.get, names))
        if flags:
            heads = [*text.crossed, *[name for name in names if name[:2] == "o:"]]
            for flag in flags:
                found.add(self._flags.get(flag))
                crossed = self._crossed.get(flag)
                if crossed:
                    found.update(map(crossed.get, heads))
        return [column for column in found if column is not None]


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


def word_block(codes: Codes, lengths: Sequence[int]) -> Block:
    """The block of word n-grams, from the codes of all tokens, each text between its ends."""
    return block("word", grams(codes, lengths, range(1, 4), WORD_BITS), len(lengths))


def char_pieces(token: str) -> list[int]:
    """Columns of the character block for one token."""
    return pieces(token, range(3, 6), CHAR_BITS)


def named(kind: str, names: Sequence[Iterable[str]], vocabulary: Mapping[str, int]) -> Block:
    """A block of named features; names that training did not keep are left out."""
    get = vocabulary.get
    return numbered(kind, [[column for column in map(get, found) if column is not None] for found in names])


def numbered(kind: str, rows: Sequence[list[int]]) -> Block:
    """A block from the columns of each row."""
    columns = np.array([column for row in rows for column in row], np.int64)
    counts = [len(row) for row in rows]
    return block(kind, (columns, np.repeat(np.arange(len(counts)), counts)), len(counts))


def block(kind: str, found: tuple[Ints, Ints], size: int) -> Block:
    """A block of `size` rows from its columns and rows."""
    columns, rows = found
    count = np.bincount(rows, minlength=size).astype(np.float32)
    return Block(kind, columns, rows, (STRENGTH[kind] / np.sqrt(np.maximum(count, 1))).astype(np.float32))
