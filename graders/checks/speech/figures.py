"""Figures that do not fit: against the record, and from nowhere."""

from __future__ import annotations

import re

from coolhead.graders.checks.speech.filed import case_file
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.slots import Slot, slots, values
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import content, expression, tokens

_DAYS = expression("spoken", "days")
_RULE = expression("spoken", "rule")
_LAW = expression("spoken", "law")
_ID_WORD = expression("spoken", "id_word")


def known_values(reading: Reading, upto: int) -> frozenset[float]:
    """Every number that the record, the policy, the customer or a tool has named before turn `upto`."""
    return case_file(reading).values | told_values(reading, upto)


def told_values(reading: Reading, upto: int) -> frozenset[float]:
    """Every number that the customer or a tool has named before turn `upto`."""
    return frozenset().union(*_told_values(reading)[: upto + 1])


@once
def _told_values(reading: Reading) -> list[frozenset[float]]:
    """The numbers that the customer or a tool names, turn by turn."""
    told: list[frozenset[float]] = []
    for turn in reading.turns:
        texts = [turn.text] if turn.role == "customer" else []
        for action in turn.turn.actions:
            texts += [str(action.amount or ""), str(action.detail)]
        told.append(frozenset(value for text in texts for value in values(text)))
    return told


def invented_reference(reading: Reading, x: Sentence) -> float:
    """A reference or numbered rule that nobody gave, 0-1.

    Without a case file only numbered rules with a reference are odd.
    """
    if not any(s.kind == "reference" for s in x.slots) and not _RULE.search(x.text):
        return 0.0
    known = case_file(reading).text
    heard = " ".join(t.text for t in reading.turns if t.role == "customer" and t.index < x.turn)
    detail = " ".join(str(a.detail) for t in reading.turns if t.index <= x.turn for a in t.turn.actions)
    told = f"{known} {heard} {detail}".lower()
    strength = 0.0
    for slot in x.slots:
        if slot.kind == "reference" and slot.text.lower() not in told and _squeezed(slot.text) not in _squeezed(told):
            if reading.case is None:
                continue  # it may stand in files that are not shown here
            plain = _ID_WORD.search(x.text) if reading.goal else _of_kind(reading, x, slot)
            strength = max(strength, 0.75 if plain else 0.4)
    for match in _RULE.finditer(x.text):
        if match.group().lower() not in told:
            # Only the file of a simulated case is known to be whole; other rules may stand where nobody sees them.
            ruled = reading.case is not None and bool(reading.case.policy.grants or reading.case.policy.forbidden)
            law = _LAW.search(match.group()) is not None and (ruled or "clause" not in match.group().lower())
            named = 0.55 if law else 0.45  # "code 14" opens a door, "under point 4" is a page
            strength = max(strength, 0.7 if reading.goal else named if reading.case else 0.3)
    return strength


def _of_kind(reading: Reading, x: Sentence, slot: Slot) -> bool:
    """Few facts tell not every number there is: only against one of the same kind, or "none yet", it is made up."""
    said = x.text[max(0, slot.start - NEAR) : slot.start].lower()
    if _PROOF.search(said):
        return True  # nobody's report is a plain number
    if reading.case is None:
        return False
    kinds = {word for word in _ID_WORD.findall(said) if word not in {"number", "ref"}}
    if kinds & _OF_CASES:
        kinds |= _OF_CASES  # one number of a matter is told; another name for it makes no second
    held = [text for name, text in reading.case.record.items() if any(kind in name.lower() for kind in kinds)]
    return any(_NONE.search(text) or any(s.kind == "reference" for s in slots(text)) for text in held)


_OF_CASES = frozenset(("case", "ticket", "reference", "complaint", "claim"))
NEAR = 24
"""Characters before a number in which a word says what it is the number of."""
_PROOF = expression("spoken", "proof")
_NONE = expression("spoken", "none")


def _squeezed(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def record_clash(reading: Reading, x: Sentence) -> float:
    """A statement about an entry of the record that gives it another date, 0-1.

    What is promised for later has dates of its own.
    """
    if reading.case is None or x.asks or not any(s.kind == "date" for s in x.slots) or _LATER.search(x.text):
        return 0.0
    worst = 0.0
    for name, value in reading.case.record.items():
        about = content(tokens(f"{name.replace('_', ' ')} {value}"))
        if len(about & x.stems) < 3:
            continue
        right = {key(s) for s in slots(value) if s.kind == "date"}
        mine = {key(s) for s in x.slots if s.kind == "date"}
        if mine and right and not mine & right:
            worst = max(worst, 0.3)
    return worst


_LATER = expression("spoken", "later")


def key(slot: Slot) -> str:
    """What a figure is told by when two are compared: the day of the week, else its numbers, else its words."""
    day = _DAYS.search(slot.text)
    if day:
        return day.group(1).lower()
    return ",".join(f"{v:g}" for v in slot.values) or slot.text.lower()
