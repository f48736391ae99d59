"""CoolHead measures how well a support bot, or a human answering service, handles angry customers.

    from coolhead.bench import run, grade

Nothing is imported before it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coolhead.bench.api import grade, run
    from coolhead.bench.results import Result

__all__ = ["Result", "grade", "run"]

_HOMES = {"Result": "results", "grade": "api", "run": "api"}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"coolhead.bench.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'coolhead.bench' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
