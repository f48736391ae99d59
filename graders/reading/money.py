"""Sums of money in a text, in any notation: "300 cr", "EUR 300", "300€", "£1,200", "three hundred euros"."""

from __future__ import annotations

import re

from coolhead.graders.reading.slots import NUMBER_WORDS, values
from coolhead.graders.reading.words import stem

_UNIT = r"(?:cr|credits?|eur|usd|gbp|euros?|dollars?|pounds?|quid|bucks|[$€£])"
_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d{1,2})?"
_SPELT = "|".join(sorted((*NUMBER_WORDS, "hundred", "thousand"), key=len, reverse=True))
_MONEY = re.compile(
    rf"(?<![\w.])(?:(?:eur|usd|gbp|[$€£]) ?(?P<ahead>{_FIGURE})|(?P<behind>{_FIGURE}) ?{_UNIT}(?!\w)"
    rf"|(?P<words>(?:an? )?(?:{_SPELT})(?:(?: and |[- ])(?:{_SPELT}))*) {_UNIT}(?!\w))",
    re.I,
)


def money(text: str) -> list[tuple[int, int, float]]:
    """(start, end, value) of every sum, in order."""
    return [(m.start(), m.end(), _value(m)) for m in _MONEY.finditer(text)]


_EACH = re.compile(r"^,? (?:per|for each|for every|each|every|an?|the) (?:\w+ )?(?P<unit>[a-z]{3,})", re.I)


def rates(text: str) -> dict[str, float]:
    """Unit -> the highest sum that is told for each one of it: "20 cr a night", "50 cr for each dark night"."""
    found: dict[str, float] = {}
    for _start, end, value in money(text):
        match = _EACH.search(text[end:])
        for word in match.group().split()[1:] if match else ():
            found[stem(word.lower())] = max(value, found.get(stem(word.lower()), 0.0))
    return {unit: value for unit, value in found.items() if unit not in _NO_UNIT}


_NO_UNIT = frozenset(("per", "for", "each", "every", "a", "an", "the"))


def _value(match: re.Match[str]) -> float:
    figure = match["ahead"] or match["behind"]
    if figure:
        return values(figure)[0]
    total = part = 0
    for word in re.findall("[a-z]+", match["words"].lower()):
        if word == "hundred":
            part = max(part, 1) * 100
        elif word == "thousand":
            total, part = total + max(part, 1) * 1000, 0
        elif word in NUMBER_WORDS:
            part += NUMBER_WORDS[word]
    return float(total + part)
