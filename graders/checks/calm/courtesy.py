"""Courtesy: how courteous each turn is, what that is worth, and how warm the answer to the worst line is."""

from __future__ import annotations

from math import sqrt

from coolhead.graders.checks.speech.common import HOT, freshness, said, substance
from coolhead.graders.checks.speech.listening import cue, is_check, legitimate_form, open_question, own
from coolhead.graders.checks.speech.promises import remedy
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases

COURTEOUS = 0.8
"""From this strength a sentence is a courtesy by itself."""


def manner(reading: Reading) -> float:
    """What courtesy is worth, 0-1: less from an agent that says next to nothing, the same again, or only fragments."""
    fresh = freshness(reading)
    # Lines under every turn are no substance, however many they are.
    # The root: an agent that says a little less is not less courteous for it.
    said_much = sqrt(0.3 + 0.7 * substance(reading) * (0.5 + 0.5 * fresh))
    return (
        said_much * (0.7 + 0.3 * fresh) * (1 - CLIPPED * _curt(reading)) * (1 - COLD * (1 - _warm_after_worst(reading)))
    )


CLIPPED = 0.4
"""What courtesy loses where nearly all is said in fragments."""
COLD = 0.18
"""What courtesy loses where nothing warm follows the customer's worst line: polite and flat is no 5."""
_WARM = ("EM+1", "EM+2", "EM+3", "EM+4", "EM+5", "EM+7", "CT+3")
CARE = 0.7
"""What a courtesy is worth as warmth."""
BY_ROTE, ENOUGH = 0.4, 0.6
"""What warmth is worth in a turn that neither does anything nor takes up what was told, and how much is enough."""


@once
def _warm_after_worst(reading: Reading) -> float:
    """How warm the warmest answer is from the customer's worst line on, 0-1; 1 where there was none."""
    worst = max(reading.customers, key=lambda t: (_bad(t), t.index), default=None)
    if worst is None or _bad(worst) < HOT:
        return 1.0
    later = [t for t in reading.agents if t.index > worst.index and t.sentences]
    return min(1.0, max((_warmth(reading, t) for t in later), default=1.0) / ENOUGH)


def _bad(turn: TurnRead) -> float:
    """How bad a line of the customer is, 0-1: hot, or about what weighs on anybody."""
    return max(turn.heat, HOT if phrases("remarks", "grave").search(turn.text) else 0.0)


def _warmth(reading: Reading, turn: TurnRead) -> float:
    read = max(
        max(reading.s(x, "CT+w"), CARE * reading.s(x, "CT+c"), *(reading.s(x, label) for label in _WARM), cue(x))
        for x in turn.sentences
    )
    meant = max(max(min(1.0, 2 * own(reading, x)), remedy(reading, x)) for x in turn.sentences)
    return read * (BY_ROTE + (1 - BY_ROTE) * meant)


def _curt(reading: Reading) -> float:
    """How clipped the agent speaks, 0-1: the share of its sentences that are fragments without a courtesy."""
    clipped = [
        x
        for x in reading.sentences
        if len(x.words) <= FRAGMENT and not is_check(x) and phrases("conduct", "courtesy").search(x.text) is None
    ]
    if len(clipped) < FEW:
        return 0.0
    share = len(clipped) / len(reading.sentences)
    return min(1.0, max(0.0, (share - 0.15) / 0.35))


FRAGMENT, FEW = 3, 2
"""Words up to which a sentence is a fragment, and fragments from which they are a manner of speaking."""


def courtesies(reading: Reading) -> list[tuple[float, Sentence | TurnRead]]:
    """How courteous each turn of the agent is, 0-1; the same line again is no new courtesy."""
    known: set[str] = set()
    found_ = []
    for turn in reading.agents:
        found_.append(_courtesy(reading, turn, known))
        known |= {said(x) for x in turn.sentences}
    return found_


def _courtesy(reading: Reading, turn: TurnRead, known: set[str]) -> tuple[float, Sentence | TurnRead]:
    """How courteous a turn is, 0-1: thanks and please, but also care for the customer in words of its own."""
    fresh = [x for x in turn.sentences if said(x) not in known]
    best: tuple[float, Sentence | TurnRead] = (reading.s(turn, "CT+c") * bool(fresh), turn)
    for x in fresh:
        shown = reading.s(x, "CT+c")
        if phrases("conduct", "courtesy").search(x.text) or is_check(x) or legitimate_form(x.text):
            shown = max(shown, 0.85)
        shown = max(shown, cue(x), 0.4 * open_question(reading, x), 0.9 * reading.s(x, "RE+7"))
        best = max(best, (shown, x), key=lambda pair: pair[0])
    return best
