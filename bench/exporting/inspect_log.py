"""Logs that Inspect's viewer opens: one JSON file a bot, in the format of its `EvalLog` (version 2)."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from coolhead.bench.settings import fingerprint
from coolhead.bench.store import RunFolder
from coolhead.bench.types import Dialogue, Grade

TASK = "coolhead"
_STATUS = {"done": "success", "interrupted": "cancelled"}


def write_logs(folder: RunFolder, out: Path, info: Mapping[str, Any]) -> list[Path]:
    """Writes a log per bot into `out`, samples one after the other; returns the paths.

    A sample is a dialogue: its messages, and a score per criterion and grader. What was not judged has no score there
    and is counted as unscored; every dialogue is a sample of its own.
    """
    grades: dict[str, list[Grade]] = defaultdict(list)
    for grade in folder.grades():
        grades[grade.dialogue].append(grade)
    bots: dict[str, list[str]] = defaultdict(list)
    for one in folder.dialogues():
        bots[one.bot].append(one.id)
    started = str(info.get("started") or "2000-01-01T00:00:00+00:00")
    paths = []
    for bot, ids in sorted(bots.items()):
        head = _head(bot, ids, grades, info, started)
        name = re.sub(r"[^\w-]+", "-", bot).strip("-") or "bot"
        path = out / f"{started.replace(':', '-')}_{TASK}-{name}_{head['eval']['eval_id']}.json"
        with path.open("w", encoding="utf-8") as handle:
            handle.write(_text(head)[:-1] + ',"samples":[\n')
            first = True
            for one in folder.dialogues():
                if one.bot == bot:
                    handle.write(("" if first else ",\n") + _text(_sample(one, grades[one.id])))
                    first = False
            handle.write("\n]}\n")
        paths.append(path)
    return paths


def _head(
    bot: str, ids: Sequence[str], grades: Mapping[str, list[Grade]], info: Mapping[str, Any], started: str
) -> dict[str, Any]:
    ended = str(info.get("ended") or started)
    values: dict[str, list[float | None]] = defaultdict(list)
    for id in ids:
        for grade in grades[id]:
            values[_scorer(grade)].append(grade.score)
    settings = {name: info[name] for name in ("settings", "seeds", "versions", "redaction", "by") if name in info}
    key = fingerprint([bot, started, *ids])
    return {
        "version": 2,
        "status": _STATUS.get(str(info.get("status")), "success"),
        "eval": {
            "eval_id": key, "run_id": fingerprint([started]), "created": started, "task": TASK, "task_id": key,
            "task_version": 1, "dataset": {"name": "coolhead", "samples": len(ids), "sample_ids": list(ids)},
            "model": f"coolhead/{bot}", "config": {}, "packages": {"coolhead": str(info.get("coolhead", ""))},
            "metadata": settings,
        },
        "plan": {"name": "plan", "steps": [], "config": {}},
        "results": {
            "total_samples": len(ids),
            "completed_samples": len(ids),
            "scores": [_result(name, found) for name, found in sorted(values.items())],
        },
        "stats": {"started_at": started, "completed_at": ended, "model_usage": {}},
    }  # fmt: skip


def _result(name: str, found: Sequence[float | None]) -> dict[str, Any]:
    scored = [value for value in found if value is not None]
    metrics = {"mean": {"name": "mean", "value": sum(scored) / len(scored)}} if scored else {}
    counts = {"scored_samples": len(scored), "unscored_samples": len(found) - len(scored)}
    return {"name": name, "scorer": name, **counts, "params": {}, "metrics": metrics}


def _sample(one: Dialogue, grades: Sequence[Grade]) -> dict[str, Any]:
    messages = []
    for number, turn in enumerate(one.turns):
        role = "user" if turn.role == "customer" else "assistant"
        made: dict[str, Any] = {"id": f"{one.id}-{number}", "role": role, "content": turn.text}
        if turn.actions:
            made["metadata"] = {"actions": [action.model_dump(mode="json") for action in turn.actions]}
        messages.append(made)
    last = next((turn.text for turn in reversed(one.turns) if turn.role == "agent"), "")
    meta = one.model_dump(mode="json", include={"persona", "seed", "engine", "end", "failure", "labels", "cost_usd"})
    return {
        "id": one.id,
        "epoch": 1,
        "input": next((turn.text for turn in one.turns if turn.role == "customer"), ""),
        "target": "",
        "messages": messages,
        "output": {
            "model": f"coolhead/{one.bot}",
            "choices": [{"message": {"role": "assistant", "content": last}, "stop_reason": "stop"}],
        },
        "scores": {_scorer(grade): _score(grade) for grade in grades if grade.score is not None},
        "metadata": {
            **meta,
            "repeat": one.repeat,
            "anger": [step.anger for step in one.trace],
            "not_judged": {_scorer(grade): grade.reason for grade in grades if grade.score is None},
        },
    }


def _scorer(grade: Grade) -> str:
    return grade.grader if grade.grader.endswith(grade.criterion) else f"{grade.grader}/{grade.criterion}"


def _score(grade: Grade) -> dict[str, Any]:
    quotes = "\n".join(f"turn {each.turn}, {each.indicator}: {each.quote}" for each in grade.evidence)
    return {
        "value": grade.score,
        "explanation": "\n\n".join(part for part in (grade.reason, quotes) if part),
        "metadata": {
            "criterion": grade.criterion, "version": grade.version, "level": grade.level,
            "indicators": dict(grade.indicators), "critical": list(grade.critical),
        },
    }  # fmt: skip


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
