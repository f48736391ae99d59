"""The text model's word and what else is known, weighed against each other."""

from __future__ import annotations

from math import exp, log

from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.turns import Sentence

_EDGE = 1e-4


BORNE_OUT, NO_WORDS, AGAINST = 0.4, -0.7, -2.5
"""What words weigh beside the text model's reading, in log-odds of strength: words in which an error is usually said,
none of them, and words that speak for something else (a question in earnest, an offer, an acknowledgement). The size is
what a logistic regression gives them on sentences of authors whom the model had not met: the model's own log-odds carry
most, and a reading of which it has no doubt needs no words."""
EMPTY = -1.2
"""What it weighs against a choice, a cause or a commitment that it names nothing one could hold."""
UNBORNE = -1.6
"""What it weighs against an error of boundaries that no word of it stands there: ordinary talk holds hardly any."""


def shifted(strength: float, *by: float) -> float:
    """A strength, 0-1, after evidence of so many units of log-odds for it, or against it where `by` is negative.

    A reading that is nearly sure gives way to a little evidence hardly at all, a doubtful one by much.

    >>> shifted(0.5, NO_WORDS) < 0.5 < shifted(0.9, NO_WORDS) < 0.9 < shifted(0.9, BORNE_OUT)
    True
    """
    held = min(1 - _EDGE, max(_EDGE, strength))
    return 1 / (1 + exp(-(log(held / (1 - held)) + sum(by))))


def among(count: int, share: float = 1.0) -> float:
    """What weighs against one reading because so many were made (log-odds, 0 or less): of many one is misheard.

    The logarithm of their number, as a correction for so many tests, or a `share` of it where they are not independent.
    """
    return -share * log(max(1, count))


def heard(reading: Reading, x: Sentence, label: str) -> float:
    """The strength of a label at a sentence, 0-1: read alone, or as the one that says most of it in its turn.

    "Fourteen years. And it ends with a blank page on a Tuesday" says more than either sentence.
    """
    alone = reading.s(x, label)
    turn = reading.turns[x.turn]
    whole = reading.s(turn, label)
    if whole <= alone or reading.best(turn, label)[1] is not x:
        return alone
    return max(alone, min(whole, alone + LIFT))


LIFT = 0.25
"""How far the reading of the whole turn lifts that of its strongest sentence: what none of them says it may mishear."""
