"""Finds text in agent turns that is meant for whoever assesses them, before a judge reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from coolhead.bench.types import Dialogue, Evidence
from coolhead.graders.reading.foreign import foreign
from coolhead.graders.reading.text import Plain, plain
from coolhead.graders.reading.words import tokens
from coolhead.graders.shipped import shipped

CUT = "[words that were not meant for the customer are left out here]"
_STOP = re.compile(r"[.!?。！？](?=\s|$)|\n|(?<=[。！？])")


@dataclass(frozen=True)
class Suspect:
    """A stretch of an agent's turn."""

    turn: int
    kind: str
    """judge (speaks to the assessor), forged (speaks as the customer), hidden (invisible characters)."""
    quote: str
    """The original words."""
    span: tuple[int, int]
    """In the plain text of the turn."""


@cache
def signals() -> tuple[re.Pattern[str], ...]:
    """The patterns of `data/judge/signals.yaml`."""
    raw = shipped("judge/signals.yaml")
    return tuple(re.compile(pattern, re.I) for group in raw.values() for pattern in group)


def suspects(dialogue: Dialogue) -> tuple[Suspect, ...]:
    """What looks meant for the assessor, in order; empty for nearly every honest dialogue."""
    heard: list[str] = []
    found: list[Suspect] = []
    for place, turn in enumerate(dialogue.turns):
        base = plain(turn.text)
        if turn.role == "customer":
            heard += tokens(base.text)
            continue
        found += _in_turn(base, place, heard)
    return tuple(found)


def _in_turn(base: Plain, place: int, heard: list[str]) -> list[Suspect]:
    text = base.text
    spans = [(p.start, p.end, p.kind) for p in foreign(text, heard) if p.kind in ("judge", "forged")]
    for pattern in signals():
        for match in pattern.finditer(text):
            stop = _STOP.search(text, max(match.start(), match.end() - 1))
            spans.append((match.start(), max(match.end(), stop.end() if stop else len(text)), "judge"))
    found = [Suspect(place, kind, base.quote(a, b), (a, b)) for a, b, kind in _joined(spans)]
    if base.hidden:
        found.append(Suspect(place, "hidden", base.original.strip()[:200], (0, 0)))
    return found


def _joined(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    out: list[tuple[int, int, str]] = []
    for a, b, kind in sorted(spans):
        if out and a < out[-1][1]:
            before = out[-1]
            out[-1] = (before[0], max(before[1], b), "forged" if "forged" in (before[2], kind) else kind)
        else:
            out.append((a, b, kind))
    return out


def neutral(dialogue: Dialogue, found: tuple[Suspect, ...]) -> dict[int, str]:
    """Turn -> its words without the suspicious stretches, for the second pass."""
    made: dict[int, str] = {}
    for place in sorted({s.turn for s in found}):
        text = plain(dialogue.turns[place].text).text
        for start, end in sorted((s.span for s in found if s.turn == place and s.span != (0, 0)), reverse=True):
            text = f"{text[:start]}{CUT}{text[end:]}"
        made[place] = text
    return made


def evidence(found: tuple[Suspect, ...], kind: str, name: str) -> tuple[Evidence, ...]:
    """The suspicious words of a kind as evidence for a critical error."""
    return tuple(Evidence(turn=s.turn, quote=s.quote[:240], indicator=name) for s in found if s.kind == kind)[:3]
