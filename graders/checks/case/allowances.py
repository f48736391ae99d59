"""Limits that a case tells in free words: "up to 2 filters per claim", "visits Monday, Friday 07:00-15:00"."""

from __future__ import annotations

import re
from functools import lru_cache

from coolhead.graders.checks.case.terms import alike, meet, met
from coolhead.graders.checks.speech.common import hollow, key_stems
from coolhead.graders.checks.speech.filed import case_file
from coolhead.graders.reading.calendar import NAMED, days, hours
from coolhead.graders.reading.counts import counts
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.money import money
from coolhead.graders.reading.patterns import Pattern
from coolhead.graders.reading.slots import NUMBER_WORDS, Slot, values
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import content, expression, phrases, stem, tokens
from coolhead.personas.case import Case

_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_MOST = Pattern(rf"\b(?:up to|at most|no more than|more than|max(?:imum)?(?: of)?|only|one)\b(?: (?:\d+|{_WORDS}))?")
ROUNDING = 1.02
"""A sum above its limit by less than this factor is rounded."""


# Counts: more of a thing than a line leaves.


@lru_cache(maxsize=2_000)
def _most_of(lines: tuple[str, ...]) -> dict[str, int]:
    """Stem of a thing -> the most of it, from lines that set a limit in so many words."""
    found: dict[str, int] = {}
    for line in lines:
        if _MOST.search(line):
            for thing, most in counts(line).items():
                found[thing] = max(most, found.get(thing, 0))
    return found


_EXTRA = expression("filed", "extra")
_BARE = expression("filed", "bare")
_OPENS = Pattern(rf"^\W*(?:(?:so|okay|ok|yes|right|then|fine|good|all|and)\b,? )*(?:\d{{1,3}}|{_WORDS})\b")
FRAGMENT = 8
"""Words of an answer without a verb: "Six filters on Friday."."""


def too_many(reading: Reading, x: Sentence, case: Case, *, gives: bool) -> bool:
    """More of a thing is handed over than a line of the policy leaves, also where the number stands alone."""
    most = _most_of((*(f"{g.label}, {g.limit}" for g in case.policy.grants), *case.policy.forbidden))
    if not most:
        return False
    if gives and phrases("grants", "hands").search(x.text):
        return _over(x, most) or _bare_over(reading, x, most)
    if phrases("grants", "handed").search(x.text):
        return _over(x, most)
    fragment = (
        len(x.words) <= FRAGMENT and _OPENS.search(x.text) and not phrases("grants", "states_count").search(x.text)
    )
    return bool(fragment) and _over(x, most)


def _over(x: Sentence, most: dict[str, int]) -> bool:
    return any(
        n > limit and not sum_of(thing, x)
        for thing, n in counts(x.text).items()
        for other, limit in most.items()
        if _one_thing(thing, other)
    )


def sum_of(thing: str, x: Sentence) -> bool:
    """A number before one thing is its sum: "the 10 late fee"."""
    figures = any(s.kind in {"number", "amount"} and s.text[:1].isdigit() for s in x.slots)
    forms = {word for word in x.words if stem(word) == thing}
    return figures and bool(forms) and not any(word.endswith("s") or word in _MANY for word in forms)


_MANY = frozenset(("people", "children", "men", "women"))
"""Words for several that do not end in "s"."""


def _one_thing(one: str, other: str) -> bool:
    return alike(one, other) or (one[:4] == other[:4] and abs(len(one) - len(other)) <= 1 <= len(one) - 3)


def _bare_over(reading: Reading, x: Sentence, most: dict[str, int]) -> bool:
    """The number alone: "I send all four, and two spare on top", where the talk is of filters."""
    turn = reading.turns[x.turn]
    near = turn.stems | reading.heard(x.turn)
    limits = [n for thing, n in most.items() if thing in near]
    sums = {
        value
        for text in (case_file(reading).text, turn.before.text if turn.before else "")
        for *_, value in money(text)
    }
    bare = [s for s in x.slots if s.kind == "number" and _BARE.search(x.text[s.end :]) and sums.isdisjoint(s.values)]
    if not limits or not bare:
        return False
    extra = [s for s in bare if _EXTRA.search(x.text[s.end :])]
    plain = [s.values[0] for s in bare if s not in extra and s.values]
    return bool(plain) and max(plain) + sum(s.values[0] for s in extra if s.values) > max(limits)


# Sums: more money than a line or the record leaves, also by its bare number.

_GIFT = r"(?:bonus|goodwill|credit|voucher|discount|compensation|gift)"
_OF_GIFT = re.compile(rf"^ (?:cr |credits )?(?:(?:in|as|of) (?:a )?)?(?P<gift>{_GIFT})\b", re.I)
_GIFT_OF = re.compile(rf"\b(?P<gift>{_GIFT}) (?:of |is |for |: )$", re.I)
_BACK = expression("filed", "allowances_back")
_CREDITED, _ONTO, _OFF, _OWED = (expression("filed", name) for name in ("credited", "onto", "off_the_bill", "owed"))
_GIFT_NAME = expression("filed", "gift_of_money")
_GIVES = expression("filed", "gives")
_ABOVE = expression("filed", "above")
_UP_TO = expression("filed", "up_to")


