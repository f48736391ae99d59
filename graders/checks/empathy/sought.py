"""Which kind of fact a question seeks, and whether the customer has told one of that kind about the same thing."""

from __future__ import annotations

from coolhead.graders.checks.empathy.told import one_of_two
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import expression, phrases, stem, word_set

SAME, OTHER = 1.2, -2.5
"""Log-odds of a needless question whose kind of answer was told: about what was told of, and about something new."""
_WHEN = expression("asked", "when")
_PAST = expression("asked", "past")
_LONG = expression("asked", "long")
_MANY = expression("asked", "many")
_MUCH = expression("asked", "much")
_ALONE = expression("asked", "alone")
_PHONE = expression("asked", "phone")


def sought(reading: Reading, question: Sentence) -> float | None:
    """Log-odds of a needless question; None where no answer of its kind was told, or it asks of what is to come."""
    told = [x for turn in reading.customers if turn.index < question.turn for x in turn.sentences if not x.asks]
    if _PHONE.search(question.text):
        return SAME if any(phrases("listening", "no_phone").search(x.text) for x in told) else None
    if one_of_two(question, told):
        return SAME
    held = [] if phrases("listening", "to_come").search(question.text) else _answers(question, told)
    return _bearing(reading, question, held) if held else None


def _bearing(reading: Reading, question: Sentence, held: list[Sentence]) -> float | None:
    """How far what these sentences hold answers the question.

    Of a thing that was told of, the answer stands beside it: an hour in another sentence is that of something else.
    """
    about = question.stems - {stem(word) for word in word_set("listening", "general")}
    if about - reading.heard(question.turn):
        return OTHER
    return SAME if not about or any(about & x.stems for x in held) else None


def _answers(question: Sentence, told: list[Sentence]) -> list[Sentence]:
    """The customer's sentences that hold a fact of the kind that is sought."""
    text = question.text
    if _LONG.search(text):
        return [x for x in told if x.has("duration") or sum(s.kind == "time" for s in x.slots) > 1]
    if _WHEN.search(text):
        return [x for x in told if x.has("date", "time")] if _PAST.search(text) else []
    if _MUCH.search(text):
        return [x for x in told if x.has("amount")]
    if _MANY.search(text):
        return [x for x in told if any(s.kind == "number" and s.values and s.values[0] > 1 for s in x.slots)]
    return [x for x in told if phrases("listening", "with_me").search(x.text)] if _ALONE.search(text) else []
