"""Figures in a text: times, dates, durations, amounts, references, and other numbers, also when written as words."""

# ruff: noqa: E501 - patterns read better whole

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["time", "date", "duration", "amount", "reference", "number"]

_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBER_WORDS: dict[str, int] = {word: n for n, word in enumerate(_UNITS, 1)} | {
    word: 10 * n for n, word in enumerate(_TENS, 2)
}
_NUM = (
    r"(?:\d+(?:[.,]\d+)*|(?:"
    + "|".join(_TENS)
    + r")(?:[- ](?:"
    + "|".join(_UNITS[:9])
    + r"))?|"
    + "|".join(sorted(_UNITS, key=len, reverse=True))
    + r"|a couple of|half an?|an?)"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
_HOUR = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"

_TIME = (
    rf"\b(?:[01]?\d|2[0-3])[:.h][0-5]\d\b(?!\s*(?:cr|eur|%))|\b\d{{1,2}}\s?(?:am|pm|a\.m\.|p\.m\.|o'clock)(?!\w)"
    rf"|\b{_HOUR} o'clock\b|\b(?:half|quarter|ten|five|twenty|twenty-five)[- ](?:past|to)[- ]{_HOUR}\b|\bhalf (?:seven|eight|nine|ten|eleven|twelve|one|two|three|four|five|six)\b"
    rf"|\b(?:at|by|before|after|from|until|till|around|about|between) (?:{_HOUR})\b(?![:.]\d)(?!\s*(?:per|%|cr|of|other|more|days?|weeks?|hours?|minutes?|months?|years?|working|business|times?|people|items?))"
    rf"|\b(?:noon|midday|midnight|lunchtime|tonight|this (?:morning|afternoon|evening)|close of (?:business|play)|end of (?:the )?(?:day|business))\b"
)
_DATE = (
    rf"\b{_DAY}\b|\b(?:today|tomorrow|tonight|day after tomorrow|yesterday)\b|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b"
    rf"|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b|\b(?:the )?\d{{1,2}}(?:st|nd|rd|th)\b|\b\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}\b"
    rf"|\b(?:this|next|the coming) (?:week|weekend|month|{_DAY})\b|\bby the (?:end|middle) of (?:the|this|next) (?:week|month)\b"
    rf"|\b(?:{_MONTH})\b(?<!\bmay)(?<!\bmar)"
)
_DURATION = rf"\b(?:within |in |about |up to |under |for |after )?(?:the (?:next|last) )?{_NUM}(?:\s?(?:-|to|or)\s?{_NUM})?[- ](?:more |working |business |full |calendar |short )?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|fortnights?|months?|years?)\b|\bwithin the (?:hour|day|week)\b|\ba fortnight\b"
_AMOUNT = r"(?:\b\d[\d.,]*\s?(?:cr|credits?|eur|usd|gbp|euros?|dollars?|pounds?|cents?|per ?cent|percent)\b|[$€£]\s?\d[\d.,]*|\b\d[\d.,]*\s?%)"
_REFERENCE = r"\b(?=[A-Za-z0-9-]*\d)(?=[A-Za-z0-9-]*[A-Z])[A-Z0-9]{1,6}(?:-[A-Z0-9]{2,})+\b|\b[A-Z]{2,6}\d{3,}\b|\b(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{5,}\b|#\s?\d{3,}\b"
_NUMBER = (
    rf"\b\d+(?:[.,]\d+)*\b|\b(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS[:9])}))?\b|\b(?:{'|'.join(_UNITS[1:])})\b"
)

_ALL = re.compile(
    f"(?P<reference>{_REFERENCE})|(?P<amount>{_AMOUNT})|(?P<duration>{_DURATION})|(?P<date>{_DATE})|(?P<time>{_TIME})|(?P<number>{_NUMBER})",
)
_ALL_I = re.compile(
    f"(?P<amount>{_AMOUNT})|(?P<duration>{_DURATION})|(?P<date>{_DATE})|(?P<time>{_TIME})|(?P<number>{_NUMBER})", re.I
)
_REF = re.compile(_REFERENCE)
_MAYBE = re.compile(
    r"\d|\b(?:" + "|".join([*_UNITS, *_TENS, "day", "days", "week", "hour", "noon", "midnight", "morning", "afternoon", "evening", "tonight", "today",
    "tomorrow", "yesterday", "month", "fortnight", "minute", "close", "end", "weekend", "half"]) + r")|day\b|january|february|march|april|june|july|august|september|october|november|december",
    re.I,
)  # fmt: skip


@dataclass(frozen=True)
class Slot:
    """One figure."""

    kind: Kind
    text: str
    start: int
    end: int
    values: tuple[float, ...]
    """The numbers in it: "between 8 and 10" gives its two slots (8,) and (10,)."""


def slots(text: str) -> list[Slot]:
    """The figures of a plain text in order.

    Overlapping readings are settled in the order reference, amount, duration, date, time.
    """
    if not _MAYBE.search(text):
        return []
    found: list[Slot] = []
    taken: list[tuple[int, int]] = []
    for match in _REF.finditer(text):
        found.append(Slot("reference", match.group(), match.start(), match.end(), values(match.group())))
        taken.append(match.span())
    for match in _ALL_I.finditer(text):
        if any(match.start() < end and match.end() > start for start, end in taken):
            continue
        kind: Kind = match.lastgroup  # type: ignore[assignment]
        found.append(Slot(kind, match.group(), match.start(), match.end(), values(match.group())))
    found.sort(key=lambda slot: slot.start)
    return found


_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_WORDS = re.compile(
    rf"\b(?:({'|'.join(_TENS)})(?:[- ]({'|'.join(_UNITS[:9])}))?|({'|'.join(sorted(_UNITS, key=len, reverse=True))}))\b",
    re.I,
)


def values(text: str) -> tuple[float, ...]:
    """The numbers of a text, digits and words alike: "14:30 for twenty-five" -> (14, 30, 25)."""
    found: list[float] = []
    for part in _DIGITS.findall(text):
        found.append(_value(part))
    for tens, unit, single in _WORDS.findall(text) if _spelt(text) else ():
        found.append(float(NUMBER_WORDS[(single or tens).lower()] + (NUMBER_WORDS[unit.lower()] if unit else 0)))
    return tuple(found)


def _spelt(text: str) -> bool:
    """A number may be written as a word."""
    low = text.lower()
    return any(word in low for word in _ROOTS)


# Every number word holds one of these.
_ROOTS = ("one", "two", "three", "four", "five", "six", "seven", "eigh", "nine", "ten", "eleven", "twel", "teen", "ty")


def _value(digits: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        return float(digits.replace(",", ""))
    if re.fullmatch(r"\d+[.,]\d{1,2}", digits):
        return float(digits.replace(",", "."))
    first = re.match(r"\d+", digits)
    return float(first.group()) if first else 0.0
