"""Alternatives inside a text: "(My line|The line) is dead" is one of two sentences, drawn from the seed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import blake2b
from math import prod
from random import Random

from coolhead.personas.schema import Persona

_CHOICE = re.compile(r"\(([^()|]*(?:\|[^()|]*)+)\)")
_FIRST, _LAST = "\ue000", "\uf8ff"
"""Private characters: each stands for one choice of a text that was taken apart."""
_PLACE = re.compile(f"[{_FIRST}-{_LAST}]")
_SPACES = re.compile("  +")

Choose = Callable[[Sequence[str]], str]


@lru_cache(maxsize=4096)
def _apart(text: str) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """The text with a private character for each choice, and the alternatives of each; they may hold others."""
    choices: list[tuple[str, ...]] = []

    def keep(found: re.Match[str]) -> str:
        choices.append(tuple(found[1].split("|")))
        return chr(ord(_FIRST) + len(choices) - 1)

    found = 1
    while found and "|" in text:
        text, found = _CHOICE.subn(keep, text)
    return text, tuple(choices)


def _put_together(text: str, choose: Choose) -> str:
    if "|" not in text:
        return text
    frame, choices = _apart(text)

    def one(found: re.Match[str]) -> str:
        return _PLACE.sub(one, choose(choices[ord(found[0]) - ord(_FIRST)]))

    made = _PLACE.sub(one, frame)
    return (_SPACES.sub(" ", made) if "  " in made else made).strip()


def spell_out(text: str, rng: Random) -> str:
    """The text with one alternative of every "(a|b|c)"; they may be nested. A text without any is returned as it is."""
    return _put_together(text, rng.choice)


def spell_by(key: str, text: str) -> str:
    """The same, drawn from a key and the text itself: the same text under the same key is always the same sentence.

    By text, not by place: a twin has more or fewer lines than its original, and those that they share must agree. A
    hash and not a generator, and each sentence is made once: a persona has about forty such texts.
    """
    digest = blake2b(f"{key}:{text}".encode(), digest_size=16).digest()
    return _sentence(text, int.from_bytes(digest, "big") % _sentences(text))


@lru_cache(maxsize=4096)
def _sentences(text: str) -> int:
    """In how many ways a text can be drawn."""
    return prod(map(len, _apart(text)[1]))


@lru_cache(maxsize=16384)
def _sentence(text: str, number: int) -> str:
    def choose(options: Sequence[str]) -> str:
        nonlocal number
        number, place = divmod(number, len(options))
        return options[place]

    return _put_together(text, choose)


def alternatives_left(text: str) -> bool:
    """Whether brackets of a choice do not match: what stays of them would be said aloud."""
    frame, _choices = _apart(text)
    return "|" in frame


def without_choices(persona: Persona) -> tuple[Persona, tuple[str, ...]]:
    """The persona with a mark for each thing it says that has alternatives, and those texts in the marks' order.

    A mark is the text's number between the private characters U+E000 and U+E001.

    What agents and detectors match ("a|b" without brackets) is left alone.
    """
    texts: list[str] = []

    def one(text: str) -> str:
        if "|" not in text:
            return text
        texts.append(text)
        return f"\ue000{len(texts) - 1}\ue001"

    def every(said: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(one, said))

    speech = persona.speech
    marked = persona.model_copy(
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
                    "away": every(speech.away),
                    "lines": {cell: every(said) for cell, said in speech.lines.items()},
                }
            ),
        }
    )
    return marked, tuple(texts)
