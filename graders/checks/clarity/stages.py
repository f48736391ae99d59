"""An order that cannot be: fetched before it is ready, packed after it was sent, summed up otherwise than promised."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import product

from coolhead.graders.checks.clarity.opposed import NEAR, things
from coolhead.graders.checks.speech.figures import known_values
from coolhead.graders.checks.speech.promises import promise_form
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.patterns import Pattern
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import expression, lists, phrases

_WEEK = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_DAYS = expression("tangled", "days")
_NEAR_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "this morning": 0, "tomorrow": 1}
_AHEAD = expression("tangled", "ahead")
_OVER = expression("tangled", "over")
_CLAUSE = re.compile(r"[;:,]\s|\s(?:and|then)\s")
_SO = expression("tangled", "so")


@dataclass(frozen=True)
class Stage:
    """A clause that says when something is made, ready, sent or there."""

    rank: int
    things: frozenset[str]
    day: tuple[str, int] | None
    """Named as a day of the week or from today, and which one."""
    over: bool
    """It has happened; else it is to come, or not said."""
    ahead: bool


@cache
def _ranks() -> tuple[Pattern, ...]:
    return tuple(Pattern(rf"(?<![\w'])(?:{line})(?!\w)") for line in lists("opposed")["stages"])


@once
def backwards(reading: Reading, x: Sentence) -> bool:
    """An earlier stage comes after a later one of the same thing, or one day is drawn from another that it is not."""
    if x.asks or phrases("opposed", "parts").search(x.text):
        return False
    if _drawn_from_another(x):
        return True
    turn = reading.turns[x.turn].sentences
    near = [
        y
        for y in turn[max(0, x.place - NEAR) : x.place]
        if not y.asks and not phrases("opposed", "parts").search(y.text)
    ]
    told = [stage for y in near for stage in _stages(y)]
    for stage in _stages(x):
        if any(_turned(one, stage) for one in told if one.things & stage.things or not stage.things):
            return True
        told.append(stage)
    return False


@once
def _stages(x: Sentence) -> tuple[Stage, ...]:
    found: list[Stage] = []
    for clause in _CLAUSE.split(x.text):
        ahead = _AHEAD.search(clause) is not None
        over = not ahead and _OVER.search(clause) is not None
        found += [
            Stage(rank, things(clause), _day(clause), over, ahead)
            for rank, words in enumerate(_ranks())
            if words.search(clause)
        ]
    return tuple(found)


def _turned(one: Stage, other: Stage) -> bool:
    """The lower of two stages is the later one."""
    if one.rank == other.rank:
        return False
    first, then = sorted((one, other), key=lambda stage: stage.rank)
    if first.ahead and then.over:
        return True
    return first.day is not None and then.day is not None and _after(first.day, then.day)


def _after(one: tuple[str, int], other: tuple[str, int]) -> bool:
    """One day is after the other; of two days of the week where it is the next or the one after that."""
    if one[0] != other[0]:
        return False
    away = one[1] - other[1]
    return away > 0 if one[0] == "near" else away % 7 in {1, 2}


def _day(text: str) -> tuple[str, int] | None:
    match = _DAYS.search(text)
    if match is None or "next" in text.lower():
        return None
    name, near = match.group(1), match.group(2)
    return ("week", _WEEK.index(name.lower())) if name else ("near", _NEAR_DAYS[near.lower()])


def _drawn_from_another(x: Sentence) -> bool:
    """Draws one day from another: "it is on Tuesday, so we see you on Wednesday"."""
    so = _SO.search(x.text)
    if so is None or things(x.text[so.end() :]) or _BARRED.search(x.text[: so.start()]):
        return False
    one, other = _day(x.text[: so.start()]), _day(x.text[so.end() :])
    return one is not None and other is not None and one[0] == other[0] and one != other


_BARRED = expression("tangled", "barred_day")
"""Nothing goes on that day, and so it is another."""


@once
def resummed(reading: Reading, x: Sentence) -> bool:
    """Sums up what was promised, and none of its sums, or none of its hours, was named before by anybody."""
    if x.asks or phrases("acts", "recap").search(x.text) is None or phrases("opposed", "parts").search(x.text):
        return False
    known = known_values(reading, x.turn)
    promised = [y for y in reading.sentences if y.turn < x.turn and promise_form(y.text)]
    for kinds in (("amount", "number"), ("time",)):
        mine = {slot.values[0] for slot in x.slots if slot.kind in kinds and slot.values and slot.values[0] >= LEAST}
        theirs = {slot.values[0] for y in promised for slot in y.slots if slot.kind in kinds and slot.values}
        said = {slot.values[0] for y in reading.sentences if y.turn < x.turn for slot in y.slots if slot.values}
        worked = {result for a, b in product(known | said, repeat=2) for result in (a + b, abs(a - b))}
        if mine and {value for value in theirs if value >= LEAST} and not mine & (known | said | worked):
            return True
    return False


LEAST = 3
"""Numbers below it stand for many things."""
