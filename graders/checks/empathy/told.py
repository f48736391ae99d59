"""Whether the customer's own sentences name what a question asks for: the thing, the one of two, that there is none."""

from __future__ import annotations

from coolhead.graders.checks.speech.common import hollow, names
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import expression, stem, word_set

ASKED = 0.6
"""Strength of a question whose answer was named."""
NEAR = 3
"""Words between a thing and the number or name that tells which one it is."""
_WHICH = expression("asked", "which")
_ANY = frozenset(
    stem(word)
    for word in (
        "time day way kind thing else part sort one ones point two three four happened happens exactly did does would "
        "was"
    ).split()
)
_LETTERS = frozenset("bcdefghjklmnopqrstuvwxyz")
"""Ward C; "a" and "I" are words."""
_EITHER = expression("asked", "either")
_WISHES = expression("asked", "wishes")
_HAVE = expression("asked", "have")
_LACK = expression("asked", "lack")


def named_before(reading: Reading, question: Sentence) -> float:
    """How surely the customer has named what a question asks for, 0-1.

    "Which gate?" after "I'm at gate 40", "the green or the grey?" after "the green one", "do you have a printer?" after
    "I don't have a printer".
    """
    if not question.asks or _WISHES.search(question.text):
        return 0.0  # what somebody would like is theirs to say
    before = [x for turn in reading.customers if turn.index < question.turn for x in turn.sentences]
    told = (_thing(question, before), one_of_two(question, before), _lacked(question, before))
    return ASKED if any(told) else 0.0


def _thing(question: Sentence, before: list[Sentence]) -> bool:
    """A thing by its number or name, in a sentence of the customer's."""
    for match in _WHICH.finditer(question.text):
        thing = stem(match["thing"].lower())
        if thing in _ANY or thing in hollow():
            continue
        for x in before:
            if thing in x.stems and not x.asks and _named(x, thing):
                return True
    return False


def _named(x: Sentence, thing: str) -> bool:
    """A number or a name stands beside the thing."""
    called = {word.lower() for name in names(x.text) for word in name.split()}
    if any(word[:1].isdigit() for word in beside(x, thing, 1, 2)):
        return True  # "order number 5518"; of a thing with 32 gigabytes nobody has said which one it is
    return any(
        word in called or word in word_set("listening", "sided") or word in _LETTERS for word in beside(x, thing)
    )


def beside(x: Sentence, thing: str, before: int = NEAR - 1, after: int = NEAR) -> list[str]:
    """The words around a thing, by its stem; the wrong one is not the one that is asked for."""
    places = [n for n, word in enumerate(x.words) if stem(word) == thing and "wrong" not in x.words[max(0, n - 2) : n]]
    return [word for n in places for word in (*x.words[max(0, n - before) : n], *x.words[n + 1 : n + after + 1])]


def one_of_two(question: Sentence, before: list[Sentence]) -> bool:
    """One of two was named, and the other was not."""
    match = _EITHER.search(question.text)
    if match is None or "any" in question.words:
        return False
    one, other = (stem(match[key].lower()) for key in ("one", "other"))
    if {one, other} & _ANY:
        return False
    said = {s for x in before if not x.asks for s in x.stems}
    return (one in said) != (other in said)


def _lacked(question: Sentence, before: list[Sentence]) -> bool:
    """The customer has said that there is none."""
    match = _HAVE.search(question.text)
    if match is None:
        return False
    thing = stem(match["thing"].lower())
    return any(stem(m["thing"].lower()) == thing for x in before for m in _LACK.finditer(x.text))
