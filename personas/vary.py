"""Fills the `{slots}` of a persona from a seed: the same seed gives the same persona, to the byte."""

from __future__ import annotations

import ast
import datetime as dt
import operator
import re
import string
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml

from coolhead.personas.schema import Persona, Slot

FIRST_DAY = dt.date(2030, 1, 7)
"""The days of contact are drawn from the weeks after it: a year that is nobody's news, so no date is a real event."""

_MARK = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_ARITHMETIC = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


class SlotError(ValueError):
    """A slot cannot be filled; the message names it."""


@cache
def pools() -> dict[str, list[str]]:
    """The invented names, by pool."""
    loaded: dict[str, list[str]] = yaml.safe_load(
        files("coolhead.personas").joinpath("data/pools.yaml").read_text("utf-8")
    )
    return loaded


def vary(persona: Persona, *, seed: int) -> Persona:
    """The persona with every slot filled and the day of the contact set.

    Raises:
        SlotError: a text names a slot that does not exist, or a sum does not work out.
    """
    rng = Random(f"{seed}:{persona.family}:slots")  # twins share the family, so that they share the opening too
    today = FIRST_DAY + dt.timedelta(days=rng.randrange(0, 280))
    values = _values(persona.slots, rng, today)
    filled = _fill(persona.model_dump(by_alias=True), values, ())
    filled["slots"] = {}
    case = filled["case"]
    case["today"] = case["today"] or show_day(today)
    return Persona.model_validate(filled)


def show_day(day: dt.date) -> str:
    """A date as people say it, without the year: "Wednesday 15 April"."""
    return f"{day:%A} {day.day} {day:%B}"


def show_number(value: float) -> str:
    """A number as prices are written: whole ones bare ("18"), others with two decimals ("22.50")."""
    return str(int(value)) if float(value).is_integer() else f"{value:.2f}"


def _values(slots: dict[str, Slot], rng: Random, today: dt.date) -> dict[str, str]:
    values: dict[str, str] = {}
    numbers: dict[str, float] = {}
    for name in sorted(slots):  # sorted: the draw must not depend on the order of lines in the file
        slot = slots[name]
        if slot.sum is not None:
            continue
        value = _draw(slot, rng, today)
        if isinstance(value, (int, float)):
            numbers[name] = float(value)
            value = show_number(value)
        values[name] = value
    waiting = {name: slot.sum for name, slot in slots.items() if slot.sum is not None}
    while waiting:
        ready = [name for name in sorted(waiting) if not (_names(waiting[name]) & waiting.keys())]
        if not ready:
            raise SlotError(f"slots {sorted(waiting)} wait for each other")
        for name in ready:
            numbers[name] = _sum(name, waiting.pop(name), numbers)
            values[name] = show_number(numbers[name])
    return values


def _draw(slot: Slot, rng: Random, today: dt.date) -> str | int | float:
    if slot.int_ is not None:
        return rng.randint(*slot.int_)
    if slot.pick is not None:
        return rng.choice(slot.pick)
    if slot.mask is not None:
        # No leading zero: "0042" reads as a typing slip.
        return "".join(
            rng.choice("123456789") if c == "#" else rng.choice(string.ascii_uppercase) if c == "@" else c
            for c in slot.mask
        )
    if slot.day is not None:
        return show_day(today + dt.timedelta(days=slot.day))
    if slot.pool == "person":
        return f"{rng.choice(pools()['first_name'])} {rng.choice(pools()['surname'])}"
    return rng.choice(pools()[str(slot.pool)])


def _names(formula: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(formula, mode="eval")) if isinstance(node, ast.Name)}


def _sum(name: str, formula: str, numbers: dict[str, float]) -> float:
    def value(node: ast.expr) -> float:
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            return float(node.value)
        if isinstance(node, ast.Name):
            if node.id not in numbers:
                raise SlotError(f"slot '{name}': '{node.id}' is not a number slot")
            return numbers[node.id]
        if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
            return float(_ARITHMETIC[type(node.op)](value(node.left), value(node.right)))
        raise SlotError(f"slot '{name}': '{formula}' is not plain arithmetic (+ - * / over slots and numbers)")

    return round(value(ast.parse(formula, mode="eval").body), 2)


def _fill(node: Any, values: dict[str, str], place: tuple[str, ...]) -> Any:
    if isinstance(node, str):

        def one(mark: re.Match[str]) -> str:
            if mark[1] not in values:
                raise SlotError(f"{'.'.join(place)}: no slot '{mark[1]}'")
            return values[mark[1]]

        return _MARK.sub(one, node)
    if isinstance(node, dict):
        return {
            key: value if key == "slots" else _fill(value, values, (*place, str(key))) for key, value in node.items()
        }
    if isinstance(node, (list, tuple)):
        return tuple(_fill(item, values, (*place, str(n))) for n, item in enumerate(node))
    return node
