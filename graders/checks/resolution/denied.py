"""What the agent says was done or agreed, and the customer denies: agreement nobody gave, deeds insisted on."""

from __future__ import annotations

from coolhead.graders.checks.requests.course import carried_out
from coolhead.graders.checks.speech.promises import timed
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import expression, phrases

INSISTED = 0.72
"""Strength of a deed that is only said again to a customer who denied it."""
DENIED = 0.3
"""What is left of an outcome that the customer denies."""


@once
def consent_denied(reading: Reading) -> list[Sentence]:
    """Sentences that say the customer agreed, where they had agreed to nothing before and deny it.

    Where the whole file is known, nobody has to deny an agreement of which neither file nor talk knows.
    """
    found: list[Sentence] = []
    for turn in reading.agents:
        after = reading.after(turn)
        known = reading.goal is not None and not _on_file(reading)
        if known or (after is not None and _denies(after)):
            agreed = any(_agrees(reading, t) for t in reading.customers if t.index < turn.index)
            found += [x for x in turn.sentences if not agreed and not x.asks and _claims_consent(x)]
    return found


def _agrees(reading: Reading, turn: TurnRead) -> bool:
    heard = max(reading.strength(turn, label) for label in ("ACCEPT", "SATISFIED"))
    return heard >= HINT or any(_says_yes(x) for x in turn.sentences)


def _says_yes(x: Sentence) -> bool:
    return any(phrases(*name).search(x.text) for name in (("acts", "assent"), ("claims", "agreed_once")))


HINT = 0.3
"""Strength of a yes of the customer, as the text model hears it, from which they may have agreed."""


def _on_file(reading: Reading) -> bool:
    """The file tells of something that was agreed."""
    record = reading.case.record if reading.case else {}
    return any(phrases("claims", "approved_told").search(f"{name} {text}") for name, text in record.items())


def _claims_consent(x: Sentence) -> bool:
    return phrases("claims", "consent_said").search(x.text) is not None


@once
def insisted(reading: Reading, x: Sentence) -> float:
    """How surely a sentence only says again that something was done which the customer has just denied, 0-1.

    With a time or a sum of its own it explains, and does not insist.
    """
    turn = reading.turns[x.turn]
    if (
        not carried_out(x)
        or _GENERAL.search(x.text)
        or timed(x)
        or turn.before is None
        or not _denies_this(turn.before, x)
    ):
        return 0.0
    said = [y for t in reading.agents if t.index < turn.before.index for y in t.sentences if carried_out(y)]
    return INSISTED if any(x.stems & y.stems for y in said) else 0.0


def _denies(turn: TurnRead) -> bool:
    return any(_denies_in(x) for x in turn.sentences)


def _denies_in(x: Sentence) -> bool:
    return not x.asks and phrases("claims", "denies").search(x.text) is not None


def _denies_this(turn: TurnRead, deed: Sentence) -> bool:
    """Denies what was done; who says that nobody called denies a call, and no other deed."""
    return any(_denies_in(x) and (not _NOBODY.search(x.text) or bool(x.stems & deed.stems)) for x in turn.sentences)


_NOBODY = expression("settled", "nobody")
_GENERAL = expression("settled", "general")
"""How it is done for anybody: "refunds are issued to the card that was used"."""


def overruled(reading: Reading) -> bool:
    """The customer denies what the outcome would rest on."""
    return bool(consent_denied(reading)) or any(insisted(reading, x) for x in reading.sentences)
