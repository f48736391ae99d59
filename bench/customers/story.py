"""A filled persona, compiled for matching: concepts, amounts, and the words of its own story."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from coolhead.bench.customers import dates
from coolhead.bench.customers.casetexts import (
    figures,
    forbidden,
    granted,
    plain_words,
    public,
    told,
    words,
)
from coolhead.bench.customers.concepts import Concept, Group, compile_concept, compile_group
from coolhead.bench.customers.numbered import figures_of
from coolhead.bench.customers.schedule import Times, written
from coolhead.bench.customers.text import Message, read, shingles
from coolhead.bench.customers.tokens import STOPSTEMS
from coolhead.bench.customers.wanted import Wanted, compiler
from coolhead.personas.same import Same
from coolhead.personas.schema import Fact, Persona

_REMEMBERED = 64


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact with its matchers."""

    fact: Fact
    ask: tuple[Group, ...]
    noticed: Concept
    content: frozenset[str]
    shingles: tuple[set[tuple[str, str, str]], ...]
    """Three words running, of each telling."""
    own: frozenset[str]
    """Words of its tellings that stand neither in the case nor in anything said at the start."""
    shortest: int
    """How many of them the shortest telling has."""

    @property
    def id(self) -> str:
        """The fact's id."""
        return self.fact.id


@dataclass(frozen=True, slots=True)
class Story:
    """Everything about a persona that hearing needs; built once per dialogue."""

    persona: Persona
    facts: tuple[KnownFact, ...]
    remedies: tuple[Wanted, ...]
    wrong: tuple[Wanted, ...]
    cause: Concept
    trap: Concept | None
    cue: Concept | None
    forbidden: tuple[frozenset[str], ...]
    grants: dict[str, float | None]
    grant_words: dict[str, frozenset[str]]
    """Content words of each grant's label."""
    most_grants: int
    """So many grants the longest acceptable outcome needs."""
    feelings: frozenset[str]
    today: dt.date | None
    labels: tuple[str, ...]
    """All that the policy can give, word for word."""
    rules: tuple[str, ...]
    """What is forbidden, word for word; nobody says that to a customer."""
    times: tuple[Group, ...]
    """The service times, as they are written."""
    routes: tuple[frozenset[str], ...]
    """Content words of each way to reach people."""
    known_sums: frozenset[float]
    """Every figure of the record, the policy and the customer's own story."""
    figures_of: dict[str, frozenset[float]]
    """Word stem -> the figures by which things of that name are known."""
    known_times: Times
    """Days and hours that the record holds or the customer tells of."""
    desks: tuple[frozenset[str], ...]
    """All words of each way to reach people, up to its number, without figures."""

    def fact(self, name: str) -> KnownFact:
        """The fact of that id."""
        return next(f for f in self.facts if f.id == name)

    def other_sums(self, name: str) -> frozenset[float]:
        """Sums of all other remedies."""
        return frozenset(s for w in (*self.remedies, *self.wrong) if w.id != name for s in w.sums)

    def remedy(self, name: str) -> Wanted:
        """The remedy of that id."""
        return next(r for r in self.remedies if r.id == name)


def story(persona: Persona) -> Story:
    """The compiled persona; a filled persona is compiled once, however many bots meet it."""
    return _story(Same(persona))


@lru_cache(maxsize=_REMEMBERED)
def _story(same: Same) -> Story:
    persona = same.persona
    today = dates.day_of(persona.case.today)
    tellings = {f.id: tuple(read(text) for text in f.say) for f in persona.facts}
    limits = {g.id: g.most for g in persona.case.policy.grants}
    wanted = compiler(persona, today)
    known = public(persona)

    return Story(
        persona=persona,
        facts=tuple(
            KnownFact(
                fact=fact,
                ask=tuple(compile_group(phrase, today=today) for phrase in fact.ask),
                noticed=compile_concept(fact.noticed, today=today),
                content=frozenset().union(*(m.content for m in tellings[fact.id])),
                shingles=tuple(shingles(m) for m in tellings[fact.id]),
                own=frozenset().union(*(m.content for m in tellings[fact.id])) - known,
                shortest=min(len(m.content - known) for m in tellings[fact.id]),
            )
            for fact in persona.facts
        ),
        remedies=tuple(wanted(r) for r in persona.remedies),
        wrong=tuple(wanted(r) for r in persona.wrong),
        cause=compile_concept(persona.true_cause.noticed, today=today),
        trap=compile_concept(persona.trap.granted, today=today) if persona.trap else None,
        cue=compile_concept(persona.cue.noticed, today=today) if persona.cue else None,
        forbidden=forbidden(
            persona.case.policy.forbidden,
            allowed=[*(g.label for g in persona.case.policy.grants), *(r.label for r in persona.remedies)],
        ),
        grants=limits,
        grant_words={g.id: read(g.label).content for g in persona.case.policy.grants},
        most_grants=_most_grants(persona),
        today=today,
        feelings=frozenset().union(*(read(text).content for text in persona.feelings)),
        labels=tuple(g.label.lower() for g in persona.case.policy.grants),
        rules=tuple(text.lower() for text in persona.case.policy.forbidden),
        times=tuple(
            compile_group(part, today=today)
            for value in persona.case.policy.service_times.values()
            for part in re.split(r"[,;(]", value)
            if len(part.split()) > 1 and re.search(r"\d|\bonce\b|\bday\b|\bminute|\bhour|\bweek", part)
        ),
        routes=tuple(
            bag
            for route in persona.case.routes
            for part in re.split(r"[,;(]", route)
            if len(bag := read(part).content - {s for s in read(part).content if s.isdecimal()}) >= 2
        ),
        known_sums=figures([*told(persona), *granted(persona)]),
        figures_of=figures_of(persona),
        known_times=written((), words(told(persona)), today),
        desks=tuple(plain_words(route) for route in persona.case.routes if ":" not in route),
    )


def _most_grants(persona: Persona) -> int:
    grants = {r.id: r.grant for r in persona.remedies if r.grant}
    return max(len({grants[name] for name in o.remedies if name in grants}) for o in persona.accept)


def content_of(message: Message) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """Topic words of a message, and its (number, following word) pairs."""
    pairs = {
        (a, b)
        for s in message.sentences
        for a, b in zip(s.stems, s.stems[1:], strict=False)
        if a[0].isdecimal() and b.isalpha() and b not in STOPSTEMS
    }
    return message.content, frozenset(pairs)
