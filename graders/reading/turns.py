"""What a turn looks like to rules: its sentences, words, figures and the pieces that are not speech."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from coolhead.bench.types import Turn
from coolhead.graders.model.memo import Memo
from coolhead.graders.reading.foreign import Foreign, foreign, masked
from coolhead.graders.reading.sentences import spans
from coolhead.graders.reading.slots import Slot, slots
from coolhead.graders.reading.spelling import forget as forget_spelling
from coolhead.graders.reading.spelling import respelt
from coolhead.graders.reading.text import Plain, plain
from coolhead.graders.reading.words import content, tokens

_SPACES = re.compile(r"\s{2,}")


@dataclass(eq=False)
class Sentence:
    """One sentence of a turn."""

    turn: int
    text: str
    """Plain, quotations of the customer blanked out, as it was meant: see `spelling`."""
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
    written: str
    """Plain text without foreign pieces, slips and all."""
    text: str
    """The same as it was meant: see `spelling`."""
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

    @cached_property
    def written_words(self) -> list[str]:
        """Its words, slips and all."""
        return self.words if self.text is self.written else tokens(self.written)

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
    forget_spelling()


def read_turn(turn: Turn, index: int, heard: Sequence[str], own: Callable[[], Set[str]] = frozenset) -> TurnRead:
    """A turn, read; `heard` are the words the customer has said so far, `own` gives those that are no slips here."""
    base = plain(turn.text)
    pieces = foreign(base.text, heard) if turn.role == "agent" else []
    written = masked(base.text, pieces) if pieces else base.text
    parts: list[str] = []
    last, behind = 0, -1
    found: list[Sentence] = []
    for start, end in spans(written):
        raw = written[start:end]
        meant = respelt(raw, own)
        if meant is not raw or start == behind:
            # Where the blank between two sentences was left out, it is put in.
            parts += (written[last:start], " " if start == behind else "", meant)
            last = end
        behind = end
        said = _SPACES.sub(" ", meant) if pieces else meant
        words, stems, figures = _parts(said)
        if words:
            found.append(Sentence(index, said, base.quote(start, end), len(found), words, stems, figures))
    text = "".join([*parts, written[last:]]) if parts else written
    words = [word for sentence in found for word in sentence.words]
    every = frozenset().union(*(sentence.stems for sentence in found)) if found else frozenset()
    return TurnRead(index, turn.role, base, written, text, found, pieces, words, every, turn)
