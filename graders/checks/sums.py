"""Sums that the agent says it gives, against what the case file allows and knows."""

from __future__ import annotations

import re

from coolhead.graders.checks.figures import case_text, known_values
from coolhead.graders.checks.refusals import refusal_form
from coolhead.graders.checks.repeats import ECHO, parroted
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.patterns import Pattern
from coolhead.graders.reading.slots import slots, values
from coolhead.graders.reading.turns import Sentence

_SUM = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)? ?(?:cr|credits?)\b"
_GIVEN = Pattern(
    rf"(?P<before>{_SUM}) (?:is |are |goes |go |comes |come )?(?:back|off|as (?:a )?(?:credit|refund|goodwill)|credit|"
    r"refund|voucher|on (?:your|the) (?:bill|card|account))|"
    r"(?<!you )(?<!you've )(?<!you have )(?:refund(?:ed|ing)?|credit(?:ed|ing)?|give(?:n)?|giving|"
    r"pay|paid|paying|take off|taken off|taking off|discount|voucher|put|return(?:ed|ing)?)"
    r"(?: (?:you|of|back|up to|a|an|the|goodwill|total|full|one-time|refund|credit|voucher|another))*"
    rf" (?P<after>{_SUM})"
)
_WHOLE = Pattern(
    r"\b(?:full refund|refund in full|money back|"
    r"(?:whole|full|entire) (?:price|sum|fare|amount)|falls? away|trade-in)\b"
)
"""Something is given whose sum the case file does not tell."""
_EACH = Pattern(r"\b(?:per|times|daily|each|every|a (?:day|night|week|month))\b")


@once
def given_sums(reading: Reading, x: Sentence) -> tuple[float, ...]:
    """The sums that a sentence says go to the customer; none in a question, a no, or the customer's words said back."""
    if x.asks or refusal_form(x.text) or parroted(reading, x) > ECHO:
        return ()
    found = [match.group("before") or match.group("after") for match in _GIVEN.finditer(x.text)]
    return tuple(float(re.sub(r"[^\d.]", "", text.split("c")[0])) for text in found)


@once
def allowed(reading: Reading) -> tuple[float, ...] | None:
    """The sums that the case file lets the agent give; None where some may be given whose sum it does not tell."""
    case, goal = reading.case, reading.goal
    if case is None or goal is None:
        return None
    sums: list[float] = [value for remedy in goal.remedies for value in values(remedy.amount)]
    for grant in case.policy.grants:
        text = f"{grant.label} {grant.limit}"
        told = [value for slot in slots(text) if slot.kind == "amount" for value in slot.values]
        if grant.max_amount is not None:
            told.append(grant.max_amount)
        if not told and _WHOLE.search(text):
            return None
        sums += told
    return tuple(sums) or None


def beyond_limit(reading: Reading, x: Sentence) -> float:
    """A sum given that is above all that the case file allows, 0-1."""
    most, sums = allowed(reading), given_sums(reading, x)
    return 0.85 if most and sums and max(sums) > 1.02 * max(most) else 0.0


def unknown_sum(reading: Reading, x: Sentence) -> float:
    """A sum given that stands nowhere and cannot be worked out from what does, 0-1."""
    given = given_sums(reading, x)
    if not given or reading.goal is None or reading.case is None:
        return 0.0
    told = " | ".join(t.text for t in reading.customers if t.index < x.turn)
    texts = (case_text(reading), told, *(remedy.amount for remedy in reading.goal.remedies))
    sums = {value for text in texts for slot in slots(text) if slot.kind == "amount" for value in slot.values}
    sums |= set(allowed(reading) or ())
    shares = {float(share) for text in texts for share in _SHARE.findall(text)}
    each = any(_EACH.search(f"{grant.label} {grant.limit}") for grant in reading.case.policy.grants)
    known = known_values(reading, x.turn)
    times = known if each else {2.0, 3.0}
    return 0.55 if any(not _worked_out(value, known | sums, sums, shares, times) for value in given) else 0.0


_SHARE = re.compile(r"(\d+(?:\.\d+)?) ?(?:%|per ?cent)")


def _worked_out(value: float, known: set[float], sums: set[float], shares: set[float], times: set[float]) -> bool:
    """The value is known, or a sum, difference, share, half or multiple of sums that are."""
    made = {one + sign * other for one in sums for other in sums for sign in (1, -1)}
    made |= {one * share / 100 for one in sums for share in {50.0, *shares}}
    made |= {one * count for one in sums for count in times}
    return any(abs(result - value) < CENT for result in known | made)


CENT = 0.51
"""Sums may be rounded."""
