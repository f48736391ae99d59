"""Which sentences settle something: a deed or an offer, and no refusal, look at the file or limit beside it."""

from __future__ import annotations

from coolhead.graders.base import MET
from coolhead.graders.checks.requests.course import carried_out
from coolhead.graders.checks.speech.figures import known_values
from coolhead.graders.checks.speech.listening import cue
from coolhead.graders.checks.speech.promises import owned, promise_form, remedy
from coolhead.graders.checks.speech.refusals import nearest, refuses
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases

HEARD = 0.25
"""Strength of a no, as the text model hears it, from which the form of one is believed."""
IDLE = 0.35
"""What is left of an offer in a sentence that does something else."""


@once
def settling(reading: Reading, x: Sentence) -> float:
    """How much a sentence settles, 0-1, as an offer or a deed of its own."""
    return remedy(reading, x) * (IDLE if idle(reading, x) else 1.0)


@once
def idle(reading: Reading, x: Sentence) -> bool:
    """The sentence turns something down and shows no way, looks something up, sends away, feels, or sets a limit."""
    plain = promise_form(x.text) == 0.0
    if plain and refuses(reading, x, plain=True) >= MET and nearest(reading, x) == 0.0:
        return reading.s(x, "REFUSE") >= HEARD
    if phrases("limits", "elsewhere").search(x.text) and not phrases("limits", "context").search(x.text):
        return plain or reading.s(x, "RE-4") >= MET
    if idles(x) or retells(reading, x):
        return True
    if not plain or phrases("refusals", "nearest").search(x.text):
        return False
    return cue(x) > 0 or any(phrases("limits", name).search(x.text) for name in ("ask", "warn"))


@once
def idles(x: Sentence) -> bool:
    """The agent looks something up, leaves a bait aside or stays on the line, and does nothing else in the sentence."""
    return looks(x) or any(phrases("acts", name).search(x.text) for name in ("leaves_aside", "stays_on"))


@once
def retells(reading: Reading, x: Sentence) -> bool:
    """The sentence tells of what the customer did and met with, or gives back what they told, and nothing else."""
    told = x.stems & reading.heard(x.turn)
    if owned(x.text) or (carried_out(x) and told != x.stems):
        return False
    if phrases("acts", "your_past").search(x.text):
        return True
    new = {value for slot in x.slots for value in slot.values} - known_values(reading, x.turn)
    return not new and len(told) >= max(2.0, STORY * len(x.stems)) and phrases("acts", "gives").search(x.text) is None


STORY = 0.6
"""Share of the customer's words from which a sentence without a new figure only gives them back."""


@once
def looks(x: Sentence) -> bool:
    """The agent looks something up or has it before its eyes, and does nothing else in the sentence."""
    if len(x.words) > SHORT or any(phrases("acts", name).search(x.text) for name in ("follow_up", "then_does")):
        return False
    seen = phrases("acts", "looks").search(x.text)
    return seen is not None and promise_form(x.text[: seen.start()] + " " + x.text[seen.end() :]) == 0.0


SHORT = 16
"""Words up to which a look at the file is all that a sentence holds."""


@once
def settles(reading: Reading, turn: TurnRead) -> list[tuple[float, Sentence]]:
    """The settling sentences of a turn, strongest first."""
    return sorted(((settling(reading, x), x) for x in turn.sentences), key=lambda pair: -pair[0])
