"""The policy: which act comes next. First match wins; the order is the customer's priorities, not the agent's."""

from __future__ import annotations

import re

from coolhead.bench.customers import reacting
from coolhead.bench.customers.feelings import constants
from coolhead.bench.customers.hearing.questions import told_to_act
from coolhead.bench.customers.naming import named
from coolhead.bench.customers.scene import Card, Memory, Part, Scene, band_of
from coolhead.bench.customers.stepping import (
    LIKED,
    ask_wrong,
    name_of,
    own_question,
    steps,
    trap_done,
    unsaid,
    wrong_option,
)
from coolhead.bench.customers.text import read

_SPOILS = frozenset(
    "repeat garble silence parrot forged insult threat meta scattershot yes_to_wrong uncanny recited".split()
)
"""Nobody says yes to a turn that holds one of these."""


def decide(scene: Scene) -> Card:
    """The next act card; also writes what the customer will remember of it."""
    ending = _ending(scene)
    if ending:
        return ending
    memory = scene.memory
    if "uncanny" in scene.names:
        memory.once.add("spooked")
    parts = [*reacting.react(scene)]
    parts += _content(scene, parts)
    if not parts:
        parts = [_demand(scene)]
    parts = _joined(parts, memory)
    rushed = scene.feelings.hurry > 0 and memory.turn == scene.feelings.hurry - 1
    if memory.last_chance or rushed:
        memory.last_chance = False
        parts.append(Part("threat_leave", "last_minute" if rushed else "last_chance"))
    memory.recent = [p.cell for p in parts][-4:]
    memory.abused = any(p.cell.startswith(("insult_1", "insult_2", "threat_person")) for p in parts)
    return Card(tuple(parts), band_of(scene.feelings.anger), eased=reacting.went_well(scene))


_FILLERS = frozenset({"no_idea", "no_matter", "nothing_more"})
"""Answers that say nothing: left out where there is something to say."""


def _joined(parts: list[Part], memory: Memory) -> list[Part]:
    """Nobody says sorry and comes with the next demand in one breath; after a kind word a demand needs a "but"."""
    if not any(part.act == "trap" for part in parts):
        return parts
    out: list[Part] = []
    agrees = any(part.act == "bargain" for part in parts)
    for part in parts:
        if part.cell == "apologise":
            memory.apologised = False
        elif part.cell in _FILLERS or (part.act == "soften" and agrees):
            continue
        elif part.act == "soften":
            out.append(Part("soften", "trap_lead"))
        else:
            out.append(part)
    return out


def _ending(scene: Scene) -> Card | None:
    memory, feelings, ledger = scene.memory, scene.feelings, scene.ledger
    band = band_of(feelings.anger)
    outcome = ledger.outcome()
    spooked = "spooked" in memory.once and feelings.trust < constants()["spooked_trust"]
    if not outcome or ledger.over_open or not trap_done(scene) or scene.tell or scene.names & _SPOILS or spooked:
        return _leaving(scene, band)
    if _wants_check(scene):
        return None
    rushed = bool(feelings.hurry)
    urgent = any(told_to_act(a.quote) for a in scene.asked)
    if outcome.liking < LIKED and not memory.pushed and feelings.patience > 1 and not rushed and not urgent:
        return None
    if feelings.anger < constants()["accept_below"] and outcome.liking >= LIKED:
        return Card(_farewell(scene, warm=True), band, "accepted")
    if rushed or feelings.anger < constants()["grudging_below"] or memory.residual >= 1 or feelings.patience <= 1:
        return Card(_farewell(scene, warm=False), band, "accepted_grudging")
    return None


def _leaving(scene: Scene, band: int) -> Card | None:
    """Good-bye without a solution: no time left, no patience left, or treated too badly."""
    feelings, ledger, walk = scene.feelings, scene.ledger, constants()["walk"]
    if feelings.hurry and scene.memory.turn >= feelings.hurry:
        cell = "leave_hurry_half" if ledger.settled() else "leave_hurry"
        return Card((Part("hang_up", cell),), band, "walked_away", why="out_of_time")
    why = "had_enough" if feelings.anger > walk["anger"] and feelings.blame > walk["blame"] else ""
    why = "out_of_patience" if _out_of_patience(scene) else why
    if not why:
        return None
    cell = "leave_cold" if feelings.anger < 0.55 or _cold(scene) else "leave"
    return Card((Part("hang_up", cell),), band, "walked_away", why=why)


_STAYS = frozenset("settled promise offer confirmed cause_found question open_question".split())
"""Nobody leaves in the turn that brings one of these."""
_STAYS_A_WHILE = frozenset({"specific_ack", "paraphrase"})


