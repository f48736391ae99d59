"""Days, hours and spans in a text, and whether a promise names others than the case has for that thing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from coolhead.bench.customers import dates

Words = tuple[tuple[str, ...], ...]
_NOON, _DAY = 12 * 60, 24 * 60
_MINUTES = {"minute": 1, "min": 1, "hour": 60, "h": 60, "hr": 60, "day": _DAY, "week": 7 * _DAY, "month": 30 * _DAY}
_TODAY = frozenset({"today", "tonight"})
_THIS = frozenset({"morning", "afternoon", "evening"})
_DEADLINE = frozenset("by within before inside".split())
"""Before a day or an hour: it says by when, and later is no broken word."""
_CLOCK_AFTER = frozenset("at between until till by before after from around about and to".split())
_BEHIND = _CLOCK_AFTER | frozenset("in on or for then the".split())
_COUNTED = frozenset("working business full more next".split())
_WITHIN = frozenset("in within inside after under about around takes take than roughly".split())
_HASTE = 0.7
"""A span of less than this share of the case's is a promise that nobody can keep."""
_SOONER = 0.5
"""So is one that ends before half the days to the case's day have gone."""


@dataclass(frozen=True, slots=True)
class Times:
    """What a text says about when."""

    days: tuple[frozenset[dt.date], ...] = ()
    """Each day named, with all that it can mean: a bare weekday is the coming one or the one after."""
    clocks: tuple[frozenset[int], ...] = ()
    """Each hour named, in minutes after midnight; "at nine" can be either half of the day."""
    spans: tuple[int, ...] = ()
    """Each "within 24 hours", in minutes."""
    deadline: bool = False
    """Its day or hour is the latest one."""

    def __bool__(self) -> bool:
        return bool(self.days or self.clocks or self.spans)

    def all_days(self) -> frozenset[dt.date]:
        """Every day that is meant or can be."""
        return frozenset().union(*self.days)

    def without(self, known: Times, *, today: dt.date | None) -> Times:
        """What is left when the days to come and the hours are taken away that were spoken of before."""
        days, clocks = known.all_days(), known.exact_clocks()
        return Times(
            tuple(day for day in self.days if not day & days or (today is not None and min(day) <= today)),
            tuple(clock for clock in self.clocks if not clock & clocks),
            self.spans,
            self.deadline,
        )

    def exact_clocks(self) -> frozenset[int]:
        """Every hour, as a case writes it."""
        return frozenset(min(clock) for clock in self.clocks)


def times_of(words: tuple[str, ...], today: dt.date | None, *, bare: bool = False) -> Times:
    """The times in these words; days that need a "today" are left out where the case has none.

    `bare` = a span counts without "within", as in a table: "45 minutes".
    """
    days: list[frozenset[dt.date]] = []
    clocks: list[frozenset[int]] = []
    spans: list[int] = []
    deadline = False
    for at, word in enumerate(words):
        day = _day(words, at, today)
        clock = _clock(words, at)
        span = _span(words, at, bare=bare)
        if day:
            days.append(day)
        if clock:
            clocks.append(clock)
        if span:
            spans.append(span)
        deadline |= bool(day or clock) and bool(_DEADLINE & set(words[max(0, at - 2) : at]))
        deadline |= word == "latest"
    return Times(tuple(days), tuple(clocks), tuple(spans), deadline)


def _day(words: tuple[str, ...], at: int, today: dt.date | None) -> frozenset[dt.date]:
    word, after = words[at], words[at + 1 : at + 2]
    shown = dates.numbered(words, at)
    if shown:
        return frozenset({shown})
    if today is None:
        return frozenset()
    if word in dates.WEEKDAYS and not (dates.numbered(words, at + 1) or dates.numbered(words, at + 2)):
        away = (dates.WEEKDAYS.index(word) - today.weekday()) % 7
        return frozenset(today + dt.timedelta(days=away + more) for more in (0, 7))
    if word in _TODAY or (word == "this" and after and after[0] in _THIS):
        return frozenset({today})
    if word == "overmorrow" or (word == "tomorrow" and words[max(0, at - 2) : at] == ("day", "after")):
        return frozenset({today + dt.timedelta(days=2)})
    return frozenset({today + dt.timedelta(days=1)}) if word == "tomorrow" else frozenset()


