"""Sums that the agent says it gives, against what the case file allows and knows."""

from __future__ import annotations

import re
from collections.abc import Set

from coolhead.graders.checks.case.allowances import logged
from coolhead.graders.checks.speech.figures import known_values
from coolhead.graders.checks.speech.filed import case_file
from coolhead.graders.checks.speech.refusals import refusal_form
from coolhead.graders.checks.speech.repeats import ECHO, parroted
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.money import money, rates
from coolhead.graders.reading.once import once
from coolhead.graders.reading.slots import slots, values
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import expression

_AFTER = expression("filed", "after")
_BEFORE = expression("filed", "before")
_WHOLE = expression("filed", "whole")
"""Something is given whose sum the case file does not tell."""
_BACK = expression("filed", "back")
"""In free words: what was paid goes back, whatever it was."""
_IT_IS = expression("filed", "it_is")
_EACH = expression("filed", "each")


@once
def given_sums(reading: Reading, x: Sentence) -> tuple[float, ...]:
    """The sums that a sentence says go to the customer; none in a question, a no, or the customer's words said back."""
    if x.asks or refusal_form(x.text) or parroted(reading, x) > ECHO:
        return ()
    return tuple(
        value for start, end, value in money(x.text) if _AFTER.search(x.text[end:]) or _BEFORE.search(x.text[:start])
    )


@once
def allowed(reading: Reading) -> tuple[float, ...] | None:
    """The sums that the case file lets the agent give; None where some may be given whose sum it does not tell."""
    case, goal = reading.case, reading.goal
    if case is None:
        return None
    sums: list[float] = [value for remedy in goal.remedies for value in values(remedy.amount)] if goal else []
    for grant in case.policy.grants:
        text = f"{grant.label} {grant.limit}"
        told = [value for slot in slots(text) if slot.kind == "amount" for value in slot.values]
        if grant.most is not None:
            told.append(grant.most)
        if not told and (_WHOLE.search(text) or (goal is None and _BACK.search(text))):
            return None
        sums += told + per_unit(reading, text)
    return (*sums, *(logged(case) if goal is None else ())) if sums else None


def per_unit(reading: Reading, text: str) -> list[float]:
    """What a rate of the policy comes to, for every number of its unit that is told: "20 cr a night", three nights."""
    each = rates(text)
    if not each:
        return []
    told = " | ".join([case_file(reading).text, *(t.text for t in reading.customers)]).lower()
    return [each[unit] * count for unit in each for count in _numbers_of(unit, told)]


def _numbers_of(unit: str, text: str) -> list[float]:
    """The numbers that stand before a unit, or behind it as its entry: "3 cold nights", "nights: 3"."""
    found = re.findall(rf"\b([\w.]+) (?:[a-z]+ )?{re.escape(unit)}|\b{re.escape(unit)}\w{{0,3}}: (\d+)\b", text)
    return [number for one, other in found for number in values(one or other)[:1]]


def beyond_limit(reading: Reading, x: Sentence) -> float:
    """A sum given that is above all that the case file allows, 0-1."""
    most, sums = allowed(reading), (*given_sums(reading, x), *_agreed(reading, x))
    return 0.85 if most and sums and max(sums) > 1.02 * max(most) else 0.0


def _agreed(reading: Reading, x: Sentence) -> list[float]:
    """The customer's own sum, granted by its bare number: "all right, 300 it is"."""
    said = _IT_IS.search(x.text)
    if said is None or x.asks:
        return []
    asked = {value for t in reading.customers if t.index < x.turn for _start, _end, value in money(t.text)}
    return [value for value in values(said[0]) if value in asked]


def unknown_sum(reading: Reading, x: Sentence) -> float:
    """A sum given that stands nowhere and cannot be worked out from what does, 0-1."""
    given = given_sums(reading, x)
    if not given or reading.goal is None or reading.case is None:
        return 0.0
    told = " | ".join(t.text for t in reading.customers if t.index < x.turn)
    texts = (case_file(reading).text, told, *(remedy.amount for remedy in reading.goal.remedies))
    sums = {value for text in texts for slot in slots(text) if slot.kind == "amount" for value in slot.values}
    sums |= set(allowed(reading) or ())
    shares = {float(share) for text in texts for share in _SHARE.findall(text)}
    each = any(_EACH.search(f"{grant.label} {grant.limit}") for grant in reading.case.policy.grants)
    known = known_values(reading, x.turn)
    times = known if each else {2.0, 3.0}
    return OUT_OF_NOWHERE if any(not worked_out(value, known | sums, sums, shares, times) for value in given) else 0.0


OUT_OF_NOWHERE = 0.72
"""Strength of a sum given that nobody named and nothing adds up to."""
_SHARE = re.compile(r"(\d+(?:\.\d+)?) ?(?:%|per ?cent)")


def worked_out(value: float, known: Set[float], sums: set[float], shares: set[float], times: Set[float]) -> bool:
    """The value is known, or a sum, difference, share, half or multiple of sums that are."""
    made = {one + sign * other for one in sums for other in sums for sign in (1, -1)}
    made |= {one * share / 100 for one in sums for share in {50.0, *shares}}
    made |= {one * count for one in sums for count in times}
    return any(abs(result - value) < CENT for result in known | made)


CENT = 0.51
"""Sums may be rounded."""
