"""Checks that many rules ask for are worked out once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")


def once(check: Callable[P, T]) -> Callable[P, T]:
    """The check, its answer kept on what it is about: a sentence or turn of a `Reading`, or the whole `Reading`.

    For checks of the forms `f(reading)`, `f(x)` and `f(reading, x, …)` whose further arguments are the same for all of
    a reading. Answers are shared, so nobody may change them; they go when the reading goes.
    """
    work_out = cast("Callable[..., T]", check)

    @wraps(check)
    def kept(*args: Any) -> T:
        about: Any = args[1] if len(args) > 1 else args[0]
        memo: dict[object, Any] = about.memo
        if check in memo:
            known: T = memo[check]
            return known
        made = memo[check] = work_out(*args)
        return made

    return cast("Callable[P, T]", kept)