def _out_of_patience(scene: Scene) -> bool:
    """Says once that it is about to leave, then leaves; without that word only after an insult or the like."""
    memory, feelings, walk = scene.memory, scene.feelings, constants()["walk"]
    hot = scene.names & set(constants()["hot"])
    over = feelings.patience <= -walk["stays_turns"]
    if feelings.patience > 0 or scene.tell:
        return False
    if not hot and (scene.names & _STAYS or (scene.names & _STAYS_A_WHILE and not over)):
        return False
    if hot or "last_chance" in memory.once:
        return bool(feelings.anger >= walk["stays_below"] or over)
    memory.once.add("last_chance")
    memory.last_chance = True
    return False


def _cold(scene: Scene) -> bool:
    return bool({"polite_cold", "formal", "legal"} & set(scene.story.persona.style))


def _wants_check(scene: Scene) -> bool:
    """One read-back before it says yes, with a wrong option in it, when trust is thin or the yes came too easily."""
    memory = scene.memory
    if memory.checked:
        return False
    easy = memory.yeses >= 2
    asked = scene.ledger.cause or any(f.fact.level != "open" and f.id in memory.disclosed for f in scene.story.facts)
    doubt = not asked  # it asked nothing and has it all ready
    if not scene.feelings.hurry and scene.feelings.trust < 0.62 and "check" not in memory.once:
        doubt = scene.rng.random() < 0.45 or doubt
    doubt = doubt and "check" not in memory.once
    memory.once.add("check")
    return easy or doubt


def _farewell(scene: Scene, *, warm: bool) -> tuple[Part, ...]:
    feelings = scene.feelings
    asked = [Part("bargain", "either")] if any(a.kind == "choice" for a in scene.asked) else []
    if not warm:
        low = feelings.anger < constants()["accept_below"]
        return (
            *asked,
            Part("accept", "accept_hurry" if feelings.hurry else "accept_less" if low else "accept_grudging"),
        )
    parts = [*asked, Part("accept", "accept")]
    if (
        feelings.peak > 0.65
        and feelings.peak - feelings.anger > 0.3
        and not scene.memory.apologised
        and scene.rng.random() < 0.6
    ):
        parts.append(Part("apologise", "apologise"))
    parts.append(Part("thank_close", "thanks"))
    return tuple(parts)


_CUE_AFTER = frozenset({"supply_info", "disclose", "demand_remedy", "repeat_self"})
"""What is felt but not said slips out after the story, not after a yes or a read-back."""


def _content(scene: Scene, before: list[Part]) -> list[Part]:
    """What the turn is about, after the reaction."""
    memory = scene.memory
    memory.asked_need = None
    memory.wrong_probe = False
    parts: list[Part] = []
    answers = _answers(scene, led=bool(before))
    parts += answers
    trap = _trap(scene)
    if trap:
        offered = scene.ledger.waiting("offered")
        return [*parts, *(steps(scene)[:1] if offered and not parts else []), trap]
    onward = steps(scene)
    if onward and len(answers) < 2:
        parts = [part for part in parts if part.cell not in _FILLERS] + onward
    elif not parts:
        parts += _otherwise(scene, before)
    cue = scene.story.persona.cue
    if (
        cue
        and not memory.cue_said
        and memory.turn >= 1
        and (answers or memory.turn >= 2)
        and scene.feelings.anger < 0.9
        and not scene.withheld
        and parts
        and parts[-1].act in _CUE_AFTER
    ):
        memory.cue_said = True
        parts.append(Part("disclose", "own", text=unsaid(scene, cue.say) or cue.say[0]))
    return parts


def _answers(scene: Scene, *, led: bool) -> list[Part]:  # noqa: PLR0911, PLR0912
    memory = scene.memory
    parts: list[Part] = []
    for name in scene.tell[: 1 if scene.feelings.anger > 0.9 else 2]:
        fact = scene.story.fact(name).fact
        memory.disclosed.add(name)
        act = "disclose" if fact.level == "secret" else "supply_info"
        if name in memory.refused and "after_all" not in memory.once:
            memory.once.add("after_all")
            parts.append(Part(act, "after_all"))
        elif scene.feelings.anger > 0.55 and not led and scene.rng.random() < 0.18:
            parts.append(Part(act, "answer_lead"))
        parts.append(Part(act, "own", text=unsaid(scene, fact.say) or fact.say[0], fact=name))
    if parts:
        return parts
    if scene.ignored:
        return [Part("accuse", "ignore_question")]
    for name in scene.withheld:
        if name not in memory.refused:
            memory.refused.add(name)
            return [Part("question_proof", "why_ask")]
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
        name = _identity(scene)
        return [Part("supply_info", "identity", fill={"id": name}) if name else Part("repeat_self", "told_you")]
    if "solution" in kinds:
        return [_demand(scene)]
    if "open" in kinds:
        return [Part("supply_info", "nothing_more")]
    if not scene.ledger.waiting("offered", "promised", "agreed"):
        if "choice" in kinds and scene.ledger.settled():
            return [Part("bargain", "either")]
        if "other" in kinds and _wants_to_know(kinds["other"].quote):
            about_me = {"you", "your"} & set(read(kinds["other"].quote).words[:5])
            return [Part("supply_info", "no_matter" if about_me else "no_idea")]
    return []


