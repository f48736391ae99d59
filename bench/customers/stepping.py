"""What offers and promises on the table call for: yes, when, how much, is it done, is that all."""

from __future__ import annotations

from dataclasses import replace

from coolhead.bench.customers.feelings import constants
from coolhead.bench.customers.ledger import WORD
from coolhead.bench.customers.naming import brief, named, option_fill, spoken
from coolhead.bench.customers.scene import Part, Scene
from coolhead.bench.customers.text import read
from coolhead.bench.customers.wanted import Wanted
from coolhead.personas.schema import Outcome

_NEED_CELLS = {
    "amount": "need_amount",
    "when": "need_when",
    "reference": "need_reference",
    "route": "need_route",
    "confirm": "need_confirm",
}
_ENOUGH = 2
"""So often the same thing is asked; then it is said once that no answer came, and dropped."""
FIGURE = "figure"
"""What is asked for where a promise has a wrong figure."""
LIKED = 0.75
"""From this liking on an outcome is taken without a grumble."""


def steps(scene: Scene) -> list[Part]:  # noqa: PLR0911, PLR0912
    """What the offers and promises on the table call for."""
    memory, ledger = scene.memory, scene.ledger
    if memory.wrong_probe is False and ledger.over_open and "over_grant" in scene.names:
        if memory.trap_closed or not scene.story.trap:
            return [Part("question_proof", "yes_man")]
        if memory.trap_said:
            return []
    outcome = ledger.outcome()
    if outcome and ledger.over_open and memory.over_probes < _ENOUGH:
        # Too much was granted and not taken back: asked about it once or twice, then it is left at that.
        memory.over_probes += 1
        extra = named(ledger.over_label)
        ask_wrong(scene, extra)
        return [Part("question_proof", "probe_wrong", fill=option_fill(scene.story.persona, extra))]
    if outcome and trap_done(scene):
        if outcome.liking < LIKED and not memory.pushed and scene.feelings.patience > 1 and not scene.tell:
            memory.pushed = True
            return [Part("bargain", "push" if _wants_reason(scene) else "push_known")]
        if not memory.checked and ("check" in memory.once):
            memory.checked = True
            extra = wrong_option(scene)
            if extra:
                ask_wrong(scene, extra)
            cell = "check_extra" if extra else "check_plain"
            asked = option_fill(scene.story.persona, extra) if extra else {}
            return [Part("confirm", cell, fill={"list": _list(scene, outcome.remedies), **asked})]
        if scene.feelings.anger >= constants()["accept_below"]:
            memory.residual += 1
            return [Part("accuse", "residual")]
    target = ledger.target()
    wrong = [w for w in scene.story.remedies if ledger.entries[w.id].misstated and w.id in target.remedies]
    if wrong and "wrong_amount" in scene.names:
        memory.asked_need = (wrong[0].id, "amount")
        return [Part("reject_offer", "wrong_amount")]
    doubted = _doubted(scene, target)
    if doubted:
        return [doubted]
    offered = ledger.waiting("offered")
    if "which" in scene.names and not offered and memory.asked.get(("", "which"), 0) < _ENOUGH:
        memory.asked["", "which"] = memory.asked.get(("", "which"), 0) + 1
        meant = scene.story.remedy(scene.heard.unclear[0][0])
        if memory.asked["", "which"] > 1 and set(meant.locked_by) <= memory.disclosed:
            memory.asked_need = (meant.id, WORD)  # it has told what it needs, so it can say which one
            return [Part("question_proof", "probe_yes", fill=ask_fill(scene, meant))]
        return [Part("question_proof", "which_one", fill={"kind": _kind(scene, meant)})]
    if offered:
        return _take_up(scene, offered)
    often = _ENOUGH + 2 * any(asked.kind in {"satisfied", "close", "open"} for asked in scene.asked)
    for wanted in ledger.waiting("promised"):
        missing = ledger.missing(wanted)
        open_ = [need for need in missing if memory.asked.get((wanted.id, need), 0) < often]
        if open_:
            return [_ask(scene, wanted, open_[0])]
        if missing and f"unanswered:{wanted.id}" not in memory.once:
            memory.once.add(f"unanswered:{wanted.id}")
            memory.asked_need = (wanted.id, missing[0])
            return [Part("accuse", "unanswered")]
    early = [w for w in scene.story.remedies if ledger.entries[w.id].early and set(w.locked_by) <= memory.disclosed]
    if early and memory.asked.get((early[0].id, WORD), 0) < often + 1:
        memory.asked[early[0].id, WORD] = memory.asked.get((early[0].id, WORD), 0) + 1
        memory.asked_need = (early[0].id, WORD)
        return [Part("question_proof", "probe_yes", fill=ask_fill(scene, early[0]))]
    agreed = [w for w in ledger.waiting("agreed") if memory.asked.get((w.id, "done"), 0) < often]
    if agreed:
        memory.asked[agreed[0].id, "done"] = memory.asked.get((agreed[0].id, "done"), 0) + 1
        return [Part("question_proof", "is_it_done", fill=ask_fill(scene, agreed[0]))]
    return []


