"""How the parts of one message hang together: what is left out beside what, and the small words between them."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from random import Random

import yaml

from coolhead.bench.customers.scene import Part

_HARD = frozenset("insult threat_person threat_leave threat_social threat_legal sarcasm test_bot".split())
"""Nobody says such a thing and opens up in the same breath."""
_GIVES_UP = frozenset({"let_go", "passed_over"})
"""Cells that drop the unreasonable demand."""
_FISHES = frozenset("check_extra probe_wrong trap_more trap_again residual push push_known".split())
"""Nobody says sorry and comes with the next demand in the same breath."""
_COMPLAINS = frozenset("accuse reject_offer repeat_self".split())
_ASKS = frozenset("question_proof confirm demand_remedy".split())
_KEEPS_LAST = frozenset("last_chance last_minute one_more".split())

_THREATS = frozenset("threat_leave threat_social threat_legal".split())
_SETTLED = frozenset("residual push push_known agree choose check_plain check_extra".split())
_ANY_DEMAND = frozenset("demand rest vent ask_first ask_more human".split())

_QUARRELS = frozenset("on_wrong on_premature on_hasty on_vague on_deflect".split())
_TAKES = frozenset("agree choose".split())
"""Nobody calls an offer useless and says yes to it in the same breath."""

_STARTS = frozenset(
    "and but so well then still only just one once good fine right okay yes no now before first hm all anyway".split()
)
"""A sentence that begins so needs no further small word."""
_NAMES = frozenset("i i'm i've i'll i'd".split())


@cache
def _ties() -> dict[str, list[str]]:
    file = files("coolhead.bench").joinpath("data/customer/ties.yaml")
    made: dict[str, list[str]] = yaml.safe_load(file.read_text("utf-8"))
    return made


def fitting(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts without those that contradict another one of the same message, or say much the same as it."""
    cells = {part.cell for part in parts}
    opens_up = any(part.act == "disclose" for part in parts)
    fishes = bool(cells & _FISHES) or any(part.act == "trap" for part in parts)
    kept: list[Part] = []
    for part in parts:
        if opens_up and part.act in _HARD and part.cell not in _KEEPS_LAST:
            continue
        if (part.cell in _QUARRELS and cells & _TAKES) or (part.cell == "have_it" and "yes_man" in cells):
            continue
        if fishes and part.cell == "apologise":
            continue
        if part.act in _THREATS and part.cell not in _KEEPS_LAST and cells & (_KEEPS_LAST | _SETTLED):
            continue  # "last try" says it already; what is settled is not left
        if part.act == "soften" and cells & _GIVES_UP:
            continue  # who gives something up says nothing friendly first
        if part.cell in _ANY_DEMAND and cells & _KEEPS_LAST and kept:
            continue  # after a word on what was said, "last try" is demand enough
        kept.append(part)
    return tuple(kept)


def lead(before: Part | None, part: Part, text: str, rng: Random) -> str:
    """The text with the small word that ties it to the part before it, where it needs one."""
    if before is None or before.act not in {"soften", "apologise"} or part.text or part.cell == "check_yes":
        return text
    first = re.split(r"[^\w']", text.lower(), maxsplit=1)[0]
    if first in _STARTS or part.cell in _KEEPS_LAST:
        return text
    words: list[str] = []
    if ":" in re.split(r"(?<=[.!?])", text, maxsplit=1)[0]:
        return text  # "One thing:" is a tie already
    if part.act in _COMPLAINS or part.cell == "hint":
        words = _ties()["but"]
    elif part.act in _ASKS:
        words = _ties()["ask" if re.split(r"(?<=[.!?])", text, maxsplit=1)[0].endswith("?") else "and"]
    if not words or (part.act in _COMPLAINS and rng.random() < 0.3):
        return text
    word = rng.choice(words)
    if first in _NAMES or (len(first) > 1 and text[:2].isupper()) or not text[:1].isalpha():
        return f"{word} {text}"
    return f"{word} {text[0].lower()}{text[1:]}"
