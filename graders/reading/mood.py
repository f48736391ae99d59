"""How hot is the customer? A small meter over the customer's own words, used to know when empathy or calm is called for.

It reads nothing of the simulator's private state: only what the customer wrote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from coolhead.graders.reading.words import phrases

_CAPS = re.compile(r"\b[A-Z]{3,}\b")
_REFERENCE = re.compile(r"\b(?=\w*\d)[A-Z0-9-]+\b")


def typographic(text: str) -> float:
    """Shouting in writing, 0-1: capitals (references excepted), several exclamation or question marks."""
    words = _REFERENCE.sub("", text)
    letters = sum(char.isalpha() for char in words)
    caps = sum(len(word) for word in _CAPS.findall(words))
    share = caps / letters if letters >= 4 else 0.0
    marks = text.count("!") + 2 * text.count("?!") + 2 * text.count("!!") + max(0, text.count("??"))
    return min(1.0, 1.2 * share + 0.12 * marks)


def heat(text: str, chance: Mapping[str, float]) -> float:
    """Heat of one customer turn, 0-1, from the text model's customer labels, typography and plain anger words."""
    hot = phrases("mood", "hot").search(text) is not None
    warm = phrases("mood", "displeased").search(text) is not None
    base = max(
        0.85 * chance.get("ANNOYED", 0.0),
        1.0 * chance.get("ABUSE", 0.0),
        1.0 * chance.get("THREAT", 0.0),
        0.8 * chance.get("PROFANE", 0.0),
        0.75 if hot else 0.0,
        0.45 if warm else 0.0,
    )
    base += 0.35 * typographic(text) * (1 - base)
    calm = max(chance.get("SATISFIED", 0.0), chance.get("APOLOGY", 0.0), 0.8 * chance.get("ACCEPT", 0.0))
    return min(1.0, max(0.0, base * (1 - 0.6 * calm * (0.4 if hot else 1.0))))
