"""What the customer tells of its story: facts that were asked for, earned or found, and those kept back."""

from __future__ import annotations

from coolhead.bench.customers.feelings import constants
from coolhead.bench.customers.hearing.notes import Asked, Heard, Note
from coolhead.bench.customers.hearing.questions import asks_after_safety
from coolhead.bench.customers.scene import Mind, Scene


def earned(mind: Mind, heard: Heard, *, gave: bool) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Facts earned, facts asked for too early, and whether the question goes unanswered this time."""
    memory = mind.memory
    if heard.has("garble", "silence", "uncanny") or (heard.repeated and not heard.asked):
        return (), (), False
    trusts = mind.feelings.trust >= constants()["secret_trust"][mind.story.persona.temperament.disclosure]
    # Something has just been done: one tells more. So does who has no time to be asked twice.
    trusts = trusts or gave or mind.feelings.hurry > 0
    hot = heard.has(*constants()["hot"])
    tell: list[str] = []
    withheld: list[str] = []
    called = bool(CALLS & set(memory.recent))
    for asked in heard.asked:
        if asked.kind == "fact" and asked.fact not in memory.disclosed and not served(mind, asked.fact):
            secret = mind.story.fact(asked.fact).fact.level == "secret"
            safe = asks_after_safety(asked.quote)
            (tell if not secret or ((trusts or safe) and not hot) else withheld).append(asked.fact)
        elif _invites(mind, asked) and not tell and not heard.repeated:
            # Who says "ask me" answers; so does who has no time to be asked twice, with what matters most.
            missing = (waiting(mind) | behind(mind)) if called else _keys(mind) if mind.feelings.hurry else frozenset()
            tell += _next_fact(mind, trusts=(trusts or (called and bool(missing))) and not hot, first=missing)
    if mind.feelings.hurry and not hot and not heard.repeated:
        asks = any(a.kind in {"other", "choice"} for a in heard.asked) and not mind.ledger.waiting("offered")
        tell += _unasked(mind, heard, answering=bool(tell) or asks)
    tell = list(dict.fromkeys(tell))
    forgets = mind.story.persona.temperament.forgets
    ignored = bool(tell) and "ignored" not in memory.once and mind.rng.random() < forgets
    ignored = ignored and not (mind.feelings.hurry or gave)  # one answers who has just done something
    if ignored:
        memory.once.add("ignored")
        return (), (), True
    return tuple(tell[:2]), tuple(dict.fromkeys(withheld)), False


def _unasked(mind: Mind, heard: Heard, *, answering: bool) -> list[str]:
    """What somebody short of time says by itself; a secret still waits for its question.

    Beside an answer that is what else the matter hangs on; else why a thing is needed that was promised, in words,
    before its reason was told.
    """
    spoken = {p.target for p in heard.pledges if not p.silent}
    why = {fact for w in mind.story.remedies if w.id in spoken for fact in w.locked_by}
    first = _keys(mind) if answering else waiting(mind) & why
    return [
        f.id
        for f in mind.story.facts
        if f.id in first and f.fact.level == "asked" and f.id not in mind.memory.disclosed and not served(mind, f.id)
    ][:1]


CALLS = frozenset({"ask_first", "ask_more", "hint"})
"""Cells in which the customer says that it wants to be asked."""


def _invites(mind: Mind, asked: Asked) -> bool:
    """An open question; for somebody who has just called for a question, or to whom a promise came too early, any."""
    if asked.kind == "open":
        return True
    called = bool(CALLS & set(mind.memory.recent))
    return (called and asked.kind in {"other", "solution"}) or (asked.kind == "solution" and guessed(mind))


def waiting(mind: Mind | Scene) -> frozenset[str]:
    """The facts that make sense of what was promised too early, as far as they are untold."""
    locks = (w.locked_by for w in mind.story.remedies if mind.ledger.entries[w.id].early)
    return frozenset(fact for facts in locks for fact in facts) - mind.memory.disclosed


def behind(mind: Mind | Scene) -> frozenset[str]:
    """The untold facts that the rest of the nearest outcome hangs on; empty as long as anything else of it is open."""
    rest = [mind.story.remedy(r) for r in mind.ledger.target().remedies if r not in mind.ledger.settled()]
    untold = [frozenset(w.locked_by) - mind.memory.disclosed for w in rest]
    return frozenset().union(*untold) if all(untold) else frozenset()


def _keys(mind: Mind) -> frozenset[str]:
    """The facts that something hangs on."""
    return frozenset(f.id for f in mind.story.facts if f.fact.unlocks)


def guessed(mind: Mind | Scene) -> bool:
    """Something was promised without knowing what is behind it, and that is still untold."""
    return bool(waiting(mind))


def after_all(mind: Mind, heard: Heard) -> tuple[str, ...]:
    """What it would not tell when it was asked, and tells now that it trusts the agent."""
    memory, trust = mind.memory, mind.feelings.trust
    if trust < constants()["secret_trust"][mind.story.persona.temperament.disclosure] or not heard.move:
        return ()
    if heard.repeated or heard.has(*constants()["hot"], "garble", "silence", "uncanny"):
        return ()
    if mind.ledger.outcome() is not None:
        return ()
    return tuple(sorted(memory.refused - memory.disclosed))[:1]


def found(mind: Mind, heard: Heard) -> tuple[str, ...]:
    """Facts that the agent has worked out by itself: the customer can only confirm them."""
    if not heard.explains or heard.repeated or heard.has("garble", "forged", "parrot", "uncanny", "recited"):
        return ()
    return tuple(f.id for f in mind.story.facts if f.fact.unlocks and f.id not in mind.memory.disclosed)[:1]


def served(mind: Mind, name: str) -> bool:
    """What this fact calls for is settled already; telling it now would contradict that."""
    unlocks = mind.story.fact(name).fact.unlocks
    return bool(unlocks) and set(unlocks) <= set(mind.ledger.settled())


def _next_fact(mind: Mind, *, trusts: bool, first: frozenset[str] = frozenset()) -> list[str]:
    """An open question brings one more fact: those on request first, a secret only with trust."""
    # What matters most comes first: a fact that something hangs on before one that only adds to the story.
    key = sorted(mind.story.facts, key=lambda f: (f.id not in first, f.fact.level == "secret", not f.fact.unlocks))
    order = [f.id for f in key if f.fact.level != "open"]
    for name in order:
        if (
            name not in mind.memory.disclosed
            and not served(mind, name)
            and (mind.story.fact(name).fact.level == "asked" or trusts)
        ):
            return [name]
    return []


def question_notes(heard: Heard, tell: tuple[str, ...]) -> list[Note]:
    """Notes about the questions of a turn; one asked before brings only "asked again"."""
    notes: list[Note] = []
    for asked in heard.asked:
        if asked.kind == "fact" and asked.fact in tell:
            notes.append(Note("question", asked.quote))
        elif asked.kind in {"open", "other", "solution"} and tell and not any(n.name == "open_question" for n in notes):
            notes.append(Note("open_question", asked.quote))
        elif asked.kind == "again" and not tell:
            notes.append(Note("asked_again", asked.quote))
        elif asked.kind in {"check", "choice"}:
            notes.append(Note(asked.kind, asked.quote))
    if heard.repeated:
        notes = [n for n in notes if n.name == "asked_again"]
    return notes
