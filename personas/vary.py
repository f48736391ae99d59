"""Fills the `{slots}` of a persona from a seed: the same seed gives the same persona, to the byte."""

from __future__ import annotations

import ast
import datetime as dt
import operator
import re
import string
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from json.encoder import encode_basestring
from random import Random
from typing import Any, NamedTuple

import yaml

from coolhead.personas.same import Same
from coolhead.personas.schema import Persona, Slot
from coolhead.personas.wording import spell_by, without_choices

FIRST_DAY = dt.date(2030, 1, 7)
"""The days of contact are drawn from the weeks after it: a year that is nobody's news, so no date is a real event."""

_REMEMBERED = 64
"""Filled personas kept: every bot of a run meets the same ones, one bot after the other; a long run must not grow."""
_MARK = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_GAP = re.compile(r"\{([a-z][a-z0-9_]*)\}|\ue000([0-9]+)\ue001")
"""A slot, or a text with alternatives."""
_ARITHMETIC = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


class SlotError(ValueError):
    """A slot cannot be filled; the message names it, `way` leads to the field in the file."""

    def __init__(self, what: str, *, way: Sequence[str | int] = ()) -> None:
        super().__init__(what)
        self.way = way


@cache
def pools() -> dict[str, list[str]]:
    """The invented names, by pool."""
    loaded: dict[str, list[str]] = yaml.safe_load(
        files("coolhead.personas").joinpath("data/pools.yaml").read_text("utf-8")
    )
    return loaded


def vary(persona: Persona, *, seed: int) -> Persona:
    """The persona with every slot filled, every alternative drawn and the day of the contact set.

    Raises:
        SlotError: a text names a slot that does not exist, or a sum does not work out.
    """
    return _varied(Same(persona), seed)


@lru_cache(maxsize=_REMEMBERED)
def _varied(same: Same, seed: int) -> Persona:
    persona = same.persona
    rng = Random(f"{seed}:{persona.family}:slots")  # twins share the family, so that they share the opening too
    today = FIRST_DAY + dt.timedelta(days=rng.randrange(0, 280))
    values = _values(persona.slots, rng, today)
    made = Persona.model_validate_json(_filled(persona, values, seed=seed))
    if made.case.today:
        return made
    return made.model_copy(update={"case": made.case.model_copy(update={"today": show_day(today)})})


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
            names = ", ".join(sorted(waiting))
            raise SlotError(f"the sums of slots {names} wait for each other", way=("slots", min(waiting)))
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


@cache
def _tree(formula: str) -> ast.expr:
    try:
        return ast.parse(formula, mode="eval").body
    except (SyntaxError, ValueError):
        raise SlotError(f"'{formula}' is not plain arithmetic (+ - * / over slots and numbers)") from None


@cache
def _names(formula: str) -> frozenset[str]:
    return frozenset(node.id for node in ast.walk(_tree(formula)) if isinstance(node, ast.Name))


def _sum(name: str, formula: str, numbers: dict[str, float]) -> float:
    way = ("slots", name, "sum")

    def value(node: ast.expr) -> float:
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            return float(node.value)
        if isinstance(node, ast.Name):
            if node.id not in numbers:
                raise SlotError(f"slot '{name}': '{node.id}' is not a number slot", way=way)
            return numbers[node.id]
        if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
            return float(_ARITHMETIC[type(node.op)](value(node.left), value(node.right)))
        raise SlotError(f"slot '{name}': '{formula}' is not plain arithmetic (+ - * / over slots and numbers)", way=way)

    try:
        return round(value(_tree(formula)), 2)
    except ArithmeticError as problem:
        raise SlotError(f"slot '{name}': '{formula}' does not work out: {problem}", way=way) from None


def _filled(persona: Persona, values: dict[str, str], *, seed: int) -> str:
    """The persona as JSON, with its slots filled and its alternatives drawn; twins draw alike what they share."""
    template = _template(Same(persona))
    unknown = sorted(template.names - values.keys())
    if unknown:
        place = _place_of(persona.model_dump(by_alias=True, exclude={"slots"}), f"{{{unknown[0]}}}", ())
        way = [int(part) if part.isdigit() else part for part in place.split(".")]
        shown = re.sub(r"\.(\d+)", lambda found: f" #{int(found[1]) + 1}", place)  # people count from 1
        raise SlotError(f"{shown}: no slot '{unknown[0]}'", way=way)
    key = f"{seed}:{persona.family}"

    def said(text: str) -> str:
        drawn = spell_by(key, text)
        return _MARK.sub(lambda mark: values[mark[1]], drawn) if "{" in drawn else drawn

    parts = list(template.parts)
    drawn = [said(text) for text in template.choices]
    fills = zip(parts[1::3], parts[2::3], strict=True)
    parts[1::3] = [encode_basestring(values[slot] if slot else drawn[int(text)])[1:-1] for slot, text in fills]
    parts[2::3] = [""] * len(parts[2::3])
    return "".join(parts)


class _Template(NamedTuple):
    parts: tuple[str, ...]
    """JSON between the gaps, then the slot's name and the number of the text, one of which is empty; and so on."""
    choices: tuple[str, ...]
    names: frozenset[str]


@lru_cache(maxsize=128)
def _template(of: Same) -> _Template:
    """The persona taken apart: a run fills it many times."""
    marked, choices = without_choices(of.persona)
    parts = tuple(part or "" for part in _GAP.split(marked.model_dump_json(by_alias=True, exclude={"slots"})))
    names = {*filter(None, parts[1::3]), *(name for text in choices for name in _MARK.findall(text))}
    return _Template(parts, choices, frozenset(names))


def _place_of(node: Any, mark: str, place: tuple[str, ...]) -> str:
    """The field whose text holds the mark; empty = nowhere."""
    if isinstance(node, str):
        return ".".join(place) if mark in node else ""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, (list, tuple)) else ()
    return next(filter(None, (_place_of(item, mark, (*place, str(key))) for key, item in inner)), "")
