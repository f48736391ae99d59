"""Abuse in the customer's turns: insults and threats that are aimed at the agent."""

from __future__ import annotations

from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases

DOUBTFUL = 0.4
"""Probability from which words may be an insult."""
SURE = 0.6
"""Strength from which an answer that asks for respect shows that the words were an insult."""


def abusive(reading: Reading, turn: TurnRead) -> bool:
    """Insults or threatens the agent."""
    p = max(chance(reading, turn, "ABUSE"), 0.9 * chance(reading, turn, "THREAT"))
    aimed = max((_aimed(reading, x) for x in turn.sentences), default=0.0)
    if phrases("abuse", "threat").search(turn.text):
        return True
    called = any(phrases("abuse", "called").search(x.text) for x in turn.sentences)
    if (called or aimed >= DOUBTFUL) and _limited(reading, turn):
        return True  # who asks for respect has been insulted, where the words allow it
    return aimed >= 0.65 or p >= 0.75 or (p >= 0.1 and phrases("abuse", "names").search(turn.text) is not None)


def _limited(reading: Reading, turn: TurnRead) -> bool:
    reply = reading.after(turn)
    return reply is not None and reading.strength(reply, "PB+1") >= SURE


def _aimed(reading: Reading, x: Sentence) -> float:
    """Probability that a sentence abuses the one it speaks to, 0-1."""
    to_you = phrases("abuse", "to_you").search(x.text) is not None
    return max(reading.p(x, "ABUSE"), 0.9 * reading.p(x, "THREAT")) if to_you else 0.0


def chance(reading: Reading, turn: TurnRead, label: str) -> float:
    """Probability of a label for a customer turn: of the whole or of its clearest sentence, 0-1."""
    return max([reading.p(turn, label), *(reading.p(x, label) for x in turn.sentences)])
