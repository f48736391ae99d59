"""Sympathy that names another person, another feeling or another wish than the customer's."""

from __future__ import annotations

from functools import cache

from coolhead.graders.checks.speech.common import HOT
from coolhead.graders.checks.speech.filed import case_file
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.patterns import Pattern
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import content, expression, in_other_words, kin, lists, phrases, tokens

MISREAD = 0.65
"""How wrong it is."""
_DENIED = 30
"""Characters behind "it isn't about" in which the thing is named."""


@once
def misread(reading: Reading, x: Sentence) -> float:
    """How surely a sentence speaks of somebody, a feeling or a wish otherwise than the customer told, 0-1."""
    if x.asks:
        return 0.0
    wrong = other_kin(reading, x) or _other_body(reading, x) or _other_feeling(reading, x) or _denied_wish(reading, x)
    return MISREAD if wrong else 0.0


def other_kin(reading: Reading, x: Sentence) -> bool:
    """Speaks of the son of a customer who told of a daughter; kin that the file names may be spoken of."""
    named = (x.stems & kin()) - _MANY_SENSES
    if not named or not _YOURS.search(x.text):
        return False
    told = reading.heard(x.turn) & kin()
    known = told | in_other_words(told) | (case_file(reading).stems & kin())
    return bool(told) and not named & known


_MANY_SENSES = frozenset(["man", "half", "partn", "lodg", "tenant", "relativ"])
_YOURS = expression("sympathy", "yours")


def _other_body(reading: Reading, x: Sentence) -> bool:
    """The customer's own foot, where only somebody else's was told of."""
    mine = _body()[0].search(x.text)
    if mine is None:
        return False
    part = mine["part"]
    told = [y for turn in reading.customers if turn.index < x.turn for y in turn.sentences if part in y.words]
    return bool(told) and all((_OTHERS.search(y.text) or y.stems & kin()) and not _OWN.search(y.text) for y in told)


@cache
def _body() -> tuple[Pattern, ...]:
    parts = "|".join(line for line in str(lists("misread")["body"]).splitlines() if line.strip())
    return (Pattern(rf"\byour (?:\w+ )?(?P<part>{parts})\b"),)


_OTHERS = expression("sympathy", "others")
_OWN = expression("sympathy", "own")


def _other_feeling(reading: Reading, x: Sentence) -> bool:
    """Ascribes another kind of feeling than the customer named; the anger of somebody hot need not be named."""
    theirs = _kinds("your_feeling", x.text)
    if not theirs:
        return False
    said = [turn for turn in reading.customers if turn.index < x.turn]
    told = (
        frozenset().union(*(_kinds("own_feeling", y.text) for turn in said for y in turn.sentences))
        if said
        else frozenset()
    )
    if any(turn.heat >= HOT for turn in said):
        told |= {"anger"} if told else frozenset()
    return bool(told) and not theirs & told


@cache
def _kind_patterns(before: str) -> dict[str, Pattern]:
    lead = "|".join(line for line in str(lists("misread")[before]).splitlines() if line.strip())
    return {
        name: Pattern(rf"(?<![\w'])(?:{lead}) (?:{words})(?!\w)") for name, words in lists("misread")["kinds"].items()
    }


def _kinds(before: str, text: str) -> frozenset[str]:
    if phrases("listening", "unfelt").search(text):
        return frozenset()
    return frozenset(name for name, words in _kind_patterns(before).items() if words.search(text))


def _denied_wish(reading: Reading, x: Sentence) -> bool:
    """Says that the customer wants what they have just said they do not want."""
    if not phrases("misread", "wish").search(x.text) or _NOT.search(x.text):
        return False
    for turn in reading.customers:
        if turn.index >= x.turn:
            break
        for y in turn.sentences:
            match = phrases("misread", "no_wish").search(y.text)
            if match is None:
                continue
            denied = y.text[match.end() : match.end() + _DENIED].split(",")[0]
            money = phrases("misread", "money")
            if (money.search(denied) and money.search(x.text)) or content(tokens(denied)) & x.stems:
                return True
    return False


_NOT = expression("sympathy", "not")
