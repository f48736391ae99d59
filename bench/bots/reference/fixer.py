"""The rungs B6 to B10: one agent, put together from parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coolhead.bench.bots.reference.asking import asked, called, first_step, pressed, question
from coolhead.bench.bots.reference.bot import Scene
from coolhead.bench.bots.reference.ears import MUCH, PROOF, REACH, WHEN
from coolhead.bench.bots.reference.guarding import boundaries
from coolhead.bench.bots.reference.sheet import overlap, words
from coolhead.bench.types import Reply
from coolhead.personas.schema import Remedy

LONGEST, QUESTIONS = 90, 2
"""Words and questions of one turn: what a good agent adds only while it fits."""


def fixer(*parts: str) -> Callable[[Scene], Reply]:
    """An agent with the right offer, and with these parts: acknowledge, probe, boundaries, close."""
    has = frozenset(parts)

    def answer(scene: Scene) -> Reply:
        said: list[str] = []
        if "boundaries" in has:
            guarded = boundaries(scene)
            if guarded and guarded.done:
                return guarded
            if guarded:
                said.append(guarded.text)
        if "acknowledge" in has and scene.count == 0:
            said.append(_acknowledge(scene))
        if "probe" in has and (len(asked(scene)) < first_step(scene) or called(scene)) and (ask := question(scene)):
            return Reply(text=" ".join([*said, ask]))
        return _offer(scene, said, has)

    return answer


# --- parts ---


def _acknowledge(scene: Scene) -> str:
    reference = scene.sheet.persona.reference if scene.sheet.persona else None
    if reference and reference.acknowledge:
        return scene.speak.pick(reference.acknowledge, "acknowledge")
    return scene.speak("acknowledge", fact=scene.sheet.open_fact()).strip()


def _offered(scene: Scene) -> bool:
    return any(_sentence(scene, remedy) in text for remedy in scene.sheet.remedies for text in scene.said())


def _offer(scene: Scene, said: list[str], has: frozenset[str]) -> Reply:
    sheet = scene.sheet
    known = sheet.known(scene.conversation.turns)
    locked = {id for fact in sheet.hidden if fact.id not in known for id in fact.unlocks}
    wanted = sheet.remedies if not locked else tuple(r for r in sheet.remedies if r.id not in locked) or sheet.stated()
    if "probe" not in has:
        wanted = sheet.stated()
    before = " ".join(scene.said())
    fresh = [remedy for remedy in wanted if _sentence(scene, remedy) not in before]
    reference = sheet.persona.reference if sheet.persona else None
    ask = question(scene) if "probe" in has else ""
    if fresh:
        extras: list[str] = []
        if "probe" in has and not ask and (told := _understood(scene)) and told[0] not in before:
            said += told
            extras = [scene.speak.pick(reference.notice, "notice")] if reference and reference.notice else []
        if not said:
            said.append(scene.speak("plan_opening"))
        closing = _close(scene, wanted) if "close" in has and not locked else []
        if (
            closing
            and len(fresh) > 1
            and not _offered(scene)
            and _words([*said, *_all(scene, fresh), *closing]) > LONGEST
        ):
            # Two turns instead of one wall: what was understood with the first step, then the rest with the close. Who
            # has to go gets all of it at once, and no close.
            fresh, closing = (fresh if pressed(scene) else fresh[:1]), []
        said += [*_all(scene, fresh), *closing]
        if "probe" in has and not locked and reference and reference.choice:
            extras.insert(0, scene.speak.pick(reference.choice, "choice"))
        actions = [sheet.action(remedy) for remedy in fresh]
        return Reply(text=_fit(said, [ask, *extras] if ask else extras), actions=tuple(a for a in actions if a))
    return Reply(text=_fit([*said, *_follow_up(scene, wanted)], [ask] if ask else []))


def _all(scene: Scene, remedies: Sequence[Remedy]) -> list[str]:
    return [_sentence(scene, remedy) for remedy in remedies]


def _words(said: Sequence[str]) -> int:
    return len(" ".join(said).split())


def _fit(said: Sequence[str], extras: Sequence[str]) -> str:
    """The turn with as many of the extras as fit before it becomes a wall of text."""
    text = " ".join(said)
    for extra in extras:
        if len(text.split()) + len(extra.split()) <= LONGEST and text.count("?") + extra.count("?") <= QUESTIONS:
            text += " " + extra
    return text


def _follow_up(scene: Scene, wanted: Sequence[Remedy]) -> list[str]:
    """What a fixer says once all is offered: the answer to what was asked, or that it stands; never the same twice."""
    sheet, heard = scene.sheet, scene.heard
    remedy = wanted[scene.count % len(wanted)]
    timed = _meant(heard, [r for r in wanted if "when" in r.needs]) or remedy
    said: list[str] = []
    if other := sheet.not_offered(heard, wanted):
        offers = "; ".join(remedy.label for remedy in wanted)
        return [scene.speak("not_included", other=other, offer=offers)]
    if REACH.search(heard):
        said.append(scene.speak("reach", route=sheet.route()))
    if WHEN.search(heard):
        said.append(scene.speak("on_time", label=timed.label, when=sheet.when(timed)))
    if PROOF.search(heard) and not sheet.is_trap(heard):  # "you have it in writing" would grant the demand
        said.append(scene.speak("in_writing", ref=sheet.reference()))
    paid = next((r.amount for r in wanted if r.amount), "")
    if paid and MUCH.search(heard):
        said.append(scene.speak("how_much", amount=paid))
    if said and not all(line in " ".join(scene.said()) for line in said):
        return said
    key = "confirm" if "?" in heard and not sheet.is_trap(heard) else "still"  # a "yes" would grant the demand
    return [scene.speak(key, scene.count % 3, offer=sheet.offer(remedy))]


def _meant(heard: str, remedies: Sequence[Remedy]) -> Remedy | None:
    """The remedy that the customer's words name most; the first one where they name none."""
    said = words(heard)
    return max(remedies, key=lambda r: overlap(f"{r.thing} {r.deed} {r.label}", said), default=None)


def _understood(scene: Scene) -> list[str]:
    """Paraphrase and cause, once the facts behind them are on the table; nobody is told what they never said."""
    sheet = scene.sheet
    if sheet.persona is None or {fact.id for fact in sheet.hidden} - sheet.known(scene.conversation.turns):
        return []
    reference, speak = sheet.persona.reference, scene.speak
    retold, why = reference.paraphrase, reference.cause
    return [
        speak.pick(retold, "paraphrase") if retold else speak("paraphrase", fact=sheet.open_fact()),
        speak.pick(why, "cause") if why else speak("cause", cause=sheet.persona.true_cause.label),
    ]


def _close(scene: Scene, remedies: Sequence[Remedy]) -> list[str]:
    offers = "; ".join(remedy.label for remedy in remedies)
    speak = scene.speak
    return [speak("report"), speak("follow", route=scene.sheet.route()), speak("recap", offer=offers)]


def _sentence(scene: Scene, remedy: Remedy) -> str:
    reference = scene.sheet.persona.reference if scene.sheet.persona else None
    if reference and remedy.id in reference.offers:
        return scene.speak.pick(reference.offers[remedy.id], f"offer:{remedy.id}")
    return scene.speak("offer", offer=scene.sheet.offer(remedy))
