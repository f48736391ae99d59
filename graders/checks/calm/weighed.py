"""What else a sentence does, which excuses a slip that the text model alone hears in it.

A remark stands between two helpful sentences and does nothing itself: it serves nobody, and it tends to make things
small. The weights are what a logistic regression gives them beside the log-odds of the slip, on slips of three authors
whom the model had not met, each set between two sound sentences of the same story, and on sound sentences of theirs and
of 900 sound dialogues.
"""

from __future__ import annotations

from coolhead.graders.checks.calm.remarks import SERVING, odds, sour
from coolhead.graders.checks.speech.common import hot_before
from coolhead.graders.checks.speech.listening import own
from coolhead.graders.checks.speech.promises import remedy
from coolhead.graders.checks.speech.repeats import parroted
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence

SERVES, SMALL = -0.3, 0.25
"""What one unit of log-odds weighs of the likeliest good deed, and of making a feeling or a matter small."""
MENDS, RETELLS, ECHOES = -1.4, -0.7, -2.5
"""What it weighs that a sentence settles something, takes up the customer's story, or says it in the same words."""
HEAT, EVEN = 1.8, 0.65
"""What the customer's heat right before weighs, and the heat at which it weighs nothing: who is in good spirits is
seldom mocked, and seldom hears it so."""


@once
def weighed(reading: Reading, x: Sentence) -> float:
    """What all that is known of a sentence weighs against a slip in no plain words, in log-odds, 0 or less.

    It excuses and never charges: before strangers, what charged by it was wrong as often as it was right.
    """
    return min(0.0, _weight(reading, x))


def _weight(reading: Reading, x: Sentence) -> float:
    heat = hot_before(reading.turns[x.turn])
    if sour(reading, x) == 1.0:
        heat = max(heat, EVEN)  # something went wrong for this customer, however coolly it is told
    return (
        SERVES * odds(reading, x, SERVING)
        + SMALL * odds(reading, x, ("EM-3",))
        + MENDS * remedy(reading, x)
        + RETELLS * own(reading, x)
        + ECHOES * parroted(reading, x)
        + HEAT * (heat - EVEN)
    )
