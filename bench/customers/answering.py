"""What the customer answers: facts that a question has earned, a yes or no to a check, its own record."""

from __future__ import annotations

import re

from coolhead.bench.customers.demanding import demand, hint, still_open
from coolhead.bench.customers.hearing.questions import told_to_act
from coolhead.bench.customers.scene import Part, Scene
from coolhead.bench.customers.stepping import unsaid
from coolhead.bench.customers.telling import guessed
from coolhead.bench.customers.text import read


def answers(scene: Scene, *, led: bool) -> list[Part]:  # noqa: PLR0911, PLR0912
    """The parts that answer the agent's questions; empty when there is nothing to answer."""
    memory = scene.memory
    parts: list[Part] = []
    for name in scene.tell[: 1 if scene.feelings.anger > 0.9 else 2]:
        fact = scene.story.fact(name).fact
        memory.disclosed.add(name)
        act = "disclose" if fact.level == "secret" else "supply_info"
        if name in memory.refused and "after_all" not in memory.once:
            memory.once.add("after_all")
            parts.append(Part(act, "after_all"))
        elif scene.asked and scene.feelings.anger > 0.55 and not led and scene.rng.random() < 0.25:
            parts.append(Part(act, "answer_lead"))
        parts.append(Part(act, "own", text=unsaid(scene, fact.say) or fact.say[0], fact=name))
    if parts:
        return parts
    if scene.ignored:
        return [Part("accuse", "ignore_question")]
    for name in scene.withheld:
        if name not in memory.refused:
            memory.refused.add(name)
            helped = scene.ledger.waiting("settled", "promised", "offered")
            return [Part("question_proof", "why_ask_now" if helped else "why_ask")]
    kinds = {a.kind: a for a in scene.asked}
    if any(told_to_act(a.quote) for a in scene.asked):
        return [Part("supply_info", "on_my_way")]
    if "again" in kinds:
        fact = scene.story.fact(kinds["again"].fact).fact
        text = unsaid(scene, fact.say)
        return [
            Part("repeat_self", "told_you"),
            *([Part("repeat_self", "own", text=text, fact=fact.id)] if text else []),
        ]
    if "check" in kinds:
        return _checked(scene)
    if "identity" in kinds and not scene.ledger.waiting("offered"):
        if "identity" in memory.once:
            return [Part("supply_info", "identity_more")]
        memory.once.add("identity")
        name = _identity(scene)
        return [Part("supply_info", "identity", fill={"id": name}) if name else Part("repeat_self", "told_you")]
    if "solution" in kinds and not scene.ledger.waiting("offered"):  # of what is offered the steps choose
        return [demand(scene)]
    if "open" in kinds:  # nobody says "you have it all" who says next that there is more
        if guessed(scene):
            return []
        named = still_open(scene) or hint(scene)
        return [named or Part("supply_info", "nothing_more")]
    if not scene.ledger.waiting("offered", "promised", "agreed"):
        if "choice" in kinds and scene.ledger.settled():
            return [Part("bargain", "either")]
        if "other" in kinds and _wants_to_know(kinds["other"].quote):
            about_me = {"you", "your"} & set(read(kinds["other"].quote).words[:5])
            return [Part("supply_info", "no_matter" if about_me else "no_idea")]
    return []


_WHAT = frozenset("what which when where who whose why how".split())


_YES_OR_NO = {(word,) for word in ("is", "was", "are", "does", "did", "would", "will", "can", "have", "has")}


def _wants_to_know(quote: str) -> bool:
    """A question for something; a yes-or-no question ("is that what you meant?") is passed over."""
    words = read(quote).words
    return bool(_WHAT & set(words[: 1 if words[:1] in _YES_OR_NO else 4]))


def _checked(scene: Scene) -> list[Part]:
    """To "have I got that right?": yes when it was the story, no when it was not; about the deal the steps answer."""
    if "misheard" in scene.names:
        return [Part("clarify_correct", "check_no")]
    if scene.heard.noticed or scene.heard.explains or {"specific_ack", "paraphrase"} & scene.names:
        return [Part("confirm", "check_yes")]
    if any(p.kind == "right" for p in scene.heard.pledges) or scene.heard.has("parrot"):
        return []
    return [Part("clarify_correct", "check_no")]


_CODE = re.compile(r"\b[A-Z]{2,}-?\d{3,}\b")
_NAME = re.compile(r"[A-Z]\w+(?: [A-Z]\w+)+")


def _identity(scene: Scene) -> str:
    """A reference or name of the customer's own record; the agent has it already, so nothing is given away."""
    record = scene.story.persona.case.record
    for shape in (_CODE, _NAME):
        for key in ("reference", "order", "booking", "account", "customer", "contract", "policy", "name", "member", ""):
            for name, value in record.items():
                if key in name.lower() and (found := shape.search(value)):
                    return found[0]
    return ""