def too_much(reading: Reading, x: Sentence, case: Case) -> bool:
    """A sum is given by its bare number, or above what the record has, where no more than that may be given."""
    if re.search(r"\b(?:hundred|thousand)\b", x.text, re.I):
        return False
    mine = _own_limit(f"{x.text} ")
    if mine and any(_exceeds_bare(mine[0], g.label) for g in case.policy.grants if _about(x, g.label)):
        return True  # "take a taxi, up to 150 is fine"
    named = {value for g in case.policy.grants for value in values(f"{g.label} {g.limit}")}
    for s in x.slots:
        if s.kind not in {"number", "amount"} or "%" in s.text or not s.values or s.values[0] in named:
            continue  # a sum that some line of what may be given names is given by that line
        gift = _OF_GIFT.search(x.text[s.end :]) or _GIFT_OF.search(x.text[: s.start])
        if gift and _exceeds(s, _limits(case, stem(gift["gift"].lower()))):
            return True
        credited = _CREDITED.search(x.text[: s.start]) and _ONTO.search(x.text[s.end :])
        restored = _OWED.search(x.text) is not None or any(
            _about(x, g.label) and not _own_limit(f"{g.label} {g.limit}") for g in case.policy.grants
        )
        if (credited or _OFF.search(x.text[s.end :])) and not restored and _exceeds(s, _gifts(case)):
            return True
        if _BACK.search(x.text[s.end :]) or _GIVES.search(x.text[: s.start]):
            about = [limit for g in case.policy.grants if _about(x, g.label) for limit in _own_limit(g.label)]
            if _exceeds(s, about or logged(case)):
                return True
    return False


def _gifts(case: Case) -> list[float]:
    """The limits of all that may be given in money, of whatever name; none where something is given without one."""
    money_lines = [line for line in _lines(case) if _GIFT_NAME.search(line)]
    limits = [_own_limit(line) for line in money_lines]
    return [limit[0] for limit in limits] if limits and all(limits) else []


def _lines(case: Case) -> list[str]:
    return [f"{g.label} {g.limit} ".strip() for g in case.policy.grants]


def _exceeds_bare(said: float, label: str) -> bool:
    limit = _own_limit(label)
    return bool(limit) and said > ROUNDING * limit[0]


def _exceeds(s: Slot, limits: list[float]) -> bool:
    return bool(limits) and s.values[0] > ROUNDING * max(limits)


def _limits(case: Case, gift: str) -> list[float]:
    """The sums of the grants of one kind of gift; none where one of them has no sum."""
    mine = [f"{g.label} {g.limit}" for g in case.policy.grants if gift in content(tokens(f"{g.label} {g.limit}"))]
    sums = [[value for _start, _end, value in money(text)] or _own_limit(text) for text in mine]
    return [value for found in sums for value in found] if all(sums) else []


def _own_limit(line: str) -> list[float]:
    found = _UP_TO.search(line)
    return list(values(found["sum"])[:1]) if found else []


def _about(x: Sentence, line: str) -> bool:
    return meet(key_stems(line), x.stems)


def logged(case: Case) -> list[float]:
    """What was logged, paid or may be given, where a line forbids to give more than that; else none."""
    if not any(_ABOVE.search(line) and not values(line) for line in case.policy.forbidden):
        return []
    texts = [f"{g.label} {g.limit}" for g in case.policy.grants]
    return [value for text in (*case.record.values(), *texts) for _start, _end, value in money(text)]


# Days and hours: another time than the one at which something is done at all.

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAME = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:[a-z]*day)?s?"
_NAMED = re.compile(rf"\b({_NAME})(?: ?(?:to|-|until) ?({_NAME}))?\b")
_RANGE = re.compile(r"\b(\d{1,2}):(\d{2}) ?(?:-|to|until) ?(\d{1,2}):(\d{2})\b")


def untimely(reading: Reading, x: Sentence, case: Case) -> bool:
    """Something is promised for a day or an hour at which the policy has it not done."""
    if (
        not x.slots
        or not phrases("grants", "comes_to_you").search(x.text)
        or phrases("grants", "other_matter").search(x.text)
    ):
        return False
    near = reading.turns[x.turn].stems | reading.heard(x.turn)
    about = {grant.id: met(_thing(grant.label), x.stems) for grant in case.policy.grants}
    bound = [grant for grant in case.policy.grants if len(_days(grant.label)) > 1]
    for grant in bound:
        if about[grant.id] < max(about.values()):
            continue  # it speaks of something else that may be given
        if len(bound) > 1 and not met(_thing(grant.label), near):
            continue
        open_days, range_ = _days(grant.label), _RANGE.search(grant.label)
        said = {n - NAMED for told in days(x.text, "") for n in told.means if n >= NAMED}
        if len(open_days) > 1 and said and said.isdisjoint(open_days):
            return True
        if range_ and len(open_days) > 1:
            first, last = (60 * int(range_[n]) + int(range_[n + 1]) for n in (1, 3))
            told = hours(x.text)
            if told and not any(first <= minute <= last for one in told for minute in one.means):
                return True
    return False


@lru_cache(maxsize=2_000)
def _thing(label: str) -> frozenset[str]:
    """What a line is about, without its days and hours."""
    return content(tokens(_RANGE.sub(" ", _NAMED.sub(" ", label)))) - hollow()


@lru_cache(maxsize=2_000)
def _days(line: str) -> frozenset[int]:
    """The days of the week that a line names: "Monday, Friday", "Mon-Fri"."""
    found: set[int] = set()
    for one, other in _NAMED.findall(line):
        first = _WEEK.index(one[:3].lower())
        last = _WEEK.index(other[:3].lower()) if other else first
        found |= {(first + n) % 7 for n in range((last - first) % 7 + 1)}
    return frozenset(found)