def _clock(words: tuple[str, ...], at: int) -> frozenset[int]:
    word = words[at]
    before, after = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
    if ":" in word and word[0].isdecimal():
        hour, _, minute = word.partition(":")
    elif (
        word.isdecimal()
        and len(word) <= 2
        and int(word) <= 24
        and (after in {"oclock", "sharp"} or (before in _CLOCK_AFTER and (not after or after in _BEHIND)))
        and (after == "oclock" or before in {"at", "between"} or words[at - 2 : at - 1] in {("between",), ("from",)})
    ):
        hour, minute = word, "00"
    else:
        return frozenset()
    if not (hour.isdecimal() and minute.isdecimal()):
        return frozenset()
    exact = int(hour) * 60 + int(minute)
    return frozenset({exact, exact + _NOON}) if exact < _NOON else frozenset({exact})


def _span(words: tuple[str, ...], at: int, *, bare: bool) -> int:
    """Minutes of "within 24 hours", "in an hour", "20 minutes from now"; 0 when none begins here."""
    word = words[at]
    number = int(word) if word.isdecimal() and len(word) < 4 else 1 if word in {"a", "an"} else 0
    end = at + 1
    while end < len(words) and words[end] in _COUNTED:
        end += 1
    unit = _MINUTES.get(words[end].removesuffix("s"), 0) if end < len(words) else 0
    lead = bool(_WITHIN & set(words[max(0, at - 2) : at]))
    later = words[end + 1 : end + 3] in {("from", "now"), ("at", "most")}
    return number * unit if unit and number and (lead or later or (bare and word.isdecimal())) else 0


def _allowed(span: int, today: dt.date) -> frozenset[dt.date]:
    """The days on which something can be that takes so long, working days or not."""
    days = -(-span // _DAY)
    first, last = (0, 1) if span < _DAY else (max(1, days - 1), days * 7 // 5 + 3)
    return frozenset(today + dt.timedelta(days=n) for n in range(first, last + 1))


def written(table: Words, names: Words, today: dt.date | None) -> Times:
    """All the times that a case writes of one thing, in its table of service times and in its names.

    What takes a span or is done at once has its days too.
    """
    texts = (*table, *names)
    every = [*(times_of(words, today, bare=True) for words in table), *(times_of(words, today) for words in names)]
    days = [day for times in every for day in times.days]
    if today is not None:
        days += [_allowed(span, today) for times in every for span in times.spans]
        days += [frozenset({today}) for words in texts if dates.at_once(words)]
    return Times(
        tuple(days),
        tuple(clock for times in every for clock in times.clocks),
        tuple(span for times in every for span in times.spans),
        any(times.deadline or times.spans for times in every),
    )


def against(said: Times, due: Times, *, today: dt.date | None) -> bool:
    """Whether what is said cannot be what the case has: another day, another hour, or sooner than anybody can.

    What comes later than a latest day or hour is no broken word.
    """
    return _other_day(said, due, today) or _other_hour(said, due) or _too_soon(said, due, today)


def _other_day(said: Times, due: Times, today: dt.date | None) -> bool:
    ours = due.all_days()
    coming = [day for day in said.days if today is None or max(day) >= today]
    if not ours or not coming or any(day & ours for day in coming):
        return False
    return not (due.deadline and all(min(day) > max(ours) for day in coming))


def _other_hour(said: Times, due: Times) -> bool:
    ours = due.exact_clocks()
    if not ours or not said.clocks:
        return False
    low, high = min(ours), max(ours)
    for clock in said.clocks:
        if clock & ours or any(low <= minute <= high for minute in clock):
            continue
        if not (due.deadline and min(clock) > high):
            return True
    return False


def _too_soon(said: Times, due: Times, today: dt.date | None) -> bool:
    if not said.spans or said.days:
        return False
    longest = max(said.spans)
    if due.spans:
        return longest < _HASTE * min(due.spans)
    if today is None or not due.days or due.clocks:
        return False
    away = (min(due.all_days()) - today).days
    return away > 1 and longest < _SOONER * away * _DAY
