"""The texts of a persona, gathered by who knows them: figures, topic words, what is forbidden."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from coolhead.bench.customers.text import read
from coolhead.bench.customers.tokens import table
from coolhead.personas.schema import Persona

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def words(texts: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The words of every sentence."""
    return tuple(s.words for text in texts for s in read(text).sentences)


def plain_words(text: str) -> frozenset[str]:
    """Every word stem without a figure in it."""
    bags = (sentence.bag for sentence in read(text).sentences)
    return frozenset(word for bag in bags for word in bag if not any(c.isdecimal() for c in word))


def granted(persona: Persona) -> list[str]:
    """What the policy gives, forbids and takes, and what is asked for."""
    policy = persona.case.policy
    given = [text for g in policy.grants for text in (g.label, g.limit, f"{g.most or 0:g}")]
    wished = [f"{r.label} {r.amount}" for r in (*persona.remedies, *persona.wrong)]
    return [*given, *wished, *policy.forbidden, *policy.service_times.values()]


def figures(texts: Iterable[str]) -> frozenset[float]:
    """Every figure in the texts."""
    return frozenset(float(n.replace(",", "").rstrip(".")) for text in texts for n in NUMBER.findall(text))


def told(persona: Persona) -> list[str]:
    """The record and everything that the customer can tell."""
    facts = [text for fact in persona.facts for text in fact.say]
    return [*persona.case.record.values(), *openings(persona), *facts]


def openings(persona: Persona) -> list[str]:
    """Every message of every opening."""
    return [text for one in persona.opening for text in ([one] if isinstance(one, str) else one)]


def public(persona: Persona) -> frozenset[str]:
    """Topic words that the agent can know without having been told: the case, the opening, the open facts."""
    case = persona.case
    flat = openings(persona)
    told = [text for fact in persona.facts if fact.level == "open" for text in fact.say]
    desk = [case.product, *case.record, *case.record.values(), *case.policy.service_times.values(), *case.routes]
    desk += [text for g in case.policy.grants for text in (g.label, g.limit, *g.conditions)]
    return frozenset().union(*(read(text).content for text in (*flat, *told, *desk, *case.policy.forbidden)))


@cache
def _measured() -> re.Pattern[str]:
    """What says that a thing is only too much beyond a measure."""
    return re.compile(rf"\b(?:{'|'.join(table('beyond_a_measure').split(', '))})\b", re.I)


def forbidden(texts: Iterable[str], *, allowed: Iterable[str]) -> tuple[frozenset[str], ...]:
    """Content words of each forbidden thing, split at "or".

    Left out: single words, which are too little to accuse anybody with; what is only forbidden beyond a measure, since
    the measure is checked elsewhere; and what a grant is made of.
    """
    granted = [read(text).content for text in allowed]
    bags = (
        message.content - {stem for stem in message.content if stem.isdecimal()}
        for text in texts
        if not _measured().search(text)
        for part in re.split(r"\bor\b|;|,", text)
        if (message := read(part))
    )
    return tuple(bag for bag in bags if len(bag) >= 2 and not any(bag <= g for g in granted))