def _doubted(scene: Scene, target: Outcome) -> Part | None:
    """The question for a time that is not the case's, or the word that a figure is wrong."""
    memory, ledger = scene.memory, scene.ledger
    late = [w for w in ledger.waiting("promised") if ledger.entries[w.id].misdated and w.id in target.remedies]
    if late and "wrong_time" in scene.names and memory.asked.get((late[0].id, "when"), 0) < _ENOUGH:
        return replace(_ask(scene, late[0], "when"), cell="wrong_time")
    wrong = next((w for w in ledger.waiting("promised") if ledger.entries[w.id].misnamed), None)
    if wrong and "wrong_figure" in scene.names and memory.asked.get((wrong.id, FIGURE), 0) < _ENOUGH:
        memory.asked[wrong.id, FIGURE] = memory.asked.get((wrong.id, FIGURE), 0) + 1
        return Part("reject_offer", "wrong_figure", fill={"said": ledger.entries[wrong.id].misnamed})
    return None


def _kind(scene: Scene, wanted: Wanted) -> str:
    """What the agent called it: the grant's own name, which fits more than one thing."""
    grants = scene.story.persona.case.policy.grants
    label = next((g.label for g in grants if g.id == wanted.remedy.grant), wanted.remedy.label)
    return brief(named(label, without_sum=True))


def _ask(scene: Scene, wanted: Wanted, need: str) -> Part:
    """The question for what a promise lacks; counted, since nobody asks the same thing five times."""
    memory = scene.memory
    memory.asked_need = (wanted.id, need)
    memory.asked[wanted.id, need] = memory.asked.get((wanted.id, need), 0) + 1
    return Part("question_proof", _NEED_CELLS[need], fill=ask_fill(scene, wanted))


def _wants_reason(scene: Scene) -> bool:
    """Something broke or was bungled, and nobody has said why."""
    return not scene.ledger.cause and bool({"PF", "SF", "MH", "UR", "SR", "PV"} & set(scene.story.persona.causes))


def _take_up(scene: Scene, offered: list[Wanted]) -> list[Part]:
    """Yes to an offer; between two that exclude each other, the one that belongs to the better-liked outcome."""
    memory, ledger = scene.memory, scene.ledger
    names = {w.id for w in offered}
    target = ledger.target()
    kept = [r for r in target.remedies if ledger.entries[r].stage == "settled"]
    if kept and not names & set(target.remedies) and any(a.kind == "choice" for a in scene.asked):
        # "The money or the dish again?", and the money is on its way: the customer keeps to it.
        ledger.decline(names)
        return [Part("bargain", "choose", fill=ask_fill(scene, scene.story.remedy(kept[0])))]
    best = max(scene.story.persona.accept, key=lambda o: (len(names & set(o.remedies)) > 0, o.liking))
    chosen = [w for w in offered if w.id in best.remedies] or offered
    asks = any(a.kind in {"choice", "solution"} for a in scene.asked) and len(offered) > len(chosen)
    ledger.agree({w.id for w in chosen})
    parts = [Part("bargain", "choose" if asks else "agree", fill=ask_fill(scene, chosen[0]))]
    need = next(((w, n) for w in chosen for n in ledger.missing(w) if n in {"when", "amount"}), None)
    if need and memory.asked.get((need[0].id, need[1]), 0) < _ENOUGH:
        parts.append(_ask(scene, need[0], need[1]))
    return parts


