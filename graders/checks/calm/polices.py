"""Policing: somebody is told how to feel or to speak, unless words speak of another's calm or set a fair limit."""

from __future__ import annotations

import re
from functools import cache

from coolhead.graders.base import MET
from coolhead.graders.checks.calm.remarks import slights
from coolhead.graders.checks.calm.temper import DIRECTS, LIMITS, asks_fairly, limits
from coolhead.graders.checks.speech.odds import AGAINST, BORNE_OUT, shifted
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import expression, lists, phrases

ADVISES = expression("toned", "directs")
"""Says what to do next."""
PLAIN, SLIGHT = 0.85, 0.65
"""Strength of policing in so many words, and of a bidding to be patient."""
UNSPOKEN = -1.75
"""What it weighs against policing that no word of how somebody carries himself stands there."""
OTHERWISE = 0.3
"""What is left of policing that is heard where the words speak of somebody else's calm, or of a thing called so."""


@once
def composed(x: Sentence) -> bool:
    """Speaks of its own calm, of somebody else's, or of a thing called so: nobody is told how to feel."""
    rest = _called().sub(" ", x.text)
    named = rest != x.text and phrases("conduct", "composure").search(rest) is None
    left = phrases("conduct", "composed").sub(" ", rest)
    told = any(phrases("conduct", words).search(left) for words in ("policing", "composure"))
    return (named or phrases("conduct", "composed").search(x.text) is not None) and not told


@cache
def _called() -> re.Pattern[str]:
    """A name with its article, inside a sentence that is not written in capitals throughout."""
    names = str(lists("conduct")["calm_names"]).strip()
    return re.compile(
        rf"\b(?:[Tt]he|[Yy]our|[Oo]ur|[Aa]n?|[Tt]his|[Tt]hat|my|new|called|named|of) "
        rf"(?:[A-Z]\w+ )*(?:{names})(?: [A-Z]\w+)*(?= [a-z]|[,;:.])"
    )


def polices(reading: Reading, x: Sentence, heard: float) -> float:
    """How surely a sentence polices the emotion, 0-1, of which the text model heard so much."""
    if composed(x):
        return OTHERWISE * heard
    if slights(reading, x, "patience"):
        return max(heard, SLIGHT)
    if phrases("conduct", "policing_not").search(x.text):
        return shifted(heard, AGAINST)  # an order that it does not give
    plain = phrases("conduct", "policing").search(x.text) is not None
    if plain and limits(reading, x) < MET:
        return max(heard, PLAIN)
    if not plain and (asks_fairly(reading, x) or phrases("limits", "warn").search(x.text)):
        return OTHERWISE * heard  # at worst too soon, and that is a matter of boundaries
    heard = shifted(heard, LIMITS * limits(reading, x))
    said_so = plain or phrases("conduct", "composure").search(x.text) is not None
    return shifted(heard, BORNE_OUT if said_so else UNSPOKEN + DIRECTS * (ADVISES.search(x.text) is not None))
