"""What an agent does against the customer's plain word: a step that failed, an act that was declined."""

from __future__ import annotations

from coolhead.graders.checks.speech.common import conditional, hollow, negated
from coolhead.graders.checks.speech.promises import promise_form, remedy
from coolhead.graders.checks.speech.repeats import ECHO, parroted
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import phrases, stem, tokens


@once
def overridden(reading: Reading) -> list[tuple[float, Sentence]]:
    """Steps asked for again that the customer called useless, and acts done that the customer declined."""
    found_: list[tuple[float, Sentence]] = []
    for turn in reading.agents:
        before = [x for t in reading.customers if t.index < turn.index for x in t.sentences if not x.asks]
        useless = [_thing(x) for x in before if phrases("acts", "failed_step").search(x.text)]
        unwanted = [_thing(x) for x in before if phrases("acts", "declined").search(x.text)]
        done = [_deeds(x) for x in before if phrases("acts", "done_often").search(x.text)]
        for x in turn.sentences:
            if negated(x) or parroted(reading, x) > ECHO or phrases("acts", "granted_past").search(x.text):
                continue
            again = phrases("acts", "suggests").search(x.text) is not None
            does = not x.asks and promise_form(x.text) > 0
            vain = again and any(_same_thing(x, thing) for thing in useless)
            vain = vain or (again and any(_step(x) & thing for thing in done))
            vain = vain or (again and _asks_again(reading, x))
            if vain or (does and any(_same_thing(x, thing) for thing in unwanted)):
                found_.append((FLOUTED, x))
    return found_


def _asks_again(reading: Reading, x: Sentence) -> bool:
    """A step of an earlier turn is asked for again, though the customer has just said that it was done or failed.

    Where the agent does something of its own beside it, or says why it failed, it is another attempt.
    """
    turn = reading.turns[x.turn]
    before = turn.before.sentences if turn.before is not None else []
    if not any(_was_done(y) for y in before) or any(phrases("acts", "it_worked").search(y.text) for y in before):
        return False
    if phrases("acts", "thanks_for").search(turn.text):
        return False
    if any(y is not x and (remedy(reading, y) >= MOVES or _explained(y)) for y in turn.sentences):
        return False
    mine = x.stems - hollow() - _DOING
    earlier = [y for t in reading.agents if t.index < x.turn for y in t.sentences if not (y.asks or negated(y))]
    return any(
        mine and _step(x) & y.stems and len(mine & y.stems) >= SAME * min(len(mine), len(y.stems)) for y in earlier
    )


def _was_done(x: Sentence) -> bool:
    return any(phrases("acts", name).search(x.text) for name in ("failed_step", "done_often", "did_it"))


def _explained(x: Sentence) -> bool:
    return phrases("questions", "cause").search(x.text) is not None


MOVES, SAME = 0.4, 0.5
"""Strength of a deed beside which a step is another attempt; share of words that makes it the same step."""
FLOUTED = 0.75
"""Strength of an error whose two halves, the customer's word and the agent's, both stand there."""


def _thing(x: Sentence) -> frozenset[str]:
    return frozenset(x.stems - hollow() - _DOING)


_DOING = frozenset(
    stem(word) for word in ("tried", "try", "help", "helped", "work", "works", "worked", "again", "told")
)


def _deeds(x: Sentence) -> frozenset[str]:
    """What the customer says was done more than once, in stems of the verbs by which it is asked for."""
    return frozenset(_BY_OTHER_STEM.get(one, one) for one in x.stems) - hollow() - _DOING - _TALK


def _step(x: Sentence) -> frozenset[str]:
    """The stems of the verbs by which a sentence asks for a step."""
    if conditional(x):
        return frozenset()
    asks = phrases("acts", "asks_step").finditer(x.text)
    return frozenset(stem(word) for found in asks for word in tokens(found.group())[-1:]) - _TALK


_BY_OTHER_STEM = {stem(past): stem(now) for past, now in (("sent", "send"), ("took", "take"), ("held", "hold"))}
_TALK = frozenset(
    stem(word) for word in "call ring phone write mail email text contact ask tell wait come go visit speak say".split()
)
"""What one may well do again, in another place or with somebody else."""


def _same_thing(x: Sentence, thing: frozenset[str]) -> bool:
    """A sentence names at least two words of a thing, and most of it where it has few."""
    return len(x.stems & thing) >= max(2, min(3, len(thing) / 2))
