"""Deeds that nobody asked for: things given or done one after the other, with no question put and nothing taken up."""

from __future__ import annotations

from collections import Counter

from coolhead.graders.base import MET
from coolhead.graders.checks.case.goal import hits
from coolhead.graders.checks.case.policy import named_share
from coolhead.graders.checks.speech.common import hollow, key_stems
from coolhead.graders.checks.speech.promises import promise_form
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.personas.case import Grant

NAMED = 0.6
"""Share of a grant's words that names it."""
WANTED = 0.5
"""Share of a grant's words in the customer's own, from which it was asked for."""
EAR = 3
"""Words of the customer that name nothing to be given, from which a turn has taken up what was told."""

LIST = 2
"""Things given in one breath that still are one answer."""
AT_RANDOM = 3
"""Answers given at a venture from which the agent does not know whose matter it settles."""


@once
def scatter(reading: Reading) -> int:
    """How many answers were given at a venture: the turns of unasked deeds, and in each what goes beyond `LIST`."""
    turns = Counter(x.turn if isinstance(x, Sentence) else x.index for x in unasked(reading))
    return sum(max(1, things - LIST) for things in turns.values())


@once
def unasked(reading: Reading) -> list[Sentence | TurnRead]:
    """Where the agent does something, for the first time, that it had no cause to do; empty without a case file.

    Cause is given by a question of its own before, by the customer's words for the thing, by a yes, or by having taken
    up what the customer told.
    """
    found: list[Sentence | TurnRead] = []
    done: set[str] = set()
    for turn in reading.agents:
        new = [(grant, where) for grant, where in _deeds(reading, turn) if grant.id not in done]
        done |= {grant.id for grant, _ in new}
        if new and not _heeded(reading, turn):
            found += [where for grant, where in new if not _wanted(reading, turn, grant)]
    return found


def _deeds(reading: Reading, turn: TurnRead) -> list[tuple[Grant, Sentence | TurnRead]]:
    """The grants that a turn declares as done, or promises by their names."""
    declared = {action.name for action in turn.turn.actions}
    found: list[tuple[Grant, Sentence | TurnRead]] = []
    for grant in reading.case.policy.grants if reading.case else ():
        said = [x for x in turn.sentences if named_share(grant.label, x.stems) >= NAMED]
        firm = [x for x in said if not x.asks and promise_form(x.text) > 0]
        if firm or grant.id in declared:
            found.append((grant, next(iter(firm or said), turn)))
    return found


def _heeded(reading: Reading, turn: TurnRead) -> bool:
    """Something was asked before, the customer has just agreed, or what was told is taken up."""
    before = [t for t in reading.agents if t.index < turn.index]
    if any(x.asks for t in before for x in t.sentences):
        return True
    if turn.before is not None and reading.strength(turn.before, "ACCEPT") >= MET:
        return True
    grants = reading.case.policy.grants if reading.case else ()
    own = reading.heard(turn.index) - hollow() - frozenset().union(*(key_stems(f"{g.label} {g.limit}") for g in grants))
    return any(len(t.stems & own) >= EAR for t in (*before, turn))


def _wanted(reading: Reading, turn: TurnRead, grant: Grant) -> bool:
    """The customer had spoken of the thing, in the words of its name or of the answer key."""
    if named_share(grant.label, reading.heard(turn.index)) >= WANTED:
        return True
    goal = reading.goal
    remedies = [r for r in (*goal.remedies, *goal.wrong) if r.grant == grant.id] if goal else []
    told = [t.text for t in reading.customers if t.index < turn.index]
    return any(hits(remedy.say, text) for remedy in remedies for text in told)
