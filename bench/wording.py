"""Plain words: complaints of pydantic without its types and addresses, and numbers of things."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError
from pydantic_core import ErrorDetails

SHOWN = 60
"""Characters of a wrong value that are shown."""

_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not a known field",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be {expected}",
    "string_pattern_mismatch": "does not look as it should (pattern {pattern})",
    "json_invalid": "is not JSON: {error}",
    "finite_number": "must be a finite number",
    "none_required": "must be left out",
    "frozen_instance": "cannot be changed",
}
_KINDS = {
    "int": "must be a whole number",
    "float": "must be a number",
    "decimal": "must be a number",
    "string": "must be text (in quotes where it looks like a number)",
    "bool": "must be true or false",
    "tuple": "must be a list",
    "list": "must be a list",
    "set": "must be a list",
    "iterable": "must be a list",
    "dict": "must hold names and values",
    "mapping": "must hold names and values",
    "model": "must hold fields",
    "dataclass": "must hold fields",
}
_VALUE_HELPS_NOT = {"missing", "extra_forbidden", "json_invalid", "too_short", "tuple_type", "model_type", "dict_type"}


def by_weight(problem: ValidationError) -> list[ErrorDetails]:
    """All complaints, one for a place: a name nobody knows comes first, since it explains why another one is missing.

    A list that lacks items only because they are wrong is not complained of beside them.
    """
    by_place: dict[tuple[str | int, ...], ErrorDetails] = {}
    for one in problem.errors():
        by_place.setdefault(tuple(steps(one)), one)
    inner = [way for way in by_place if not any(way != other and other[: len(way)] == way for other in by_place)]
    return sorted((by_place[way] for way in inner), key=lambda one: one["type"] != "extra_forbidden")


def first(problem: ValidationError) -> ErrorDetails:
    """The complaint to show where there is room for one."""
    return by_weight(problem)[0]


def place(error: ErrorDetails) -> str:
    """The field in dotted form, list items counted from 1: `remedies #2.say`; empty for the whole."""
    shown = ""
    for part in steps(error):
        shown += f" #{part + 1}" if isinstance(part, int) else f".{part}" if shown else part
    return shown.strip()


def steps(error: ErrorDetails) -> Sequence[str | int]:
    """The way to the field, without the names that pydantic gives to the alternatives of a field."""
    way = error["loc"]
    alternative = {"str": "string", "int": "int", "float": "float", "bool": "bool"}
    while way and isinstance(way[-1], str):
        kind = alternative.get(way[-1])
        if (
            "[" not in way[-1]
            and not way[-1].startswith("constrained-")
            and not (kind and error["type"].startswith(f"{kind}_"))
        ):
            break
        way = way[:-1]
    return way


def what(error: ErrorDetails, *, value: bool = True) -> str:
    """What is wrong, to be read after the field's name; `value` adds what was given (False where it may be a key)."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        said = error["msg"].removeprefix("Value error, ")
    elif kind in _WORDS:
        said = _WORDS[kind].format(**context)
    elif kind == "too_short":
        said = f"needs at least {context['min_length']}, has {context['actual_length']}"
    elif kind == "too_long":
        said = f"may have at most {context['max_length']}, has {context['actual_length']}"
    else:
        said = _KINDS.get(kind.partition("_")[0], "")
        said = said or error["msg"].replace("Input should be", "must be", 1)
    if not value or kind in _VALUE_HELPS_NOT or isinstance(error["input"], dict):
        return said
    return f"{said}, got {error['input']!r:.{SHOWN}}"


def in_words(problem: ValidationError, *, value: bool = True) -> str:
    """`anger: must be at most 10, got 70`."""
    error = first(problem)
    field, said = place(error), what(error, value=value)
    return f"{field}: {said}" if field else said


def counted(number: int, noun: str) -> str:
    """`1 bot`, `2 bots`, `1,200 dialogues`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
