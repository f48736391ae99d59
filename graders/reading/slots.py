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
    rf"|\b(?:at|by|before|after|from|until|till|around|about|between) (?:{_HOUR})\b(?![:.]\d)(?!\s*(?:hundred|thousand|per|%|cr|of|other|more|days?|weeks?|hours?|minutes?|months?|years?|working|business|times?|people|items?))"
    rf"|\b(?:noon|midday|midnight|lunchtime|tonight|this (?:morning|afternoon|evening)|close of (?:business|play)|end of (?:the )?(?:day|business))\b"
)
_DATE = (
    rf"\b{_DAY}\b|\b(?:today|tomorrow|tonight|day after tomorrow|yesterday|next (?:working|business|week) ?day|(?:working |business )?day after next)\b|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b"
    rf"|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b|\b(?:the )?\d{{1,2}}(?:st|nd|rd|th)\b|\b\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}\b"
    rf"|\b(?:this|next|the coming) (?:week|weekend|month|{_DAY})\b|\bby the (?:end|middle) of (?:the|this|next) (?:week|month)\b"
    rf"|\b(?:{_MONTH})\b(?<!\bmay)(?<!\bmar)"
)
_DURATION = rf"\b(?:within |in |about |up to |under |for |after )?(?:the (?:next|last) )?{_NUM}(?:\s?(?:-|to|or)\s?{_NUM})?[- ](?:more |working |business |full |calendar |short )?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|fortnights?|months?|years?)\b|\bwithin the (?:hour|day|week)\b|\ba fortnight\b"
_UNIT = r"(?:cr|credits?|eur|usd|gbp|euros?|dollars?|pounds?|quid|bucks|[$€£])"
_FIGURE = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d{1,2})?)"
_SPELT = "|".join(sorted((*NUMBER_WORDS, "hundred", "thousand"), key=len, reverse=True))
_SUM = (
    rf"(?<![\w.])(?:(?:eur|usd|gbp|[$€£]) ?{_FIGURE}|{_FIGURE} ?{_UNIT}(?!\w)"
    rf"|(?:an? )?(?:{_SPELT})(?:(?: and |[- ])(?:{_SPELT}))* {_UNIT}(?!\w))"
)
_SHARE = r"(?:\b\d[\d.,]*\s?(?:cents?|per ?cent)\b|\b\d[\d.,]*\s?%)"
_AMOUNT = rf"(?:(?P<sum>{_SUM})|{_SHARE})"
_REFERENCE = r"\b(?=[A-Za-z0-9-]*\d)(?=[A-Za-z0-9-]*[A-Z])[A-Z0-9]{1,6}(?:-[A-Z0-9]{2,})+\b|\b[A-Z]{2,6}\d{3,}\b|\b(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{5,}\b|#\s?\d{3,}\b"
_NUMBER = (
    rf"\b\d+(?:[.,]\d+)*\b|\b(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS[:9])}))?\b|\b(?:{'|'.join(_UNITS[1:])})\b"
)

# Every figure begins a word or with a sign of money. Saying so first, and with which letters a word may begin that
# opens one, spares the alternatives at all other places.
_START = r"(?:\b(?=[\da-jl-oqs-uwy])|(?=[$€£]))"
_ALL = (
    rf"{_START}(?:(?P<amount>{_AMOUNT})|(?P<duration>{_DURATION})|(?P<date>{_DATE})|(?P<time>{_TIME})"
    rf"|(?P<number>{_NUMBER}))"
)
_REF = re.compile(_REFERENCE)
_MAYBE = (
    r"\d|\b(?:" + "|".join([*_UNITS, *_TENS, "hundred", "thousand", "day", "days", "week", "hour", "noon", "midnight", "morning", "afternoon", "evening", "tonight", "today",
    "tomorrow", "yesterday", "month", "fortnight", "minute", "close", "end", "weekend", "half"]) + r")|day\b|january|february|march|april|june|july|august|september|october|november|december"
)  # fmt: skip
_LOWER = re.compile(_MAYBE), re.compile(_ALL)
_ANY_CASE = re.compile(_MAYBE, re.I), re.compile(_ALL, re.I)
"""In ASCII text letters keep their places in lower case, which `re` reads three times as fast as it ignores case."""


@dataclass(frozen=True)
class Slot:
    """One figure."""

    kind: Kind
    text: str
    start: int
    end: int
    values: tuple[float, ...]
    """The numbers in it: "between 8 and 10" gives its two slots (8,) and (10,)."""
    money: bool = False
    """An amount of money, not a share or small change."""


def slots(text: str) -> list[Slot]:
    """The figures of a plain text in order.

    Overlapping readings are settled in the order reference, amount, duration, date, time.
    """
    read, (maybe, every) = (text.lower(), _LOWER) if text.isascii() else (text, _ANY_CASE)
    if not maybe.search(read):
        return []
    found = [Slot("reference", m.group(), m.start(), m.end(), values(m.group())) for m in _references(text)]
    taken = [(slot.start, slot.end) for slot in found]
    for match in every.finditer(read):
        begin, stop = match.span()
        if any(begin < end and stop > start for start, end in taken):
            continue
        kind: Kind = match.lastgroup  # type: ignore[assignment]
        said = text[begin:stop]
        if match["sum"]:
            found.append(Slot(kind, said, begin, stop, (sum_of(said),), money=True))
        else:
            found.append(Slot(kind, said, begin, stop, values(said)))
    found.sort(key=lambda slot: slot.start)
    return found


def _references(text: str) -> list[re.Match[str]]:
    return list(_REF.finditer(text)) if _DIGIT.search(text) else []


_DIGIT = re.compile(r"\d")
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


def sum_of(said: str) -> float:
    """What a sum of money comes to, in figures or in words: "£1,200" is 1200, "three hundred euros" 300."""
    figure = _DIGITS.search(said)
    if figure:
        return _value(figure.group())
    total = part = 0
    for word in re.findall("[a-z]+", said.lower()):
        if word == "hundred":
            part = max(part, 1) * 100
        elif word == "thousand":
            total, part = total + max(part, 1) * 1000, 0
        elif word in NUMBER_WORDS:
            part += NUMBER_WORDS[word]
    return float(total + part)


def _spelt(text: str) -> bool:
    """A number may be written as a word."""
    return _ROOT.search(text.lower()) is not None


# Every number word holds one of these.
_ROOT = re.compile("one|t(?:wo|hree|en|wel|een|y)|f(?:our|ive)|s(?:ix|even)|e(?:igh|leven)|nine")


def _value(digits: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        return float(digits.replace(",", ""))
    if re.fullmatch(r"\d+[.,]\d{1,2}", digits):
        return float(digits.replace(",", "."))
    first = re.match(r"\d+", digits)
    return float(first.group()) if first else 0.0
