"""The opposite of what was just said: free and to be paid, shut and open, nothing to sign and a line to sign on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations

from coolhead.graders.checks.speech.common import hollow
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.slots import NUMBER_WORDS
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import TOKEN, content, expression, lists, phrases

NEAR = 2
"""Sentences between which one still speaks of the same thing."""
MATTERS = tuple(name.removesuffix("_no") for name in lists("opposed") if name.endswith("_no"))
_WHERE = frozenset(lists("opposed")["where"].split())
_SPLIT = re.compile(r"[;:,]\s|\s-\s")
_TO_PLACE = expression("tangled", "to_place")
_DAY = expression("tangled", "day")
_ARTICLE = frozenset("the a an your our this that my his her their no each both all two three four".split())
_SKIPPED = 4
"""Words of a place or a person after "to", "at", "with"."""


@dataclass(frozen=True)
class Side:
    """A clause that stands on one side of a matter."""

    matter: str
    yes: bool
    things: frozenset[str]
    """Stems of what it speaks of, places and persons left out."""
    days: frozenset[str]


@once
def opposed(reading: Reading, x: Sentence) -> bool:
    """Says of the same thing the opposite of what a clause before it says; with a condition both may hold."""
    if x.asks:
        return False
    mine = sides(x)
    if any(_clash(one, other) for one, other in combinations(mine, 2)):
        return True
    turn = reading.turns[x.turn].sentences
    before = [side for y in turn[max(0, x.place - NEAR) : x.place] if not y.asks for side in sides(y)]
    return any(_clash(one, other) for one in before for other in mine)


def _clash(one: Side, other: Side) -> bool:
    if one.matter != other.matter or one.yes == other.yes:
        return False
    if one.days and other.days and not one.days & other.days:
        return False
    return bool(one.things & other.things) or not other.things


@once
def sides(x: Sentence) -> tuple[Side, ...]:
    """The sides that a sentence takes, in order; a clause with a condition or an exception takes none."""
    if phrases("opposed", "parts").search(x.text):
        return ()
    found: list[Side] = []
    for clause in _SPLIT.split(x.text):
        for matter in MATTERS:
            # "You need not pay" speaks of paying as well: the denial is read first.
            for yes in (False, True):
                match = phrases("opposed", f"{matter}_{'yes' if yes else 'no'}").search(clause)
                if match is not None:
                    behind = "" if matter in _WHERE else clause[match.end() :]
                    rest = f"{clause[: match.start()]} , {behind}"
                    days = frozenset(m.group().lower() for m in _DAY.finditer(clause))
                    found.append(Side(matter, yes, things(rest), days))
                    break
    return tuple(found)


def things(text: str) -> frozenset[str]:
    """Stems of what a clause speaks of: nouns behind an article, but no place, no person and no time."""
    found: set[str] = set()
    skip, article = 0, False
    for match in TOKEN.finditer(text):
        word = match.group().lower()
        if _TO_PLACE.search(word) is not None:
            skip, article = _SKIPPED, False
        elif skip:
            skip -= 1
        elif word in _ARTICLE:
            article = True
        elif article and not word[:1].isdigit() and word not in NUMBER_WORDS:
            found |= content([word]) - hollow()
            article = False
    return frozenset(found)
