"""Dialogues packed for the page: a few at a time, without what repeats, so that a browser opens only what is read."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from coolhead.bench.report.rows import LONGEST_TEXT
from coolhead.bench.types import Dialogue, Grade, Turn

PER_PIECE = 20
_LONGEST_EXTRA = 4_000
"""Characters of outside labels or metadata that the page shows."""


def pack(value: Any) -> str:
    """Plain data as base64 of gzipped JSON: no character of it can end a script element; same data, same bytes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # A lone surrogate in a bot's reply is not worth losing the page for.
    return base64.b64encode(gzip.compress(text.encode("utf-8", "replace"), compresslevel=6, mtime=0)).decode()


def pieces(
    dialogues: Iterable[Dialogue], *, places: Mapping[str, int], grades: Mapping[str, list[dict[str, Any]]]
) -> Iterator[str]:
    """The dialogues named in `places` (id -> position on the page) in packed pieces, at most one piece in memory."""
    held: dict[str, Any] = _empty()
    left = dict(places)
    for dialogue in dialogues:
        place = left.pop(dialogue.id, None)
        if place is None:
            continue
        held["dialogues"].append(
            {
                "n": place,
                **record(dialogue),
                "case": _shared(held["cases"], dialogue.case),
                "brief": _shared(held["briefs"], dialogue.brief),
                "grades": grades.get(dialogue.id, []),
            }
        )
        if len(held["dialogues"]) == PER_PIECE:
            yield pack(held)
            held = _empty()
    if held["dialogues"]:
        yield pack(held)


def record(dialogue: Dialogue) -> dict[str, Any]:
    """What the reader shows of a dialogue, beside its grades, its case and its persona."""
    failure = dialogue.failure
    return {
        "turns": [_turn(turn) for turn in dialogue.turns],
        "trace": [
            {
                "turn": step.turn,
                "anger": round(step.anger, 4),
                "events": [
                    {"name": event.name, "quote": event.quote[:LONGEST_TEXT], "anger": round(event.anger, 4)}
                    for event in step.events
                ],
            }
            for step in dialogue.trace
        ],
        "end": dialogue.end.model_dump(mode="json"),
        "engine": dialogue.engine,
        "failure": failure.model_dump(mode="json") if failure else None,
        "cost": dialogue.cost_usd,
        "usage": dialogue.usage.model_dump(mode="json", exclude_none=True) if dialogue.usage else None,
        "labels": _bounded(dialogue.labels),
        "metadata": _bounded(dialogue.metadata),
    }


def short_grade(grade: Grade) -> dict[str, Any]:
    """A grade with one-letter names: criterion, grader, version, score, level, and so on."""
    return {
        "c": grade.criterion,
        "g": grade.grader,
        "v": grade.version,
        "s": grade.score,
        "l": grade.level,
        "i": grade.indicators,
        "e": [[each.turn, each.quote[:LONGEST_TEXT], each.indicator] for each in grade.evidence],
        "x": list(grade.critical),
        "r": grade.reason[:_LONGEST_EXTRA],
    }


def _turn(turn: Turn) -> dict[str, Any]:
    out: dict[str, Any] = {"r": int(turn.role == "agent"), "t": turn.text[:LONGEST_TEXT]}
    if len(turn.text) > LONGEST_TEXT:
        out["cut"] = len(turn.text) - LONGEST_TEXT
    if turn.seconds is not None:
        out["s"] = turn.seconds
    if turn.actions:
        out["a"] = [action.model_dump(mode="json") for action in turn.actions]
    return out


def _shared(table: list[Any], value: BaseModel | None) -> int | None:
    if value is None:
        return None
    plain = value.model_dump(mode="json")
    if plain not in table:
        table.append(plain)
    return table.index(plain)


def _bounded(extra: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps(extra, default=str, ensure_ascii=False)
    if len(text) <= _LONGEST_EXTRA:
        plain: dict[str, Any] = json.loads(text)
        return plain
    return dict.fromkeys(list(extra)[:50], "see dialogues.jsonl")


def _empty() -> dict[str, Any]:
    return {"cases": [], "briefs": [], "dialogues": []}
