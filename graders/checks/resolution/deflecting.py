"""RE-4: only points to a page, a form or another desk."""

from __future__ import annotations

from coolhead.graders.base import MET
from coolhead.graders.checks.case.goal import offers
from coolhead.graders.checks.requests.course import points_away, tells
from coolhead.graders.checks.requests.requests import is_request
from coolhead.graders.checks.resolution.looping import own_sentences
from coolhead.graders.checks.speech.answers import answered
from coolhead.graders.checks.speech.listening import own
from coolhead.graders.checks.speech.odds import shifted
from coolhead.graders.checks.speech.promises import promise_form, remedy, timed
from coolhead.graders.checks.speech.questions import questions
from coolhead.graders.checks.speech.refusals import nearest
from coolhead.graders.checks.speech.repeats import ECHO, parroted
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import expression, phrases

AWAY = -1.0
"""Log-odds of sending away to no place by name."""
DOUBTED = 0.2
"""Chance of the text model below which the form of a deflection is doubted."""
SHORT = 3
"""Words up to which a sentence sends nobody away by itself."""
FACTS = 0.3
"""Facts from which a sentence answers a request, rather than sending the customer away."""


def _retells(reading: Reading, x: Sentence) -> bool:
    """The sentence says again what the customer said."""
    return parroted(reading, x) > ECHO or len(x.stems & reading.heard(x.turn)) > ECHO * len(x.stems)


_FOR_YOU = expression("settled", "for_you")
_SAME_PAGE = expression("settled", "same_page")


def deflects(reading: Reading, turn: TurnRead) -> float:
    """How surely a turn sends the customer elsewhere and does nothing for them, 0-1."""
    mine = own_sentences(reading, turn)
    if not mine:
        return 0.0
    where = max(mine, key=lambda x: reading.s(x, "RE-4"))
    if _SAME_PAGE.search(where.text):
        return 0.0  # a page one is on together
    if reading.s(where, "PB+10") >= MET:
        return 0.0  # who is in danger is sent to those who can help
    strength = reading.s(where, "RE-4")
    if len(mine) == len(turn.sentences):
        strength = max(strength, reading.s(turn, "RE-4"))
    if promise_form(where.text) > 0 or _FOR_YOU.search(where.text) or offers(reading, where):
        strength *= 0.4  # "you get the form" gives it
    elif len(where.words) <= SHORT or _retells(reading, where) or _asks(where):
        strength *= 0.3
    elif not points_away(where):
        answers = is_request(reading) and tells(reading, where) >= FACTS
        strength = shifted(strength, 2 * AWAY if answers else AWAY)
    if _is_answer(reading, turn, where):
        strength *= 0.3  # the place is the answer
    beside = [x for x in mine if x is not where]
    facts = max((tells(reading, x) for x in beside), default=0.0) if reading.case is None else 0.0
    other = max([facts, *(remedy(reading, x) for x in beside)])
    return max(strength * (1 - 0.7 * other), _sends_away(reading, turn))


def _asks(x: Sentence) -> bool:
    """Asks for what the agent needs, or for a step: that sends nobody away."""
    if x.asks or phrases("course", "asked").search(x.text):
        return True
    elsewhere = points_away(x) or not {"them", "they", "there"}.isdisjoint(x.words)
    return phrases("acts", "suggests").search(x.text) is not None and not elsewhere


def _is_answer(reading: Reading, turn: TurnRead, x: Sentence) -> bool:
    """The customer asked for a place or a way, and the sentence names it, no page or desk that would know."""
    if turn.before is None:
        return False
    if phrases("course", "asks_where").search(turn.before.text):
        return True
    asks = [question for question in questions(turn.before) if question.kind in {"how", "where", "who"}]
    if not asks or phrases("limits", "elsewhere").search(x.text) or phrases("course", "pointer").search(x.text):
        return False
    return any(answered(reading, question, turn)[1] is x for question in asks)


def away(reading: Reading, turn: TurnRead) -> Sentence | TurnRead:
    """The sentence of a turn that sends the customer elsewhere."""
    strength, where = reading.best(turn, "RE-4")
    if where is not None and (strength >= MET or points_away(where)):
        return where
    return next((x for x in turn.sentences if points_away(x)), where or turn)


def _sends_away(reading: Reading, turn: TurnRead) -> float:
    """Points elsewhere and does nothing itself: no step, no question, no fact of the case, and nobody asked for it."""
    if phrases("limits", "elsewhere").search(turn.text) is None or phrases("limits", "context").search(turn.text):
        return 0.0
    if turn.before is not None and phrases("limits", "want_human").search(turn.before.text):
        return 0.0
    if turn.before is not None and phrases("course", "asks_where").search(turn.before.text):
        return 0.0
    does = max((nearest(reading, x) if timed(x) or x.has("amount") else 0.0 for x in turn.sentences), default=0.0)
    knows = max((own(reading, x) for x in turn.sentences), default=0.0)
    doubted = reading.p(turn, "RE-4") < DOUBTED
    return 0.75 * (1 - does) * (1 - 0.8 * knows) * (0.5 if doubted else 1.0)
