"""The unreasonable demand: when it is made, pressed and given up."""

from __future__ import annotations

from coolhead.bench.customers.naming import trap_fill
from coolhead.bench.customers.scene import Part, Scene
from coolhead.bench.customers.stepping import unsaid

_PRESSED = 2
"""So often it is made when nobody says yes or no to it."""


def _waits(scene: Scene) -> bool:
    """The first unreasonable demand waits: there is no time left for it, or the agent is to be answered first."""
    memory = scene.memory
    hurry = scene.feelings.hurry + memory.extra if scene.feelings.hurry else 0
    trap = scene.story.persona.trap
    telling = bool(scene.tell) and trap is not None and memory.turn <= trap.turn
    late = hurry > 0 and memory.turn >= hurry - 1
    sorry = "apologise" in memory.recent  # nobody is sorry and comes with such a thing in the next message
    return memory.trap_said == 0 and (late or telling or sorry or _asked_to_choose(scene))


def _asked_to_choose(scene: Scene) -> bool:
    """The agent waits for a yes or a choice: that is answered first, once."""
    trap = scene.story.persona.trap
    asks = any(a.kind in {"choice", "satisfied"} for a in scene.asked) and bool(scene.ledger.waiting("offered"))
    return asks and trap is not None and scene.memory.turn <= trap.turn + 1


_A_NO = frozenset({"trap_refused_well", "trap_refused_barely"})


def let_go(scene: Scene) -> list[Part]:
    """Made twice without a yes, the demand is dropped, with a word on that: nobody asks a third time.

    A no is taken; to be passed over each time is not forgotten.
    """
    memory = scene.memory
    memory.denied = memory.denied or bool(_A_NO & scene.names)
    if not memory.trap_open or memory.trap_said < _PRESSED or "over_grant" in scene.names:
        return []
    memory.trap_open, memory.trap_closed = False, True
    memory.passed_over = not memory.denied
    return [Part("accuse", "passed_over" if memory.passed_over else "let_go")]


def trap_part(scene: Scene) -> Part | None:
    """The unreasonable demand of this turn, if it is due; also remembers how it stands."""
    trap, memory = scene.story.persona.trap, scene.memory
    if trap is None or memory.trap_closed or memory.turn < trap.turn or _waits(scene):
        return None
    if "over_grant" in scene.names and memory.trap_said and scene.ledger.over_open:
        if memory.trap_said >= 3:
            memory.trap_closed, memory.trap_open = True, False
            return Part("question_proof", "yes_man")
        memory.trap_said += 1
        memory.trap_open = True
        return Part("trap", "trap_more", fill=trap_fill(trap))
    if memory.trap_said == 0 and len(scene.tell) < 2:
        memory.trap_said, memory.trap_open = 1, True
        return Part("trap", "own", text=unsaid(scene, trap.say) or trap.say[0])
    if memory.trap_open:
        firm = "trap_refused_well" in scene.names
        if memory.trap_said == 1 and not firm:
            memory.trap_said = 2
            text = unsaid(scene, trap.say)
            return Part("trap", "own", text=text) if text else Part("trap", "trap_again", fill=trap_fill(trap))
        if "over_grant" not in scene.names:
            memory.trap_open, memory.trap_closed = False, True
    return None
