"""Commitments: what the agent says it does, who owns it, by when, and how much of it is words only."""

from __future__ import annotations

from functools import lru_cache

from coolhead.graders.checks.speech.common import concrete
from coolhead.graders.checks.speech.odds import shifted
from coolhead.graders.checks.speech.repeats import ECHO, parroted, parroted_turn
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import phrases


@once
def committed(reading: Reading, x: Sentence) -> float:
    """How firmly a sentence commits somebody to something, 0-1; trying, wishing and asking commit to nothing."""
    form = promise_form(x.text)
    model = max(
        reading.s(x, "RE+4"), 0.9 * reading.s(x, "GRANT"), 0.7 * reading.s(x, "RE+2"), 0.6 * reading.s(x, "RE+8")
    )
    strength = max(model, 0.55 * form + 0.45 * form * model)
    strength *= 1 - 0.8 * reading.s(x, "RE-v")
    if phrases("acts", "vague_try").search(x.text):
        strength *= 0.3
    if phrases("acts", "hypothetical").search(x.text):
        strength *= 0.7
    if x.asks:
        strength *= 0.6
    return strength * (1 - 0.5 * reading.s(x, "REFUSE")) * (ECHOED if echoed(reading, x) else 1.0)


ECHOED = 0.1
"""What is left of a commitment in the customer's own words."""


@once
def echoed(reading: Reading, x: Sentence) -> bool:
    """The sentence only gives the customer's words back, alone or within a turn that does.

    "I have moved it from the 28th to the 5th" does what it repeats.
    """
    turn = reading.turns[x.turn]
    if turn.before is None or max(parroted(reading, x), parroted_turn(reading, turn)) <= ECHO:
        return False
    if len(x.words) >= OWN and parroted(reading, x) <= ECHO:
        return False
    return promise_form(x.text) <= max((promise_form(y.text) for y in turn.before.sentences), default=0.0)


OWN = 6
"""Words from which a sentence is an echo by itself or not at all."""


@lru_cache(maxsize=4_000)
def promise_form(text: str) -> float:
    """Does a sentence have the form of a commitment, 0-1: I will, it is booked, you get."""
    if phrases("acts", "own_doing").search(text):
        return 1.0
    if phrases("acts", "done_for_you").search(text) or phrases("acts", "we_doing").search(text):
        return 0.85
    return ANY if phrases("acts", "own_any").search(text) else 0.0


ANY = 0.75
"""The form of a commitment by any other verb."""


def owned(text: str) -> float:
    """Is there somebody who does it: 1 for I, .85 for we or a named person, 0 for nobody."""
    if phrases("acts", "own_doing").search(text):
        return 1.0
    return 0.85 if any(phrases("acts", name).search(text) for name in ("we_doing", "own_any")) else 0.0


@once
def remedy(reading: Reading, x: Sentence) -> float:
    """How much a sentence settles something, 0-1: a commitment or an offer, times how concrete it is."""
    offer = max(
        committed(reading, x),
        reading.s(x, "RE+2"),
        0.8 * reading.s(x, "RE+3"),
        0.9 * reading.s(x, "PB+4"),
        0.8 * reading.s(x, "RE+10"),
    )
    hollow = max(reading.s(x, label) for label in ("RE-v", "RE-4", "RE-6", "RE-5", "RE-7"))
    read = max(reading.s(x, "RE+2"), reading.s(x, "RE+4"))
    held = max(offer * (0.3 + 0.7 * concrete(x)), 0.9 * shifted(read, UNPINNED * (1 - concrete(x))))
    return held * (1 - 0.75 * hollow) * (0.4 if unreal(x.text) else 1.0) * (ECHOED if echoed(reading, x) else 1.0)


UNPINNED = -1.5
"""Log-odds of an offer that the text model hears and nothing pins down."""


@lru_cache(maxsize=4_000)
def unreal(text: str) -> bool:
    """What was wished for, or would be done in another world, or was done for others: nobody does it here."""
    return any(phrases("acts", name).search(text) for name in ("unreal", "reported"))


@once
def timed(x: Sentence) -> bool:
    """The sentence names a time one can hold somebody to."""
    return x.has("time", "date", "duration")


@once
def vague_only(x: Sentence) -> bool:
    """A vague time and no concrete one."""
    return phrases("acts", "vague_time").search(x.text) is not None and not timed(x)


@once
def over(x: Sentence) -> bool:
    """Tells of what is over, and promises nothing."""
    return phrases("acts", "past").search(x.text) is not None and not promise_form(x.text)
