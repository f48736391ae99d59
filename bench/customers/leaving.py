"""How a dialogue ends from the customer's side: content, with a grumble, or without a solution."""

from __future__ import annotations

from coolhead.bench.customers.feelings import constants
from coolhead.bench.customers.hearing.questions import told_to_act
from coolhead.bench.customers.scene import Card, Part, Scene, band_of
from coolhead.bench.customers.stepping import LIKED, trap_done
from coolhead.bench.customers.telling import CALLS, behind

_SPOILS = frozenset(
    "repeat garble silence parrot forged insult threat meta scattershot yes_to_wrong uncanny recited".split()
)
"""Nobody says yes to a turn that holds one of these."""


def ending(scene: Scene) -> Card | None:
    """The last card when the customer accepts or leaves now; None when it goes on."""
    memory, feelings, ledger = scene.memory, scene.feelings, scene.ledger
    band = band_of(feelings.anger)
    outcome = ledger.outcome()
    spooked = "spooked" in memory.once and feelings.trust < constants()["spooked_trust"]
    last = out_of_time(scene)  # takes stock of what it has, and tells no more
    telling = bool(scene.tell) and not last
    # Said again as done, to somebody in the door or of what is all settled, it is no mere repetition, unless something
    # wrong is in it.
    kinds = {pledge.kind for pledge in scene.heard.pledges}
    again = "settled" in scene.names or last or (memory.complete and bool(kinds))
    clean = again and kinds <= {"right"}
    spoils = scene.names & (_SPOILS - {"repeat"} if clean else _SPOILS)
    if not outcome or ledger.over_open or not trap_done(scene) or telling or spoils or spooked:
        return _leaving(scene, band)
    if _wants_check(scene):
        return None
    rushed = bool(feelings.hurry)
    urgent = any(told_to_act(a.quote) for a in scene.asked)
    if outcome.liking < LIKED and not memory.pushed and feelings.patience > 1 and not rushed and not urgent:
        return None
    if feelings.anger < constants()["accept_below"] and outcome.liking >= LIKED and not memory.passed_over:
        return Card(_farewell(scene, warm=True), band, "accepted")
    if rushed or feelings.anger < constants()["grudging_below"] or memory.residual >= 1 or feelings.patience <= 1:
        return Card(_farewell(scene, warm=False), band, "accepted_grudging")
    return None


def left_behind(scene: Scene) -> Card:
    """The last card when the agent has left: what stands then is what the customer got."""
    band = band_of(scene.feelings.anger)
    outcome = scene.ledger.outcome()
    if outcome and not scene.ledger.over_open:
        calm = scene.feelings.anger < constants()["accept_below"]
        good = calm and outcome.liking >= LIKED and not scene.memory.passed_over
        cell = "accept" if good else "accept_grudging"
        return Card((Part("accept", cell),), band, "accepted" if good else "accepted_grudging")
    handed = scene.heard.has("handoff")
    return Card((), band, "handed_off" if handed else "bot_ended")


def _leaving(scene: Scene, band: int) -> Card | None:
    """Good-bye without a solution: no time left, no patience left, or treated too badly."""
    feelings, ledger, walk = scene.feelings, scene.ledger, constants()["walk"]
    if out_of_time(scene):
        if _stays_on(scene):
            scene.memory.extra += 1
            return None
        cell = "leave_hurry_half" if ledger.settled() or ledger.waiting("promised") else "leave_hurry"
        return Card((Part("hang_up", cell),), band, "walked_away", why="out_of_time", given=ledger.given())
    why = "had_enough" if feelings.anger > walk["anger"] and feelings.blame > walk["blame"] else ""
    why = "out_of_patience" if _out_of_patience(scene) else why
    if not why:
        return None
    cell = "leave_cold" if feelings.anger < 0.55 or scene.cold else "leave"
    return Card((Part("hang_up", cell),), band, "walked_away", why=why, given=ledger.given())


def out_of_time(scene: Scene) -> bool:
    """Whether somebody short of time has to go now."""
    hurry = scene.feelings.hurry
    return hurry > 0 and scene.memory.turn >= hurry + scene.memory.extra


_MOVED = frozenset({"settled", "promise"})


def _stays_on(scene: Scene) -> bool:
    """Who sees things move finds another minute, and then another; not for a mere question, and not for a slight.

    Nor does one run off who is asked for what it has called for or what the rest hangs on, or who can say why it needs
    what was just promised.
    """
    slighted = scene.names & (set(constants()["hot"]) | _SPOILS)
    called = bool(CALLS & set(scene.memory.recent)) or "premature" in scene.names
    counts = bool(scene.ledger.settled()) and bool(behind(scene) & set(scene.tell))
    telling = bool(scene.tell) and (called or counts)
    moved = telling or bool(scene.names & _MOVED)
    return moved and not slighted and scene.memory.extra < constants()["start"]["hurry"]["extra"]


_STAYS = frozenset("settled promise offer which confirmed cause_found question open_question".split())
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
    refused = "trap_refused_well" in scene.names
    parts = [*asked, Part("accept", "accept_all_the_same" if refused else "accept")]
    if (
        feelings.peak > 0.65
        and feelings.peak - feelings.anger > 0.3
        and scene.memory.loud
        and not scene.memory.apologised
        and scene.rng.random() < 0.6
    ):
        parts.append(Part("apologise", "apologise"))
    parts.append(Part("thank_close", "thanks"))
    return tuple(parts)
