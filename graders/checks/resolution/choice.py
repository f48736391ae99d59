"""RE+3: two ways that can be gone, or a real question for consent."""

from __future__ import annotations

from itertools import combinations

from coolhead.graders.base import Finding, absent, strongest
from coolhead.graders.checks.speech.common import concrete
from coolhead.graders.checks.speech.odds import EMPTY, shifted
from coolhead.graders.checks.speech.promises import remedy
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases


def choice(reading: Reading) -> list[Finding]:
    """The surest choice left to the customer; not applicable where the policy leaves none and none was given."""
    cases: list[tuple[float, Sentence | TurnRead | None]] = []
    for turn in reading.agents:
        sentence, where = reading.best(turn, "RE+3")
        leaves = next((x for x in sorted(turn.sentences, key=lambda x: not x.asks) if _leaves(x)), None)
        read = max(reading.s(turn, "RE+3"), sentence)
        # "Would that do, or is something missing?" asks for consent and leaves no choice.
        consent = leaves is not None and phrases("acts", "works_for_you").search(leaves.text) is not None
        form = 0.0 if leaves is None else 0.35 if consent or _of_fact(leaves) else 0.85
        if leaves is not None and (read < form or not (where and where.asks)):
            where = leaves
        if where is not None and (_of_fact(where) or not (where.asks or _leaves(where))):
            read *= 0.4  # "who is with you?" asks for a fact, it leaves no choice
        body = min(1.0, 0.2 + max((concrete(x) for x in turn.sentences), default=0.0))
        useful = min(1.0, 0.5 + max((remedy(reading, x) for x in turn.sentences), default=0.0))
        # A choice between nothings is none; what the text model takes for a choice has most of its content in it.
        forced = any(phrases("acts", "ultimatum").search(x.text) for x in turn.sentences)
        strength = max(form * body * useful, shifted(read, EMPTY * (1 - body * useful)))
        cases.append((strength * (0.4 if forced else 1.0), where or turn))
    best = strongest("RE+3", cases)
    return [best] if _leaves_choice(reading) or (best.strength or 0.0) >= 0.5 else absent("RE+3")


def _leaves(x: Sentence) -> bool:
    """Leaves the decision to the customer, by a question or in so many words."""
    return phrases("acts", "leaves_choice" if x.asks else "hands_choice").search(x.text) is not None


def _of_fact(x: Sentence) -> bool:
    """Asks what is the case, and not what is wanted."""
    return any(phrases("acts", name).search(x.text) for name in ("wants_fact", "asks_state"))


def _leaves_choice(reading: Reading) -> bool:
    """The policy leaves a choice: two outcomes of which neither is a part of the other, or several free grants."""
    if reading.goal:
        ways = [frozenset(outcome.remedies) for outcome in reading.goal.accept]
        return any(not (one <= other or other <= one) for one, other in combinations(ways, 2))
    return bool(reading.case and sum(not g.conditions for g in reading.case.policy.grants) >= 2)
