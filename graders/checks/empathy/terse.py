"""Facts of the story taken up in a breath, without a word of feeling: "Two nights without heating, with a baby."."""

from __future__ import annotations

import re

from coolhead.graders.checks.speech.common import UPSET, hot_before
from coolhead.graders.checks.speech.listening import echo, own
from coolhead.graders.checks.speech.promises import promise_form
from coolhead.graders.checks.speech.repeats import ECHO
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import expression, kin

LEAST, FULL = 0.5, 0.7
"""Share of the story from which a breath tells it, and from which it tells enough: two telling words, or a figure."""
SHORT = (3, 16)
"""Words of such a breath."""
FIRST = 2
"""Sentences of a turn among which it stands, in answer to what was told."""
ANSWERED = 8
"""Words of the customer from which something was told."""
_HEAD = re.compile(r"^.*?(?=[,:;–—]|\b(?:and|because|which|that|when|while)\b|$)", re.I)
_BEGINS = expression("sympathy", "begins")
_LEADS = expression("sympathy", "leads")
_FINITE = expression("sympathy", "finite")
_ITEM = expression("sympathy", "item")
_WEIGHT = expression("sympathy", "weight")


@once
def taken_up(reading: Reading, x: Sentence) -> float:
    """How much of what weighs on an upset customer a breath without a verb says, 0-1.

    A fragment is how people say what they have taken in; a file is read out in fragments too, but with numbers and
    names of things, and of what weighs it says nothing: how long, how often, without what, who is with them.
    """
    if x.asks or x.place >= FIRST or not SHORT[0] <= len(x.words) <= SHORT[1] or promise_form(x.text):
        return 0.0
    if hot_before(reading.turns[x.turn]) < UPSET or x.has("reference") or _ITEM.search(x.text):
        return 0.0
    before = reading.turns[x.turn].before
    text = _LEADS.sub("", x.text)
    head = _HEAD.search(text)
    if before is None or len(before.words) < ANSWERED or _BEGINS.search(text) is None:
        return 0.0
    if head is None or not head.group().strip() or _FINITE.search(head.group()):
        return 0.0
    weighs = _WEIGHT.search(x.text) is not None or x.has("duration") or bool(x.stems & kin())
    told = own(reading, x)
    return min(1.0, told / FULL) if weighs and told >= LEAST and echo(reading, x) <= ECHO else 0.0
