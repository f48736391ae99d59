"""What weighs beside the words of a slip: the temper of the customer, an acknowledgement, a fair limit."""

from __future__ import annotations

from math import log

from coolhead.graders.checks.calm.remarks import pointed
from coolhead.graders.checks.speech.common import UNSAID, UPSET, hot_before
from coolhead.graders.checks.speech.listening import feeling_named
from coolhead.graders.checks.speech.odds import AGAINST, NO_WORDS, among, shifted
from coolhead.graders.checks.speech.promises import promise_form, remedy, timed
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases

SAID = 6
"""Words from which a sentence without an idiom of scorn can carry some."""
TINY_WORDS = 3
TINY, SHORT, AGREES, DIRECTS, UNDONE, GRAVE = -3.3, -1.0, -1.2, -1.0, -0.7, -0.6
"""What it weighs against a slip in no plain words that the sentence is tiny or short, that it grants a point or leaves
a choice, that it says what to do next, that it speaks of nothing done or left undone, and that it is grave to be
charged with it."""
CURT = 0.4
"""What is left of that weight where the customer was upset."""
COOL, HEATED = -0.5, 1.0
"""The least and the most that a customer's temper weighs for a slip, in log-odds: slips are rare in ordinary talk, and
the sentences that the text model learnt from are answers to angry people, half of them slips."""
ALIKE = 0.3
"""How far the sentences of a dialogue count as so many independent tests."""
ACKNOWLEDGES, LIMITS = -1.8, -4.0
"""What a sure acknowledgement weighs against a slip, and a fair limit against policing or taking offence."""
PRAISED = 0.2
"""What is left of a slip that is heard where the customer is praised in so many words."""


@once
def provoked(reading: Reading) -> float:
    """What the dialogue weighs for any one slip, in log-odds: the customer's temper, and how many sentences it has."""
    held = min(max(reading.annoyance, 0.01), 0.99)
    temper = min(HEATED, max(COOL, 0.5 * log(held / (1 - held)) + HEATED))
    return temper + among(len(reading.sentences), ALIKE)


def alone(reading: Reading, x: Sentence, heard: float, *reasons: float) -> float:
    """A slip that the text model alone hears; two or three words are a signature or a yes, and an act is no slip."""
    tiny = len(x.words) <= TINY_WORDS and not pointed(x)
    short = TINY if tiny else SHORT * (len(x.words) < SAID)
    if not (tiny or x.asks) and hot_before(reading.turns[x.turn]) >= UPSET:
        short *= CURT  # to somebody upset a short word is seldom idle
    way = 0.5 if phrases("refusals", "nearest").search(x.text) else 0.0
    helps = min(1.0, max(way, remedy(reading, x) + 0.5 * promise_form(x.text) * timed(x)))
    return shifted(heard, NO_WORDS, short, AGAINST * helps, *reasons)


@once
def acknowledges(reading: Reading, x: Sentence) -> float:
    """Is the sentence an acknowledgement? Then a faint sound of mockery is most likely misheard."""
    read = max(reading.s(x, label) for label in ("EM+1", "EM+2", "EM+3", "EM+4", "EM+5", "EM+g"))
    return max(read, 0.9 * feeling_named(x))


def limits(reading: Reading, x: Sentence) -> float:
    """Asks for respect in the fair way, 0-1: of somebody who was abusive, or threatened."""
    read = max(reading.s(x, "PB+1"), reading.s(reading.turns[x.turn], "PB+1"))
    asks = FAIR if phrases("limits", "ask").search(x.text) else 0.0
    return max(read, asks) if abused(reading, x) else UNSAID * read


def asks_fairly(reading: Reading, x: Sentence) -> bool:
    """Asks for respect in a friendly way: for both sides, as a wish, or beside the will to help."""
    if not phrases("limits", "ask").search(x.text) or phrases("limits", "scolds").search(x.text):
        return False
    turn = reading.turns[x.turn].text
    return any(phrases("limits", name).search(turn) for name in ("together", "help"))


FAIR, THREATENED = 0.8, 0.3
"""The strength of a plain request for respect, and the probability of abuse from which one is called for."""


def abused(reading: Reading, x: Sentence) -> bool:
    """The customer was abusive or threatened before a sentence."""
    before = [t for t in reading.customers if t.index < x.turn]
    named = any(phrases("abuse", name).search(t.text) for t in before for name in ("threat", "names"))
    return named or any(reading.p(t, label) >= THREATENED for t in before for label in ("ABUSE", "THREAT"))


ANNOYED, FEW = 0.12, 2
"""How annoyed over the whole dialogue whoever complains is at least, and words that are too few to show it."""


@once
def tells_trouble(turn: TurnRead) -> bool:
    """A customer's turn tells of something that went wrong, or is angry in so many words."""
    went_wrong = any(phrases("remarks", name).search(turn.text) for name in ("misfortune", "grave"))
    return went_wrong or displeased(turn)


def displeased(turn: TurnRead) -> bool:
    """A customer's turn is angry in so many words."""
    return any(phrases("mood", name).search(turn.text) for name in ("hot", "displeased"))


@once
def troubled(reading: Reading, turn: TurnRead) -> bool:
    """The customer told of trouble before a turn, or is annoyed over the whole dialogue."""
    before = turn.before
    if before is None:
        return False
    annoyed = reading.annoyance >= ANNOYED and len(before.words) > FEW
    return annoyed or any(tells_trouble(t) for t in reading.customers if t.index < turn.index)
