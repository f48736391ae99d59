"""RE-2: what nobody can keep is promised - for ever, without fail, or an outcome that is in nobody's hands."""

from __future__ import annotations

from coolhead.graders.checks.case.goal import offers
from coolhead.graders.checks.speech.promises import timed
from coolhead.graders.checks.speech.repeats import ECHO, parroted
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import expression, phrases

CERTAIN = 0.97
"""Chance of the text model at which a guarantee needs no form of words."""


@once
def guarantee(reading: Reading, x: Sentence) -> float:
    """How surely a sentence promises what nobody can keep, 0-1."""
    strength = reading.s(x, "RE-2")
    plain = phrases("conduct", "guarantee").search(x.text) is not None
    if (x.asks and _QUESTION.search(x.text) is not None) or parroted(reading, x) > ECHO:
        return 0.0  # a question promises nothing; "all right?" behind a promise makes none of it
    if phrases("conduct", "guarantee_not").search(x.text) or _REGRETS.search(x.text):
        return 0.2 * strength  # "that should never happen" is regret
    if offers(reading, x):
        return 0.3 * strength  # "I close the account for good" where that is what is wanted
    if _foretells(x):
        return max(strength, FORETOLD)
    if _in_ones_hands(x, plain=plain):
        return 0.4 * strength
    return max(strength, 0.85 if plain else 0.0)


def _in_ones_hands(x: Sentence, *, plain: bool) -> bool:
    """A no, or an ordinary promise: "you have my word that we ring at noon", "I'll ring you at six, I promise"."""
    ever = phrases("conduct", "for_ever").search(x.text) is not None
    if plain:
        return phrases("conduct", "word_of_honour").search(x.text) is not None and not ever
    own = timed(x) and phrases("acts", "own_doing").search(x.text) is not None and not ever
    return own or _NOT_GIVEN.search(x.text) is not None


def _foretells(x: Sentence) -> bool:
    """Says with certainty how something comes out that is in nobody's hands."""
    named = all(phrases("conduct", name).search(x.text) for name in ("uncontrolled", "assured"))
    return named and not x.asks and phrases("conduct", "hedged").search(x.text) is None


FORETOLD = 0.75
"""Strength of an outcome in nobody's hands that is promised."""


_QUESTION = expression("settled", "question")
_NOT_GIVEN = expression("settled", "not_given")
_REGRETS = expression("settled", "regrets")


def swears(reading: Reading, x: Sentence) -> bool:
    """A guarantee in so many words, or one that the text model is in no doubt about."""
    return phrases("conduct", "guarantee").search(x.text) is not None or reading.p(x, "RE-2") >= CERTAIN
