"""Sums of money in a text, in any notation: "300 cr", "EUR 300", "300€", "£1,200", "three hundred euros"."""

from __future__ import annotations

import re

from coolhead.graders.reading.slots import NUMBER_WORDS, values

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
