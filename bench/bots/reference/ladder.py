"""The ladder B1-B10: each rung adds one thing to the one below, so that a wrong order says what is wrong."""

# ruff: noqa: E501 - the catalogue is a table

from __future__ import annotations

from collections.abc import Callable

from coolhead.bench.bots.reference.bot import Reference, Scene
from coolhead.bench.bots.reference.fixer import fixer
from coolhead.bench.types import Reply


def in_order(key: str) -> Callable[[Scene], Reply]:
    """A part that says its lines in order and stays on the last."""

    def answer(scene: Scene) -> Reply:
        return Reply(text=scene.speak(key, scene.count))

    return answer


def promiser(scene: Scene) -> Reply:
    """One stock empathy line with an apology, then promises that never get a date."""
    place = scene.count if scene.count < 5 else 1 + (scene.count - 1) % 4
    return Reply(text=scene.speak("promiser", place))


def staller(scene: Scene) -> Reply:
    """One courteous line, for ever the same."""
    return Reply(text=scene.speak("staller", 0))


LADDER: tuple[Reference, ...] = (
    Reference("B1", "abuser", "insults and blames", "the floor", in_order("abuser")),
    Reference("B2", "dismisser", "no insults; 'calm down', 'that is the policy'", "no attack: calm rises", in_order("dismisser")),
    Reference("B3", "staller", "one courteous line, for ever the same", "courtesy: calm rises, nothing else", staller),
    Reference("B4", "clerk", "varied and polite; asks for ID, points to the help page", "moves on: clarity rises a little", in_order("clerk")),
    Reference("B5", "warm-promiser", "stock empathy, an apology, 'as soon as possible'", "acknowledgement: empathy rises, resolution does not", promiser),
    Reference("B6", "cold-fixer", "no empathy; the right offer for the stated issue, with steps and date", "outcome: resolution and clarity rise, empathy falls", fixer()),
    Reference("B7", "warm-fixer", "B6 with a specific acknowledgement first", "warmth tied to the case: empathy rises", fixer("acknowledge")),
    Reference("B8", "listener", "B7 with questions, a paraphrase and options", "finds what was hidden: resolution and empathy rise", fixer("acknowledge", "probe")),
    Reference("B9", "professional", "B8 with fair limits, a held trap, hand-over, honesty", "boundaries rise", fixer("acknowledge", "probe", "boundaries")),
    Reference("B10", "exemplary", "B9 with recap, confirmation, dated follow-up, cause reported", "a proper close: resolution and clarity rise", fixer("acknowledge", "probe", "boundaries", "close")),
)  # fmt: skip
