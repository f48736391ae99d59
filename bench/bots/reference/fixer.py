"""The rungs B6 to B10: one agent, put together from parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from coolhead.bench.bots.reference.bot import Scene, lines
from coolhead.bench.bots.reference.ears import (
    HUMAN,
    HURRY,
    INSULT,
    LEGAL,
    MACHINE,
    MORE,
    MUCH,
    PROOF,
    REACH,
    SORRY,
    WHEN,
)
from coolhead.bench.types import Reply
from coolhead.personas.schema import Fact, Remedy

LONGEST, QUESTIONS, FIRST_STEP = 90, 2, 2
"""Words and questions of one turn: what a good agent adds only while it fits; and questions before the first step."""


def fixer(*parts: str) -> Callable[[Scene], Reply]:
    """An agent with the right offer, and with these parts: acknowledge, probe, boundaries, close."""
    has = frozenset(parts)

    def answer(scene: Scene) -> Reply:
        said: list[str] = []
        if "boundaries" in has:
            guarded = _boundaries(scene)
            if guarded and guarded.done:
                return guarded
            if guarded:
                said.append(guarded.text)
        if "acknowledge" in has and scene.count == 0:
            said.append(_acknowledge(scene))
        if "probe" in has and (len(_asked(scene)) < _first_step(scene) or _called(scene)) and (ask := _question(scene)):
            return Reply(text=" ".join([*said, ask]))
        return _offer(scene, said, has)

    return answer


# --- parts ---


def _first_step(scene: Scene) -> int:
    """Questions before the first step; none to somebody short of time for whom no good question is written."""
    reference = scene.sheet.persona.reference if scene.sheet.persona else None
    return FIRST_STEP if (reference and reference.questions) or not _pressed(scene) else 0


def _called(scene: Scene) -> bool:
    """Whether the customer has just said that there is more to tell, after something was done."""
    return scene.count > 0 and bool(MORE.search(scene.heard))


def _acknowledge(scene: Scene) -> str:
    reference = scene.sheet.persona.reference if scene.sheet.persona else None
    if reference and reference.acknowledge:
        return scene.speak.pick(reference.acknowledge, "acknowledge")
    return scene.speak("acknowledge", fact=scene.sheet.open_fact()).strip()


def _asked(scene: Scene) -> list[str]:
    """The agent's turns so far that end with a question."""
    return [text for text in scene.said() if text.rstrip().endswith("?")]


def _waiting(scene: Scene) -> list[Fact]:
    """What is still hidden, plain facts first."""
    known = scene.sheet.known(scene.conversation.turns)
    return sorted((f for f in scene.sheet.hidden if f.id not in known), key=lambda fact: fact.level == "secret")


def _question(scene: Scene) -> str:
    """The next question while something is hidden; a second time only in other words.

    One question more than there are hidden facts at most.
    """
    waiting, asked = _waiting(scene), len(_asked(scene))
    if not waiting or (asked > min(len(scene.sheet.hidden), 4) and not _called(scene)):
        return ""
    if not any(_wordings(scene, fact) for fact in waiting):
        waiting.sort(key=lambda fact: not fact.unlocks)  # what something hangs on first, where all questions are plain
    fact = min(waiting, key=lambda f: sum(w in text for w in _wordings(scene, f) for text in scene.said()))
    unused = [w for w in _wordings(scene, fact) if not any(w in text for text in scene.said())]
    if unused:
        return scene.speak.pick(unused, f"question:{fact.id}")
    if scene.count == 0:
        return scene.speak("open_question")
    for topic in topics(fact, scene.sheet.texts):
        line = scene.speak("question", topic=topic)
        if not any(line in text for text in scene.said()):
            return line
    opens = [line for place in lines()["any_more"] for line in place]
    first = opens.index(scene.speak("any_more", 0))
    return next((line for line in [*opens[first:], *opens[:first]] if not any(line in t for t in scene.said())), "")


_THING = re.compile(r"(?:your|another) [a-z-]+", re.I)


def topics(fact: Fact, texts: str) -> list[str]:
    """What can be asked about in plain words, out of the fact's `ask` phrases: "your job", "the receipt".

    Most phrases are fragments; a single word is taken where the persona's own texts use it as a noun.
    """
    phrases = [phrase for group in fact.ask for phrase in group.split("|")]
    nouns = [p for p in phrases if p.isalpha() and re.search(rf"\b(?:the|a|an|my|no|his|her|our) {p}\b", texts, re.I)]
    return [phrase for phrase in phrases if _THING.fullmatch(phrase)][:1] + [f"the {noun}" for noun in nouns][:2]


def _wordings(scene: Scene, fact: Fact) -> tuple[str, ...]:
    return scene.sheet.persona.reference.questions.get(fact.id, ()) if scene.sheet.persona else ()


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
    question = _question(scene) if "probe" in has else ""
    if fresh:
        extras: list[str] = []
        if "probe" in has and not question and (told := _understood(scene)) and told[0] not in before:
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
            fresh, closing = (fresh if _pressed(scene) else fresh[:1]), []
        said += [*_all(scene, fresh), *closing]
        if "probe" in has and not locked and reference and reference.choice:
            extras.insert(0, scene.speak.pick(reference.choice, "choice"))
        actions = [sheet.action(remedy) for remedy in fresh]
        return Reply(
            text=_fit(said, [question, *extras] if question else extras), actions=tuple(a for a in actions if a)
        )
    return Reply(text=_fit([*said, *_follow_up(scene, wanted)], [question] if question else []))


def _pressed(scene: Scene) -> bool:
    """Whether the customer has said that time is short."""
    return any(turn.role == "customer" and HURRY.search(turn.text) for turn in scene.conversation.turns)


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
    timed = next((r for r in wanted if "when" in r.needs), remedy)
    said: list[str] = []
    if other := sheet.not_offered(heard, wanted):
        offers = "; ".join(remedy.label for remedy in wanted)
        return [scene.speak("not_included", other=other, offer=offers)]
    if REACH.search(heard):
        said.append(scene.speak("reach", route=sheet.route()))
    if WHEN.search(heard):
        said.append(scene.speak("on_time", label=timed.label, when=sheet.when(timed)))
    if PROOF.search(heard):
        said.append(scene.speak("in_writing", ref=sheet.reference()))
    paid = next((r.amount for r in wanted if r.amount), "")
    if paid and MUCH.search(heard):
        said.append(scene.speak("how_much", amount=paid))
    if said and not all(line in " ".join(scene.said()) for line in said):
        return said
    key = "confirm" if "?" in heard and not sheet.is_trap(heard) else "still"  # a "yes" would grant the demand
    return [scene.speak(key, scene.count % 3, offer=sheet.offer(remedy))]


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


def _boundaries(scene: Scene) -> Reply | None:
    """What the professional adds: fair limits, the held trap, hand-over, honesty, caution with fault, grace."""
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
