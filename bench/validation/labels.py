"""Labelled pairs and sentences from files: the folder layout of a contrast set, or the built-in gold pairs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from coolhead.bench.errors import BadInput
from coolhead.bench.transcripts.rows import RowError, dialogue
from coolhead.bench.types import CRITERIA, Dialogue
from coolhead.bench.validation.model import KINDS, Pair, SentenceRow

_SIDES = ("better", "worse")


def read_pairs(path: Path | None = None) -> list[Pair]:
    """The labelled pairs of a folder or a file; None: the built-in ones.

    A folder holds `pairs.jsonl` and `dialogues.jsonl`; in a single file each line holds both sides.

    Raises:
        BadInput: no such file, or a line that is no pair.
    """
    if path is None:
        text = files("coolhead.bench").joinpath("data/gold/pairs.jsonl").read_text("utf-8")
        return [_inline(row, place) for place, row in _rows(text, "built-in gold")]
    file = path / "pairs.jsonl" if path.is_dir() else path
    held = {row["id"]: row for _place, row in _lines(path / "dialogues.jsonl")} if path.is_dir() else {}
    return [_by_id(row, place, held) if held else _inline(row, place) for place, row in _lines(file)]


def _levels(row: Mapping[str, Any]) -> dict[str, int]:
    """Criterion -> level of the labels of a dialogue; other labels, and criteria without one, are left out."""
    labels = row.get("labels")
    if not isinstance(labels, Mapping):
        return {}
    return {name: level for name, level in labels.items() if name in CRITERIA and level in (1, 2, 3, 4, 5)}


def read_sentences(path: Path | None) -> list[SentenceRow]:
    """The rows of `sentences.jsonl` beside the pairs; empty when there is none."""
    if path is None or not path.is_dir() or not (path / "sentences.jsonl").is_file():
        return []
    found = []
    for place, row in _lines(path / "sentences.jsonl"):
        if not {"id", "text", "label"} <= row.keys():
            raise BadInput(place, "a sentence needs id, text and label", do="see docs/graders.md")
        turns = [{"role": "customer", "text": row.get("context") or "Hello."}, {"role": "agent", "text": row["text"]}]
        label = {indicator: value == "present" for indicator, value in row["label"].items()}
        found.append(SentenceRow(row["id"], _dialogue({"id": row["id"], "turns": turns}, place), label))
    return found


def _lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput(
            path, f"cannot be read: {' '.join(str(problem).split())}", do="check the path of --labels"
        ) from None
    yield from _rows(text, str(path))


def _rows(text: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except json.JSONDecodeError as problem:
                raise BadInput(f"{name}:{number}", f"is not JSON: {problem.msg}", do="one object a line") from None
            if not isinstance(row, dict):
                raise BadInput(f"{name}:{number}", "is not an object", do="one object a line")
            yield f"{name}:{number}", row


def _inline(row: Mapping[str, Any], place: str) -> Pair:
    shared = {key: row[key] for key in ("policy", "facts", "case") if row.get(key)}
    missing = [key for key in ("id", "criterion", *_SIDES) if key not in row]
    if missing:
        raise BadInput(place, f"lacks {', '.join(missing)}", do="a pair has id, criterion, better and worse")
    sides = [_dialogue({"id": f"{row['id']}-{side}", "turns": row[side], **shared}, place) for side in _SIDES]
    return _pair(row, place, *sides)


def _by_id(row: Mapping[str, Any], place: str, held: Mapping[str, Any]) -> Pair:
    try:
        sides = [_dialogue(held[row[side]], place) for side in _SIDES]
    except KeyError as problem:
        raise BadInput(place, f"names {problem}, which is not in dialogues.jsonl", do="mend the id") from None
    levels = {side.id: _levels(held[row[name]]) for name, side in zip(_SIDES, sides, strict=True)}
    return _pair(row, place, *sides, levels=levels)


def _pair(
    row: Mapping[str, Any], place: str, better: Dialogue, worse: Dialogue, *, levels: Mapping[str, Any] | None = None
) -> Pair:
    if row.get("criterion") not in CRITERIA:
        raise BadInput(place, f"unknown criterion '{row.get('criterion')}'", do=f"one of {', '.join(CRITERIA)}")
    if row.get("kind", "plain") not in KINDS:
        raise BadInput(place, f"unknown kind '{row['kind']}'", do=f"one of {', '.join(KINDS)}")
    return Pair(
        row["id"], row["criterion"], row.get("kind", "plain"), tuple(row.get("others_equal", ())), better, worse,
        levels or {},
    )  # fmt: skip


def _dialogue(row: Mapping[str, Any], place: str) -> Dialogue:
    try:
        return dialogue(row, id=str(row.get("id", place)), bot="agent").public()
    except RowError as problem:
        raise BadInput(place, str(problem), do="see docs/transcripts.md") from None
