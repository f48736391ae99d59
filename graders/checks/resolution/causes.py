"""RE+1 and RE+9: why it went wrong is said, and the cause goes to those who can mend it."""

from __future__ import annotations

from coolhead.graders.base import MET, Finding, found, strongest
from coolhead.graders.checks.requests.course import carried_out
from coolhead.graders.checks.requests.requests import is_request
from coolhead.graders.checks.resolution.foreknowledge import foreknown
from coolhead.graders.checks.resolution.outcome import cause_stated
from coolhead.graders.checks.speech.common import concrete
from coolhead.graders.checks.speech.odds import EMPTY, heard, shifted
from coolhead.graders.checks.speech.promises import echoed
from coolhead.graders.checks.speech.refusals import refuses
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import phrases

UNFORMED, UNPASSED = -1.5, -0.9
"""Log-odds of a cause, and of its being passed on, that the text model hears and no form of words shows."""
UNNAMED = -3.0
"""Log-odds of its being passed on where nothing is named that went wrong, or that others are to be spared."""
REASON = 0.3
"""What is left of a cause that is rather the reason for a no, or what the customer did."""
REQUEST = -1.0
"""Log-odds of a cause where somebody asks for a table: what sounds like one is mostly the thing itself."""
FORM = 0.7
"""Strength of a cause passed on by its form alone."""


def causes(reading: Reading) -> list[Finding]:
    """The true cause said by the agent (without an answer key: a cause), and the cause passed on."""
    passed = strongest("RE+9", [(_passed_on(reading, x), x) for x in reading.sentences])
    if reading.goal:
        known, where = cause_stated(reading)
        # What it had learnt by heart it did not find out.
        return [found("RE+1", 0.2 * known if foreknown(reading) else known, where), passed]
    best = strongest("RE+1", [(_explains(reading, x), x) for x in reading.sentences])
    return [f if (f.strength or 0.0) >= MET else Finding(f.indicator, None) for f in (best, passed)]


def _explains(reading: Reading, x: Sentence) -> float:
    """How surely a sentence says why it went wrong, 0-1."""
    form = phrases("questions", "cause").search(x.text) is not None
    doubt = EMPTY * (1 - concrete(x)) + UNFORMED * (not form) + REQUEST * is_request(reading)
    other = x.asks or refuses(reading, x, plain=True) >= MET or phrases("acts", "your_doing").search(x.text) is not None
    other = other or carried_out(x) > 0
    return shifted(heard(reading, x, "RE+1"), doubt) * (REASON if other or echoed(reading, x) else 1.0)


def _passed_on(reading: Reading, x: Sentence) -> float:
    """Says that the cause goes to those who can mend it."""
    form = not x.asks and phrases("acts", "passed_on").search(x.text) is not None
    cause = phrases("acts", "names_cause").search(x.text) is not None
    doubt = UNPASSED * (not form) + UNNAMED * (not cause)
    held = max(shifted(heard(reading, x, "RE+9"), doubt), FORM if form and cause else 0.0)
    sends = phrases("acts", "sends_somebody").search(x.text) or phrases("acts", "hands_over").search(x.text)
    other = echoed(reading, x) or (sends is not None and not (form and cause))
    return REASON * held if other else held
