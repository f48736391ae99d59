"""What the professional adds: fair limits, the held trap, hand-over, honesty, caution with fault, grace."""

from __future__ import annotations

from coolhead.bench.bots.reference.bot import Scene
from coolhead.bench.bots.reference.ears import HUMAN, INSULT, LEGAL, MACHINE, SORRY
from coolhead.bench.types import Reply


def boundaries(scene: Scene) -> Reply | None:
    """The lines that the customer's words call for before the matter; None when they call for none."""
    heard, sheet, speak = scene.heard, scene.sheet, scene.speak
    route = sheet.route()
    said: list[str] = []
    if INSULT.search(heard):
        earlier = sum(any(line in text for line in _lines(scene, "limit", route)) for text in scene.said())
        said.append(speak("warn" if earlier else "limit", route=route))
    if MACHINE.search(heard):
        said.append(speak("automated", route=route))
    elif HUMAN.search(heard) and not sheet.is_trap(heard) and not any("colleague" in text for text in scene.said()):
        said.append(speak("hand_over", route=route))
    if SORRY.search(heard):
        said.append(speak("grace"))
    if LEGAL.search(heard) and not sheet.is_trap(heard):
        said.append(speak("regret"))
    if sheet.is_trap(heard):
        reference = sheet.persona.reference if sheet.persona else None
        if reference and reference.refuse:
            said.append(speak.pick(reference.refuse, "refuse"))
        else:
            said.append(speak("refuse", demand=sheet.demand(), offer=sheet.offer(sheet.remedies[0])))
    return Reply(text=" ".join(said)) if said else None


def _lines(scene: Scene, key: str, route: str) -> list[str]:
    return [scene.speak(key, route=route)]