def name_of(scene: Scene, wanted: Wanted) -> str:
    """What the customer calls this remedy; the sum is for the agent to name first."""
    return spoken(wanted.remedy, without_sum="amount" in scene.ledger.missing(wanted))


def ask_fill(scene: Scene, wanted: Wanted) -> dict[str, str]:
    """What a template needs to ask about this remedy: the thing, and what the agent is to do."""
    thing = wanted.remedy.thing
    return {"what": thing or brief(name_of(scene, wanted)), "do": wanted.remedy.deed}


def _list(scene: Scene, names: tuple[str, ...]) -> str:
    labels = [name_of(scene, scene.story.remedy(name)) for name in names]
    return labels[0] if len(labels) == 1 else ", ".join(labels[:-1]) + " and " + labels[-1]


def wrong_option(scene: Scene) -> str:
    """Something the customer is not getting, to see whether the agent nods it through; empty when there is none left.

    Only what it could have asked for, each thing once, and nothing more after an honest no.
    """
    persona, memory = scene.story.persona, scene.memory
    if memory.honest:
        return ""
    known = scene.ledger.wrong | scene.ledger.brought_up
    fresh = [named(w.remedy.label) for w in scene.story.wrong if w.remedy.tempting and w.id not in known]
    if persona.trap and not memory.trap_closed:
        fresh.append(named(persona.trap.label))
    return next((option for option in fresh if option not in memory.options), "")


def ask_wrong(scene: Scene, option: str) -> None:
    """Remember that this wrong option has been asked about."""
    scene.memory.wrong_probe, scene.memory.option = True, option
    scene.memory.options.add(option)


def own_question(scene: Scene) -> Part | None:
    """A question of the persona that was not put yet and that the agent has not answered by itself."""
    asks = tuple(text for text in scene.story.persona.asks if not _answered(scene, text))
    text = unsaid(scene, asks)
    return Part("demand_remedy", "own", text=text) if text else None


def _answered(scene: Scene, ask: str) -> bool:
    """Whether a time was named, when it asks for one; whether all its topic words were used by the agent.

    So is a question for something that is on the table already, offered, promised or settled.
    """
    memory, message = scene.memory, read(ask)
    on_table = (w.say for w in scene.story.remedies if scene.ledger.entries[w.id].stage != "nothing")
    if any(say.share(s.bag, s.stems) >= 1 / 2 for say in on_table for s in message.sentences):
        return True
    if {"when", "until"} & set(message.words) or "how long" in ask.lower():
        return memory.heard_when
    return len(message.content) >= 2 and message.content <= memory.heard_words


def unsaid(scene: Scene, texts: tuple[str, ...]) -> str:
    """A wording of the persona not used yet, chosen by the seed; empty when all are used."""
    fresh = [text for text in texts if text not in scene.memory.said]
    if not fresh:
        return ""
    text = scene.rng.choice(fresh)
    scene.memory.said.add(text)
    return text


def trap_done(scene: Scene) -> bool:
    """Whether the unreasonable demand has been made and answered, or is not due yet."""
    trap = scene.story.persona.trap
    memory = scene.memory
    if trap is None or memory.turn < trap.turn or (memory.trap_said == 0 and scene.feelings.hurry):
        return True
    return memory.trap_said > 0 and not memory.trap_open
