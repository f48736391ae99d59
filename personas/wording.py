"""Alternatives inside a text: "(My line|The line) is dead" is one of two sentences, drawn from the seed."""

from __future__ import annotations

import re
from random import Random

from coolhead.personas.schema import Persona

_CHOICE = re.compile(r"\(([^()|]*(?:\|[^()|]*)+)\)")

_SPACES = re.compile("  +")


def spell_out(text: str, rng: Random) -> str:
    """The text with one alternative of every "(a|b|c)"; they may be nested. A text without any is returned as it is."""
    drawn = 1
    while drawn and "|" in text:
        text, drawn = _CHOICE.subn(lambda found: rng.choice(found[1].split("|")), text)
    return (_SPACES.sub(" ", text) if "  " in text else text).strip()


def alternatives_left(text: str) -> bool:
    """Whether brackets of a choice do not match: what stays of them would be said aloud."""
    return "|" in spell_out(text, Random(0))


def spelled(persona: Persona, *, seed: int) -> Persona:
    """The persona with the alternatives of all it says drawn from the seed; twins draw alike what they share.

    What agents and detectors match ("a|b" without brackets) is left alone.
    """
    rng = Random(0)  # one for all texts: making one costs as much as seeding it

    def one(text: str) -> str:
        if "|" not in text:
            return text
        # By text, not by place: a twin has more or fewer lines than its original, and the shared ones must agree.
        rng.seed(f"{seed}:{persona.family}:{text}")
        return spell_out(text, rng)

    def every(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(one, texts))

    speech = persona.speech
    return persona.model_copy(
        update={
            "opening": tuple(one(o) if isinstance(o, str) else every(o) for o in persona.opening),
            "facts": tuple(f.model_copy(update={"say": every(f.say)}) for f in persona.facts),
            "trap": persona.trap and persona.trap.model_copy(update={"say": every(persona.trap.say)}),
            "cue": persona.cue and persona.cue.model_copy(update={"say": every(persona.cue.say)}),
            "asks": every(persona.asks),
            "speech": speech.model_copy(
                update={
                    "ordeal": every(speech.ordeal),
                    "aim": every(speech.aim),
                    "lines": {cell: every(texts) for cell, texts in speech.lines.items()},
                }
            ),
        }
    )
