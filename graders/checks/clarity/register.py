"""Words that fit the reader: figures of speech are riddles to somebody who is still learning the language."""

from __future__ import annotations

from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases

RIDDLE, ANOTHER = 0.4, 0.25
"""How unclear one figure of speech is to somebody who wants plain words (no error yet), and what each more adds."""


@once
def riddle(reading: Reading, x: Sentence) -> float:
    """Figures of speech to somebody who struggles with the language or asked for plain words, 0-1."""
    if not any(wants_plain(turn) for turn in reading.customers if turn.index < x.turn):
        return 0.0
    count = len(phrases("register", "idioms").findall(x.text))
    return min(1.0, RIDDLE + ANOTHER * (count - 1)) if count else 0.0


@once
def wants_plain(turn: TurnRead) -> bool:
    """The customer asks for plain words, or writes as somebody does who is still learning."""
    if phrases("register", "wants_plain").search(turn.text):
        return True
    return any(phrases("register", "broken").search(x.text.rstrip(" ?.!")) for x in turn.sentences)
