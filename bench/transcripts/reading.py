"""Files -> dialogues, one at a time, so that a file of any size fits. Broken rows are reported, not fatal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coolhead.bench.errors import BadInput
from coolhead.bench.transcripts.rows import RowError, dialogue, tau2
from coolhead.bench.types import Dialogue

KINDS = {".jsonl": "JSON lines", ".ndjson": "JSON lines", ".json": "JSON"}


@dataclass(frozen=True)
class Skipped:
    """A row that could not be read."""

    where: str
    """File and line (or place in the list)."""
    why: str


def read(path: Path) -> Iterator[Dialogue | Skipped]:
    """The dialogues of a file, and what had to be skipped, in file order.

    A `.jsonl` file has a conversation a line; a `.json` file holds a list of conversations, one conversation, a
    tau-bench result list or a tau2-bench result object. Ids that come twice get a number behind them.

    Raises:
        BadInput: no such file, an empty one, another format, or nothing in it that is a dialogue.
    """
    if path.is_dir():
        raise BadInput(path, "is a folder without run.json", do="name a file of transcripts or a run folder")
    if not path.is_file():
        raise BadInput(path, "no such file", do="check the path")
    if path.suffix.lower() not in KINDS:
        raise BadInput(path, f"'{path.suffix or 'no ending'}' is not a format I read", do=f"use {', '.join(KINDS)}")
    if not path.stat().st_size:
        raise BadInput(path, "is empty", do='a dialogue a line: {"id": …, "turns": [{"role": …, "text": …}]}')
    found, first = 0, None
    seen: dict[str, int] = {}
    for item in _rows(path):
        if isinstance(item, Skipped):
            first = first or item
        else:
            found += 1
            count = seen[item.id] = seen.get(item.id, 0) + 1
            if count > 1:
                yield item.model_copy(update={"id": f"{item.id}#{count}"})
                continue
        yield item
    if not found:
        raise BadInput(
            first.where if first else path, first.why if first else "holds no dialogue", do="see docs/transcripts.md"
        )


def _rows(path: Path) -> Iterator[Dialogue | Skipped]:
    if path.suffix.lower() == ".json":
        yield from _json(path)
        return
    with path.open("rb") as handle:
        for number, line in enumerate(handle, 1):
            if line.strip():
                yield _one(_parse(line), where=f"{path}:{number}", id=f"{path.stem}-{number}", bot=path.stem)


def _json(path: Path) -> Iterator[Dialogue | Skipped]:
    try:
        content = json.loads(path.read_bytes())
    except (json.JSONDecodeError, UnicodeDecodeError) as problem:
        raise BadInput(
            path, f"is not JSON: {problem}", do="one conversation a line belongs into a .jsonl file"
        ) from None
    if isinstance(content, dict) and isinstance(content.get("simulations"), list):
        model = ((content.get("info") or {}).get("agent_info") or {}).get("llm") or path.stem
        for number, row in enumerate(content["simulations"]):
            yield _one(row, where=f"{path}: simulation {number}", id=f"simulation-{number}", bot=str(model), how=tau2)
        return
    if isinstance(content, dict) and isinstance(content.get("conversations"), list):
        content = content["conversations"]
    one = isinstance(content, dict) or (
        isinstance(content, list) and bool(content) and isinstance(content[0], dict) and "role" in content[0]
    )
    for number, row in enumerate([content] if one else content):
        yield _one(row, where=f"{path}: item {number}", id=f"{path.stem}-{number}", bot=path.stem)


def _parse(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (json.JSONDecodeError, UnicodeDecodeError) as problem:
        return RowError(f"is not JSON: {problem}")


def _one(row: Any, *, where: str, id: str, bot: str, how: Any = dialogue) -> Dialogue | Skipped:
    if isinstance(row, RowError):
        return Skipped(where, str(row))
    try:
        made: Dialogue = how(row, id=id, bot=bot)
    except RowError as problem:
        return Skipped(where, str(problem))
    return made
