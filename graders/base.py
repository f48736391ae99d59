"""What a rule grader is made of: findings in, a grade with evidence out.

A researcher's grader is one decorated function:

    @rule("calm", version=1)
    def shouting(dialogue):
        '''Share of agent turns without capitals, 0-100.'''
        ...
        return 80.0

It may take the `Dialogue` or, when its parameter is called `reading`, the shared `Reading`; it may return a number (the
score), a list of `Finding`s (scored by the documented formula), or None (not judged).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from coolhead.bench.types import CRITERIA, Criterion, Dialogue, Evidence, Grade, Verdict
from coolhead.graders.reading.dialogue import Reading, read
from coolhead.graders.reading.turns import Sentence, TurnRead


@dataclass(frozen=True)
class Finding:
    """What a rule says of one indicator."""

    indicator: str
    strength: float | None
    """How clearly it is met, 0-1; from one half it counts as met. None = not applicable."""
    turn: int | None = None
    quote: str = ""
    """Verbatim words of that turn."""
    note: str = ""
    """Reason in plain words, for people."""
    weight: float = 1.0
    """Share of the indicator's points that is at stake in this dialogue, 0-1."""
    worth: float = 1.0
    """What a good deed earns here of its points, 0-1: it was done, and around it little was said or settled."""

    @property
    def verdict(self) -> Verdict:
        """met, missed or n/a."""
        if self.strength is None:
            return "n/a"
        return "met" if self.strength >= MET else "missed"


MET = 0.5
UNJUDGED = "NONE"
"""In place of an indicator: there is nothing to judge, for the reason in the note."""


def found(indicator: str, strength: float, where: Sentence | TurnRead | None = None, note: str = "") -> Finding:
    """A finding whose evidence is a sentence, or a turn; of several sentences none is quoted for the others."""
    strength = min(1.0, max(0.0, strength))
    if where is None:
        return Finding(indicator, strength, None, "", note)
    if isinstance(where, Sentence):
        return Finding(indicator, strength, where.turn, where.quote, note)
    return Finding(indicator, strength, where.index, whole(where), note)


def both(indicator: str, strength: float, reading: Reading, one: Sentence, other: Sentence) -> Finding:
    """A finding whose evidence is two neighbouring sentences of a turn, as they stand there."""
    first, last = sorted((one, other), key=lambda x: x.place)
    original = reading.turns[one.turn].plain.original
    start = original.find(first.quote)
    end = original.find(last.quote, max(0, start)) + len(last.quote)
    quote = original[start:end] if 0 <= start < end <= start + LONGEST_QUOTE else one.quote
    return Finding(indicator, min(1.0, max(0.0, strength)), one.turn, quote)


LONGEST_QUOTE = 320
"""Characters of two sentences that are quoted together."""


def whole(turn: TurnRead) -> str:
    """The words of a turn that says one thing; "" where no sentence stands for the others."""
    if len(turn.sentences) == 1:
        return turn.sentences[0].quote
    return "" if turn.sentences else turn.plain.original.strip()[:240]


def absent(*indicators: str) -> list[Finding]:
    """Findings that say: not applicable here."""
    return [Finding(indicator, None) for indicator in indicators]


def strongest(
    indicator: str, candidates: Iterable[tuple[float, Sentence | TurnRead | None]], note: str = ""
) -> Finding:
    """The finding of the strongest candidate; strength 0 without evidence when there is none."""
    best = max(candidates, key=lambda pair: pair[0], default=(0.0, None))
    return found(indicator, best[0], best[1] if best[0] >= 0.2 else None, note)


Returned = list[Finding] | float | int | None


class RuleGrader:
    """A grader made from a function; see `rule`."""

    def __init__(
        self, check: Callable[..., Returned], criterion: Criterion, *, id: str, version: int, episodic: bool = False
    ) -> None:
        self.id, self.version, self.criteria, self.episodic = id, version, (criterion,), episodic
        self.criterion, self.check = criterion, check
        self._wants_reading = next(iter(inspect.signature(check).parameters), "") == "reading"
        self.__doc__ = check.__doc__
        self.__module__ = check.__module__

    def grade(self, dialogue: Dialogue) -> list[Grade]:
        """One grade of this criterion; never raises on odd text."""
        from coolhead.graders.scoring import grade_of, silent, unjudged

        dialogue = dialogue if not (dialogue.trace or dialogue.labels or dialogue.metadata) else dialogue.public()
        reading = read(dialogue)
        reason = refusal(reading, self.criterion)
        if reason:
            return [unjudged(self, dialogue, reason)]
        if not reading.agents:
            untested = self.episodic and any(f.indicator == UNJUDGED for f in self.findings(dialogue))
            return [unjudged(self, dialogue, "nothing tested it") if untested else silent(self, reading)]
        returned = self.check(reading if self._wants_reading else dialogue)
        grade = grade_of(self, reading, returned)
        if reading.unread:
            grade = grade.model_copy(update={"reason": "; ".join(filter(None, (grade.reason, reading.unread)))})
        return [grade]

    def findings(self, dialogue: Dialogue) -> list[Finding]:
        """The raw findings of a dialogue, for tests and `--explain`."""
        returned = self.check(read(dialogue) if self._wants_reading else dialogue)
        return returned if isinstance(returned, list) else []


def refusal(reading: Reading, criterion: Criterion) -> str:
    """Why a dialogue cannot be judged, or ""."""
    if not any(turn.role == "agent" for turn in reading.turns):
        return "the agent never speaks"
    if reading.customer_language:
        return f"unsupported language: the customer writes {reading.customer_language}"
    # English in, another language out: that is unclear to this customer; everything else cannot be read.
    if reading.language and criterion != "clarity":
        return f"unsupported language: the agent writes {reading.language}"
    return ""


def rule(
    criterion: Criterion, *, version: int, id: str = "", episodic: bool = False
) -> Callable[[Callable[..., Returned]], RuleGrader]:
    """Makes a grader from a function of a `reading` (or of a dialogue).

    An agent that never says a word gets the lowest score without being shown to it; `episodic` = unless the function
    finds that nothing put such an agent to the test.

    Raises:
        ValueError: no such criterion.
    """
    if criterion not in CRITERIA:
        raise ValueError(f"unknown criterion '{criterion}'; known: {', '.join(CRITERIA)}")

    def made(check: Callable[..., Returned]) -> RuleGrader:
        return RuleGrader(check, criterion, id=id or f"rule:{check.__name__}", version=version, episodic=episodic)

    return made


def evidence(findings: Iterable[Finding]) -> tuple[Evidence, ...]:
    """The turns behind the findings that are met, with the words that show it where one sentence does."""
    return tuple(
        Evidence(turn=f.turn, quote=f.quote, indicator=f.indicator)
        for f in findings
        if f.verdict == "met" and f.turn is not None
    )


__all__ = ["MET", "UNJUDGED", "Any", "Finding", "RuleGrader", "absent", "evidence", "found", "rule", "strongest"]
