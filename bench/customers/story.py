"""A filled persona, compiled for matching: concepts, amounts, and the words of its own story."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from coolhead.bench.customers import dates
from coolhead.bench.customers.concepts import Concept, Group, compile_concept, compile_group
from coolhead.bench.customers.measures import measures, parts, things
from coolhead.bench.customers.schedule import Times, written
from coolhead.bench.customers.shares import Share, share_of
from coolhead.bench.customers.text import Message, read, shingles
from coolhead.bench.customers.tokens import STOPSTEMS
from coolhead.personas.same import Same
from coolhead.personas.schema import Fact, Need, Persona, Remedy

_REMEMBERED = 64
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


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
    told = {f.id: tuple(read(text) for text in f.say) for f in persona.facts}
    limits = {g.id: g.max_amount for g in persona.case.policy.grants}
    public = _public(persona)

    own_words = _own_words(persona)

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

    return Story(
        persona=persona,
        facts=tuple(
            KnownFact(
                fact=fact,
                ask=tuple(compile_group(phrase, today=today) for phrase in fact.ask),
                noticed=compile_concept(fact.noticed, today=today),
                content=frozenset().union(*(m.content for m in told[fact.id])),
                shingles=tuple(shingles(m) for m in told[fact.id]),
                own=frozenset().union(*(m.content for m in told[fact.id])) - public,
                shortest=min(len(m.content - public) for m in told[fact.id]),
            )
            for fact in persona.facts
        ),
        remedies=tuple(wanted(r) for r in persona.remedies),
        wrong=tuple(wanted(r) for r in persona.wrong),
        cause=compile_concept(persona.true_cause.noticed, today=today),
        trap=compile_concept(persona.trap.granted, today=today) if persona.trap else None,
        cue=compile_concept(persona.cue.noticed, today=today) if persona.cue else None,
        forbidden=_forbidden(
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
            if len(bag := read(part).content - {s for s in read(part).content if s.isdigit()}) >= 2
        ),
        known_sums=_figures([*_told(persona), *_granted(persona)]),
        known_times=written((), _words(_told(persona)), today),
        desks=tuple(_plain_words(route) for route in persona.case.routes if ":" not in route),
    )


def _plain_words(text: str) -> frozenset[str]:
    """Every word stem without a figure in it."""
    bags = (sentence.bag for sentence in read(text).sentences)
    return frozenset(word for bag in bags for word in bag if not any(c.isdigit() for c in word))


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
    figured = [phrase for group in remedy.say for phrase in group.split("|") if _NUMBER.search(phrase)]
    names = [*_names(remedy, persona), *figured]
    return written(_words(table), _words(names), today)


def _words(texts: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(s.words for text in texts for s in read(text).sentences)


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


def _most_grants(persona: Persona) -> int:
    grants = {r.id: r.grant for r in persona.remedies if r.grant}
    return max(len({grants[name] for name in o.remedies if name in grants}) for o in persona.accept)


def _granted(persona: Persona) -> list[str]:
    """What the policy gives, forbids and takes, and what is asked for."""
    policy = persona.case.policy
    given = [text for g in policy.grants for text in (g.label, g.limit, f"{g.max_amount or 0:g}")]
    wished = [f"{r.label} {r.amount}" for r in (*persona.remedies, *persona.wrong)]
    return [*given, *wished, *policy.forbidden, *policy.service_times.values()]


def _figures(texts: Iterable[str]) -> frozenset[float]:
    return frozenset(float(n.replace(",", "").rstrip(".")) for text in texts for n in _NUMBER.findall(text))


def _told(persona: Persona) -> list[str]:
    """The record and everything that the customer can tell."""
    facts = [text for fact in persona.facts for text in fact.say]
    return [*persona.case.record.values(), *_openings(persona), *facts]


def _openings(persona: Persona) -> list[str]:
    return [text for one in persona.opening for text in ([one] if isinstance(one, str) else one)]


def _public(persona: Persona) -> frozenset[str]:
    """Topic words that the agent can know without having been told: the case, the opening, the open facts."""
    case = persona.case
    flat = _openings(persona)
    told = [text for fact in persona.facts if fact.level == "open" for text in fact.say]
    desk = [case.product, *case.record, *case.record.values(), *case.policy.service_times.values(), *case.routes]
    desk += [text for g in case.policy.grants for text in (g.label, g.limit, *g.conditions)]
    return frozenset().union(*(read(text).content for text in (*flat, *told, *desk, *case.policy.forbidden)))


def _amount(text: str) -> float | None:
    found = _NUMBER.search(text)
    return float(found[0].replace(",", "")) if found else None


def _sums(amount: float | None, limit: float | None, text: str) -> frozenset[float]:
    if amount is None:
        return frozenset()
    named = {float(n.replace(",", "")) for n in _NUMBER.findall(text)}
    return frozenset({amount, *(n for n in named if amount < n <= (limit or amount))})


_MEASURED = re.compile(
    r"\b(?:more than|above|beyond|over|without|before|less than|under|except|unless|until|other than)\b", re.I
)


def _forbidden(texts: Iterable[str], *, allowed: Iterable[str]) -> tuple[frozenset[str], ...]:
    """Content words of each forbidden thing, split at "or".

    Left out: single words, which are too little to accuse anybody with; what is only forbidden beyond a measure, since
    the measure is checked elsewhere; and what a grant is made of.
    """
    granted = [read(text).content for text in allowed]
    bags = (
        message.content - {stem for stem in message.content if stem.isdigit()}
        for text in texts
        if not _MEASURED.search(text)
        for part in re.split(r"\bor\b|;|,", text)
        if (message := read(part))
    )
    return tuple(bag for bag in bags if len(bag) >= 2 and not any(bag <= g for g in granted))


def content_of(message: Message) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """Topic words of a message, and its (number, following word) pairs."""
    pairs = {
        (a, b)
        for s in message.sentences
        for a, b in zip(s.stems, s.stems[1:], strict=False)
        if a[0].isdigit() and b.isalpha() and b not in STOPSTEMS
    }
    return message.content, frozenset(pairs)
