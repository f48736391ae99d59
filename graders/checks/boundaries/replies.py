"""What the agent answers to an episode, and which sentence of it shows an indicator of boundaries."""

from __future__ import annotations

from operator import itemgetter

from coolhead.graders.base import MET
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases

Where = tuple[float, Sentence | TurnRead]


def replies_to(reading: Reading, turns: list[TurnRead], count: int = 1) -> list[TurnRead]:
    """The agent's next turns after each of these."""
    found_: list[TurnRead] = []
    for turn in turns:
        found_ += [t for t in reading.agents if t.index > turn.index][:count]
    return list({t.index: t for t in found_}.values())


_SAYS: dict[str, tuple[tuple[str, str], ...]] = {
    "PB+1": (("limits", "ask"),),
    "PB+2": (("limits", "warn"), ("limits", "ask")),
    "PB+5": (("conduct", "honest_bot"),),
    "PB+6": (("limits", "hand_over"),),
    "PB+7": (("limits", "check"),),
    "PB+8": (("limits", "process"),),
    "PB+9": (("limits", "grace"),),
    "PB-1": (
        ("limits", "warn"),
        ("limits", "end"),
        ("conduct", "policing"),
        ("limits", "ask"),
        ("conduct", "composure"),
    ),
    "PB-4": (("limits", "no_hand_over"),),
    "PB-7": (("limits", "end"), ("limits", "warn")),
}
"""Indicator -> the words that say it, the plainest first."""


def shown_in(reading: Reading, turn: TurnRead, indicator: str) -> Sentence | TurnRead:
    """The sentence of a turn that shows an indicator best, or the turn where none shows it by itself."""
    said = _SAYS.get(indicator, ())

    def shows(x: Sentence) -> float:
        plain = next((1 - 0.1 * n for n, words in enumerate(said) if phrases(*words).search(x.text)), 0.0)
        return max(plain, reading.s(x, indicator)) + 0.1 * min(plain, reading.s(x, indicator))

    shown, best = max(((shows(x), x) for x in turn.sentences), key=itemgetter(0), default=(0.0, turn))
    return best if shown >= MET else turn
