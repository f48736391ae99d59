"""Checks that a judge's quote stands in the agent turn it names."""

from __future__ import annotations

import re

from coolhead.bench.types import Dialogue
from coolhead.graders.judge.integrity import Suspect
from coolhead.graders.reading.text import Plain, plain

LEAST_WORDS = 3

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+(?:'[^\W_]+)?")
"""A word; where writing has no blanks, a character."""


def words(text: str) -> list[str]:
    """The words of a text without case, punctuation and markup."""
    return [word.casefold() for word in _WORD.findall(plain(text).text)]


def locate(quote: str, said: Plain) -> tuple[int, int] | None:
    """Where a quote's words stand side by side in a turn (positions in its plain text); None = they do not."""
    wanted = words(quote)
    found = list(_WORD.finditer(said.text))
    if len(wanted) < LEAST_WORDS:
        return None
    have = [match[0].casefold() for match in found]
    for start in range(len(have) - len(wanted) + 1):
        if have[start : start + len(wanted)] == wanted:
            return found[start].start(), found[start + len(wanted) - 1].end()
    return None


class Checker:
    """Checks the quotes of one dialogue; reads each turn once."""

    def __init__(self, dialogue: Dialogue, found: tuple[Suspect, ...]) -> None:
        self._turns = [plain(turn.text) for turn in dialogue.turns]
        self._roles = [turn.role for turn in dialogue.turns]
        self._suspects = found
        self.agents = [place for place, role in enumerate(self._roles) if role == "agent"]
        self.speaking = {n for n, place in enumerate(self.agents, 1) if words(self._turns[place].text)}
        """Numbers of the agent turns that say anything."""

    def verify(self, number: int, quote: str) -> tuple[int, str] | str:
        """(Place in the dialogue, the original words), or why the quote does not count, without repeating it."""
        if len(words(quote)) < LEAST_WORDS:
            return f"a quote from B{number} has fewer than {LEAST_WORDS} words"
        if not 1 <= number <= len(self.agents):
            return f"there is no agent turn {number}"
        place = self.agents[number - 1]
        said = self._turns[place]
        span = locate(quote, said)
        if span is None:
            return f"the quote does not stand word for word in B{number}"
        if any(s.turn == place and s.span[0] <= span[0] and span[1] <= s.span[1] for s in self._suspects):
            return f"the quote from B{number} is not said to the customer"
        if any(locate(quote, self._turns[n]) for n in range(place) if self._roles[n] == "customer"):
            return f"the quote from B{number} are words that the customer had said before"
        return place, said.quote(*span)
