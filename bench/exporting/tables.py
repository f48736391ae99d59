"""A run folder as flat rows: dialogues and grades, with their types, for Parquet and CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from coolhead.bench.store import RunFolder
from coolhead.bench.types import Dialogue, Grade, Turn
from coolhead.personas.schema import Persona

DIALOGUES: dict[str, Any] = {
    "id": "string",
    "bot": "string",
    "persona": "string",
    "repeat": "int64",
    "seed": "int64",
    "engine": "string",
    "end_reason": "string",
    "end_by": "string",
    "turns": [
        {
            "role": "string",
            "text": "string",
            "actions": [{"name": "string", "amount": "float64", "detail_json": "string"}],
            "seconds": "float64",
            "usage_json": "string",
            "notes": ["string"],
        }
    ],
    "anger": ["float64"],
    "cost_usd": "float64",
    "usage_json": "string",
    "failure_json": "string",
    "case_json": "string",
    "brief_json": "string",
    "trace_json": "string",
    "labels_json": "string",
    "metadata_json": "string",
}
"""Columns of a dialogue; `*_json` holds what differs in shape from row to row. `anger` is the customer's, 0-1."""

KEPT = ("usage", "failure", "case", "brief", "trace", "labels", "metadata")
"""Parts of a dialogue that stand in a `*_json` column."""

GRADES: dict[str, Any] = {
    "dialogue": "string",
    "bot": "string",
    "persona": "string",
    "criterion": "string",
    "grader": "string",
    "version": "int64",
    "score": "float64",
    "level": "int64",
    "indicators": [{"id": "string", "verdict": "string"}],
    "evidence": [{"turn": "int64", "quote": "string", "indicator": "string"}],
    "critical": ["string"],
    "reason": "string",
}
"""Columns of a grade; `score` is 0-100, empty = not judged, which is not zero."""

PERSONAS: dict[str, Any] = {
    "id": "string",
    "version": "int64",
    "title": "string",
    "kind": "string",
    "family": "string",
    "causes": ["string"],
    "anger": "int64",
    "abuse": "string",
    "intensity": "int64",
    "style": ["string"],
    "industry": "string",
    "canary": "string",
    "persona": "string",
}
"""Columns of a persona; `persona` is the whole of it as JSON, which is what is read back."""


def dialogue_rows(folder: RunFolder) -> Iterator[dict[str, Any]]:
    """A row per dialogue."""
    return (dialogue_row(each) for each in folder.dialogues())


def dialogue_row(dialogue: Dialogue) -> dict[str, Any]:
    """One dialogue in the columns of `DIALOGUES`."""
    data = dialogue.model_dump(mode="json")
    return {
        **{name: data[name] for name in ("id", "bot", "persona", "repeat", "seed", "engine", "cost_usd")},
        "end_reason": dialogue.end.reason,
        "end_by": dialogue.end.by,
        "turns": [_turn(turn) for turn in dialogue.turns],
        "anger": [step.anger for step in dialogue.trace],
        **{f"{name}_json": _json(data[name]) for name in KEPT},
    }


def grade_rows(folder: RunFolder) -> Iterator[dict[str, Any]]:
    """A row per grade, with bot and persona of its dialogue."""
    of = {each.id: (each.bot, each.persona) for each in folder.dialogues()}
    return (grade_row(each, *of.get(each.dialogue, ("", None))) for each in folder.grades())


def grade_row(grade: Grade, bot: str, persona: str | None) -> dict[str, Any]:
    """One grade in the columns of `GRADES`."""
    data = grade.model_dump(mode="json")
    return {
        **{name: data[name] for name in GRADES if name in data},
        "bot": bot,
        "persona": persona,
        "indicators": [{"id": id, "verdict": verdict} for id, verdict in grade.indicators.items()],
    }


def persona_row(persona: Persona) -> dict[str, Any]:
    """One persona in the columns of `PERSONAS`."""
    data = persona.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    full = persona.model_dump(mode="json")
    return {
        **{name: full[name] for name in PERSONAS if name in full},
        "industry": persona.case.industry,
        "persona": json.dumps(data, ensure_ascii=False),
    }


def _turn(turn: Turn) -> dict[str, Any]:
    actions = [{"name": a.name, "amount": a.amount, "detail_json": _json(a.detail)} for a in turn.actions]
    return {
        "role": turn.role,
        "text": turn.text,
        "actions": actions,
        "seconds": turn.seconds,
        "usage_json": _json(turn.usage and turn.usage.model_dump()),
        "notes": list(turn.notes),
    }


def _json(value: Any) -> str | None:
    return json.dumps(value, ensure_ascii=False) if value else None
