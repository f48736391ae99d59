"""A bounded store of what texts came to: what is asked for again stays, what is not goes. It never changes a result."""

from __future__ import annotations

from typing import Generic, TypeVar

Value = TypeVar("Value")


class Memo(Generic[Value]):
    """Values by text, of about `most` characters of text in all."""

    def __init__(self, most: int) -> None:
        self._half = most // 2
        self._size = 0
        self._young: dict[str, Value] = {}
        self._old: dict[str, Value] = {}

    def get(self, text: str) -> Value | None:
        """What is kept of a text."""
        found = self._young.get(text)
        if found is None:
            found = self._old.get(text)
            if found is not None:
                self.keep(text, found)
        return found

    def keep(self, text: str, value: Value) -> None:
        """Remember a text. When half of the room is full, all that was not asked for since the last time goes."""
        if self._size > self._half:
            self._old, self._young, self._size = self._young, {}, 0
        self._young[text] = value
        self._size += len(text) + 1

    def clear(self) -> None:
        """Forget everything."""
        self._young, self._old, self._size = {}, {}, 0

    def __len__(self) -> int:
        return len(self._young.keys() | self._old.keys())
