"""Good spirits where there is no reason for any: joy at what stays broken, exclamation marks and faces at grief."""

from __future__ import annotations

import re

from coolhead.graders.base import MET
from coolhead.graders.checks.calm.temper import displeased, provoked, tells_trouble, troubled
from coolhead.graders.checks.speech.common import HOT, UNSAID, UPSET, hot_before
from coolhead.graders.checks.speech.odds import BORNE_OUT, NO_WORDS, shifted
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases

_EMOJI = re.compile(
    "[\U0001f600-\U0001f60e\U0001f617-\U0001f61d\U0001f642\U0001f643\U0001f917\U0001f389\U0001f38a"
    r"\U0001f973\U0001f929\u2728\U0001f483]|(?<!\w)[:;]-?[)D](?!\w)"
)
"""Faces that smile, kiss or hug, and parties; a sad face and folded hands cheer nobody up."""
HEEDED = 0.3
"""Strength from which an exclamation heeds a danger."""
GAY, REJOICES = 0.6, 0.75
"""The strength of cheerful words said loudly or with a face, and of joy at a success that the customer denies."""


def cheer(reading: Reading, turn: TurnRead) -> tuple[float, Sentence | TurnRead]:
    """The most unfit cheer of a turn, 0-1; none where the customer is content, or never had any trouble."""
    before = turn.before
    if before is None or reading.p(before, "SATISFIED") >= MET or _content(before):
        return 0.0, turn
    if not (troubled(reading, turn) and (hot_before(turn) >= UPSET or tells_trouble(before))):
        return 0.0, turn
    cases = [(_unfit(reading, turn, x), x) for x in turn.sentences]
    return max(cases, key=lambda pair: pair[0], default=(0.0, turn))


def _content(turn: TurnRead) -> bool:
    """Says so, and not as a bitter "great" before the next complaint."""
    return phrases("cheer", "content").search(turn.text) is not None and not displeased(turn)


def _unfit(reading: Reading, turn: TurnRead, x: Sentence) -> float:
    if reading.s(x, "PB+10") >= HEEDED:
        return 0.0  # "Please leave the house now!"
    hot = hot_before(turn) >= HOT
    told = turn.before is not None and tells_trouble(turn.before)
    if told and phrases("cheer", "rejoices").search(x.text):
        return REJOICES
    words = phrases("conduct", "cheer").search(x.text) is not None
    loud = "!" in x.text and phrases("conduct", "greets").search(x.text) is None
    drawn = _drawn(turn, x)
    polite = any(phrases("conduct", name).search(x.text) for name in ("greets", "thanks", "courtesy"))
    heard = shifted(reading.s(x, "CT-5"), provoked(reading), BORNE_OUT if words or drawn else NO_WORDS)
    if not (words or drawn) and (polite or not hot):
        heard *= UNSAID
    greets = not (words or drawn) and phrases("conduct", "greets").search(x.text) is not None
    if greets or phrases("cheer", "parts").search(x.text):
        return UNSAID * heard  # courtesies
    return max(heard, GAY * ((words and (loud or drawn)) or (drawn and (hot or told))))


def _drawn(turn: TurnRead, x: Sentence) -> bool:
    """A face stands in the sentence or right behind it."""
    text = turn.plain.original
    at = text.find(x.quote)
    behind = text[at + len(x.quote) :][:BEHIND] if at >= 0 else ""
    return _EMOJI.search(x.quote + behind) is not None


BEHIND = 3
"""Characters behind a sentence in which its face stands."""
