"""Sums of money in a text, in any notation: "300 cr", "EUR 300", "300€", "£1,200", "three hundred euros"."""

from __future__ import annotations

import re
from functools import lru_cache

from coolhead.graders.reading.slots import slots
from coolhead.graders.reading.words import stem


@lru_cache(maxsize=4_000)
def money(text: str) -> tuple[tuple[int, int, float], ...]:
    """(start, end, value) of every sum, in order."""
    return tuple((slot.start, slot.end, slot.values[0]) for slot in slots(text) if slot.money)


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
