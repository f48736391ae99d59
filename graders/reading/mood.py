"""How hot the customer is: a small meter over the customer's own words.

It says when empathy or calm is called for. It reads nothing of the simulator's private state: only what was written.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from coolhead.graders.reading.words import phrases

_CAPS = re.compile(r"\b[A-Z]{3,}\b")
_REFERENCE = re.compile(r"\b(?=\w*\d)[A-Z0-9-]+\b")


def typographic(text: str) -> float:
    """Shouting in writing, 0-1: capitals (references excepted), several exclamation or question marks."""
    words = _REFERENCE.sub("", text)
    letters = sum(map(str.isalpha, words))
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


_COURTEOUS = re.compile(r"\b(?:thank\w*|great|perfect|please|wonderful|lovely|appreciate)\b", re.I)


def annoyance(texts: Sequence[str], chances: Sequence[Mapping[str, float]]) -> float:
    """How annoyed a customer was over a whole dialogue, 0-1, from all turns: cold and curt counts as well as loud.

    Mean log-odds of annoyance, abuse, insult and accusation, against courtesy and acceptance. It ranks dialogues; the
    number itself is
    no probability.
    """
    if not texts:
        return 0.0
    total = sum(
        _log_odds(sum(c.get(label, 0.0) for c in chances) / len(chances))
        for label in ("ANNOYED", "ABUSE", "OFFENSIVE", "ACCUSE")
    )
    courteous = sum(_COURTEOUS.search(text) is not None for text in texts) / len(texts)
    accepted = max(c.get("ACCEPT", 0.0) for c in chances)
    return 1 / (1 + math.exp(-0.5 * (total - 3 * courteous - 2 * accepted + 7.5)))


def _log_odds(p: float) -> float:
    p = min(max(p, 0.01), 0.99)
    return math.log(p / (1 - p))
