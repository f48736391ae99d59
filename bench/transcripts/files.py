"""A file of any kind -> its conversations as plain rows, with the place of each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from coolhead.bench.datasets_door import HUB
from coolhead.bench.datasets_door import rows as data_rows
from coolhead.bench.errors import BadInput
from coolhead.bench.transcripts.columns import Columns, is_table, settle
from coolhead.bench.transcripts.csvfile import Broken, encoding_of, layout, no_text
from coolhead.bench.transcripts.csvfile import rows as csv_rows
from coolhead.bench.transcripts.grouping import Source, Torn, conversations
from coolhead.bench.transcripts.messages import RowError, speaker
from coolhead.bench.transcripts.rows import said_in
from coolhead.bench.transcripts.spoken import conversations as talks
from coolhead.bench.transcripts.spoken import of_lines, vtt
from coolhead.bench.transcripts.tickets import conversation as ticket

KINDS = {
    ".jsonl": "JSON lines", ".ndjson": "JSON lines", ".json": "JSON", ".csv": "table", ".tsv": "table", ".tab": "table",
    ".parquet": "data set", ".arrow": "data set", ".vtt": "subtitles", ".srt": "subtitles", ".txt": "text",
}  # fmt: skip
_WRITE = {
    "JSON lines": 'a dialogue a line: {"id": …, "turns": [{"role": …, "text": …}]}',
    "JSON": 'a list of dialogues: [{"id": …, "turns": [{"role": …, "text": …}]}]',
    "table": "a row a message: conversation, role, text",
    "text": "a line a message: Customer: …",
}
"""What to put into an empty file."""
SAMPLE = 200
"""Rows at which the columns are guessed."""
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Skipped:
    """A row that could not be read."""

    where: str
    """File and line (or place in the list)."""
    why: str


@dataclass(frozen=True)
class Raw:
    """One conversation as it stands in a file."""

    row: Any
    where: str
    id: str
    bot: str
    tau2: bool = False

    def of(self, bot: str) -> Raw:
        """The same under another default name for the bot."""
        return replace(self, bot=bot)

    def speakers(self) -> set[str]:
        """Whatever stands in its messages for who says them."""
        said = said_in(self.row)
        return {speaker(each) for each in said[1] if isinstance(each, Mapping)} if said and said[1] else set()


def raws(path: Path, columns: Mapping[str, str], tell: Tell) -> Iterator[Raw | Skipped]:
    """The conversations of one file or data set.

    Raises:
        BadInput: no such file, an empty one, another format, no way to tell the columns.
    """
    if str(path).startswith(HUB):
        yield from _data_set(path, columns, tell)
        return
    if not path.exists():
        raise BadInput(path, "no such file", do="check the path")
    if path.is_dir():
        yield from _data_set(path, columns, tell)
        return
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise BadInput(path, f"'{path.suffix or 'no ending'}' is not a format I read", do=f"use {', '.join(KINDS)}")
    if not path.stat().st_size:
        raise BadInput(path, "is empty", do=_WRITE.get(kind, "name a file that holds conversations"))
    if kind == "JSON lines":
        yield from _lines(path, columns, tell)
    elif kind == "JSON":
        yield from _json(path, columns, tell)
    elif kind == "table":
        yield from _csv(path, columns, tell)
    elif kind == "data set":
        yield from _data_set(path, columns, tell)
    else:
        read = vtt if kind == "subtitles" else talks
        yield from _numbered(read(_words(path), where=str(path)), path)


def _words(path: Path) -> str:
    try:
        return path.read_bytes().decode(encoding_of(path))
    except UnicodeDecodeError as problem:
        raise BadInput(path, f"cannot be read as text: {problem.reason}", do="save it in UTF-8") from None


def _numbered(found: Iterator[tuple[str, dict[str, Any]] | Torn], path: Path) -> Iterator[Raw | Skipped]:
    number = 0
    for item in found:
        if isinstance(item, Torn):
            yield Skipped(item.where, item.why)
            continue
        number += 1
        yield Raw(item[1], item[0], path.stem if number == 1 else f"{path.stem}-{number}", path.stem)


def _csv(path: Path, given: Mapping[str, str], tell: Tell) -> Iterator[Raw | Skipped]:
    how = layout(path)
    if how.encoding == "cp1252":
        tell(f"{path.name}: is not UTF-8; read as Windows-1252")

    def source() -> Iterator[tuple[str, Mapping[str, Any]] | Torn]:
        for item in csv_rows(path, how):
            if isinstance(item, Broken):
                yield Torn(f"{path}:{item.line}", item.why)
            else:
                yield f"{path}:{item[0]}", item[1]

    yield from _table(source, path, given, tell)


def _data_set(path: Path, given: Mapping[str, str], tell: Tell) -> Iterator[Raw | Skipped]:
    start = data_rows(path)

    def source() -> Iterator[tuple[str, Mapping[str, Any]]]:
        for number, row in enumerate(start(), 1):
            yield f"{path}: row {number}", {name: value for name, value in row.items() if value is not None}

    yield from _table(source, path, given, tell)


def _table(source: Source, path: Path, given: Mapping[str, str], tell: Tell) -> Iterator[Raw | Skipped]:
    """Rows of a table: messages to be grouped, or conversations as they stand."""
    sample = [item[1] for item in islice(source(), SAMPLE) if not isinstance(item, Torn)]
    if not sample:
        yield from (Skipped(item.where, item.why) for item in source() if isinstance(item, Torn))
        return
    stem = path.stem or path.name
    if not given and said_in(sample[0]) and not isinstance(said_in(sample[0])[1], str):  # type: ignore[index]
        columns = Columns(whole=said_in(sample[0])[0])  # type: ignore[index]
    else:
        columns = settle(sample, given, where=path)
    if columns.whole is None:
        if columns.guessed:
            tell(f"{path.name}: columns guessed: {columns.text()}")
        if "conversation" not in columns.of and "role" in columns.of:
            tell(
                f"{path.name}: no column ties messages together, so all rows are one conversation; --map conversation="
            )
        for number, item in enumerate(conversations(source, columns, where=path), 1):
            yield (
                Skipped(item.where, item.why)
                if isinstance(item, Torn)
                else Raw(item[1], item[0], f"{stem}-{number}", stem)
            )
        return
    tell(f"{path.name}: {columns.text()}")
    for number, row in enumerate(source(), 1):
        if isinstance(row, Torn):
            yield Skipped(row.where, row.why)
        else:
            yield Raw(_unpacked(row[1], columns.whole), row[0], f"{stem}-{number}", stem)


def _unpacked(row: Mapping[str, Any], column: str) -> dict[str, Any] | RowError:
    """A row whose cells of JSON, and whose conversation in words, are what they stand for."""
    made: dict[str, Any] = _opened(row)
    cell = made.pop(column, None)
    if isinstance(cell, str) and cell.lstrip().startswith(("[", "{")):
        try:
            cell = json.loads(cell)
        except json.JSONDecodeError as problem:
            return RowError(f"column '{column}' is not JSON: {problem}")
    if isinstance(cell, str):
        return {**made, **of_lines(cell.splitlines())}
    return {**made, "conversation_parts" if isinstance(cell, Mapping) else "turns": cell}


def _opened(value: Any) -> Any:
    """The value with its `*_json` fields (our own export has such) as what they hold; what is broken stays text."""
    if isinstance(value, list):
        return [_opened(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    made: dict[str, Any] = {}
    for name, cell in value.items():
        if name.endswith("_json") and cell in (None, ""):
            continue
        if name.endswith("_json") and isinstance(cell, str):
            try:
                made[name.removesuffix("_json")] = json.loads(cell)
                continue
            except json.JSONDecodeError:
                pass
        made[name] = _opened(cell)
    return made


def _lines(path: Path, given: Mapping[str, str], tell: Tell) -> Iterator[Raw | Skipped]:
    with path.open("rb") as handle:
        sample = [row for line in islice(handle, SAMPLE) if isinstance(row := _parse(line), Mapping)]
    if given or is_table(sample):

        def source() -> Iterator[tuple[str, Mapping[str, Any]] | Torn]:
            for where, row in _rows(path):
                yield (where, row) if isinstance(row, Mapping) else Torn(where, _why(row))

        yield from _table(source, path, given, tell)
        return
    for number, (where, row) in enumerate(_rows(path), 1):
        place = int(where.rpartition(":")[2]) if where else number
        yield Raw(row, where, f"{path.stem}-{place}", path.stem)


def _rows(path: Path) -> Iterator[tuple[str, Any]]:
    with path.open("rb") as handle:
        for number, line in enumerate(handle, 1):
            if line.strip():
                yield f"{path}:{number}", _parse(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)


def _why(row: Any) -> str:
    return str(row) if isinstance(row, RowError) else f"expected an object, got {type(row).__name__}"


def _parse(line: bytes) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as problem:  # its own line number would contradict that of the file
        return RowError(f"is not JSON: {problem.msg} (character {problem.pos + 1})")
    except (UnicodeDecodeError, RecursionError) as problem:
        return RowError(f"is not JSON: {problem}")


def _json(path: Path, given: Mapping[str, str], tell: Tell) -> Iterator[Raw | Skipped]:
    try:
        content = json.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except UnicodeDecodeError:
        raise no_text(path) from None
    except (json.JSONDecodeError, RecursionError) as problem:
        raise BadInput(
            path, f"is not JSON: {problem}", do="one conversation a line belongs into a .jsonl file"
        ) from None
    if isinstance(content, Mapping) and isinstance(content.get("simulations"), list):
        model = ((content.get("info") or {}).get("agent_info") or {}).get("llm") or path.stem
        for number, row in enumerate(content["simulations"]):
            yield Raw(row, f"{path}: simulation {number}", f"simulation-{number}", str(model), tau2=True)
        return
    listed = _listed(content)
    if given or is_table(listed[:SAMPLE]):
        places = [(f"{path}: item {number}", row) for number, row in enumerate(listed)]
        yield from _table(
            lambda: (each if isinstance(each[1], Mapping) else Torn(each[0], _why(each[1])) for each in places),
            path, given, tell,
        )  # fmt: skip
        return
    for number, row in enumerate(listed):
        yield Raw(row, f"{path}: item {number}", f"{path.stem}-{number}", path.stem)


def _listed(content: Any) -> list[Any]:
    """The conversations of a JSON file, whatever is around them."""
    if isinstance(content, Mapping) and not ticket(content) and said_in(content) is None:
        for name in ("conversations", "tickets", "data", "results", "items", "dialogues", "dialogs", "chats", "rows"):
            if isinstance(content.get(name), list):
                people = {"users": content["users"]} if isinstance(content.get("users"), list) else {}
                return [{**people, **row} if isinstance(row, Mapping) else row for row in content[name]]
    if isinstance(content, list):
        # One conversation as a bare list of messages; a table has something that ties its rows together.
        messages = bool(content) and isinstance(content[0], Mapping) and "role" in content[0]
        return [content] if messages and not is_table(content[:SAMPLE]) else content
    return [content]
