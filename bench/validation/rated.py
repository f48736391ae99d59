"""Rows that people rated elsewhere: read from a folder, made into dialogues, and what each was rated."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from coolhead.bench.errors import BadInput
from coolhead.bench.transcripts.roles import role_of
from coolhead.bench.transcripts.rows import RowError, dialogue
from coolhead.bench.types import Dialogue
from coolhead.bench.validation.measures import Measure, field

Row = Mapping[str, Any]


def rows_of(folder: Path, most: int) -> list[Row]:
    """The rows of the `.jsonl` files of a folder, at most about so many, evenly spread.

    Raises:
        BadInput: a line that is not JSON, or no row at all.
    """
    held: list[Row] = []
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            try:
                row = json.loads(line) if line.strip() else {}
            except json.JSONDecodeError as problem:
                raise BadInput(f"{file}:{number}", f"is not JSON: {problem.msg}", do="one object a line") from None
            if isinstance(row, dict) and row:
                held.append(row)
    if not held:
        raise BadInput(folder, "holds no row", do="rows stand in its .jsonl files")
    return held[:: max(1, len(held) // most)]


def dialogue_of(row: Row, context: str) -> Dialogue | None:
    """The dialogue of a row, without whoever else speaks in it; of a single text the turn of an agent."""
    said = row.get("turns")
    if isinstance(said, list):
        said = [turn for turn in said if isinstance(turn, Mapping) and role_of(str(turn.get("role")))]
    else:
        before = str(field(row, context) or "") if context else ""
        said = [{"role": "customer", "text": before}] if before.strip() else []
        said.append({"role": "agent", "text": str(row.get("text") or "")})
    try:
        return dialogue({"id": str(row.get("id", "")), "turns": said}, id="row", bot="agent").public()
    except RowError:
        return None  # nobody of the two says a word


def truth_of(measure: Measure, rows: Sequence[Row]) -> list[bool | None]:
    """Of each row whether it has the label; None: it says nothing of it."""
    values = [field(row, measure.truth) for row in rows]
    asked = [not measure.asked_with or field(row, measure.asked_with) is not None for row in rows]
    if measure.quarters:
        numbers = np.array([float(value) for value in values if isinstance(value, int | float)])
        low, high = np.quantile(numbers, [0.25, 0.75]) if numbers.size else (0.0, 0.0)
        return [None if not isinstance(value, int | float) or low < value < high else value >= high for value in values]
    return [
        None if not was or (value is None and measure.absent is None)
        else measure.absent if value is None
        else value in measure.positive
        for value, was in zip(values, asked, strict=True)
    ]  # fmt: skip
