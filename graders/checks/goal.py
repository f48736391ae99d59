"""The answer key of a simulated dialogue: whether a sentence says what a concept describes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from coolhead.graders.reading.slots import values
from coolhead.graders.reading.words import stem, tokens
from coolhead.personas.schema import Concepts


@lru_cache(maxsize=4_000)
def _sequence(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in tokens(text))


@lru_cache(maxsize=4_000)
def _alternatives(group: str) -> tuple[tuple[tuple[str, ...], tuple[float, ...]], ...]:
    return tuple((_sequence(one.strip()), values(one)) for one in group.split("|") if one.strip())


@lru_cache(maxsize=8_000)
def _line(text: str) -> tuple[str, frozenset[float]]:
    return f" {' '.join(_sequence(text))} ", frozenset(values(text))


def group_hit(group: str, text: str) -> bool:
    """One of the alternatives of a group stands in the text, whatever its endings; numbers match as numbers."""
    line, figures = _line(text)
    for words, numbers in _alternatives(group):
        if words and f" {' '.join(words)} " in line:
            return True
        if (
            numbers
            and len(words) <= 2
            and all(number in figures for number in numbers)
            and any(w[:1].isdigit() for w in words)
        ):
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
