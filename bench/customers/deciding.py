"""The policy: which act comes next. First match wins; the order is the customer's priorities, not the agent's."""

from __future__ import annotations

from dataclasses import replace

from coolhead.bench.customers import reacting
from coolhead.bench.customers.answering import answers
from coolhead.bench.customers.cohesion import fitting
from coolhead.bench.customers.demanding import demand, otherwise
from coolhead.bench.customers.leaving import ending
from coolhead.bench.customers.scene import Card, Memory, Part, Scene, band_of
from coolhead.bench.customers.stepping import steps, unsaid
from coolhead.bench.customers.trapping import let_go, trap_part


def decide(scene: Scene) -> Card:
    """The next act card; also writes what the customer will remember of it."""
    dropped = let_go(scene)
    last = ending(scene)
    if last:
        return replace(last, parts=(*dropped, *last.parts)) if last.end != "walked_away" else last
    memory = scene.memory
    if "uncanny" in scene.names:
        memory.once.add("spooked")
    parts = [*reacting.react(scene), *dropped]
    parts += _content(scene, parts)
    if not parts:
        parts = [demand(scene)]
    parts = _joined(parts, memory)
    hurry = scene.feelings.hurry
    rushed = hurry > 0 and memory.turn == hurry + memory.extra - 1
    if memory.last_chance or rushed:
        memory.last_chance = False
        cell = "last_chance" if not rushed else "one_more" if memory.extra else "last_minute"
        parts.append(Part("threat_leave", cell))
    said = fitting(tuple(parts))
    memory.complete = scene.ledger.outcome() is not None
    memory.recent = [p.cell for p in parts][-4:]
    memory.abused = any(p.cell.startswith(("insult_1", "insult_2", "threat_person")) for p in said)
    memory.insults += sum(p.act == "insult" for p in said)
    eased, given = reacting.went_well(scene), scene.ledger.given()
    return Card(said, band_of(scene.feelings.anger), eased=eased, given=given)


_FILLERS = frozenset({"no_idea", "no_matter", "nothing_more"})
"""Answers that say nothing: left out where there is something to say."""


def _joined(parts: list[Part], memory: Memory) -> list[Part]:
    """Nobody says sorry, or leaves, and demands the next thing in one breath; after a kind word it needs a "but"."""
    if not any(part.act == "trap" for part in parts):
        return parts
    out: list[Part] = []
    agrees = any(part.act == "bargain" for part in parts)
    for part in parts:
        if part.cell == "apologise":
            memory.apologised = False
        elif part.cell == "threat_leave":
            memory.once.discard(part.cell)
        elif part.cell in _FILLERS or (part.act == "soften" and agrees):
            continue
        elif part.act == "soften":
            out.append(Part("soften", "trap_lead"))
        else:
            out.append(part)
    return out


_DEMANDS = frozenset({"demand", "rest", "hint", "have_it", "nothing_more"})

_CUE_AFTER = frozenset({"supply_info", "disclose", "demand_remedy", "repeat_self"})
"""What is felt but not said slips out after the story, not after a yes or a read-back."""


_WANDERS, _ASIDE = 0.75, 0.35
"""Below this anger, and so often, somebody who rambles comes from its answer to something else, once."""


def _content(scene: Scene, before: list[Part]) -> list[Part]:
    """What the turn is about, after the reaction."""
    memory = scene.memory
    memory.asked_need = None
    memory.wrong_probe = False
    parts: list[Part] = []
    told = answers(scene, led=bool(before))
    parts += told
    trap = trap_part(scene)
    if trap:
        offered = scene.ledger.waiting("offered")
        parts = [part for part in parts if part.cell not in _DEMANDS]  # the one demand is enough
        return [*parts, *(steps(scene)[:1] if offered and not parts else []), trap]
    onward = steps(scene)
    if onward and len(told) < 2 and not any(part.cell == "still_open" for part in told):
        parts = [part for part in parts if part.cell not in _FILLERS] + onward
    elif not parts:
        parts += otherwise(scene, before)
    cue = scene.story.persona.cue
    wanders = told and not onward and {"rambling", "voice"} & set(scene.story.persona.style)
    if wanders and "side" not in memory.once and scene.feelings.anger < _WANDERS and scene.rng.random() < _ASIDE:
        memory.once.add("side")
        parts.append(Part("side_issue", "side"))
    if (
        cue
        and not memory.cue_said
        and memory.turn >= 1
        and (told or memory.turn >= 2)
        and scene.feelings.anger < 0.9
        and not scene.withheld
        and parts
        and parts[-1].act in _CUE_AFTER
    ):
        memory.cue_said = True
        parts.append(Part("disclose", "own", text=unsaid(scene, cue.say) or cue.say[0]))
    return parts
