"""More than the policy leaves: a forbidden deed, the whole for a part, more of a thing, for longer, a blank cheque."""

from __future__ import annotations

from coolhead.graders.checks.case import allowances
from coolhead.graders.checks.case.barred import bare_yes, forbidden, out_of_turn, untimely
from coolhead.graders.checks.case.listed import listed
from coolhead.graders.checks.case.measure import (
    blank_cheque,
    rate_above,
    too_far,
    too_long,
    too_many,
    too_many_people,
    too_much,
    whole,
)
from coolhead.graders.checks.case.yielding import yielded
from coolhead.graders.checks.speech.giving import gives, tells
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import phrases
from coolhead.personas.case import Case

PLAIN = 0.85
"""Strength of a grant that the case file rules out in so many words or figures."""


@once
def beyond(reading: Reading, x: Sentence) -> float:
    """How surely a sentence gives more than the case file's policy leaves, 0-1; 0 without one."""
    case = reading.case
    if case is None or not (case.policy.grants or case.policy.forbidden):
        return 0.0
    if _plainly(reading, x, case):
        return PLAIN
    tests = (blank_cheque, too_much, too_many, too_far, too_long, whole, forbidden)
    if gives(reading, x) and any(test(reading, x, case) for test in tests):
        return PLAIN
    if tells(reading, x) and phrases("grants", "offers_to").search(x.text) and forbidden(reading, x, case):
        return PLAIN
    return yielded(reading, x)


def _plainly(reading: Reading, x: Sentence, case: Case) -> bool:
    """Beyond a line whether or not the sentence has a form of giving."""
    if reading.goal is None and _past_words(reading, x, case):
        return True
    tests = (untimely, bare_yes, out_of_turn, rate_above, listed, too_many_people)
    return any(test(reading, x, case) for test in tests)


def _past_words(reading: Reading, x: Sentence, case: Case) -> bool:
    """More, or at another time, than the lines of a case say that has no answer key, but limits in free words."""
    if not tells(reading, x):
        return False
    tests = (allowances.too_much, allowances.untimely)
    return allowances.too_many(reading, x, case, gives=gives(reading, x)) or any(t(reading, x, case) for t in tests)
