"""Whether a sentence gives something, or at least says how it is or will be."""

from __future__ import annotations

from coolhead.graders.checks.speech.promises import promise_form
from coolhead.graders.checks.speech.refusals import refusal_form
from coolhead.graders.checks.speech.repeats import ECHO, parroted
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import expression, phrases


@once
def gives(reading: Reading, x: Sentence) -> bool:
    """The sentence gives or promises something: no question, no refusal, no if, nobody else's words."""
    if not tells(reading, x):
        return False
    return phrases("grants", "states").search(x.text) is not None or promise_form(x.text) > 0


def _without_no(x: Sentence) -> str:
    """The words of a sentence without a no that gives."""
    return phrases("grants", "blank").sub("it", phrases("grants", "gives_no").sub(" ", x.text))


@once
def tells(reading: Reading, x: Sentence) -> bool:
    """The sentence says how it is or will be: no question, no refusal, no if, nobody else's words."""
    text = _without_no(x)
    if x.asks or refusal_form(text) or _UNREAL.search(text) or parroted(reading, x) > ECHO:
        return False
    if any(phrases("acts", name).search(text) for name in ("reported", "passed_on", "condition")):
        return False
    if phrases("acts", "negation").search(text) and not phrases("acts", "assent").search(text):
        return False
    said = _ASIDE.sub("", x.text)
    return not any(phrases("grants", name).search(said) for name in ("sees", "noted"))


_ASIDE = expression("spoken", "aside")
"""What is told beside what is given."""
_UNREAL = expression("spoken", "unreal")
