"""What is personal by its form: mail, web and postal addresses, numbers of telephones, cards and accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from coolhead.bench.redaction.words import content, words

Span = tuple[int, int, str]
"""(begin, end, kind) in a text."""
LISTS = ("units", "number_of", "street_ends", "street_starts")
_IS_DATE = re.compile(r"(?:\d{4}([-/. ])\d{1,2}\1\d{1,2}|\d{1,2}([-/. ])\d{1,2}\2\d{2,4})$")
_IS_AMOUNT = re.compile(r"\d{1,3}(?:[ .,]\d{3})+(?:[.,]\d\d)?$")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    data = content("forms")
    parts = {**data["parts"], **{name: getattr(words(), name) for name in LISTS}}

    def whole(pattern: str) -> str:
        while found := re.search(r"(?<!\?P)<(\w+)>", pattern):
            pattern = pattern.replace(found.group(), parts[found[1]])
        return pattern

    return tuple((kind, re.compile(whole(pattern))) for kind, pattern in data["forms"])


_HINT = re.compile(r"\d|@|www\.|\bdot\b|born|(?:one|two|three|five|oh) ", re.IGNORECASE)


@lru_cache(maxsize=2048)
def spans(text: str) -> tuple[Span, ...]:
    """Everything in a text that has the form of something personal; spans may overlap, the first found counts."""
    return tuple(_spans(text)) if _HINT.search(text) else ()


def _spans(text: str) -> Iterator[Span]:
    for kind, pattern in _patterns():
        for found in pattern.finditer(text):
            begin, end = found.span("it") if "it" in pattern.groupindex else found.span()
            words_ = text[begin:end].rstrip(".,;:!?")
            if _really(kind, words_):
                yield begin, begin + len(words_), kind


def _really(kind: str, found: str) -> bool:
    digits = re.sub(r"\D", "", found)
    if kind == "CARD":
        return luhn(digits)
    if kind == "PHONE":
        return 7 <= len(digits) <= 15 and not _IS_DATE.match(found) and not _IS_AMOUNT.match(found)
    if kind == "IP":
        return all(int(part) < 256 for part in found.split("."))
    return kind != "ACCOUNT" or len(digits) >= 4


def luhn(digits: str) -> bool:
    """Whether the check digit of a card number is right (Luhn's formula, ISO/IEC 7812-1)."""
    doubled = [int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(digits))]
    return len(digits) >= 13 and sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
