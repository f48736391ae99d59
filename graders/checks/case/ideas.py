"""What a sentence and a line of the policy are about: content, deeds that go by many names, sums, limits."""

from __future__ import annotations

from functools import lru_cache

from coolhead.graders.checks.case.terms import met
from coolhead.graders.checks.speech.common import hollow, key_stems
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.money import money, rates
from coolhead.graders.reading.once import once
from coolhead.graders.reading.slots import slots
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import content, expression, phrases, tokens
from coolhead.personas.case import Case, Grant

MOST = 0.66
"""Share of a forbidden line that a sentence says, from which it does what the line forbids."""
CONCEPTS = ("cancels", "refunds", "pays_out", "free", "skips", "moves_up", "a_fine")
"""Deeds that are called by many names."""


@lru_cache(maxsize=4_000)
def ideas_of(text: str) -> frozenset[str]:
    """The content of a text: its stems, and for deeds that go by many names the name of the deed."""
    found = {f"*{name}" for name in CONCEPTS if phrases("grants", name).search(text)}
    rest = text
    for name in CONCEPTS:
        rest = phrases("grants", name).sub(" ", rest)
    return frozenset(found) | (content(tokens(rest)) - hollow() - _NO_IDEA)


_NO_IDEA = frozenset(("cr", "most", "max", "per", "each", "cent"))


@once
def said_of(reading: Reading, x: Sentence) -> frozenset[str]:
    """The ideas of a sentence; a sum of the record stands for the entry it is of."""
    case = reading.case
    own = set(ideas_of(x.text))
    sums = {value for _start, _end, value in money(x.text)}
    for name, text in case.record.items() if case and sums else ():
        if sums & _sums(text):
            own |= key_stems(name)
    return frozenset(own)


@lru_cache(maxsize=2_000)
def _sums(text: str) -> frozenset[float]:
    return frozenset(value for _start, _end, value in money(text))


@lru_cache(maxsize=2_000)
def _amounts(text: str) -> tuple[float, ...]:
    return tuple(
        value for slot in slots(text) if slot.kind == "amount" and "%" not in slot.text for value in slot.values
    )


@lru_cache(maxsize=2_000)
def subject(grant_id: str, label: str, limit: str) -> frozenset[str]:
    """What a grant is about, without its figures."""
    return frozenset(one for one in ideas_of(f"{grant_id.replace('_', ' ')} {label} {limit}") if not one[:1].isdigit())


def spoken_of(reading: Reading, x: Sentence, case: Case) -> list[Grant]:
    """The grants that a sentence speaks of most."""
    said = said_of(reading, x)
    ranked = [(met(subject(g.id, g.label, g.limit), said), g) for g in case.policy.grants]
    most = max((n for n, _ in ranked), default=0)
    return [g for n, g in ranked if n == most] if most else []


def limit_of(grant: Grant) -> float | None:
    """The most a grant may cost, where that is told; what its words say in a bare sum binds before any wider bound."""
    bare = phrases("grants", "bare_limit").search(grant.limit)
    told = [] if rates(f"{grant.label} {grant.limit}") else [*_amounts(f"{grant.label} {grant.limit}")]
    if grant.most is not None:
        told.append(grant.most)
    if bare and (stated := _amounts(grant.limit)):
        return min(stated[0], grant.most if grant.most is not None else stated[0])
    return max(told) if told else None


@lru_cache(maxsize=2_000)
def core_of(line: str) -> frozenset[str]:
    """What a forbidden line is about, without what it adds."""
    core = phrases("grants", "beside").sub(" ", line)
    lead = phrases("grants", "speaks_of").search(core)
    if lead is not None and lead.start() == 0:
        core = core[lead.end() :]
    return frozenset(one for one in ideas_of(core) if not one[:1].isdigit() and one != "part")


def does(core: frozenset[str], said: frozenset[str]) -> bool:
    """Most of what a line forbids is said: two ideas of it, or the one deed that it names."""
    shared = met(core, said)
    enough = shared >= 2 or (len(core) == 1 and shared == 1 and min(core).startswith("*"))
    return enough and shared >= MOST * len(core)


MORE_THAN = expression("filed", "more_than")
