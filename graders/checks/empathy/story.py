"""Whose story sympathy speaks of: words this customer told, words near to them, and things nobody spoke of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from coolhead.graders.base import MET
from coolhead.graders.checks.speech.common import hollow
from coolhead.graders.checks.speech.figures import known_values
from coolhead.graders.checks.speech.filed import case_file
from coolhead.graders.checks.speech.listening import cue, fits_any
from coolhead.graders.checks.speech.promises import promise_form
from coolhead.graders.model import TextModel
from coolhead.graders.model.facets import Array as Directions
from coolhead.graders.model.words import classes
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.patterns import Pattern
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import content, content_stem, expression, in_other_words, kin, one_family, word_set

NEAR = 0.6
"""Cosine from which a word is another word for something that was told: "cigarettes" after "smoking"."""
ANOTHERS, OTHERS = 0.7, 0.4
"""How strange, beside a word far from all that was told, is a thing called theirs, a month or a person nobody named;
and a figure nobody named."""
TOLD, FULL = 5, 8
"""Telling words from which a customer has told a story, and one from which who listened takes up a word."""
STRANGE, FOREIGN = 1.2, 2.0
"""From how many strange words sympathy is not with this customer's story, and from how many it is with another's: of
the training rows of sympathy, one in two hundred is that strange beside its own story, one in thirty beside others'."""
WRONG = 0.65
"""How wrong it is."""

_TURNS_TO = expression("sympathy", "turns_to")
_YOURS = Pattern(r"\byour (?:(?:own|new|old|whole|two|three|first|last|next|little|poor) )?(?P<thing>[a-z]+)")
"""A thing that is said to be theirs."""


@dataclass(frozen=True)
class Shared:
    """What the words of a sentence have to do with what the customer told and what the file holds."""

    told: int
    """Words and figures of theirs, also in another form; none that fits any story."""
    akin: int
    """Other words for something of theirs."""
    any: int
    """Words of theirs that fit any story."""
    strange: float
    """How many words are far from all of it: 1 for one that has nothing to do with it."""


@once
def shared(reading: Reading, x: Sentence) -> Shared:
    """The content words of a sentence, told, akin and strange."""
    known = _known(reading, x.turn)
    theirs = {m["thing"].lower() for m in _YOURS.finditer(x.text)}
    told = 0
    strange = 0.0
    rest: list[str] = []
    for word, stem_ in _telling(x):
        if _of_speech(word):
            continue
        if stem_ in known.stems or any(one_family(stem_, other) for other in known.stems):
            told += 1
        elif word in word_set("story", "months") or (word in theirs and stem_ in kin()):
            strange += ANOTHERS * (stem_ not in known.people)
        else:
            rest.append(word)
    far = [
        (word, near)
        for word, near in zip(rest, TextModel.load().facets.nearest(rest, known.words), strict=True)
        if near is not None
    ]
    strange += sum(max(0.0, 1 - near / NEAR) + ANOTHERS * (word in theirs and near < NEAR) for word, near in far)
    figures = {v for s in x.slots if s.kind in {"duration", "amount", "number"} for v in s.values if v >= 2}
    akin = sum(near >= NEAR for _, near in far)
    told += len(figures & known.figures)
    idle = sum(content_stem(word) in known.idle for word in set(x.words) if not _of_speech(word))
    return Shared(told, akin, idle, max(0.0, strange + OTHERS * (len(figures - known.figures) - akin)))


@dataclass(frozen=True)
class _Known:
    stems: frozenset[str]
    idle: frozenset[str]
    words: Directions
    """Those of all content words that were told or stand in the file."""
    people: frozenset[str]
    figures: frozenset[float]
    story: int


def _known(reading: Reading, upto: int) -> _Known:
    key = f"story {upto}"
    if key not in reading.memo:
        reading.memo[key] = _gathered(reading, upto)
    known: _Known = reading.memo[key]
    return known


def _gathered(reading: Reading, upto: int) -> _Known:
    facets = TextModel.load().facets
    said = dict.fromkeys(word for turn in reading.customers if turn.index < upto for word in turn.words)
    filed = case_file(reading)
    heard = content(said)
    stems = heard | filed.stems
    return _Known(
        frozenset(stems | in_other_words(stems)) - fits_any(),
        heard & fits_any() - hollow(),
        np.concatenate([facets.directions([word for word in said if content_stem(word)]), filed.directions]),
        kin() if "family" in said else frozenset(),
        known_values(reading, upto - 1),
        len(heard - fits_any()),
    )


def _telling(x: Sentence) -> list[tuple[str, str]]:
    """The words of a sentence that do not fit any story, with their stems; figures apart."""
    found = ((word, content_stem(word)) for word in dict.fromkeys(x.words) if not word[0].isdigit())
    return [(word, base) for word, base in found if base and base not in fits_any()]


@cache
def _of_speech(word: str) -> bool:
    return not word_set("story", "of_speech").isdisjoint(classes().of(word))


@once
def strange(reading: Reading, x: Sentence) -> float:
    """How many strange things sympathy speaks of, 0 or more, where nothing in it or beside it was told."""
    if x.asks or promise_form(x.text) or _TURNS_TO.search(x.text) or _known(reading, x.turn).story < TOLD:
        return 0.0
    if not cue(x) and max(reading.s(x, label) for label in ("EM+1", "EM+2", "EM+3", "EM+4")) < MET:
        return 0.0
    turn = reading.turns[x.turn].sentences
    near = [y for y in turn[max(0, x.place - 1) : x.place + 2] if y is x or not promise_form(y.text)]
    return 0.0 if any(shared(reading, y).told for y in near) else shared(reading, x).strange


@once
def anothers(reading: Reading, x: Sentence) -> float:
    """How surely sympathy is with somebody else's story, 0-1."""
    far = strange(reading, x)
    return 0.0 if far < STRANGE else min(WRONG, WRONG * far / FOREIGN)


@once
def anchored(reading: Reading, x: Sentence) -> float:
    """How much of what a sentence and those beside it say is this customer's, 0-1; promises apart."""
    turn = reading.turns[x.turn].sentences
    near = [y for y in turn[max(0, x.place - 1) : x.place + 2] if y is x or not (y.asks or promise_form(y.text))]
    held = [shared(reading, y) for y in near]
    return min(1.0, max(0.5 * one.told + 0.3 * one.akin + ANY * one.any for one in held))


@once
def unshared(reading: Reading, x: Sentence) -> bool:
    """Shares not a word with a story, however full that is, or speaks of much that is not in it."""
    full = _known(reading, x.turn).story >= FULL
    return not anchored(reading, x) and (full or strange(reading, x) >= STRANGE)


ANY = 0.15
"""How much of the story a word holds that any story has."""
