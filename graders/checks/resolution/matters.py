"""The several matters a customer opens with, told apart by the entries of the file, and those that were dropped."""

from __future__ import annotations

from dataclasses import dataclass

from coolhead.graders.base import MET
from coolhead.graders.checks.case.terms import meet
from coolhead.graders.checks.speech.common import hollow, key_stems
from coolhead.graders.checks.speech.promises import remedy
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import expression, phrases

TAKEN_UP = 0.3
"""Strength of a remedy from which a matter is taken up."""


@dataclass(frozen=True)
class Matter:
    """One of the things that the customer came with."""

    told: Sentence
    """Where the customer tells it first."""
    stems: frozenset[str]
    """Its words, in the customer's mouth and in the file, and in no other matter."""


@once
def matters(reading: Reading) -> list[Matter]:
    """What the opening tells that different entries of the file are about; empty where it is one thing."""
    case = reading.case
    opening = _opening(reading)
    if case is None or not case.record:
        return []
    groups: list[tuple[list[Sentence], set[str]]] = []
    for name, text in case.record.items():
        entry = _stems(f"{name} {text}")
        told = [x for x in opening if meet(entry, x.stems - hollow())]
        if not told:
            continue
        near = [group for group in groups if any(x in group[0] for x in told)]
        merged = ([*told], set(entry))
        for group in near:
            merged[0].extend(x for x in group[0] if x not in merged[0])
            merged[1].update(group[1])
            groups.remove(group)
        groups.append(merged)
    if len(groups) < 2:
        return []
    full = [frozenset(entry).union(*(x.stems for x in said)) - hollow() for said, entry in groups]
    made = []
    for n, (said, _entry) in enumerate(groups):
        others = frozenset().union(*(stems for m, stems in enumerate(full) if m != n))
        made.append(Matter(min(said, key=lambda x: (x.turn, x.place)), full[n] - others))
    return made


@once
def dropped(reading: Reading) -> Sentence | None:
    """Where the customer told the thing that weighed most and was not taken up while something else was; else None.

    A cue of danger, or of two complaints the one told first or the more pressing. Taken up is what a sentence that
    settles something speaks of, or one right beside it.
    """
    if not any(remedy(reading, x) >= ELSE for x in reading.sentences):
        return None
    for x in _opening(reading):
        if reading.s(x, "SAFETY") >= PRESSING and not _taken_up(reading, x.stems - hollow(), after=x.turn):
            return x
    told = matters(reading)
    if not any(_ADDED.search(matter.told.text) for matter in told):
        return None
    main = max(told, key=lambda m: (reading.s(m.told, "SAFETY") >= MET, -m.told.turn, -m.told.place))
    return None if _taken_up(reading, main.stems, after=main.told.turn) else main.told


def _opening(reading: Reading) -> list[Sentence]:
    """What the customer says before the agent's second turn."""
    second = reading.agents[1].index if len(reading.agents) > 1 else len(reading.turns)
    return [x for t in reading.customers if t.index < second for x in t.sentences]


PRESSING = 0.8
"""Strength of a cue of danger from which it comes first."""
ELSE = 0.4
"""Strength of a remedy from which something else was settled."""
_ADDED = expression("settled", "added")
"""A second complaint beside the first."""


def _taken_up(reading: Reading, stems: frozenset[str], *, after: int) -> bool:
    later = [turn for turn in reading.agents if turn.index > after]
    for turn in later:
        for x in turn.sentences:
            near = turn.sentences[max(0, x.place - 1) : x.place + 2]
            if phrases("limits", "safety").search(x.text):
                return True
            speaks = reading.s(x, "PB+10") >= MET or any(meet(stems, y.stems) for y in near)
            if speaks and remedy(reading, x) >= TAKEN_UP:
                return True
    return not later


def _stems(text: str) -> frozenset[str]:
    return frozenset(one for one in key_stems(text) if not one[:1].isdigit())
