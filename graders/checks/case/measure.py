"""More than a limit leaves: a blank cheque, too much, too many, too long, the whole for a part."""

from __future__ import annotations

from collections.abc import Mapping

from coolhead.graders.checks.case.allowances import sum_of
from coolhead.graders.checks.case.ideas import MORE_THAN, ideas_of, limit_of, said_of, spoken_of
from coolhead.graders.checks.case.terms import met
from coolhead.graders.checks.speech.giving import tells
from coolhead.graders.reading.calendar import Told, spans
from coolhead.graders.reading.counts import counts
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.money import money, rates
from coolhead.graders.reading.slots import values
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import expression, phrases, stem, tokens
from coolhead.personas.case import Case, Grant


def blank_cheque(reading: Reading, x: Sentence, case: Case) -> bool:
    """The sum or the thing is left to the customer, where the policy has limits (without a key also in its labels)."""
    free = reading.goal is None
    said = ((g, f"{g.label}, {g.limit}" if free else g.limit) for g in case.policy.grants)
    limited = any(limit_of(g) is not None or phrases("grants", "part").search(text) for g, text in said)
    return limited and phrases("grants", "blank").search(x.text) is not None


_NOT_GIVEN = expression("filed", "not_given")


def too_much(reading: Reading, x: Sentence, case: Case) -> bool:
    """A sum or a share above what the grant it speaks of allows."""
    about = spoken_of(reading, x, case)
    limits = [limit_of(g) for g in about]
    given = [value for start, _end, value in money(x.text) if not _NOT_GIVEN.search(x.text[:start])]
    if given and limits and None not in limits and _GIVES_MONEY.search(x.text):
        most = max(limit for limit in limits if limit is not None)
        if min(given) > 1.02 * most:
            return True
    return _share_above(x, about, case)


def rate_above(reading: Reading, x: Sentence, case: Case) -> bool:
    """More for each unit than the grant leaves: "50 cr for each night" where 20 cr a night may be given."""
    mine = rates(x.text)
    if not mine or not _GIVES_MONEY.search(x.text) or not tells(reading, x):
        return False
    most: dict[str, float] = {}
    for grant in spoken_of(reading, x, case):
        for unit, value in rates(f"{grant.label} {grant.limit}").items():
            most[unit] = max(value, most.get(unit, 0.0))
    return any(unit in most and value > 1.02 * most[unit] for unit, value in mine.items())


_GIVES_MONEY = expression("filed", "gives_money")
_SHARE = expression("filed", "share")


def _share_above(x: Sentence, about: list[Grant], case: Case) -> bool:
    given = [values(found)[0] for found in _SHARE.findall(x.text)]
    texts = [f"{g.label} {g.limit}" for g in about] or [f"{g.label} {g.limit}" for g in case.policy.grants]
    told = [values(found)[0] for text in texts for found in _SHARE.findall(text)]
    told += [50.0 for text in texts if "half" in text]
    return bool(given and told) and max(given) > max(told)


def too_many(reading: Reading, x: Sentence, case: Case) -> bool:
    """More of a thing than the limit counts: "all three fees", "twelve parts", "four seats"."""
    mine = {thing: n for thing, n in counts(x.text).items() if not sum_of(thing, x)}
    about = spoken_of(reading, x, case) if mine else []
    # Where one of the grants that it speaks of has room, that one gives it.
    if about and all(_too_many_for(reading, grant, mine) for grant in about):
        return True
    said = said_of(reading, x)
    for line in case.policy.forbidden if mine else ():
        lacks = ideas_of(line.partition(" without ")[2])
        most = list(counts(line).values()) if MORE_THAN.search(line) and not met(lacks, said) else []
        if (
            most
            and met(ideas_of(line), said)
            and any(n > max(most) for thing, n in mine.items() if thing in ideas_of(line))
        ):
            return True
    return False


def _too_many_for(reading: Reading, grant: Grant, mine: Mapping[str, int]) -> bool:
    """More of a thing than one grant counts."""
    limit = counts(f"{grant.label}, {grant.limit}")
    if any(n > limit[thing] for thing, n in mine.items() if thing in limit):
        return True
    return reading.goal is None and _more_than_one(grant, mine)


