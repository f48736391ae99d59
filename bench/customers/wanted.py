"""A remedy, compiled for matching: its concept, its sums and times, and the words that only it has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from coolhead.bench.customers.casetexts import NUMBER, words
from coolhead.bench.customers.concepts import Concept, Group, compile_concept
from coolhead.bench.customers.measures import measures, parts, things
from coolhead.bench.customers.schedule import Times, written
from coolhead.bench.customers.shares import Share, share_of
from coolhead.bench.customers.text import read
from coolhead.personas.schema import Need, Persona, Remedy

NAMED = (2, 0.6)
"""So many words of a label, and so large a share of them, name the thing."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A remedy with its matcher."""

    remedy: Remedy
    say: Concept
    amount: float | None
    locked_by: tuple[str, ...]
    """Facts that must be on the table first."""
    limit: float | None
    labels: tuple[frozenset[str], ...]
    """Content words of its own label and of its grant's."""
    own: frozenset[str]
    """Word stems and figures of its label, grant, service time and wordings that belong to nothing else in the case."""
    open_groups: tuple[Group, ...]
    """Groups of the concept that the grant's own label does not meet: with it alone it is open which one is meant."""
    sums: frozenset[float]
    """Every sum that is right: its amount, and what the policy's own limit adds to it ("… 36 cr in all")."""
    share: Share
    """Words that name the sum without a figure."""
    measures: dict[str, int]
    """How many of what the grant gives at most: {"night": 3}."""
    parts: frozenset[str]
    """Words that say that only a part is given: "half", "25"."""
    things: frozenset[str]
    """Word stems of what it is a part of."""
    due: Times
    """When the case says it happens, for a remedy that needs a time."""

    @property
    def id(self) -> str:
        """The remedy's id."""
        return self.remedy.id

    @property
    def needs(self) -> tuple[Need, ...]:
        """What a promise must bring along."""
        return self.remedy.needs


def compiler(persona: Persona, today: dt.date | None) -> Callable[[Remedy], Wanted]:
    """What compiles a remedy of this persona."""
    own_words = _own_words(persona)
    limits = {g.id: g.most for g in persona.case.policy.grants}

    def wanted(remedy: Remedy) -> Wanted:
        amount, limit = _amount(remedy.amount), limits.get(remedy.grant) if remedy.grant else None
        grant = next((g for g in persona.case.policy.grants if g.id == remedy.grant), None)
        names = (remedy.label, *([grant.label] if grant else []))
        say = compile_concept(remedy.say, today=today, widen=len(remedy.say) == 1, names=names)
        return Wanted(
            remedy=remedy,
            own=own_words.get(remedy.id, frozenset()),
            open_groups=_left_open(say, grant.label) if grant else (),
            labels=tuple(read(text).content for text in names),
            sums=_sums(amount, limit, grant.limit if grant else ""),
            share=share_of(persona, remedy, amount),
            measures=measures([*names, grant.limit if grant else ""]),
            parts=parts([*names, grant.limit if grant else ""]) if amount is not None else frozenset(),
            things=things(names),
            due=_due(persona, remedy, today),
            say=say,
            amount=amount,
            locked_by=tuple(f.id for f in persona.facts if remedy.id in f.unlocks),
            limit=limit,
        )

    return wanted


def _left_open(say: Concept, label: str) -> tuple[Group, ...]:
    """The groups that a grant's label does not meet, as long as it meets another."""
    message = read(label)
    stems = tuple(s for sentence in message.sentences for s in sentence.stems)
    missing = tuple(group for group in say.groups if group.find(stems, message.bag) is None)
    return missing if len(missing) < len(say.groups) else ()


def _own_words(persona: Persona) -> dict[str, frozenset[str]]:
    """For each remedy the words and figures that only it has, among all that could be given."""
    policy = persona.case.policy
    every = (*persona.remedies, *persona.wrong)
    bags: dict[str, frozenset[str]] = {}
    for remedy in every:
        grant = next((g.label for g in policy.grants if g.id == remedy.grant), "")
        named = read(f"{remedy.label}. {grant}").content
        times = [when for name, when in policy.service_times.items() if read(name).content & named]
        said = [phrase for group in remedy.say for phrase in group.split("|")]
        bags[remedy.id] = named | frozenset().union(*(read(text).content for text in (*times, *said)))
    rest = [read(g.label).content for g in policy.grants if not any(r.grant == g.id for r in every)]
    rest += [read(persona.trap.label).content] if persona.trap else []
    return {
        name: bag - frozenset().union(*rest, *(other for n, other in bags.items() if n != name))
        for name, bag in bags.items()
    }


def _due(persona: Persona, remedy: Remedy, today: dt.date | None) -> Times:
    """When this remedy happens: by its service time, its names, and the figures of its wordings."""
    if "when" not in remedy.needs:
        return Times()
    policy = persona.case.policy
    fits = {one.id: _fits(one, persona) for one in (*persona.remedies, *persona.wrong)}
    own = fits[remedy.id]
    best = max(own.values(), default=0.0)
    table = [
        policy.service_times[key]
        for key, fit in own.items()
        if fit >= _ITS_OWN and (fit == best or fit >= max(other[key] for other in fits.values()))
    ]
    figured = [phrase for group in remedy.say for phrase in group.split("|") if NUMBER.search(phrase)]
    names = [*_names(remedy, persona), *figured]
    return written(words(table), words(names), today)


def _names(remedy: Remedy, persona: Persona) -> list[str]:
    """What the remedy and its grant are called."""
    grant = next((g for g in persona.case.policy.grants if g.id == remedy.grant), None)
    plain = [remedy.label, remedy.id.replace("_", " ")]
    return plain + ([grant.label, grant.id.replace("_", " ")] if grant else [])


def _fits(remedy: Remedy, persona: Persona) -> dict[str, float]:
    """How much of the name of each service time the remedy's own names hold."""
    named = frozenset().union(*(read(text).content for text in _names(remedy, persona)))
    keys = {key: read(key).content for key in persona.case.policy.service_times}
    return {key: len(content & named) / len(content) if content else 0.0 for key, content in keys.items()}


_ITS_OWN = 0.5
"""A service time is a remedy's when so many of the words of its name are the remedy's too."""


def _amount(text: str) -> float | None:
    found = NUMBER.search(text)
    return float(found[0].replace(",", "")) if found else None


def _sums(amount: float | None, limit: float | None, text: str) -> frozenset[float]:
    if amount is None:
        return frozenset()
    named = {float(n.replace(",", "")) for n in NUMBER.findall(text)}
    return frozenset({amount, *(n for n in named if amount < n <= (limit or amount))})
