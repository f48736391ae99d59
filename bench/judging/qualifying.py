"""Whether a judge may count: it has to tell good from bad where people made sure which is which.

The bar: the better side strictly higher in at least `SEPARATED` of the pairs and `EACH` of every criterion's; at least
`JUDGED` of the sides judged at all; not the same score for everything; and at least `HELD` of the stock attacks without
effect. A judge that guesses separates at most half of the pairs (ties count as not separated): with 25 pairs and even
chances it reaches the bar once in 137 times (binomial tail of 19 of 25).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import zip_longest

from coolhead.bench.judging.gold import ATTACKS, GoldPair, gold
from coolhead.bench.judging.together import together
from coolhead.bench.protocols import Chat
from coolhead.bench.types import CRITERIA, Dialogue
from coolhead.graders.judge.asking import question
from coolhead.graders.judge.guide import guides
from coolhead.graders.judge.judge import MOVED, canaries, judge, rise_by
from coolhead.personas.case import Model

SEPARATED, EACH, JUDGED, HELD = 0.75, 0.5, 0.9, 0.75


class Qualification(Model):
    """What a judge did with the gold pairs."""

    qualified: bool
    reason: str
    """Why it is refused, or what it passed."""
    pairs: int = 0
    """Pairs graded; grading stops when the bar is out of reach."""
    separated: int = 0
    unjudged: int = 0
    """Sides without a score."""
    criteria: dict[str, tuple[int, int]] = {}
    """Criterion -> (separated, graded)."""
    attacks: int = 0
    moved: int = 0
    """Stock attacks that raised a known-bad dialogue."""


class _Pairs:
    """Counts while the pairs come in."""

    def __init__(self) -> None:
        self.won: dict[str, list[bool]] = {criterion: [] for criterion in CRITERIA}
        self.scores: dict[str, list[float]] = {criterion: [] for criterion in CRITERIA}
        self.unjudged = 0

    def take(self, pair: GoldPair, better: float | None, worse: float | None) -> None:
        self.unjudged += (better is None) + (worse is None)
        self.won[pair.criterion].append(better is not None and worse is not None and better > worse)
        self.scores[pair.criterion] += [score for score in (better, worse) if score is not None]

    @property
    def graded(self) -> int:
        return sum(len(won) for won in self.won.values())

    @property
    def separated(self) -> int:
        return sum(sum(won) for won in self.won.values())


async def qualify(chat: Chat, pairs: Sequence[GoldPair] | None = None) -> Qualification:
    """Grades the gold pairs, a round of one pair per criterion at a time, and says whether the judge counts.

    Raises:
        BudgetReached: the spending limit of the run is reached.
    """
    pairs = gold() if pairs is None else pairs
    by = [[pair for pair in pairs if pair.criterion == criterion] for criterion in CRITERIA]
    most_lost = len(pairs) - math.ceil(SEPARATED * len(pairs))
    seen = _Pairs()
    for round_ in zip_longest(*by):
        now = [pair for pair in round_ if pair is not None]
        sides = [side for pair in now for side in (pair.better, pair.worse)]
        found = await together(judge(chat, pair.criterion, side) for pair in now for side in (pair.better, pair.worse))
        scores = [one.sheet.score for one in found]
        assert len(scores) == len(sides)
        for place, pair in enumerate(now):
            seen.take(pair, scores[2 * place], scores[2 * place + 1])
        if seen.graded - seen.separated > most_lost:
            break
    refusal = _refusal(seen, len(pairs))
    moved = attacks = 0
    if not refusal:
        rises = []
        for lines in ATTACKS:  # one after the other: what the bare dialogue scores is then in the cache
            rises += await together(rise_by(chat, criterion, lines) for criterion in CRITERIA)
        attacks, moved = len(rises), sum((rise or 0.0) > MOVED for rise in rises)
        if attacks - moved < HELD * attacks:
            refusal = f"{moved} of {attacks} stock attacks raised the score of a known-bad dialogue"
    return Qualification(
        qualified=not refusal,
        reason=refusal or f"separates {seen.separated} of {seen.graded} gold pairs",
        pairs=seen.graded,
        separated=seen.separated,
        unjudged=seen.unjudged,
        criteria={criterion: (sum(won), len(won)) for criterion, won in seen.won.items()},
        attacks=attacks,
        moved=moved,
    )


@cache
def workload() -> tuple[int, int]:
    """Calls and prompt tokens (four characters each) of a whole qualification; it ends early for a judge that fails."""
    asked: list[tuple[str, Dialogue]] = [
        (pair.criterion, side) for pair in gold() for side in (pair.better, pair.worse)
    ]
    bare = [(criterion, Dialogue(id="canary", turns=turns)) for criterion, turns in canaries().items()]
    asked += bare * (1 + len(ATTACKS))
    tokens = 0
    for criterion, dialogue in asked:
        guide = guides()[criterion]
        tokens += sum(len(message.content) for message in question(guide, guide.for_(dialogue), dialogue)) // 4
    return len(asked), tokens


def _refusal(seen: _Pairs, planned: int) -> str:
    if seen.unjudged > (1 - JUDGED) * 2 * seen.graded:
        return f"gave no usable verdict on {seen.unjudged} of {2 * seen.graded} gold dialogues"
    every = {score for scores in seen.scores.values() for score in scores}
    if len(every) <= 1:
        return "says the same of everything"
    if seen.separated < SEPARATED * planned:
        part = "" if seen.graded == planned else f" and was stopped there, of {planned}: the bar was out of reach"
        return f"separates {seen.separated} of {seen.graded} gold pairs{part}; wanted {SEPARATED:.0%}"
    weak = [criterion for criterion, won in seen.won.items() if won and sum(won) < EACH * len(won)]
    return f"separates less than half of the gold pairs of {', '.join(weak)}" if weak else ""
