"""The answer to a demand against a limit in free words: a no, or a yes, in whatever words it is put.

Right after a demand a no need not be called one: it says how things stay, what is needed first, whose something is.
"""

from __future__ import annotations

from functools import lru_cache

from coolhead.graders.base import MET
from coolhead.graders.checks.speech.refusals import refusal_form
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import expression, phrases

RESTRICTED = 0.7
"""Strength of a no that says how things stay, or what is needed first."""
_NO = expression("spoken", "no")
BARE = 4
"""Words up to which a no is one and nothing else."""
HINT = 0.1
"""Strength of a no, as the text model hears it, from which words count that are said of much else as well."""
YES = 0.4
"""Strength of a grant, as the text model hears it, from which an answer to a demand is a yes."""


@once
def bars(reading: Reading, x: Sentence) -> bool:
    """Says no in a plain form, or that things stay as they are, what is needed first, who alone may, whose it is.

    Only behind a demand: "the desk needs your name" turns nobody down who has demanded nothing.
    """
    if x.asks:
        return False
    turn = reading.turns[x.turn]
    # "No, the hinge sits outside" answers a question, and bars nothing.
    asked = turn.before is not None and turn.before.sentences[-1:] != [] and turn.before.sentences[-1].asks
    if bars_in(_NO.sub("", x.text) if asked and len(x.words) > BARE else x.text):
        return True
    hinted = (turn.before is not None and begs(turn.before) > 0) or _heard(reading, turn) >= HINT
    return hinted and phrases("demanded", "restricts").search(_open(x.text)) is not None


@lru_cache(maxsize=4_000)
def bars_in(text: str) -> bool:
    """A text says no in a plain form, or that things stay as they are."""
    if refusal_form(text) or phrases("limits", "declines").search(text) or phrases("tested", "kept").search(text):
        return True
    return phrases("demanded", "bars").search(_open(text)) is not None


def _open(text: str) -> str:
    """A text without what bars nothing, though it has the words."""
    return phrases("demanded", "no_bar").sub(" ", text)


@once
def _heard(reading: Reading, turn: TurnRead) -> float:
    """How surely the text model hears a no in a turn, 0-1."""
    return max(reading.strength(turn, label) for label in ("REFUSE", "PB+4"))


@once
def begs(turn: TurnRead) -> int:
    """How often a customer's turn begs for an exception."""
    return sum(len(phrases("demanded", "pleads").findall(x.text)) for x in turn.sentences)


@once
def turned_down(reading: Reading, turn: TurnRead) -> bool:
    """A turn that answers a demand says no to it, by its form or by the text model's reading."""
    if any(bars(reading, x) for x in turn.sentences):
        return True
    # The text model takes kind offers for kind refusals: alone it counts only behind a plea.
    no = _heard(reading, turn)
    pleaded = turn.before is not None and begs(turn.before) > 0
    return pleaded and no >= MET and no > reading.strength(turn, "GRANT")


@once
def consents(reading: Reading, x: Sentence) -> bool:
    """A sentence that answers a demand says yes to it: in so many words, or by doing what follows from a yes."""
    if x.asks or bars(reading, x):
        return False
    return says_yes(x) or phrases("demanded", "takes_up").search(x.text) is not None or reading.s(x, "GRANT") >= YES


def says_yes(x: Sentence) -> bool:
    """Says yes in so many words, or sends the customer off to do what was demanded."""
    return not x.asks and phrases("demanded", "says_yes").search(x.text) is not None
