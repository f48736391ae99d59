"""A promise that gives a thing another figure than the customer knows it by: flat 33 for flat 14."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from coolhead.bench.customers.hearing.clauses import GIVES, Mood
from coolhead.bench.customers.hearing.links import Turn
from coolhead.bench.customers.numbered import numbered
from coolhead.bench.customers.tokens import table


@cache
def _changes() -> re.Pattern[str]:
    """What gives a thing a figure that it had not before."""
    return re.compile(rf"\b(?:{'|'.join(table('another_figure').split(', '))})\b", re.I)


def misnamed(held: Sequence[tuple[Mood, int]], turn: Turn) -> str:
    """The wrong figure as it is said, where a sentence gives a remedy with one; else empty.

    Wrong is a figure that nobody knows, of a thing of which the customer knows another. What is new, a part, or comes
    to a sum may have a figure of its own; a line to call is no figure.
    """
    known = turn.story.known_sums
    for mood, n in held:
        sentence = turn.message.sentences[n]
        if mood not in GIVES or _changes().search(sentence.text):
            continue
        plain = {float(figure) for figure in _PLAIN.findall(sentence.text)}
        for thing, figure in numbered(sentence):
            theirs = turn.story.figures_of.get(thing, frozenset())
            if theirs and figure in plain and figure not in known and not _comes_to(figure, theirs):
                return f"{figure:g}"
    return ""


_PLAIN = re.compile(r"(?<![\w.:/-])\d+(?![\w:/-]|\.\d)")
"""Figures that are no part of a time, a date, a line or a reference."""


def _comes_to(figure: float, theirs: frozenset[float]) -> bool:
    """So many of the thing, or two of them together."""
    return any(figure in {one * times for times in range(2, _SEVERAL)} or figure - one in theirs for one in theirs)


_SEVERAL = 6
"""Up to so many of a thing its figure is multiplied."""
