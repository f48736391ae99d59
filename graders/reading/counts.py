"""How many of what a text names: "all three fees", "twelve parts", "4 seats"."""

from __future__ import annotations

import re
from functools import lru_cache

from coolhead.graders.reading.slots import NUMBER_WORDS
from coolhead.graders.reading.words import stem, word_set

_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_COUNT = re.compile(rf"(?<![\w.:/-])(?P<n>\d{{1,3}}|{_WORDS}|both|a dozen)(?=(?P<rest>(?: [a-z][\w'-]*){{1,3}}))")
_UNITS = re.compile(
    r"(?:secs?|seconds?|min(?:ute)?s?|hours?|hrs?|days?|nights?|weeks?|fortnights?|months?|years?|cr|credits?|euros?|"
    r"dollars?|pounds?|cents?|per|percent|o'clock|am|pm|times?|km|mb)$"
)
_PART = re.compile(rf"\b(\d{{1,3}}|{_WORDS}) of (?:the |your |my |our |these |those )?(?:\d{{1,3}}|{_WORDS})(?= )")
"""Some of several: "two of the three fees" are two."""
_GIFTS = frozenset(("bonus", "goodwill", "credit", "voucher", "discount", "compensation", "refund"))


@lru_cache(maxsize=4_000)
def counts(text: str) -> dict[str, int]:
    """Stem of the thing -> the highest number of it; lengths of time, sums and shares are none of these."""
    found: dict[str, int] = {}
    for match in _COUNT.finditer(_PART.sub(r"\1", text.lower())):
        number = _number(match["n"])
        things: list[str] = []
        for word in match["rest"].split():
            if _UNITS.match(word):
                things = things if word == "per" else []  # "one guest day" counts days
                break
            if word in word_set("common", "function") - {"new", "more"} or (number > 1 and word in _GIFTS):
                break  # "ten bonus" is a sum, "two bonuses" are two
            things.append(stem(word))
        for thing in things:
            found[thing] = max(number, found.get(thing, 0))
    return found


def _number(said: str) -> int:
    if said.isdigit():
        return int(said)
    return {"both": 2, "a dozen": 12}.get(said) or NUMBER_WORDS[said]
