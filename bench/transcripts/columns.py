"""Which column is what, in a table of messages: as the user says it, or guessed and said."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coolhead.bench.errors import BadInput, did_you_mean
from coolhead.bench.transcripts.roles import content, plain, role_of, yes_or_no
from coolhead.bench.transcripts.tickets import conversation as ticket

KEYS = ("conversation", "role", "text", "customer", "agent", "time", "bot")
"""What `--map` may name. A row is one message (`role`, `text`) or an exchange (`customer`, `agent`)."""
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Columns:
    """Our names -> the table's columns."""

    of: Mapping[str, str] = field(default_factory=dict)
    whole: str | None = None
    """The column whose cell is a whole conversation, where a row is one."""
    guessed: tuple[str, ...] = ()
    """Which of our names were guessed."""

    def text(self) -> str:
        """As the flag would say it: "conversation=call_id,role=speaker,text=line"."""
        if self.whole:
            return f"a row is a conversation, in column '{self.whole}'"
        return "--map " + ",".join(f"{name}={column}" for name, column in self.of.items())


def parse_map(text: str) -> dict[str, str]:
    """`conversation=id,role=who,text=said` -> a mapping.

    Raises:
        BadInput: an unknown name before "=", or no "=".
    """
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, eq, column = (piece.strip() for piece in part.partition("="))
        if not eq or not column:
            raise BadInput("--map", f"'{part}' is not NAME=COLUMN", do="e.g. --map role=who,text=said")
        if name not in KEYS:
            raise BadInput("--map", f"unknown name '{name}'", do=did_you_mean(name, KEYS))
        found[name] = column
    return found


def settle(rows: Rows, given: Mapping[str, str], *, where: object) -> Columns:
    """The columns of a table, from what the user mapped and, for the rest, from usual names and a look at some rows.

    Raises:
        BadInput: a mapped column that is not there, or no column that could be the text.
    """
    present = list(dict.fromkeys(name for row in rows for name in row))
    for ours, column in given.items():
        if column not in present:
            raise BadInput(where, f"has no column '{column}' (--map {ours}={column})", do=did_you_mean(column, present))
    if not given and (whole := _whole(rows, present)):
        return Columns(whole=whole)
    of = dict(given)
    free = [name for name in present if name not in of.values()]

    def take(ours: str, column: str | None) -> None:
        if column and ours not in of:
            of[ours] = column
            free.remove(column)

    pair = {"customer", "agent"} & set(given)
    if not pair and "role" not in of:
        take("role", _role(rows, free))
    if "role" in of and "text" not in of:
        take("text", _named("text", free) or _longest(rows, free))
    if "role" not in of:
        for ours in ("customer", "agent"):
            take(ours, _named(ours, [name for name in free if _wordy(rows, name)]))
    if "conversation" not in of:
        take("conversation", _conversation(rows, free, exchange="role" not in of) or _by_shape(rows, free, of))
    take("time", _named("time", free) or next((name for name in free if _dated(rows, name)), None))
    take("bot", _named("bot", free))
    if not ({"role", "text"} <= set(of) or {"customer", "agent"} <= set(of)):
        missing = [name for name in ("role", "text") if name not in of]
        raise BadInput(
            where,
            f"no column that I take for {' and '.join(missing)} (columns: {', '.join(present[:12]) or 'none'})",
            do="--map conversation=COLUMN,role=COLUMN,text=COLUMN",
        )
    order = {name: of[name] for name in KEYS if name in of}
    return Columns(of=order, guessed=tuple(name for name in order if name not in given))


def is_table(rows: Rows) -> bool:
    """Whether these rows, of a file that could also hold a conversation a row, are single messages."""
    if not rows or any(_nested(row) or not isinstance(row, Mapping) for row in rows):
        return False
    try:
        found = settle(rows, {}, where="")
    except BadInput:
        return False
    return found.whole is None and "conversation" in found.of


def _nested(row: Any) -> bool:
    if not isinstance(row, Mapping):
        return False
    inside = any(isinstance(row.get(name), (list, Mapping)) for name in ("turns", "messages", "traj"))
    return inside or ticket(row) is not None


def _named(ours: str, columns: Sequence[str]) -> str | None:
    usual = {name: place for place, name in enumerate(content("columns")[ours].split())}
    ranked = sorted((usual[plain(name)], name) for name in columns if plain(name) in usual)
    return ranked[0][1] if ranked else None


def _cells(rows: Rows, column: str) -> list[str]:
    return [str(row[column]).strip() for row in rows if row.get(column) not in (None, "")]


