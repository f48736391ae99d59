"""Words against the record and against the declared actions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coolhead.bench.types import Action
from coolhead.graders.base import Finding, found
from coolhead.graders.checks.case.otherwise import otherwise
from coolhead.graders.checks.requests.course import carried_out
from coolhead.graders.checks.requests.deeds import failed, looks_up
from coolhead.graders.checks.speech.common import key_stems
from coolhead.graders.checks.speech.figures import known_values
from coolhead.graders.checks.speech.listening import is_check
from coolhead.graders.checks.speech.promises import committed
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.money import money
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import expression, phrases

_NO_RECORD = expression("settled", "no_record")
_CLAIMED = expression("settled", "claimed")
_FAILED = expression("settled", "failed")
_MEANWHILE = expression("settled", "meanwhile")
_NOW = expression("settled", "now")
_MONEY_DONE = expression("settled", "money_done")
_DONE = expression("settled", "done")


RETOLD = 0.5
"""Share of a sentence that the customer has said, from which it retells."""


def denied_by_record(reading: Reading, x: Sentence) -> float:
    """A sentence says something was done before, and the record says it was not, 0-1."""
    case = reading.case
    if case is None or x.asks or not _CLAIMED.search(x.text) or _NOW.search(x.text):
        return 0.0
    beside = reading.turns[x.turn].sentences[x.place + 1 : x.place + 3]
    if len(x.stems & reading.heard(x.turn)) > RETOLD * len(x.stems) or any(is_check(y) for y in beside):
        return 0.0  # says after the customer what happened, or puts it to be corrected
    if _NO_RECORD.search(x.text) or _FAILED.search(x.text) or _MEANWHILE.search(x.text):
        return 0.0  # it agrees with the record, or speaks of what is still to come
    if any(
        len(x.stems & key_stems(f"{name} {value}")) >= 3
        for name, value in (*case.record.items(), *case.policy.service_times.items())
        if not _NO_RECORD.search(value)
    ):
        return 0.0
    best = 0.0
    turn = reading.turns[x.turn]
    if any(_confirmed(x, name, value) for name, value in case.record.items()):
        return 0.0  # an entry says just that
    for name, value in case.record.items():
        if not _NO_RECORD.search(value):
            continue
        about = key_stems(name.replace("_", " "))
        heard = turn.before.stems if turn.before else frozenset()
        direct, near = len(about & x.stems), len(about & (turn.stems | heard))
        if direct or near:
            best = max(best, 0.72 if direct else 0.5)
    return best


def _confirmed(x: Sentence, name: str, value: str) -> bool:
    """An entry of the record on the same thing has the words of what a sentence claims."""
    about = key_stems(name.replace("_", " "))
    claim = _CLAIMED.search(x.text)
    if claim is None or not about & x.stems or _NO_RECORD.search(value):
        return False
    return claim.group().split()[-1] in value.lower().split() or (" way" in claim.group() and " way" in value.lower())


def invented_money(reading: Reading, x: Sentence) -> float:
    """A payment that is said to have been made, of a sum nobody named, 0-1; only where the whole case file is known."""
    if reading.goal is None or not _MONEY_DONE.search(x.text):
        return 0.0
    amounts = {v for s in x.slots if s.kind in {"amount", "number"} for v in s.values if v >= 5}
    if not amounts:
        return 0.0
    due = {float(sum_) for r in reading.goal.remedies for sum_ in re.findall(r"\d+(?:\.\d+)?", r.amount)}
    return 0.85 if amounts.isdisjoint(due | known_values(reading, x.turn)) else 0.0


def claims_beyond_log(reading: Reading, x: Sentence) -> float:
    """Says "I have refunded it" in a dialogue with an action log that shows no action at all up to then, 0-1."""
    if not any(t.turn.actions for t in reading.turns):
        return 0.0
    if not _DONE.search(x.text) or phrases("course", "not_done").search(x.text):
        return 0.0  # "is refunded once it is back" claims nothing
    before = [a for t in reading.turns if t.index <= x.turn for a in t.turn.actions]
    if reading.case is None:
        return 0.0 if before else 0.6
    done = [a for a in before if not looks_up(a) and not failed(a)]
    return 0.0 if done and not _another_sum(x, done) else 0.6


def _another_sum(x: Sentence, done: Sequence[Action]) -> bool:
    """The sentence says that a sum was paid, and every payment of the log is of another."""
    said = {value for _start, _end, value in money(x.text)}
    paid = {a.amount for a in done if a.amount is not None}
    return bool(said and paid) and _MONEY_DONE.search(x.text) is not None and said.isdisjoint(paid)


def log_matches(reading: Reading) -> Finding:
    """RE+11: actions on record beside words that say so; without a log it is not applicable."""
    acted = [t for t in reading.turns if t.role == "agent" and t.turn.actions]
    if not acted:
        return Finding("RE+11", None)
    claimed = [
        x for x in reading.sentences if _DONE.search(x.text) and not phrases("course", "not_done").search(x.text)
    ]
    changed = [t for t in acted if any(not looks_up(a) and not failed(a) for a in t.turn.actions)]
    backed = [
        x
        for x in claimed
        if any(t.index <= x.turn for t in (changed or acted))
        and not (claims_beyond_log(reading, x) or otherwise(reading, x))
    ]
    if not claimed:
        return found("RE+11", 1.0, _told(reading, acted[-1]))
    return found("RE+11", len(backed) / len(claimed), (backed or claimed)[-1])


def _told(reading: Reading, turn: TurnRead) -> Sentence | TurnRead:
    """The sentence in which a turn says what it does: the firmest commitment."""
    return max(turn.sentences, key=lambda x: (carried_out(x), committed(reading, x)), default=turn)
