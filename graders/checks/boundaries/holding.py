"""How a demand against the policy is met: held with a kind no, turned down to nothing, or granted."""

from __future__ import annotations

from coolhead.graders.checks.case.concessions import demands, free_limits
from coolhead.graders.checks.speech.answered import RESTRICTED, bars
from coolhead.graders.checks.speech.refusals import nearest, plain_no, refusal_form
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import expression, phrases

SURELY = 0.8
"""From this strength a good deed shows that it was called for."""
WAY = 0.2
"""From this much of a way forward a refusal leads somewhere."""
SHOWN = 0.3
"""From this strength the form of a refusal is there to be judged."""


def says_no(reading: Reading, x: Sentence) -> float:
    """How surely a sentence turns something down, 0-1, also where what it turns down stands first."""
    return max(any_no(reading, x), DECLINES if phrases("limits", "declines").search(x.text) else 0.0)


def any_no(reading: Reading, x: Sentence) -> float:
    """How surely a sentence turns something down, 0-1: in so many words, or by what it says right behind a demand."""
    return max(plain_no(reading, x), _no_to(reading, x))


def _no_to(reading: Reading, x: Sentence) -> float:
    """How surely a sentence turns down what was demanded right before it, 0-1, where limits stand in free words."""
    before = reading.turns[x.turn].before
    if before is None or not free_limits(reading) or not demands(reading, before):
        return 0.0
    return RESTRICTED if bars(reading, x) else 0.0


DECLINES, NOWHERE = 0.7, -1.4
"""The strength of a no in such a form, and what a no that leads nowhere weighs against a kind one (log-odds)."""
_CUT = expression("bounds", "cut")


def assents(turn: TurnRead) -> bool:
    """Says yes to what was asked, in so many words."""
    return any(phrases("limits", "assents").search(x.text) for x in turn.sentences)


def forward(reading: Reading, turn: TurnRead) -> float:
    """How much of a way forward a turn holds, 0-1."""
    named = [x for x in turn.sentences if phrases("limits", "empty_way").search(x.text) is None]
    return max((max(nearest(reading, x), _way(x)) for x in named), default=0.0)


def _way(x: Sentence) -> float:
    """A part of a sentence that says what is open instead, 0-1."""
    parts = [part for part in _CUT.split(x.text) if phrases("limits", "declines").search(part.strip()) is None]
    return max((WAY for part in parts if phrases("limits", "way").search(part) and not refusal_form(part)), default=0.0)
