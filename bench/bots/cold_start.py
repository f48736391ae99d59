"""The first reply of a bot may have to load something: how long it may take."""

from __future__ import annotations

from typing import Protocol


class _Settings(Protocol):
    @property
    def cold_start(self) -> float: ...

    @property
    def model_fields_set(self) -> set[str]: ...


class ColdStart:
    """The part of a bot that knows how long its first reply may take."""

    def __init__(self, settings: _Settings) -> None:
        self._fixed = "cold_start" in settings.model_fields_set
        self._first = settings.cold_start

    @property
    def first_reply(self) -> float:
        """Seconds that the first reply may take, of all or of each process."""
        return self._first

    def hold_first(self, seconds: float) -> None:
        """It may take no longer than this, unless the user set `cold_start` for this bot."""
        if not self._fixed:
            self._first = seconds