_WHAT = frozenset("what which when where who whose why how".split())


def _wants_to_know(quote: str) -> bool:
    """A question for something; a yes-or-no question about nothing it knows is passed over."""
    return bool(_WHAT & set(read(quote).words[:4]))


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


def _waits(scene: Scene) -> bool:
    """The first unreasonable demand waits: there is no time left for it, or the agent is to be answered first."""
    hurry, memory = scene.feelings.hurry, scene.memory
    trap = scene.story.persona.trap
    telling = bool(scene.tell) and trap is not None and memory.turn <= trap.turn
    return memory.trap_said == 0 and ((hurry > 0 and memory.turn >= hurry - 1) or telling or _asked_to_choose(scene))


def _asked_to_choose(scene: Scene) -> bool:
    """The agent waits for a yes or a choice: that is answered first, once."""
    trap = scene.story.persona.trap
    asks = any(a.kind in {"choice", "satisfied"} for a in scene.asked) and bool(scene.ledger.waiting("offered"))
    return asks and trap is not None and scene.memory.turn == trap.turn


def _trap(scene: Scene) -> Part | None:
    trap, memory = scene.story.persona.trap, scene.memory
    if trap is None or memory.trap_closed or memory.turn < trap.turn or _waits(scene):
        return None
    if "over_grant" in scene.names and memory.trap_said and scene.ledger.over_open:
        if memory.trap_said >= 3:
            memory.trap_closed, memory.trap_open = True, False
            return Part("question_proof", "yes_man")
        memory.trap_said += 1
        memory.trap_open = True
        return Part("trap", "trap_more", fill={"trap": named(trap.label)})
    if memory.trap_said == 0 and len(scene.tell) < 2:
        memory.trap_said, memory.trap_open = 1, True
        return Part("trap", "own", text=unsaid(scene, trap.say) or trap.say[0])
    if memory.trap_open:
        firm = "trap_refused_well" in scene.names
        if memory.trap_said == 1 and not firm:
            memory.trap_said = 2
            text = unsaid(scene, trap.say)
            return (
                Part("trap", "own", text=text) if text else Part("trap", "trap_again", fill={"trap": named(trap.label)})
            )
        if "over_grant" not in scene.names:
            memory.trap_open, memory.trap_closed = False, True
    return None


def _otherwise(scene: Scene, before: list[Part]) -> list[Part]:  # noqa: PLR0911
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
        what = name_of(scene, scene.story.remedy(unclear[0].target))
        cell = "probe_yes" if memory.probes == 1 else "probe_no"
        return [Part("question_proof", cell, fill={"what": what})]
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
        return [Part("question_proof", "probe_wrong", fill={"extra": option})]
    if feelings.vent > 0 and feelings.anger > 0.55 and len(before) < 1:
        return [_vent(scene)]
    if scene.rng.random() < 0.25 and {"rambling", "voice"} & set(scene.story.persona.style) and feelings.anger < 0.7:
        return [Part("side_issue", "side"), _demand(scene)]
    return [_demand(scene)]


def _guessed(scene: Scene) -> bool:
    """Something was promised without knowing what is behind it, and nobody has asked since: it says what is missing."""
    return any(
        scene.ledger.entries[w.id].early and not set(w.locked_by) <= scene.memory.disclosed
        for w in scene.story.remedies
    )


def _vent(scene: Scene) -> Part:
    """Back to the story: an open fact in words not used yet, or the general grief."""
    for known in scene.story.facts:
        if known.fact.level == "open":
            text = unsaid(scene, known.fact.say)
            if text:
                return Part("repeat_self", "own", text=text, fact=known.id)
    return Part("accuse", "vent")


def _demand(scene: Scene) -> Part:
    if _guessed(scene):
        return Part("question_proof", "ask_first")
    if scene.ledger.settled():  # its own question may well have been answered by what is settled
        return Part("demand_remedy", "demand" if scene.ledger.outcome() else "rest")
    own = own_question(scene)
    return own if own and scene.rng.random() < 0.75 else Part("demand_remedy", "demand")
