"""Quiet scorn and veiled blame: sentences that do nothing for the customer, in forms such remarks come in.

No form is unkind by itself ("these things do happen" may comfort). A form weighs beside the text model's reading, the
more so the less the sentence does: who acts, asks, answers or acknowledges is rarely mocking. The weights are what a
logistic regression gives them beside the model's log-odds on the sentences of three authors whom the model had not met,
the same in sign for each of the three, taken for two thirds, since ordinary talk holds fewer remarks than they wrote.
"""

from __future__ import annotations

from math import log

from coolhead.graders.checks.speech.common import UPSET, hot_before
from coolhead.graders.checks.speech.listening import own
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import phrases

SCORN = {
    "exclaims": 1.2,
    "cheers": 0.6,
    "aside": 1.4,
    "emphatic": 1.0,
    "tag": 1.2,
    "perhaps": 1.2,
    "pointing": 0.7,
    "people": 0.6,
    "wit": 0.6,
    "stated": 1.2,
}
BLAME = {"hadbeen": 1.0, "would": 1.0, "says_on": 0.9, "maxim": 1.0, "emphatic": 0.8, "duty": 0.4, "people": 0.6}
MOST = 1.8
"""Log-odds that all forms of a sentence weigh together at most."""
FIGURE = -0.7
"""What a figure weighs: remarks hold hardly any, service sentences many."""
COMPANY = 0.5
"""What a form weighs to somebody who is not upset: in good company such words are chat."""
RETELLS = -1.0
"""What it weighs that a sentence says nothing but what the customer told."""
SERVES, BARE = -0.35, -0.6
"""What one unit of log-odds of the likeliest good deed weighs, counted from about even chances."""
LEFT = 0.35
"""What scorn has for it where a sentence serves nothing, for remarks hold little else."""
ILL = 0.1
"""What one unit of log-odds of the likeliest other slip weighs for scorn: it seldom comes alone."""
_OTHERS = ("CT-1", "CT-2", "CT-4", "CT-6", "CT-7", "EM-3", "PB-9")
SERVING = (
    *(f"EM+{n}" for n in range(1, 8)),
    *(f"RE+{n}" for n in (1, 2, 3, 4, 7, 8, 9, 10)),
    *(f"CL+{n}" for n in (2, 3, 4, 6)),
    *(f"PB+{n}" for n in range(1, 11)),
    "CT+3",
    "GRANT",
    *("RE-v", "RE-2", "RE-5", "RE-7", "CL-3", "CL-6"),
)


def scornful(reading: Reading, x: Sentence) -> float:
    """What the form of a sentence weighs for scorn, in log-odds; below 0 where it serves the customer."""
    return (
        _forms(reading, x, SCORN)
        + _serves(reading, x)
        + LEFT * (sour(reading, x) == 1.0)
        + ILL * odds(reading, x, _OTHERS)
    )


def blaming(reading: Reading, x: Sentence) -> float:
    """What the form of a sentence weighs for blame, in log-odds; below 0 where it serves the customer."""
    return _forms(reading, x, BLAME) + _serves(reading, x) + LEFT * (sour(reading, x) == 1.0)


def slights(reading: Reading, x: Sentence, kind: str) -> bool:
    """A sentence is quiet scorn, a needle or a bidding to be patient (`kind`), to whom something went wrong."""
    return sour(reading, x) == 1.0 and phrases("slights", kind).search(x.text) is not None


def pointed(x: Sentence) -> bool:
    """The sentence has a form that scorn comes in, however short it is."""
    return any(phrases("remarks", name).search(x.text) for name in SCORN)


def accuses(x: Sentence) -> bool:
    """The sentence has a form that blame comes in."""
    return any(phrases("remarks", name).search(x.text) for name in BLAME)


def at_somebody(x: Sentence) -> bool:
    """The sentence has a form of blame, or a word for anybody who did something or left it undone."""
    return accuses(x) or phrases("remarks", "somebody").search(x.text) is not None


def _forms(reading: Reading, x: Sentence, weights: dict[str, float]) -> float:
    found = sum(weight for name, weight in weights.items() if phrases("remarks", name).search(x.text))
    retells = 0.0 if found else RETELLS * own(reading, x)
    return sour(reading, x) * min(MOST, found) + FIGURE * bool(x.slots) + retells


def sour(reading: Reading, x: Sentence) -> float:
    """What a form weighs, 0-1: all of it to somebody who is upset, accuses, or tells of something that went wrong."""
    turn = reading.turns[x.turn]
    if hot_before(turn) >= UPSET:
        return 1.0
    told = turn.before is not None and (
        max(reading.p(turn.before, label) for label in _COMPLAINS) >= TOLD
        or phrases("remarks", "misfortune").search(turn.before.text) is not None
    )
    return 1.0 if told else COMPANY


_COMPLAINS, TOLD = ("ACCUSE", "ANNOYED", "REPEATED"), 0.4
"""What the customer does who is in no mood for chat, and the probability from which it is taken for granted."""


@once
def _serves(reading: Reading, x: Sentence) -> float:
    return SERVES * (odds(reading, x, SERVING) - BARE)


def odds(reading: Reading, x: Sentence, labels: tuple[str, ...]) -> float:
    """Log-odds of the likeliest of some labels."""
    likely = max(reading.p(x, label) for label in labels)
    held = min(max(likely, FAINT), 1 - FAINT)
    return log(held / (1 - held))


FAINT = 0.02
"""A probability below which, or above its opposite, differences say nothing."""
