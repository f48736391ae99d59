"""What a reference agent listens for in the customer's words: just enough to play its part (`data/bots/ears.yaml`)."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(files("coolhead.bench").joinpath("data/bots/ears.yaml").read_text("utf-8"))
    return loaded


def _any_of(key: str) -> re.Pattern[str]:
    """One pattern out of the lines of a list."""
    names = "|".join(_data()["names"])
    return re.compile("|".join(_data()[key]).replace("{names}", names), re.I)


INSULT = _any_of("insult")
HUMAN = _any_of("human")
MACHINE = _any_of("machine")
SORRY = _any_of("sorry")
LEGAL = _any_of("legal")
REACH = _any_of("reach")
WHEN = _any_of("when")
PROOF = _any_of("proof")
MUCH = _any_of("much")
HURRY = _any_of("hurry")
MORE = _any_of("more")

SMALL: frozenset[str] = frozenset(_data()["small"].split())
"""Words that name nothing."""
