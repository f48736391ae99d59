"""How a demand is turned down: a no, the reason for it, and the nearest thing that can be done."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from coolhead.graders.checks.speech.common import concrete
from coolhead.graders.checks.speech.promises import committed, promise_form
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import expression, phrases

_TURN = expression("spoken", "turn")
_ONLY = expression("spoken", "only")
CURT = 6
"""Words up to which a no without a reason is a bare one."""


def refuses(reading: Reading, x: Sentence, *, plain: bool = False) -> float:
    """How surely a sentence turns something down, 0-1: by its form, or by the text model's reading.

    `plain`: without the model's reading of a whole "kind no", which it takes some offers for.
    """
    return _refuses(reading, x) if plain else max(_refuses(reading, x), 0.8 * reading.s(x, "PB+4"))


def plain_no(reading: Reading, x: Sentence) -> float:
    """How surely a sentence turns something down in so many words, 0-1."""
    return refuses(reading, x, plain=True)


@once
def _refuses(reading: Reading, x: Sentence) -> float:
    return max(reading.s(x, "REFUSE"), 0.9 if refusal_form(x.text) and not x.asks else 0.0)


@lru_cache(maxsize=4_000)
def refusal_form(text: str) -> bool:
    """The sentence has the form of a no: "I cannot", "is more than I may", "is not mine to decide"."""
    return phrases("refusals", "turns_down").search(phrases("refusals", "turns_down_not").sub(" ", text)) is not None


@lru_cache(maxsize=4_000)
def _reasoned(text: str) -> bool:
    return phrases("refusals", "reason").search(text) is not None


@lru_cache(maxsize=4_000)
def _kind(text: str) -> bool:
    return phrases("refusals", "kind").search(text) is not None


@lru_cache(maxsize=4_000)
def way_out(text: str) -> bool:
    """The words say what can be done instead."""
    return phrases("refusals", "nearest").search(text) is not None


@once
def nearest(reading: Reading, x: Sentence) -> float:
    """How much of a way forward a sentence holds, 0-1: something that is done or can be done, and how concrete."""
    text = x.text
    if _ONLY.search(text):
        return 0.45 + 0.35 * concrete(x)  # the one thing that can be done
    if refusal_form(text) and not _OFFERS.match(text):
        return 0.45 + 0.35 * concrete(x) if _beside_no(text) else 0.0
    form = 0.75 if way_out(text) else 0.0
    firm = max(form, committed(reading, x), 0.9 * reading.s(x, "RE+10"), 0.9 * reading.s(x, "RE+2"))
    vague = max(reading.s(x, "RE-v"), reading.s(x, "RE-4"), 1.0 if phrases("acts", "vague_try").search(text) else 0.0)
    return firm * (0.4 + 0.6 * min(1.0, 1.3 * concrete(x))) * (1 - 0.7 * vague)


@lru_cache(maxsize=4_000)
def _beside_no(text: str) -> bool:
    """Beside a no stands a way: "I cannot do X, but I can do Y", "X I can give you; Y I cannot"."""
    for turn in _TURN.finditer(text):
        before, rest = (" ".join(part.split()) for part in (text[: turn.start()], text[turn.end() :]))
        opens = f"but {rest}" if turn.group()[:1].isalpha() else rest
        # What stands before a no is a way only where the agent does it: fees "are set" by others.
        if _shows(opens) or (_shows(before) and _BY_US.search(before)):
            return True
    return False


def _shows(part: str) -> bool:
    if len(part.split()) < LEAST or refusal_form(part):
        return False
    return way_out(part) or promise_form(part) > 0 or _CONTRAST.search(part) is not None


_BY_US = expression("spoken", "by_us")
_CONTRAST = expression("spoken", "contrast")
_OFFERS = re.compile(r"\W*what (?:i|we) (?:can|could|may)\b", re.I)


LEAST = 4
"""Words beside a no that can show a way."""


def held(
    reading: Reading, turn: TurnRead, no_of: Callable[[Reading, Sentence], float] = plain_no
) -> tuple[float, Sentence | None]:
    """How well a turn holds the line against a demand, 0-1, and the sentence that says no.

    `no_of` says how surely a sentence turns something down, 0-1.
    A bare no is worth a fifth; a reason or a kind word, and the nearest thing that is possible, make the rest.
    """
    ranked = [(no_of(reading, x), x) for x in turn.sentences]
    no, where = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
    if where is None or no < 0.2:
        return 0.0, None
    near = turn.sentences[max(0, where.place - 1) : where.place + 2]
    reason = 1.0 if any(_reasoned(x.text) for x in near if x is where or x.place > where.place) else 0.0
    soft = 1.0 if any(_kind(x.text) for x in near) else 0.0
    if len(where.words) <= CURT and not reason:
        soft *= 0.5
    way = max((nearest(reading, x) for x in turn.sentences), default=0.0)
    manner = min(1.0, 0.7 * reason + 0.5 * soft)
    return min(1.0, no * (0.2 + 0.3 * manner + 0.6 * min(1.0, 1.25 * way))), where
