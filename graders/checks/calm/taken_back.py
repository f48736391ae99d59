"""Sympathy that its own but takes back: "I see that you are cross, but rules are rules and it stays on Friday"."""

from __future__ import annotations

from coolhead.graders.checks.speech.giving import gives
from coolhead.graders.checks.speech.listening import cue, feeling_named
from coolhead.graders.checks.speech.refusals import refusal_form, way_out
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import expression, phrases

_BUT = expression("toned", "but")
_BEGINS = expression("toned", "begins")
LEFT = 0.15
"""What sympathy earns that is taken back in the same breath."""


@once
def taken_back(reading: Reading, x: Sentence) -> bool:
    """A sentence feels with the customer, and its but, or the next sentence's, ends the matter and brings nothing."""
    if not _feels(x):
        return False
    match = _BUT.search(x.text)
    if match is not None and closes(x.text[match.end() :]):
        return True
    later = reading.turns[x.turn].sentences[x.place + 1 : x.place + 2]
    return any(_BEGINS.search(y.text) and closes(y.text) and not gives(reading, y) for y in later)


def closes(text: str) -> bool:
    """The words end the matter in one way or another, and nothing that helps stands behind them."""
    ends = [m.end() for m in phrases("conduct", "dismissal").finditer(text)]
    ends += [m.end() for m in SAME.finditer(text)]
    return bool(ends) and not helps_on(text[max(ends) :])


def helps_on(rest: str) -> bool:
    """What stands behind an end goes on to something that can be done: more than that things stay as they are."""
    match = _BUT.search(rest)
    behind = rest[match.end() :] if match is not None else ""
    return bool(behind) and way_out(f"but {behind}") and not refusal_form(behind)


def _feels(x: Sentence) -> bool:
    sorry = phrases("acts", "apology").search(x.text) or phrases("feeling", "understand").search(x.text)
    return bool(cue(x) or feeling_named(x) or sorry or phrases("conduct", "hears").search(x.text))


SAME = expression("toned", "same")
"""Worn is worn, a deadline is a deadline."""
