"""Graded transcripts in a run folder: what `run.json` says of them, and the rows they are sorted into."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from coolhead.bench.protocols import Grader
from coolhead.bench.running.info import now, rubric_version
from coolhead.bench.transcripts import Skipped
from coolhead.bench.types import Dialogue

OWN = ("bot", "engine", "file", "id", "persona")
"""Fields that every dialogue has."""
NAMED = 100
"""Skipped rows that `run.json` names; all are counted."""


def describe_import(graders: Sequence[Grader], *, by: str | None, **more: Any) -> dict[str, Any]:
    """What `run.json` says while dialogues that already happened are graded; `more` stands beside it."""
    return {
        "coolhead": version("coolhead"),
        "status": "running",
        "started": now(),
        "ended": None,
        "by": by,
        **more,
        "versions": {
            "customer": "transcript",
            "graders": {grader.id: grader.version for grader in graders},
            "rubric": rubric_version(),
            "personas": {},
        },
    }


def skips(skipped: Sequence[Skipped]) -> dict[str, Any]:
    """How many rows were skipped, and the first of them with the reason."""
    return {"count": len(skipped), "first": [{"where": one.where, "why": one.why} for one in skipped[:NAMED]]}


def value_of(dialogue: Dialogue, by: str) -> str | None:
    """The value of a field of the dialogue (dots lead inside), None where it has none."""
    if by in OWN and by != "file":
        return str(getattr(dialogue, by))
    for place in (dialogue.metadata, dialogue.labels):
        value: Any = place
        for part in by.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if value is not None:
            return str(value)
    return None


def in_row(dialogue: Dialogue, by: str) -> tuple[Dialogue, bool]:
    """The dialogue in the row of the value it has in the field, and whether it has one."""
    value = value_of(dialogue, by)
    return dialogue.model_copy(update={"bot": value or f"(no {by})"}), value is not None
