"""Days, hours and lengths of time that a text names, in a form in which two texts can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from coolhead.graders.reading.slots import NUMBER_WORDS

_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
"""Days of the year before each month."""
YEAR = 365
DATED, NAMED = 1_000, 2_000
"""Where the day of the contact is not known, dates and week days are told by these numbers beside their own."""
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NAME = rf"(?:{'|'.join(_WEEK)})"
_DAY = re.compile(
    rf"\b(?:(?P<with>{_NAME}),? )?(?:the )?(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m1>{_MONTH})\b"
    rf"|\b(?:(?P<with2>{_NAME}),? )?(?P<m2>{_MONTH}) (?:the )?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)"
    rf"|\b(?P<near>day after tomorrow|tomorrow|today|tonight|this (?:morning|afternoon|evening)|yesterday)\b"
    rf"|\b(?:(?P<past>since|last) |(?:this|next|on|by|the coming) )?(?P<alone>{_NAME})\b(?! ?(?:to|-) ?{_NAME})"
)
_NEAR = {"tomorrow": 1, "day after tomorrow": 2, "yesterday": -1}


@dataclass(frozen=True)
class Told:
    """A day, an hour or a length of time where it stands in a text."""

    start: int
    end: int
    means: frozenset[int]
    """What it can mean: days from the contact (or numbers from `DATED` on), minutes of a day, minutes."""


@lru_cache(maxsize=500)
def _today(today: str) -> tuple[int, int] | None:
    """Day of the year and day of the week of "Monday 12 August"; None where that is not what it says."""
    match = _DAY.search(today.lower())
    if match is None or not (match["d1"] or match["d2"]):
        return None
    name = match["with"] or match["with2"]
    return _ordinal(match), _WEEK.index(name) if name else -1


def _ordinal(match: re.Match[str]) -> int:
    month = _MONTHS.index((match["m1"] or match["m2"])[:3])
    return _BEFORE[month] + int(match["d1"] or match["d2"])


@lru_cache(maxsize=4_000)
def days(text: str, today: str) -> tuple[Told, ...]:
    """The days that a text names, as distances in days from `today` ("Monday 12 August"; "" = not known)."""
    now = _today(today)
    found = []
    for match in _DAY.finditer(text.lower()):
        means = _means(match, now)
        if means:
            found.append(Told(match.start(), match.end(), frozenset(means)))
    return tuple(found)


def _means(match: re.Match[str], now: tuple[int, int] | None) -> set[int]:
    near, name = match["near"], match["alone"] or match["with"] or match["with2"]
    if near:
        return {_NEAR.get(near, 0)} if now else set()
    if match["d1"] or match["d2"]:
        date = _ordinal(match)
        if now is None:
            return {DATED + date} | ({NAMED + _WEEK.index(name)} if name else set())
        away = (date - now[0] + YEAR // 2) % YEAR - YEAR // 2
        # Nobody says whether it is a leap year.
        return {away, away + 1, away - 1} if min(date, now[0]) <= _BEFORE[2] < max(date, now[0]) else {away}
    day = _WEEK.index(name)
    if now is None or now[1] < 0:
        return {NAMED + day}
    away = (day - now[1]) % 7
    return {away - 7} if match["past"] else {away - 7, away, away + 7}


_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_N = rf"(?:\d{{1,2}}|{_WORDS})"
_NO_UNIT = (
    r"(?=\s*(?:[.,;:!?)-](?!\d)|-|$|(?:on|in|and|or|to|until|till|today|tomorrow|tonight|sharp|this|next|at|with|for|by|from|"
    rf"so|if|when|the latest|{'|'.join(_WEEK)})\b))"
)
"""What follows a bare number that is an hour: "at 3 on Friday", and not "at 3 shops"."""
_HOUR = re.compile(
    r"\b(?P<h>[01]?\d|2[0-4])[:h](?P<m>[0-5]\d)\b(?: ?(?P<half>[ap])\.?m\b)?"
    rf"|\b(?P<n>{_N}) ?(?:(?P<half2>[ap])\.?m\b|o'clock)"
    rf"|\b(?:at|by|before|after|from|until|till|around|between|to|and|-) ?(?P<at>{_N})\b(?: ?(?P<half3>[ap])\.?m\b)?"
    rf"{_NO_UNIT}"
    rf"|\bhalf past (?P<past>{_N})\b"
    r"|\b(?P<word>noon|midday|midnight)\b"
)
_LEAD = re.compile(r"\b(?:at|by|before|after|from|until|till|around|between)\b")


@lru_cache(maxsize=4_000)
def hours(text: str) -> tuple[Told, ...]:
    """The hours that a text names, in minutes of the day; "at 2" may be two in the morning or in the afternoon."""
    found: list[Told] = []
    low = text.lower()
    for match in _HOUR.finditer(low):
        if match["at"] and match.group().startswith(("to", "and", "-")):
            # "from 8 to 10": the second of two; "to 3 people" is none.
            before = low[: match.start()].rstrip()
            if not found or len(before) - found[-1].end > 1:
                continue
        minutes = _minutes(match)
        if minutes:
            found.append(Told(match.start(), match.end(), minutes))
    return tuple(found)


def _minutes(match: re.Match[str]) -> frozenset[int]:
    if match["word"]:
        return frozenset((0, 1440) if match["word"] == "midnight" else (720,))
    said = match["h"] or match["n"] or match["at"] or match["past"]
    hour = int(said) if said.isdigit() else NUMBER_WORDS[said]
    if hour > 24:
        return frozenset()
    minute = int(match["m"] or 0) + 30 * bool(match["past"])
    half = match["half"] or match["half2"] or match["half3"]
    if half:
        return frozenset({hour % 12 * 60 + minute + 720 * (half == "p")})
    return frozenset({hour * 60 + minute, (hour + 12) % 24 * 60 + minute} if hour <= 12 else {hour * 60 + minute})


_UNITS = {"sec": 0, "min": 1, "hour": 60, "hr": 60, "day": 1440, "night": 1440, "week": 10_080, "fortnight": 20_160}
_UNITS |= {"month": 43_200, "year": 525_600}
_SPAN = re.compile(
    rf"\b(?:(?P<few>\d{{1,3}}|{_WORDS}|half an?|an?|the)(?: ?(?:-|to|or) ?(?P<to>\d{{1,3}}|{_WORDS}))?)"
    r"[- ](?P<work>more |extra |additional |further |full |calendar |working |business )?"
    r"(?P<unit>secs?|seconds?|min|hours?|hrs?|days?|nights?|weeks?|fortnights?|months?|years?)(?:ute)?s?\b"
    r"(?P<more> and a half)?"
)


@lru_cache(maxsize=4_000)
def spans(text: str) -> tuple[Told, ...]:
    """The lengths of time that a text names, in minutes; working days may be counted as a part of a week."""
    found = []
    for match in _SPAN.finditer(text.lower()):
        if match["few"] == "the" and not text[: match.start()].lower().rstrip().endswith("within"):
            continue
        unit = next(size for name, size in _UNITS.items() if match["unit"].startswith(name))
        counts = {_count(match["few"])} | ({_count(match["to"])} if match["to"] else set())
        means = {round((count + 0.5 * bool(match["more"])) * unit) for count in counts}
        if match["work"] in {"working ", "business "}:
            means |= {round(minutes * 7 / 5) for minutes in means}
        found.append(Told(match.start(), match.end(), frozenset(means)))
    return tuple(found)


def _count(said: str) -> float:
    if said.isdigit():
        return float(said)
    return 0.5 if said.startswith("half") else float(NUMBER_WORDS.get(said, 1))
