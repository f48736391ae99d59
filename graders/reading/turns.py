"""What a turn looks like to rules: its sentences, words, figures and the pieces that are not speech."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from coolhead.bench.types import Turn
from coolhead.graders.model.memo import Memo
from coolhead.graders.reading.foreign import Foreign, foreign, masked
from coolhead.graders.reading.sentences import spans
from coolhead.graders.reading.slots import Slot, slots
from coolhead.graders.reading.text import Plain, plain
from coolhead.graders.reading.words import content, tokens

_SPACES = re.compile(r"\s{2,}")


@dataclass(eq=False)
class Sentence:
    """One sentence of a turn."""

    turn: int
    text: str
    """Plain, quotations of the customer blanked out."""
    quote: str
    """The original words, verbatim."""
    place: int
    """Which sentence of its turn, counted from 0."""
    words: list[str]
    stems: frozenset[str]
    slots: list[Slot]
    row: int = -1
    """Row of the text model's answer; the last one, of zeros, where it was not asked."""
    memo: dict[Any, Any] = field(default_factory=dict, repr=False)
    """What checks worked out about it; see `once`."""

    @cached_property
    def asks(self) -> bool:
        """Ends with a question mark, or with one among marks of heat ("?!")."""
        return self.text.rstrip("\"')]! ").endswith("?")

    def has(self, *kinds: str) -> bool:
        """Holds a figure of one of these kinds."""
        return any(slot.kind in kinds for slot in self.slots)


@dataclass(eq=False)
class TurnRead:
    """One turn, read."""

    index: int
    """Position in `Dialogue.turns`."""
    role: str
    plain: Plain
    text: str
    """Plain text without foreign pieces."""
    sentences: list[Sentence]
    foreign: list[Foreign]
    words: list[str]
    stems: frozenset[str]
    turn: Turn
    context: str = ""
    """What the other party said just before."""
    row: int = -1
    """Row of the text model's answer."""
    heat: float = 0.0
    """How hot the customer is, 0-1 (customer turns only)."""
    before: TurnRead | None = field(default=None, repr=False)
    """The other party's turn before."""
    burst: tuple[TurnRead, ...] = field(default=(), repr=False)
    """Messages that the same party sent right before this one, without an answer between."""
    memo: dict[Any, Any] = field(default_factory=dict, repr=False)
    """What checks worked out about it; see `once`."""

    @cached_property
    def slots(self) -> list[Slot]:
        """All figures of the turn."""
        return [slot for sentence in self.sentences for slot in sentence.slots]

    @property
    def empty(self) -> bool:
        """Nothing was said: no letters or digits."""
        return not self.words

    def pieces(self, kind: str) -> list[str]:
        """The original words of its foreign pieces of a kind."""
        return [self.plain.quote(piece.start, piece.end) for piece in self.foreign if piece.kind == kind]


_KEPT: Memo[tuple[list[str], frozenset[str], list[Slot]]] = Memo(200_000)
"""What sentences came to, for about so many characters of them (some 5 MB): bots and customers say things again."""


def _parts(said: str) -> tuple[list[str], frozenset[str], list[Slot]]:
    """Words, stems and figures of a sentence; shared by all sentences of the same text."""
    known = _KEPT.get(said)
    if known is None:
        words = tokens(said)
        known = words, content(words), slots(said)
        _KEPT.keep(said, known)
    return known


def forget() -> None:
    """Forgets the sentences read so far: what they came to is only kept to save time."""
    _KEPT.clear()


def read_turn(turn: Turn, index: int, heard: Sequence[str]) -> TurnRead:
    """A turn, read; `heard` are the words the customer has said so far."""
    base = plain(turn.text)
    pieces = foreign(base.text, heard) if turn.role == "agent" else []
    text = masked(base.text, pieces) if pieces else base.text
    found: list[Sentence] = []
    for start, end in spans(text):
        said = _SPACES.sub(" ", text[start:end]) if pieces else text[start:end]
        words, own, figures = _parts(said)
        if words:
            found.append(Sentence(index, said, base.quote(start, end), len(found), words, own, figures))
    words = [word for sentence in found for word in sentence.words]
    stems = frozenset().union(*(sentence.stems for sentence in found)) if found else frozenset()
    return TurnRead(index, turn.role, base, text, found, pieces, words, stems, turn)
