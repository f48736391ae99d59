"""Single messages of a table -> conversations, in one pass and little memory wherever the table allows it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coolhead.bench.errors import BadInput
from coolhead.bench.transcripts.columns import Columns
from coolhead.bench.transcripts.roles import yes_or_no
from coolhead.bench.transcripts.rows import LABELS
from coolhead.bench.transcripts.tickets import in_time_order

TOGETHER = 300_000
"""Rows of a table whose conversations are mixed up that are held in memory; a larger one must be sorted first."""
LONGEST = 5_000
"""Messages of one conversation; more means that the wrong column ties them together."""
ALONE = 1_000
"""Rows of a table without a conversation column that may be one conversation."""

Row = tuple[str, Mapping[str, Any]]
"""(where it stands, cells)."""


@dataclass(frozen=True)
class Torn:
    """A row, or a conversation, that cannot be used."""

    where: str
    why: str


Source = Callable[[], Iterator[Row | Torn]]
"""Starts the rows from the beginning, each time it is called."""


def conversations(source: Source, columns: Columns, *, where: object) -> Iterator[tuple[str, dict[str, Any]] | Torn]:
    """(where it begins, row with `turns`) for every conversation, in the order in which they begin.

    Raises:
        BadInput: too many rows for one conversation, or for holding mixed-up ones.
    """
    tie = columns.of.get("conversation")
    if tie is None:
        yield from _alone(source, columns, where)
        return
    rows, apart = _survey(source, tie)
    if apart is None:
        yield from _contiguous(source, columns, tie)
        return
    if rows > TOGETHER:
        raise BadInput(
            apart,
            f"conversations are mixed up and the table has more than {TOGETHER:,} rows",
            do=f"sort it by '{tie}', so that the rows of a conversation stand together",
        )
    yield from _mixed(source, columns, tie)


def _survey(source: Source, tie: str) -> tuple[int, str | None]:
    """How many rows there are, and where a conversation comes back after another one began (None: nowhere)."""
    closed: set[int] = set()
    current: Any = None
    apart: str | None = None
    count = 0
    for item in source():
        if isinstance(item, Torn):
            continue
        count += 1
        key = _key(item[1], tie)
        if key and key != current:
            closed.add(hash(current))
            current = key
            if apart is None and hash(key) in closed:
                apart = item[0]
        if apart is not None and count > TOGETHER:
            break
    return count, apart


def _contiguous(source: Source, columns: Columns, tie: str) -> Iterator[tuple[str, dict[str, Any]] | Torn]:
    key = ""
    held: list[Row] = []
    for item in source():
        if isinstance(item, Torn):
            yield item
            continue
        its = _key(item[1], tie)
        if not its:
            yield Torn(item[0], f"has nothing in column '{tie}'")
            continue
        if its != key:
            if held:
                yield _conversation(key, held, columns)
            key, held = its, []
        if len(held) <= LONGEST:
            held.append(item)
    if held:
        yield _conversation(key, held, columns)


def _mixed(source: Source, columns: Columns, tie: str) -> Iterator[tuple[str, dict[str, Any]] | Torn]:
    groups: dict[str, list[Row]] = {}
    for item in source():
        if isinstance(item, Torn):
            yield item
        elif its := _key(item[1], tie):
            group = groups.setdefault(its, [])
            if len(group) <= LONGEST:
                group.append(item)
        else:
            yield Torn(item[0], f"has nothing in column '{tie}'")
    for key, rows in groups.items():
        yield _conversation(key, rows, columns)


def _alone(source: Source, columns: Columns, where: object) -> Iterator[tuple[str, dict[str, Any]] | Torn]:
    if "customer" in columns.of:  # an exchange a row, and nothing that ties rows together
        for item in source():
            yield item if isinstance(item, Torn) else _conversation("", [item], columns)
        return
    rows: list[Row] = []
    for item in source():
        if isinstance(item, Torn):
            yield item
            continue
        rows.append(item)
        if len(rows) > ALONE:
            raise BadInput(
                where, "has no column that ties the rows of a conversation together", do="--map conversation=COLUMN"
            )
    if rows:
        yield _conversation("", rows, columns)


def _key(row: Mapping[str, Any], tie: str) -> str:
    value = row.get(tie)
    return "" if value is None else str(value).strip()


def _conversation(key: str, rows: list[Row], columns: Columns) -> tuple[str, dict[str, Any]] | Torn:
    if len(rows) > LONGEST:
        tie = columns.of.get("conversation")
        return Torn(rows[0][0], f"more than {LONGEST:,} messages in one conversation: is '{tie}' the right column?")
    time = columns.of.get("time")
    said: list[dict[str, Any]] = []
    for _, row in rows:
        said += _messages(row, columns, time)
    made: dict[str, Any] = {**_fields(rows, columns), "turns": in_time_order(said, "time") if time else said}
    if key:
        made["id"] = key
    if (bot := columns.of.get("bot")) and (name := next((row[bot] for _, row in rows if row.get(bot)), None)):
        made["bot"] = str(name)
    return rows[0][0], made


def _messages(row: Mapping[str, Any], columns: Columns, time: str | None) -> list[dict[str, Any]]:
    stamp = {"time": row.get(time)} if time else {}
    if role := columns.of.get("role"):
        name = row.get(role)
        who = yes_or_no(role, name) or ("" if name is None else str(name))
        return [{"role": who, "text": _text(row.get(columns.of["text"])), **stamp}]
    pair = ((side, _text(row.get(columns.of[side]))) for side in ("customer", "agent"))
    return [{"role": side, "text": text, **stamp} for side, text in pair if text]


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell)


def _fields(rows: list[Row], columns: Columns) -> dict[str, Any]:
    """The other columns: one value where the conversation has one, else the values row by row."""
    made: dict[str, Any] = {}
    used = set(columns.of.values())
    for name in rows[0][1]:
        if name in used:
            continue
        values = [row.get(name) for _, row in rows]
        given = [value for value in values if value not in (None, "")]
        if given:
            same = all(value == given[0] for value in given)
            made[name] = _plain(name, given[0]) if same else values
    return made


def _plain(name: str, value: Any) -> Any:
    """A cell of CSV that holds a number, yes or no where a verdict stands, or JSON, as what it is."""
    if not isinstance(value, str):
        return value
    word = value.strip().lower()
    try:
        if name in LABELS:
            return word in ("true", "yes") if word in ("true", "false", "yes", "no") else float(value)
        if name in ("policy", "facts", "case", "labels", "metadata") and word.startswith("{"):
            return json.loads(value)
    except ValueError:
        pass
    return value
