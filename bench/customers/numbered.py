"""Figures and the things they are of, as the customer knows them: flat 14, a fee of 45, six chairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from coolhead.bench.customers.casetexts import granted, openings
from coolhead.bench.customers.text import Clause, Sentence, read
from coolhead.bench.customers.tokens import STOPWORDS, table
from coolhead.personas.schema import Persona

_MONEY = frozenset({"cr", "credit", "credits"})
_DIGITS = 2
"""Smaller numbers count things and floors, and are seldom names."""
_REACH = 2
"""So many words stand between a thing and its figure: "the fee comes to 45", "the 45 call-out fee"."""


@cache
def _of_its_own() -> frozenset[str]:
    return frozenset(table("figures_of_their_own").split(", "))


@cache
def _ties() -> frozenset[str]:
    return frozenset(table("ties_to_a_figure").split())


def numbered(words: Sentence | Clause) -> Iterator[tuple[str, float]]:
    """Every (word stem, figure) of which the word may be the thing, nearest first."""
    for at, word in enumerate(words.words):
        if not word.isdecimal() or len(word) < _DIGITS or words.words[at + 1 : at + 2] == ("%",):
            continue
        before = at - 1
        while at - before <= _REACH and before > 0 and words.words[before] in _ties():
            before -= 1
        behind = [n for n in range(at + 1, len(words.words)) if words.words[n] not in _MONEY][: _REACH + 1]
        for n in (before, *behind):
            if not 0 <= n < len(words.words) or words.words[n] in STOPWORDS or not words.words[n].isalpha():
                if behind and n == behind[0]:
                    break  # "45 for the visit"
                continue
            if words.words[n] in _of_its_own():
                break  # "5 days", "30 credit"
            yield words.stems[n], float(word)


def figures_of(persona: Persona) -> dict[str, frozenset[float]]:
    """Word stem -> the figures that record, policy or story have for a thing of that name."""
    found: dict[str, set[float]] = {}
    record = [f"{name} {text}" for name, text in persona.case.record.items()]
    for sentence in _sentences([*record, *granted(persona), *openings(persona), *_tellings(persona)]):
        for thing, figure in numbered(sentence):
            found.setdefault(thing, set()).add(figure)
    return {thing: frozenset(figures) for thing, figures in found.items()}


def _tellings(persona: Persona) -> list[str]:
    return [text for fact in persona.facts for text in fact.say]


def _sentences(texts: Iterable[str]) -> Iterator[Sentence]:
    for text in texts:
        yield from read(text).sentences