def _role(rows: Rows, columns: Sequence[str]) -> str | None:
    """The column whose cells say who speaks: best by how many cells are roles, then by its name."""
    usual = {name: place for place, name in enumerate(content("columns")["role"].split())}
    ranked = []
    for column in columns:
        cells = _cells(rows, column)
        if not cells:
            continue
        known = sum(1 for cell in cells if role_of(cell) or yes_or_no(column, cell)) / len(cells)
        place = usual.get(plain(column))
        if place is None and (known < 0.9 or len({role_of(cell) for cell in cells} - {"silent", None}) < 2):
            continue
        if place is not None and not known and len(set(cells)) > max(6, len(cells) / 2):
            continue  # as many values as rows: ids, not speakers
        ranked.append((-known, len(usual) if place is None else place, column))
    return min(ranked)[2] if ranked else None


def _longest(rows: Rows, columns: Sequence[str]) -> str | None:
    lengths = {name: sum(map(len, _cells(rows, name))) for name in columns if _wordy(rows, name)}
    return max(lengths, key=lambda name: lengths[name]) if lengths else None


def _wordy(rows: Rows, column: str) -> bool:
    cells = _cells(rows, column)
    return bool(cells) and sum(" " in cell for cell in cells) >= len(cells) / 3


def _conversation(rows: Rows, columns: Sequence[str], *, exchange: bool) -> str | None:
    """The column that ties messages together: a usual name, and a value that comes more than once."""

    def ties(column: str) -> bool:
        cells = _cells(rows, column)
        return 2 * len(cells) >= len(rows) and (len(set(cells)) < len(cells) or len(rows) < 3 or exchange)

    usual = {name: place for place, name in enumerate(content("columns")["conversation"].split())}
    ranked = sorted((usual[plain(name)], name) for name in columns if plain(name) in usual and ties(name))
    if ranked:
        return ranked[0][1]
    likely = [name for name in columns if plain(name).endswith("_id") and ties(name) and not _wordy(rows, name)]
    return likely[0] if likely else None


def _dated(rows: Rows, column: str) -> bool:
    cells = _cells(rows, column)
    return len(cells) == len(rows) and all(_MOMENT.match(cell) for cell in cells)


_MOMENT = re.compile(r"\d{1,4}[-/.]\d\d?[-/.]\d{1,4}[ T,]+\d{1,2}:\d\d")
_WHEN = re.compile(r"\d{1,4}[-/.]\d\d?[-/.]\d{1,4}|\d\d?:\d\d")


def _by_shape(rows: Rows, columns: Sequence[str], of: Mapping[str, str]) -> str | None:
    """A column under any name whose values ("A-1001", "A-1001", "A-1002") stand in runs in which both sides speak."""

    def runs(column: str) -> int:
        """How many; 0 = it does not tie messages together."""
        cells = [str(row.get(column) or "").strip() for row in rows]
        starts = [n for n, cell in enumerate(cells) if n == 0 or cell != cells[n - 1]]
        ids = all(cell and re.search(r"\d", cell) and not _WHEN.search(cell) and " " not in cell for cell in cells)
        if not ids or len(starts) < 2 or len(starts) != len(set(cells)) or 2 * len(starts) > len(cells):
            return 0
        ends = [*starts[1:], len(cells)]
        both = [len({str(row.get(of["role"])) for row in rows[a:b]}) > 1 for a, b in zip(starts, ends, strict=True)]
        return len(starts) if 2 * sum(both) > len(both) else 0

    if "role" not in of:
        return None
    found = {column: runs(column) for column in columns}
    best = max(found, key=lambda column: found[column], default=None)
    return best if best is not None and found[best] else None


def _whole(rows: Rows, columns: Sequence[str]) -> str | None:
    for name in content("columns")["whole"].split():
        column = next((column for column in columns if plain(column) == name), None)
        if column and all(_is_conversation(row.get(column)) for row in rows[:5]):
            return column
    return None


def _is_conversation(cell: Any) -> bool:
    if isinstance(cell, str):
        if cell.lstrip().startswith(("[", "{")):
            try:
                cell = json.loads(cell)
            except json.JSONDecodeError:
                return False
        else:
            return len(re.findall(r"(?:^|\n)[^:\n]{1,40}:\s", cell)) >= 2
    if isinstance(cell, Mapping):
        return "conversation_parts" in cell
    return isinstance(cell, Sequence) and bool(cell) and all(isinstance(one, Mapping) for one in cell)
