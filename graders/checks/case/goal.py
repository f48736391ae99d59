"""The answer key of a simulated dialogue: whether a sentence says what a concept describes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.slots import values
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import stem, tokens
from coolhead.personas.case import Concepts


@lru_cache(maxsize=4_000)
def _alternatives(group: str) -> tuple[tuple[str, tuple[float, ...]], ...]:
    """Each alternative as it stands in a line, and the numbers that say the same by themselves."""
    return tuple((_line(one), _alone(one)) for one in group.split("|") if one.strip())


def _alone(alternative: str) -> tuple[float, ...]:
    words = tokens(alternative)
    return values(alternative) if len(words) <= 2 and any(word[:1].isdigit() for word in words) else ()


@lru_cache(maxsize=8_000)
def _line(text: str) -> str:
    return f" {' '.join(map(_root, tokens(text)))} "


def _root(word: str) -> str:
    """Its stem; a no stays one: "can't" is not "can"."""
    return "cannot" if word == "can't" else word if word.endswith("n't") else stem(word)


@lru_cache(maxsize=8_000)
def _figures(text: str) -> frozenset[float]:
    return frozenset(values(text))


def group_hit(group: str, text: str) -> bool:
    """One of the alternatives of a group stands in the text, whatever its endings; numbers match as numbers."""
    line = _line(text)
    for spoken, numbers in _alternatives(group):
        if spoken in line and spoken.strip():
            return True
        if numbers and _figures(text).issuperset(numbers):
            return True
    return False


@lru_cache(maxsize=8_000)
def hits(concepts: Concepts, text: str) -> bool:
    """Every group of a concept is hit by the text; False for an empty concept."""
    return bool(concepts) and all(group_hit(group, text) for group in concepts)


def share(concepts: Concepts, text: str) -> float:
    """Share of a concept's groups that the text hits, 0-1."""
    return sum(group_hit(group, text) for group in concepts) / len(concepts) if concepts else 0.0


def said(concepts: Concepts, texts: Sequence[str]) -> int | None:
    """The first text that hits the whole concept, or None."""
    return next((n for n, text in enumerate(texts) if hits(concepts, text)), None)


def offers(reading: Reading, x: Sentence) -> bool:
    """The sentence says a remedy that the answer key knows."""
    return reading.goal is not None and any(hits(remedy.say, x.text) for remedy in reading.goal.remedies)