def _more_than_one(grant: Grant, mine: Mapping[str, int]) -> bool:
    """Several of what the label names in the singular: "three loan routers" of "loan router for 2 weeks"."""
    text = f"{grant.label}, {grant.limit}"
    if phrases("grants", "each_of").search(text) or counts(text):
        return False
    single = {stem(word) for word in tokens(grant.label) if not word.endswith("s")} - _MANNER
    return any(n > 1 and thing in single for thing, n in mine.items())


_MANNER = frozenset(stem(word) for word in ("aside", "back", "away", "ready", "over", "out", "off", "free", "in"))
"""Words behind a thing that say what becomes of it, and are none: "two bottles aside"."""


_PEOPLE = expression("filed", "people")


def too_many_people(reading: Reading, x: Sentence, case: Case) -> bool:
    """More people than the policy has seats, passes or meals for: "all four of you"."""
    said = _PEOPLE.search(x.text)
    if said is None or not tells(reading, x) or phrases("grants", "was_so").search(x.text):
        return False
    people = next(iter(values(said["n"])), 0.0)
    lines = [f"{g.label}, {g.limit}" for g in case.policy.grants]
    seats = [n for line in lines for n in counts(line).values() if phrases("grants", "seat_of").search(line)]
    return bool(seats) and people > max(seats)


_QUANTITY = expression("filed", "quantity")


def too_far(reading: Reading, x: Sentence, case: Case) -> bool:
    """More of what is measured than the grant it speaks of leaves: "180 km" of "mileage up to 100 km"."""
    if not tells(reading, x):
        return False
    mine = {match["unit"][:2]: values(match["n"])[0] for match in _QUANTITY.finditer(x.text)}
    for grant in spoken_of(reading, x, case) if mine else ():
        for match in _QUANTITY.finditer(f"{grant.label}, {grant.limit}"):
            if mine.get(match["unit"][:2], 0.0) > values(match["n"])[0]:
                return True
    return False


def too_long(reading: Reading, x: Sentence, case: Case) -> bool:
    """Something is given for longer than its limit: a pause of 90 days where 30 may be given."""
    told_of = [
        told for told in spans(x.text) if not _WITHIN.search(x.text[: told.start]) and not _told_of(x.text, told)
    ]
    given = [told for told in told_of if not _RUNS.search(x.text[: told.start])]
    mine = [max(told.means) for told in given or told_of]
    texts = [f"{g.label}, {g.limit}" for g in spoken_of(reading, x, case)]
    limits = [max(told.means) for text in texts for told in spans(text) if not _RATE.search(text[: told.start])]
    return bool(mine and limits) and max(mine) > 1.15 * max(limits)


def _told_of(text: str, told: Told) -> bool:
    """A length of time that was waited or is wished for, by the words of its clause."""
    start = max((cut.end() for cut in _CUT.finditer(text) if cut.end() <= told.start), default=0)
    end = min((cut.start() for cut in _CUT.finditer(text) if cut.start() >= told.end), default=len(text))
    if _COUNTDOWN.search(text[told.end :]):
        return True  # "25 minutes until they start"
    return phrases("grants", "too_long_said").search(text[start:end]) is not None


_COUNTDOWN = expression("filed", "countdown")
_CUT = expression("filed", "cut")
_RUNS = expression("filed", "runs")
_RATE = expression("filed", "rate")
_WITHIN = expression("filed", "within")


def whole(reading: Reading, x: Sentence, case: Case) -> bool:
    """The whole of what may only be given in part, or for nothing what may be given at a part of its price."""
    said = said_of(reading, x)
    if "*free" in said and any(_AT_PART.search(g.label) for g in spoken_of(reading, x, case)):
        return True
    if not phrases("grants", "all_of").search(x.text) or _SOME.search(x.text):
        return False
    if not said & {"*cancels", "*refunds", "*free", "*pays_out"}:
        return False
    texts = [f"{g.label}, {g.limit}" for g in case.policy.grants]
    # "Refund up to 60" says nothing of cancelling an order.
    partly = [text for text in texts if phrases("grants", "part").search(text) and met(ideas_of(text), said)]
    wholly = [text for text in texts if phrases("grants", "all_allowed").search(text) and text not in partly]
    wholly += [text for text in texts if text not in partly and met(ideas_of(text), said) >= BY_NAME]
    return bool(partly) and not wholly


BY_NAME = 2
"""Ideas of a grant without a limit that a sentence names, from which that is what it gives."""
_AT_PART = expression("filed", "at_part")
_SOME = expression("filed", "some")
