"""How the customer names a thing: in the persona's own words, else from the label: "fine frozen until then"."""

from __future__ import annotations

import re

from coolhead.personas.schema import Persona, Remedy, Trap

_STANDS = frozenset(
    "the a an one two three four five six ten twelve no every all both his her my your our their its some any another "
    "everything everybody everyone nobody nothing somebody someone something half twice double free this that back "
    "whatever".split()
)
"""A label that begins so can stand in a sentence as it is."""
_DEEDS = frozenset("pay leave hand fill take wait ring write send".split())
_SUM = re.compile(r"(?:,| of| up to| over)? ?\b\d[\d.,]* ?(?:cr|credits)\b", re.I)


def named(label: str, *, without_sum: bool = False) -> str:
    """The label as a noun phrase: "the fine frozen until then"; `without_sum` leaves out what the agent has to say."""
    if without_sum:
        label = re.sub(r"\s+", " ", _SUM.sub("", label)).strip() or label
    first, _, rest = label.partition(" ")
    if (
        not first.replace("-", "").isalpha()
        or first[0].isupper()
        or first.lower() in _STANDS
        or re.search(r"\b(?:is|are|rests)\b", label)
    ):
        return label
    if first == "on" and re.search(r"\b(?:list|plan|queue|roster)\b", rest):
        return f"a place {label}"
    if first in _DEEDS and not rest.startswith(("for ", "back")):
        return f"to {label}"
    return f"the {label}"


_DETAIL = re.compile(r"\s+(?:with|within|until|under|by|during|after|before|that|so that|today|tomorrow)\b.*")


def brief(name: str) -> str:
    """How one asks about a thing that both know by now: "the appeal" for "the appeal with the log of the machine"."""
    short = _DETAIL.sub("", name).strip(" ,")
    return short if len(short.split()) > 1 or short[:1].isdecimal() else name


def spoken(one: Remedy | Trap, *, without_sum: bool = False) -> str:
    """The thing as this customer calls it; `without_sum` where the agent has not named the sum."""
    return one.thing or named(one.label, without_sum=without_sum)


def option_fill(persona: Persona, option: str) -> dict[str, str]:
    """What a template needs to ask about something that the customer is not getting."""
    wrong: list[Remedy | Trap] = [*persona.wrong]
    if persona.trap:
        wrong.append(persona.trap)
    for one in wrong:
        if option in {one.label, named(one.label)}:
            return {"extra": spoken(one), "edo": one.deed}
    return {"extra": named(option)}


def trap_fill(trap: Trap) -> dict[str, str]:
    """What a template needs to come back to the unreasonable demand."""
    return {"trap": spoken(trap), "tdo": trap.deed}
