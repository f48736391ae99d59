"""Answers on disk by the content of the question, so that nothing is paid for twice."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from coolhead.bench.chat.address import Address
from coolhead.bench.chat.wire import Question, written
from coolhead.bench.types import ChatOutcome

FORM = 1
"""Raised when the same question could deserve another answer: older entries are then not found."""

_NOT_MOVING = {"key_env", "at_once", "rpm", "price"}


def key_of(address: Address, question: Question, *, schema: Any, repeat: int) -> str:
    """A digest of everything that can move an answer.

    In it: model and address, its options, every message, every setting, the answer's schema and the repeat number.
    Keys, limits and prices are not.
    """
    content = {
        "form": FORM,
        "model": address.model,
        "base": address.base,
        "options": {name: value for name, value in sorted(address.options.items()) if name not in _NOT_MOVING},
        "messages": [written(message) for message in question.messages],
        "settings": question.settings(),
        "schema": schema,
        "repeat": repeat,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class Cache:
    """Key -> outcome, in one SQLite file; without a path it remembers nothing.

    Only answers are kept, never a failure: asking again may do better.
    """

    def __init__(self, path: Path | None) -> None:
        self._base: sqlite3.Connection | None = None
        if path:
            self.open(path)

    def open(self, path: Path) -> None:
        """Reads and writes this file from now on."""
        self.close()
        self._base = _open(path)

    def get(self, key: str) -> ChatOutcome | None:
        """The stored outcome, marked as cached; None when there is none. `parsed` is not stored but made again."""
        if self._base is None:
            return None
        row = self._base.execute("SELECT outcome FROM answers WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        try:
            return ChatOutcome.model_validate_json(row[0]).model_copy(update={"cached": True})
        except ValidationError:
            return None  # written by another version

    def put(self, key: str, outcome: ChatOutcome) -> None:
        """Keeps an answer."""
        if self._base is not None and outcome.ok:
            self._base.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?)",
                (key, outcome.model_dump_json(exclude={"parsed", "cached"})),
            )

    def close(self) -> None:
        """Closes the file."""
        if self._base is not None:
            self._base.close()
            self._base = None


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _prepared(path)
    except sqlite3.DatabaseError:
        path.unlink()  # torn by a crash or not ours: a cache may always be thrown away
        return _prepared(path)


def _prepared(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path, isolation_level=None, timeout=30)
    statements: Sequence[str] = (
        # WAL without a sync per commit: a crash may lose the last answers, never the file.
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = OFF",
        "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, outcome TEXT NOT NULL) WITHOUT ROWID",
    )
    try:
        for statement in statements:
            base.execute(statement)
    except sqlite3.DatabaseError:
        base.close()
        raise
    return base
