"""What the customer says of its own accord: its demand, its grief again, a question of its own."""

from __future__ import annotations

from coolhead.bench.customers import naming
from coolhead.bench.customers.ledger import WORD
from coolhead.bench.customers.scene import Part, Scene
from coolhead.bench.customers.stepping import ask_fill, ask_wrong, own_question, unsaid, wrong_option
from coolhead.bench.customers.telling import behind, guessed
from coolhead.bench.customers.text import read


def otherwise(scene: Scene, before: list[Part]) -> list[Part]:  # noqa: PLR0911
    """Nothing to answer and nothing on the table, or something still missing."""
    memory, feelings, heard = scene.memory, scene.feelings, scene.heard
    if asked_what_is_open(scene) and (named := still_open(scene) or hint(scene)):
        return [named]
    if memory.human == 0 and memory.turn >= 2 and feelings.anger > 0.6 and _wants_another(scene):
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
        and scene.ledger.entries[p.target].stage != "settled"
    ]
    if unclear and memory.probes < 2 and not before:
        memory.probes += 1
        cell = "probe_yes" if memory.probes == 1 else "probe_no"
        return [Part("question_proof", cell, fill=ask_fill(scene, scene.story.remedy(unclear[0].target)))]
    if (
        memory.probes < 3
        and not on_topic
        and not before
        and not heard.asked
        and not scene.ledger.over_open
        and scene.ledger.waiting("offered", "promised", "agreed", "settled")
        and memory.turn >= 2
        and (option := wrong_option(scene))
        and scene.rng.random() < 0.35
    ):
        memory.probes += 1
        ask_wrong(scene, option)
        return [Part("question_proof", "probe_wrong", fill=naming.option_fill(scene.story.persona, option))]
    if feelings.vent > 0 and feelings.anger > 0.55 and len(before) < 1 and not {"settled", "promise"} & scene.names:
        return [_vent(scene)]
    if scene.rng.random() < 0.25 and {"rambling", "voice"} & set(scene.story.persona.style) and feelings.anger < 0.7:
        return [Part("side_issue", "side"), demand(scene)]
    return [demand(scene)]


_LOOPS = frozenset({"repeat", "deflect", "vague", "hollow"})
_CALLS_FOR_ANOTHER = 0.3


def _wants_another(scene: Scene) -> bool:
    """Whether it has had enough of this agent: by its own doing, or now and then of one that goes round in circles."""
    round_again = scene.memory.turn > 2 and bool(_LOOPS & scene.names) and not scene.ledger.settled()
    return scene.feelings.blame > 0.4 or (round_again and scene.rng.random() < _CALLS_FOR_ANOTHER)


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
    if "rest" in scene.memory.once and (named := still_open(scene)):
        return named
    if hinted := hint(scene):
        return hinted
    if scene.ledger.outcome():
        return _in_doubt(scene) if scene.ledger.over_open else Part("confirm", "have_it")
    if scene.ledger.settled():  # its own question may well have been answered by what is settled
        scene.memory.once.add("rest")
        return Part("demand_remedy", "rest", fill=_open_aim(scene))
    own = own_question(scene)
    return own if own and scene.rng.random() < 0.75 else Part("demand_remedy", "demand")


def _in_doubt(scene: Scene) -> Part:
    """What is too good to be true puts the rest in doubt: said twice, then it asks for a yes or no to it."""
    memory = scene.memory
    memory.asked["", "excess"] = memory.asked.get(("", "excess"), 0) + 1
    if memory.asked["", "excess"] <= _NAMED:
        return Part("question_proof", "yes_man")
    extra = naming.named(scene.ledger.over_label)
    ask_wrong(scene, extra)
    return Part("question_proof", "in_doubt", fill=naming.option_fill(scene.story.persona, extra))


def _open_aim(scene: Scene) -> dict[str, str]:
    """One of the things it is after that nothing settled speaks of; empty, so that no sentence names one, without."""
    done = [scene.story.remedy(name).say for name in scene.ledger.settled()]
    left = [
        aim
        for aim in scene.story.persona.speech.aim
        if not any(c.share(s.bag, s.stems) >= 1 / 2 for c in done for s in read(aim).sentences)
    ]
    return {"aim": scene.rng.choice(left) if left else ""}


def hint(scene: Scene) -> Part | None:
    """All that was told of is settled, and the rest hangs on what nobody asked for: that there is more, not what."""
    memory = scene.memory
    if not scene.ledger.settled() or not behind(scene) or memory.asked.get(("", "hint"), 0) >= _NAMED:
        return None
    memory.asked["", "hint"] = memory.asked.get(("", "hint"), 0) + 1
    return Part("demand_remedy", "hint")


_ASKS_WHAT_IS_OPEN = frozenset({"satisfied", "close", "open", "solution", "choice"})
"""Questions to which what is still missing is the answer."""
_NAMED = 2
"""So often one and the same thing is named; then the customer leaves it at "and the rest?"."""


def asked_what_is_open(scene: Scene) -> bool:
    """The agent wants to know whether that does it, what is missing, or what else is wanted."""
    return any(asked.kind in _ASKS_WHAT_IS_OPEN for asked in scene.asked)


def still_open(scene: Scene) -> Part | None:
    """What is still missing, by its name, to an agent that has settled something; None when all is named or done.

    Only what the customer has told the reason for: nobody asks for what makes no sense to the other yet.
    """
    memory, ledger = scene.memory, scene.ledger
    if not ledger.settled() or ledger.outcome():
        return None
    for name in ledger.target().remedies:
        wanted, count = scene.story.remedy(name), memory.asked.get((name, "named"), 0)
        if ledger.entries[name].stage != "nothing" or count >= _NAMED or not set(wanted.locked_by) <= memory.disclosed:
            continue
        memory.asked[name, "named"] = count + 1
        memory.asked_need = (name, WORD)
        return Part("demand_remedy", "still_open", fill=ask_fill(scene, wanted))
    return None
