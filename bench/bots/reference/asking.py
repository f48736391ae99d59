"""What the listening rungs ask: when, what, and in which words; never the same question twice."""

from __future__ import annotations

import re

from coolhead.bench.bots.reference.bot import Scene, lines
from coolhead.bench.bots.reference.ears import HURRY, MORE
from coolhead.personas.schema import Fact

FIRST_STEP = 2
"""Questions before the first step."""


def first_step(scene: Scene) -> int:
    """Questions before the first step; none to somebody short of time for whom no good question is written."""
    reference = scene.sheet.persona.reference if scene.sheet.persona else None
    return FIRST_STEP if (reference and reference.questions) or not pressed(scene) else 0


def called(scene: Scene) -> bool:
    """Whether the customer has just said that there is more to tell, after something was done."""
    return scene.count > 0 and bool(MORE.search(scene.heard))


def pressed(scene: Scene) -> bool:
    """Whether the customer has said that time is short."""
    return any(turn.role == "customer" and HURRY.search(turn.text) for turn in scene.conversation.turns)


def asked(scene: Scene) -> list[str]:
    """The agent's turns so far that end with a question."""
    return [text for text in scene.said() if text.rstrip().endswith("?")]


def _waiting(scene: Scene) -> list[Fact]:
    """What is still hidden, plain facts first."""
    known = scene.sheet.known(scene.conversation.turns)
    return sorted((f for f in scene.sheet.hidden if f.id not in known), key=lambda fact: fact.level == "secret")


def question(scene: Scene) -> str:
    """The next question while something is hidden; a second time only in other words.

    One question more than there are hidden facts at most.
    """
    waiting, count = _waiting(scene), len(asked(scene))
    if not waiting or (count > min(len(scene.sheet.hidden), 4) and not called(scene)):
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
