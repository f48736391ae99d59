"""What the agent says against its own words: another day, hour or sum, the opposite, an order that cannot be."""

from __future__ import annotations

import re

from coolhead.graders.checks.clarity.opposed import opposed
from coolhead.graders.checks.clarity.stages import backwards, resummed
from coolhead.graders.checks.speech.common import hollow
from coolhead.graders.checks.speech.figures import key
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.slots import Slot
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import content, expression, stem, tokens, word_set


def contradictions(reading: Reading) -> list[tuple[float, Sentence]]:
    """Sentences in which the agent gives another day, hour or sum for the same thing.

    Beside a slip of the tongue ("or rather"), with a false "as I said", or as another price than before.
    """
    found: list[tuple[float, Sentence]] = []
    told: dict[str, set[str]] = {}
    prices: list[tuple[str, frozenset[str]]] = []
    for x in reading.sentences:
        by_kind: dict[str, list[str]] = {}
        for slot in x.slots:
            by_kind.setdefault(_group(slot), []).append(key(slot))
        several = any(len(set(keys)) >= 2 for keys in by_kind.values())
        strength = 0.0
        if several and _SLIP.search(x.text):
            strength = 0.6
        if _AS_SAID.search(x.text) and any(
            told.get(kind) and not set(keys) & told[kind] for kind, keys in by_kind.items()
        ):
            strength = max(strength, 0.6)
        priced = _priced(x)
        if priced is not None:
            strength = max(strength, OTHERWISE * any(_dearer(priced, one) for one in prices))
            prices.append(priced)
        strength = max(
            strength,
            0.6 if opposed(reading, x) or backwards(reading, x) or resummed(reading, x) else 0.0,
            0.55 if _needed_after_all(reading, x) else 0.0,
        )
        if strength:
            found.append((strength, x))
        for kind, keys in by_kind.items():
            told.setdefault(kind, set()).update(keys)
    return found


OTHERWISE = 0.6
"""Strength of another price for the same thing."""


@once
def _priced(x: Sentence) -> tuple[str, frozenset[str]] | None:
    """The price that a sentence names, and of what; None where it names none or several, or gives back."""
    kinds = {"amount", "number"} if _COSTS.search(x.text) else {"amount"}
    sums = {key(slot) for slot in x.slots if slot.kind in kinds}
    if len(sums) != 1 or x.asks or _ROW.match(x.text) or not _PRICE.search(x.text) or _GIVEN_BACK.search(x.text):
        return None
    figures = frozenset().union(*(content(tokens(slot.text)) for slot in x.slots))
    return sums.pop(), x.stems - figures - hollow() - _PRICES


def _dearer(one: tuple[str, frozenset[str]], other: tuple[str, frozenset[str]]) -> bool:
    """Two prices of one thing; with something added, or without, it is another thing."""
    return one[0] != other[0] and bool(one[1]) and one[1] == other[1]


_ROW = re.compile(r"\W*[-–•*]\s|[^.]{0,40}:\s")
"""A row of a list, each about another thing."""
_COSTS = expression("tangled", "costs")
_PRICES = frozenset(stem(word) for word in word_set("tangled", "price_words"))
_NOT_NEEDED = expression("tangled", "not_needed")
_NEEDS = r"\b(?:need|needs|require[sd]?|must have|once (?:i|we) have|if (?:i|we) have|without)\b[^.;,]{0,30}\b"


def _needed_after_all(reading: Reading, x: Sentence) -> bool:
    """What was not needed before is needed now: "consent is not needed", "if I have the consent today"."""
    for turn, place, noun in _not_needed(reading):
        if (turn, place) >= (x.turn, x.place):
            break
        if re.search(_NEEDS + re.escape(noun), x.text, re.I):
            return _NOT_NEEDED.search(x.text) is None
    return False


@once
def _not_needed(reading: Reading) -> list[tuple[int, int, str]]:
    """Turn, place and noun of each sentence that says that something is not needed."""
    found: list[tuple[int, int, str]] = []
    for y in reading.sentences:
        match = _NOT_NEEDED.search(y.text)
        noun = next((held for held in match.groups() if held), "") if match else ""
        if noun and noun.lower() not in _ANYTHING:
            found.append((y.turn, y.place, noun))
    return found


_ANYTHING = frozenset(["that", "this", "more", "nothing", "anything", "they", "which", "these", "those"])
_SLIP = expression("tangled", "slip")
_AS_SAID = expression("tangled", "as_said")
_GIVEN_BACK = expression("tangled", "given_back")
_PRICE = expression("tangled", "price")


def _group(slot: Slot) -> str:
    return "sum" if slot.kind in {"amount", "number"} else slot.kind
