"""Checks that many rules ask for are worked out once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar, cast

_UNKNOWN: Any = object()
P = ParamSpec("P")
T = TypeVar("T")


def once(check: Callable[P, T]) -> Callable[P, T]:
    """The check, its answer kept on what it is about: a sentence or turn of a `Reading`, or the whole `Reading`.

    For checks of the forms `f(reading)`, `f(x)` and `f(reading, x, …)` whose further arguments are the same for all of
    a reading. Answers are shared, so nobody may change them; they go when the reading goes.
    """
    work_out = cast("Callable[..., T]", check)

    # Asked for thousands of times a dialogue: the three forms are written out.
    def of_one(about: Any) -> T:
        memo = about.memo
        made: T = memo.get(check, _UNKNOWN)
        if made is _UNKNOWN:
            made = memo[check] = work_out(about)
        return made

    def of_two(reading: Any, about: Any) -> T:
        memo = about.memo
        made: T = memo.get(check, _UNKNOWN)
        if made is _UNKNOWN:
            made = memo[check] = work_out(reading, about)
        return made

    def of_more(reading: Any, about: Any, *more: Any) -> T:
        memo = about.memo
        made: T = memo.get(check, _UNKNOWN)
        if made is _UNKNOWN:
            made = memo[check] = work_out(reading, about, *more)
        return made

    forms: dict[int, Callable[..., T]] = {1: of_one, 2: of_two}
    return cast("Callable[P, T]", wraps(check)(forms.get(len(signature(check).parameters), of_more)))
