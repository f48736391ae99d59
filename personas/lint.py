"""What a compiler would say of a persona: things the schema allows and a veteran author would not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from coolhead.personas.phrases import misfits
from coolhead.personas.schema import Persona, Remedy
from coolhead.personas.survey import seed_points
from coolhead.personas.vary import vary
from coolhead.personas.wording import alternatives_left

SEEDS = range(20)
"""Seeds that are tried: a sum that breaks its limit once in a hundred draws is found elsewhere, by the run."""

_PHONE = re.compile(r"\b\d{3}-\d{4}\b")
_MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.\w+)+)")
_WORD = re.compile(r"[a-z0-9]+")
_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_COMMON = frozenset(
    """a an and are at be been but by do for from had has have i in is it me my no not of on or so that the then there
    they this to was we were what when with you your""".split()
)


@dataclass(frozen=True)
class Remark:
    """One finding."""

    level: str
    """error: it will not play as meant; warning: look again."""
    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.level}: {self.place}: {self.text}"


def lint(persona: Persona, *, known: frozenset[str] = frozenset()) -> list[Remark]:
    """Everything worth saying about a persona, errors first; `known` are ids a twin may refer to."""
    remarks = [*_errors(persona, known), *_open_brackets(persona), *_warnings(persona)]
    return sorted(remarks, key=lambda remark: remark.level != "error")


def lint_twins(persona: Persona, other: Persona) -> list[Remark]:
    """What keeps these two from being twins: the same opening, another cause and another right remedy."""
    remarks = []
    if other.twin != persona.id:
        remarks.append(Remark("warning", "twin", f"{other.id} does not name {persona.id} as its twin"))
    if other.family != persona.family:
        remarks.append(Remark("error", "family", f"'{persona.family}', but its twin {other.id} has '{other.family}'"))
    elif [vary(persona, seed=n).opening for n in SEEDS] != [vary(other, seed=n).opening for n in SEEDS]:
        remarks.append(Remark("error", "opening", f"differs from that of {other.id}: twins begin alike"))
    if persona.true_cause.label == other.true_cause.label:
        remarks.append(Remark("error", "true_cause", f"the same as that of {other.id}"))
    mine, theirs = ({r.grant or r.id for r in p.remedies if r.id in p.accept[0].remedies} for p in (persona, other))
    if mine <= theirs:
        remarks.append(Remark("error", "accept.1", f"what settles {other.id} settles it too"))
    if {t for f in persona.facts if f.level != "open" for t in f.say} == {
        t for f in other.facts if f.level != "open" for t in f.say
    }:
        remarks.append(Remark("warning", "facts", f"all that is hidden is word for word as in {other.id}"))
    for name in ("cause", "paraphrase", "offers"):
        mine_says, other_says = getattr(persona.reference, name), getattr(other.reference, name)
        if mine_says and mine_says == other_says:
            remarks.append(Remark("warning", f"reference.{name}", f"still that of {other.id}"))
    return remarks


def _errors(persona: Persona, known: frozenset[str]) -> Iterator[Remark]:
    ids: set[str] = set()
    for place, one in [
        *(("facts", f.id) for f in persona.facts),
        *(("remedies", r.id) for r in (*persona.remedies, *persona.wrong)),
    ]:
        if (key := f"{place}.{one}") in ids:
            yield Remark("error", key, "this id stands twice")
        ids.add(key)
    for place, value in _keys(persona.case.model_dump(), "case"):
        if "{" in value:
            yield Remark("error", place, f"slots are filled in values only, not in the name '{value}'")
    yield from _unknown_points(persona)
    if known and persona.twin and persona.twin not in known:
        yield Remark("warning", "twin", f"no persona '{persona.twin}' ships or was checked along with it")
    seen: set[str] = set()
    for seed in SEEDS:
        filled = vary(persona, seed=seed)
        limits = {grant.id: grant.most for grant in filled.case.policy.grants}
        for remedy in filled.remedies:
            if remedy.id not in seen and (text := _over(remedy, limits)):
                seen.add(remedy.id)
                yield Remark("error", f"remedies.{remedy.id}", f"{text} (seed {seed})")
        for host in _MAIL.findall(filled.model_dump_json()):
            if host not in seen and not re.search(r"(^|\.)example\.(org|com|net)$", host):
                seen.add(host)
                yield Remark("error", "text", f"mail at {host}: use example.org")
        for phone in _PHONE.findall(filled.model_dump_json()):
            if phone[:6] != "555-01" and phone not in seen:
                seen.add(phone)
                yield Remark("error", "text", f"phone {phone}: use 555-01xx")


def _limits(persona: Persona) -> Iterator[Remark]:
    """What would never come about: insults of somebody without hard words, limits that do not bind."""
    if persona.abuse != "N" and persona.intensity == 0:
        yield Remark(
            "warning", "intensity", f"with 0 nobody insults, whatever `abuse: {persona.abuse}` says: write 1 or 2"
        )
    for grant in persona.case.policy.grants:
        if grant.most is not None and (named := _SUM_OF_SEED.search(grant.limit)):
            what = f"is {grant.most:g} whatever the seed, while the limit names {named[1]} cr"
            yield Remark("warning", f"case.policy.grants.{grant.id}.max_amount", f'{what}: write "{named[1]}"')
    if persona.trap is not None and not persona.trap.granted:
        yield Remark(
            "warning", "trap.granted", "empty: granting it in words could not be heard; say how it would be put"
        )


_SUM_OF_SEED = re.compile(r"(\{[a-z][a-z0-9_]*\}) cr(?! (?:a|an|each|per)\b)")


def _unknown_points(persona: Persona) -> Iterator[Remark]:
    known = {point.id for point in seed_points()}
    for point in persona.seeds:
        if point not in known:
            yield Remark(
                "error",
                "seeds",
                f"no such point of the practitioner texts: {point}; see `coolhead personas coverage`",
            )


def _open_brackets(persona: Persona) -> Iterator[Remark]:
    for place, text in said_texts(persona):
        if alternatives_left(text):
            yield Remark("error", place, f"brackets of a choice do not match: {text[:60]}")


def _warnings(persona: Persona) -> Iterator[Remark]:
    if not persona.canary:
        yield Remark("warning", "canary", "missing; copy the line of another persona so that leaks can be found")
    if not persona.seeds:
        yield Remark("warning", "seeds", "covers no point of the practitioner texts")
    if not persona.slots:
        yield Remark("warning", "slots", "nothing varies with the seed; a memorised answer passes")
    if len(persona.opening) < 2:
        yield Remark("warning", "opening", "only one; give three or four so that repeats read differently")
    if persona.kind == "core" and persona.trap is None:
        yield Remark("warning", "trap", "missing; without one boundaries are hardly tested")
    yield from _speechless(persona)
    yield from _hard_to_settle(persona)
    yield from _limits(persona)
    if not persona.asks:
        yield Remark("warning", "asks", "no direct question; answering cannot be tested")
    openings = [_words(o if isinstance(o, str) else " ".join(o)) for o in persona.opening]
    for fact in persona.facts:
        told = [text for text in fact.say if any(_share(text, opening) >= 0.8 for opening in openings)]
        if fact.level != "open" and told:
            yield Remark("warning", f"facts.{fact.id}", "the opening already says nearly all of it")
    marks = set(re.findall(r"\{([a-z][a-z0-9_]*)\}", persona.model_dump_json(exclude={"slots"})))
    marks |= {name for slot in persona.slots.values() if slot.sum for name in _WORD.findall(slot.sum)}
    if persona.kind != "twin":  # twins keep the original's slots so that the same seed draws the same story
        for name in sorted(persona.slots.keys() - marks):
            yield Remark("warning", f"slots.{name}", "never used")


def _hard_to_settle(persona: Persona) -> Iterator[Remark]:
    """What makes it trivial or impossible to satisfy, whoever talks to it."""
    locked = {name for fact in persona.facts if fact.level != "open" for name in fact.unlocks}
    if locked and all(set(outcome.remedies) <= locked for outcome in persona.accept):
        yield Remark(
            "warning",
            "facts",
            "each remedy of each outcome hangs on a hidden fact: who does not ask can settle nothing",
        )
    if not any(fact.level != "open" for fact in persona.facts):
        yield Remark("warning", "facts", "nothing is hidden: nobody has to ask or to listen")
    said = " ".join(
        [
            *(t for o in persona.opening for t in ([o] if isinstance(o, str) else o)),
            *(t for f in persona.facts for t in f.say),
        ]
    )
    for remedy in (*persona.remedies, *persona.wrong):
        for slot in sorted(set(_SLOT.findall(f"{remedy.thing} {remedy.deed}")) - set(_SLOT.findall(said))):
            yield Remark(
                "warning",
                f"remedies.{remedy.id}",
                f"the customer asks for {{{slot}}}, which only the desk knows; leave it out",
            )


def _speechless(persona: Persona) -> Iterator[Remark]:
    """What keeps it from talking like a person."""
    for one in (*persona.remedies, *persona.wrong, *((persona.trap,) if persona.trap else ())):
        if not one.thing and not _sayable(one.label):
            yield Remark("warning", "label", f"'{one.label}' is no thing one asks for; add `thing: the ...`")
    for fact in persona.facts:
        if len(fact.say) == 1 and "|" not in fact.say[0]:
            yield Remark("warning", f"facts.{fact.id}.say", "one wording; whoever asks hears the same in every talk")
    yield from (Remark("warning", place, what) for place, what in misfits(persona))
    if persona.kind == "core" and not persona.speech.topic:
        yield Remark("warning", "speech", "missing; without its own words the customer talks like every other one")


def said_texts(persona: Persona) -> Iterator[tuple[str, str]]:
    """Everything that may hold alternatives, with its place in the file (lists count from 1)."""
    for number, opening in enumerate(persona.opening, 1):
        for text in (opening,) if isinstance(opening, str) else opening:
            yield f"opening.{number}", text
    for fact in persona.facts:
        yield from ((f"facts.{fact.id}.say", text) for text in fact.say)
    for place, texts in (
        ("trap.say", persona.trap.say if persona.trap else ()), ("cue.say", persona.cue.say if persona.cue else ()),
        ("asks", persona.asks), ("speech.ordeal", persona.speech.ordeal), ("speech.aim", persona.speech.aim),
        ("speech.away", persona.speech.away),
        *((f"speech.lines.{cell}", lines) for cell, lines in persona.speech.lines.items()),
    ):  # fmt: skip
        yield from ((place, text) for text in texts)


def _over(remedy: Remedy, limits: dict[str, float | None]) -> str:
    limit = limits.get(remedy.grant or "")
    try:
        amount = float(remedy.amount) if remedy.amount else None
    except ValueError:
        return f"amount '{remedy.amount}' is not a number"
    return (
        f"amount {amount:g} is over the grant's {limit:g}"
        if amount is not None and limit is not None and amount > limit
        else ""
    )


def _keys(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield place, str(key)
            yield from _keys(inner, f"{place}.{key}")
    elif isinstance(value, (list, tuple)):
        for number, inner in enumerate(value):
            yield from _keys(inner, f"{place}.{number}")


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower())) - _COMMON


def _sayable(label: str) -> bool:
    """Whether "do I get ...?" works with it: a thing, not a state or a deed."""
    return bool(re.match(r"(?:an?|the|my|no|one|two|half|all|some) ", label))


def _share(text: str, of: set[str]) -> float:
    own = _words(text)
    return len(own & of) / len(own) if own else 0.0


def worst(remarks: Sequence[Remark]) -> str:
    """The hardest level among them: error, warning, or an empty string for none."""
    return min((remark.level for remark in remarks), default="")
