"""Sums that are given without a verb: "Taxi: 90 cr.", "Rent back, 200 cr, booked", a point of a list."""

from __future__ import annotations

from coolhead.graders.checks.case.ideas import ideas_of, limit_of, subject
from coolhead.graders.checks.case.terms import met
from coolhead.graders.checks.speech.figures import known_values
from coolhead.graders.checks.speech.giving import tells
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.money import money
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import expression, phrases
from coolhead.personas.case import Case, Grant

NAMED = 0.5
"""Share of a grant's words from which a line is about it."""
ROUNDING = 1.02
"""A sum above its limit by less than this factor is rounded."""
_PARTS = expression("filed", "listed_parts")
_TAIL = expression("filed", "tail")


def listed(reading: Reading, x: Sentence, case: Case) -> bool:
    """A thing of the policy stands beside a sum above its own limit, with no verb: that gives it.

    A sum that file or customer has named is given only where a word says so ("back", "booked"), since it may be the
    price.
    """
    if not tells(reading, x):
        return False
    return any(_above(reading, x, case, part) for part in _PARTS.split(_TAIL.sub(" booked", x.text)))


def _above(reading: Reading, x: Sentence, case: Case, part: str) -> bool:
    sums = [value for _start, _end, value in money(part)]
    if not sums or any(phrases(*name).search(part) for name in (("acts", "speaks"), ("grants", "settled_before"))):
        return False
    limits = [most for grant in _about(part, case) if (most := limit_of(grant)) is not None]
    if len(limits) != 1 or min(sums) <= ROUNDING * limits[0]:
        return False
    return phrases("grants", "entered").search(part) is not None or min(sums) not in known_values(reading, x.turn)


def _about(part: str, case: Case) -> list[Grant]:
    """The grants that a line names, by most of their words or by the one that heads them."""
    said = ideas_of(part)
    shares = []
    for grant in case.policy.grants:
        wanted = subject(grant.id, grant.label, "")
        shares.append((met(wanted, said) / len(wanted) if wanted else 0.0, grant))
    most = max((share for share, _ in shares), default=0.0)
    return [grant for share, grant in shares if share == most >= NAMED]
