"""How the customer names a thing that the persona file labels in note form: "fine frozen until then"."""

from __future__ import annotations

import re

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
    return short if len(short.split()) > 1 or short[:1].isdigit() else name
