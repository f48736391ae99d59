"""What the customer says of its own accord: its demand, its grief again, a question of its own."""

from __future__ import annotations

from coolhead.bench.customers.naming import option_fill
from coolhead.bench.customers.scene import Part, Scene
from coolhead.bench.customers.stepping import ask_fill, ask_wrong, own_question, unsaid, wrong_option
from coolhead.bench.customers.telling import guessed


def otherwise(scene: Scene, before: list[Part]) -> list[Part]:  # noqa: PLR0911
    """Nothing to answer and nothing on the table, or something still missing."""
    memory, feelings, heard = scene.memory, scene.feelings, scene.heard
    if memory.human == 0 and feelings.blame > 0.4 and feelings.anger > 0.6 and memory.turn >= 2:
        memory.human += 1
        return [Part("demand_human", "human")]
    if any(p.cell in {"hello", "on_garble"} for p in before):
        return []
    on_topic = bool(heard.pledges or heard.noticed)
    unclear = [
        p
        for p in heard.pledges
        if p.kind == "right"
        and p.mood in {"hypothetical", "deflect", "report", "negated"}
        and all(f in memory.disclosed for f in scene.story.remedy(p.target).locked_by)
    ]
    if unclear and memory.probes < 2 and not before:
        memory.probes += 1
        cell = "probe_yes" if memory.probes == 1 else "probe_no"
        return [Part("question_proof", cell, fill=ask_fill(scene, scene.story.remedy(unclear[0].target)))]
    if (
        memory.probes < 3
        and not on_topic
        and not before
        and memory.turn >= 2
        and (option := wrong_option(scene))
        and scene.rng.random() < 0.35
    ):
        memory.probes += 1
        ask_wrong(scene, option)
        return [Part("question_proof", "probe_wrong", fill=option_fill(scene.story.persona, option))]
    if feelings.vent > 0 and feelings.anger > 0.55 and len(before) < 1:
        return [_vent(scene)]
    if scene.rng.random() < 0.25 and {"rambling", "voice"} & set(scene.story.persona.style) and feelings.anger < 0.7:
        return [Part("side_issue", "side"), demand(scene)]
    return [demand(scene)]


def _vent(scene: Scene) -> Part:
    """Back to the story: an open fact in words not used yet, or the general grief."""
    for known in scene.story.facts:
        if known.fact.level == "open":
            text = unsaid(scene, known.fact.say)
            if text:
                return Part("repeat_self", "own", text=text, fact=known.id)
    return Part("accuse", "vent")


def demand(scene: Scene) -> Part:
    """What is still missing, a question of its own, or plainly what it wants."""
    if guessed(scene):
        return Part("question_proof", "ask_more" if scene.memory.questioned else "ask_first")
    if scene.ledger.settled():  # its own question may well have been answered by what is settled
        return Part("demand_remedy", "demand" if scene.ledger.outcome() else "rest")
    own = own_question(scene)
    return own if own and scene.rng.random() < 0.75 else Part("demand_remedy", "demand")
