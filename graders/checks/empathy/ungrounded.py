"""Sympathy for what nobody told: a loss, a child, a livelihood that the customer never spoke of."""

from __future__ import annotations

from coolhead.graders.checks.speech.common import hollow
from coolhead.graders.checks.speech.filed import case_file
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import content, expression, phrases, stem, tokens

TOPICS = ("loss", "child", "living", "health")
_CAUSE = expression("sympathy", "cause")
GENERAL = frozenset(
    stem(word)
    for word in (
        "trouble inconvenience hassle bother mess scare stress upset caused behalf service feelings feeling "
        "frustration loss delay wait experience mistake error everything all today here"
    ).split()
)
"""What any complaint is about."""


def ungrounded(reading: Reading, x: Sentence) -> bool:
    """Ascribes something heavy to the customer for which neither their words nor the file gave cause."""
    return _cause_given(reading, x) is False


def grounded(reading: Reading, x: Sentence) -> bool:
    """Ascribes something heavy to the customer, and they or the file told of it."""
    return _cause_given(reading, x) is True


@once
def _cause_given(reading: Reading, x: Sentence) -> bool | None:
    named = [topic for topic in TOPICS if phrases("ascribed", f"{topic}_named").search(x.text)]
    if not named or x.asks:
        return None
    told = " ".join([case_file(reading).text, *(turn.text for turn in reading.customers if turn.index < x.turn)])
    return all(phrases("ascribed", f"{topic}_told").search(told) is not None for topic in named)


@once
def other_cause(reading: Reading, x: Sentence) -> bool:
    """Says what the feeling or the apology is about, and no word of that was told or stands in the file."""
    if x.asks:
        return False
    match = _CAUSE.search(x.text)
    if match is None:
        return False
    about = {
        word
        for word in content(tokens(match["cause"] or match["rest"] or "")) - hollow() - GENERAL
        if phrases("feeling", "temper").search(word) is None
    }
    known = reading.heard(x.turn) | reading.record_values
    return bool(about) and not about & known
