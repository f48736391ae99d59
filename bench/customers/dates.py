"""What counts as a time: dates, days, hours, spans. And whether a date a persona means was named another way."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from itertools import pairwise

from coolhead.bench.customers.tokens import MAY, stem

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT_DAYS = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SHORT_MONTHS = {month[:3]: n for n, month in enumerate(MONTHS)} | {"sept": 8}
_PARTS = frozenset({"today", "tomorrow", "tonight", "overmorrow"})
_NOW = (
    ("right", "now"),
    ("right", "away"),
    ("straight", "away"),
    ("at", "once"),
    ("as", "we", "speak"),
    ("this", "minute"),
    ("this", "very"),
    ("this", "moment"),
    ("on", "the", "spot"),
    ("there", "and", "then"),
    ("this", "afternoon"),
    ("this", "morning"),
    ("this", "evening"),
    ("this", "week"),
    ("first", "thing"),
    ("within", "the", "hour"),
    ("inside", "the", "hour"),
)
_INSTANT = frozenset(stem(word) for word in ("now", "immediately", "instantly", "already", "just"))
_LATER = frozenset(
    stem(word)
    for word in (
        "book arrange schedule confirm reserve order request enter secure set organise organize plan register note "
        "will go take"
    ).split()
)
"""What is booked now happens later."""
_NOW_FIRST = frozenset(phrase[0] for phrase in _NOW)
_SPANS = frozenset("minute minutes min mins hour hours h hrs day days week weeks month months".split())
_BEFORE_SPAN = frozenset(
    "in inside within under after by than to about around roughly takes take next of over for".split()
)
_AFTER_SPAN = frozenset("after from later at once before until maximum max".split())
_BEFORE_MONTH = frozenset({"in", "until", "till", "by", "before"})
"""Not since: that is no time to come."""
_EDGES = frozenset({"end", "start", "beginning", "middle"})
_NEXT = frozenset("bill invoice statement morning week month day working business payday run cycle slot".split())
_YEAR = 2030  # the year of `personas.vary.FIRST_DAY`; only differences between days matter
_SHOWN = re.compile(r"\b(?:(\w+day)\s+)?(\d{1,2})\s+([a-z]+)\b", re.I)


@lru_cache(maxsize=4096)
def moments(words: tuple[str, ...]) -> tuple[int, ...]:
    """Positions of words that say when: "Wednesday", "9:30", "within 24 hours", "on your next bill", "right now"."""
    found: list[int] = []
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        after = words[at + 1] if at + 1 < len(words) else ""
        if (
            word in _PARTS
            or word in WEEKDAYS
            or (word in _SHORT_DAYS and word not in {"sun", "sat"})
            or (":" in word and word[0].isdecimal())
            or (word[0].isdecimal() and _is_clock_or_date(words, at, before=before, after=after))
            or (word == "next" and (after in _NEXT or after in WEEKDAYS))
            or (word in {"your", "the"} and after == "next" and at + 2 < len(words) and words[at + 2] in _NEXT)
            or (word in {"an", "a"} and after in _SPANS and before in {"in", "inside", "within", "under", "after"})
            or (
                _month(word) is not None
                and (before in _BEFORE_MONTH or (before == "of" and at > 1 and words[at - 2] in _EDGES))
            )
            or (word in _NOW_FIRST and any(words[at : at + len(n)] == n for n in _NOW))
        ):
            found.append(at)
    return tuple(found)


def instants(stems: tuple[str, ...]) -> bool:
    """Whether it is said to happen at this moment, and is no booking of something later."""
    return bool(_INSTANT & set(stems)) and not _LATER & set(stems)


def _is_clock_or_date(words: tuple[str, ...], at: int, *, before: str, after: str) -> bool:  # noqa: PLR0911
    word = words[at]
    if "." in word or len(word) > 2:
        return after in _SPANS and before in _BEFORE_SPAN
    if after in _SPANS or (after in {"working", "business", "full"} and at + 2 < len(words)):
        end = at + 2 + (after not in _SPANS)
        then = words[end] if end < len(words) else ""
        if then in {"ago", "without", "late", "old", "already", "long"}:
            return False
        # "Five working days." answers "when?", and so does "Forty minutes, then he is with you."
        bare = (end - at >= len(words) - 3 and before not in {"for", "since"}) or (at == 0 and then == "then")
        return before in _BEFORE_SPAN or then in _AFTER_SPAN or bare or (at > 1 and words[at - 2] in _BEFORE_SPAN)
    if after == "oclock" or _month(after) is not None or (before and _month(before) is not None):
        return True
    if after in {"st", "nd", "rd", "th"}:
        return before in {"the", "on", "by"} or before in WEEKDAYS
    if after in {"cr", "credits", "%", "percent"}:
        return False
    return before in {"at", "between", "until", "till"} or (
        before in {"and", "to"} and at > 2 and words[at - 3] in {"between", "from"}
    )


def at_once(words: tuple[str, ...]) -> bool:
    """Whether it is said to happen at this moment: "at once", "same day", "now"."""
    return bool({"now", "immediately", "instantly"} & set(words)) or any(
        pair in {("at", "once"), ("right", "away"), ("same", "day")} for pair in pairwise(words)
    )


def numbered(words: tuple[str, ...], at: int) -> dt.date | None:
    """The date that begins at this word: "24 January", "24 th of May", "January 24"; None when there is none."""
    if at >= len(words):
        return None
    word, rest = words[at], [w for w in words[at + 1 : at + 4] if w not in {"th", "st", "nd", "rd", "of"}]
    month, day = (_month(rest[0]), word) if rest and word.isdecimal() else (_month(word), rest[0] if rest else "")
    if month is not None and not word.isdecimal() and any(w.isdecimal() for w in words[max(0, at - 2) : at]):
        return None  # the day stands before it
    if month is None or not day.isdecimal():
        return None
    try:
        return dt.date(_YEAR, month + 1, int(day))
    except ValueError:
        return None


def _month(word: str) -> int | None:
    if word in MONTHS:
        return MONTHS.index(word)
    if word == MAY:
        return MONTHS.index("may")
    return _SHORT_MONTHS.get(word)


def day_of(text: str) -> dt.date | None:
    """The day of "Wednesday 15 April"; None when there is none in it."""
    for shown in _SHOWN.finditer(text):
        month = _month(shown[3].lower())
        if month is not None:
            try:
                return dt.date(_YEAR, month + 1, int(shown[2]))
            except ValueError:
                continue
    return None


def names_of(day: dt.date, *, today: dt.date | None) -> list[str]:
    """Other ways to name that day, as phrases: "15 april", "april 15", "wednesday", "tomorrow"."""
    month = MONTHS[day.month - 1]
    names = [
        f"{day.day} {month}",
        f"{month} {day.day}",
        f"{day.day} {month[:3]}",
        f"{day.day} of {month}",
        f"{day.day} th {month}",
        f"{month} {day.day} th",
        f"{day.day} th of {month}",
    ]
    away = (day - today).days if today else None
    if away is None or -7 < away < 8:
        names += [WEEKDAYS[day.weekday()], WEEKDAYS[day.weekday()][:3]]
    names += {0: ["today"], 1: ["tomorrow"], -1: ["yesterday"]}.get(away if away is not None else 99, [])
    return names
