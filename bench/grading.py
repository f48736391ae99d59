"""Hands a dialogue to graders. What they do not judge stays unjudged; what they break on says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coolhead.bench import wording
from coolhead.bench.errors import BudgetReached
from coolhead.bench.protocols import AsyncGrader, Grader
from coolhead.bench.types import CRITERIA, Dialogue, Grade


async def grade_fully(
    dialogue: Dialogue, graders: Sequence[Grader], *, judges: AsyncGrader | None = None
) -> list[Grade]:
    """`grade_all`, and the grades of judges where there are any.

    Raises:
        BudgetReached: the spending limit; the dialogue is to be graded again when there is more to spend.
    """
    grades = grade_all(dialogue, graders)
    if judges is None:
        return grades
    columns = [_Column(id, version, judges.criteria) for id, version in judges.columns]
    if dialogue.failure and dialogue.failure.where in ("bot", "customer"):
        grades += [grade for one in columns for grade in _of_failure(dialogue, one)]
    else:
        try:
            grades += await judges.judge(dialogue)
        except BudgetReached:
            raise
        except Exception as problem:
            reason = _broke(problem)
            grades += [_unjudged(dialogue, one, criterion, reason) for one in columns for criterion in one.criteria]
    return sorted(grades, key=lambda grade: CRITERIA.index(grade.criterion))


@dataclass(frozen=True)
class _Column:
    id: str
    version: int
    criteria: Sequence[str]


def grade_all(dialogue: Dialogue, graders: Sequence[Grader]) -> list[Grade]:
    """The grades of a dialogue, one per grader and criterion, criteria in their usual order.

    A dialogue that the bot broke scores 0 on everything, so that crashing on hard cases does not pay; one that the
    simulator broke is not judged at all.
    """
    grades: list[Grade] = []
    public = dialogue.public()
    for grader in graders:
        if dialogue.failure and dialogue.failure.where in ("bot", "customer"):
            grades += _of_failure(dialogue, grader)
            continue
        try:
            grades += [_borne_out(grade, public) for grade in grader.grade(public)]
        except Exception as problem:
            reason = _broke(problem)
            grades += [_unjudged(dialogue, grader, criterion, reason) for criterion in _criteria(grader)]
    return sorted(grades, key=lambda grade: CRITERIA.index(grade.criterion))  # stable: graders keep their order


def _borne_out(grade: Grade, dialogue: Dialogue) -> Grade:
    """The grade, if its evidence stands in the dialogue.

    Raises:
        ValueError: a turn that does not exist, or words that it does not say.
    """
    for one in grade.evidence:
        where = f"evidence for {one.indicator}: turn {one.turn}"
        if not 0 <= one.turn < len(dialogue.turns):
            raise ValueError(f"{where} does not exist; the turns are 0 to {len(dialogue.turns) - 1}")
        if one.quote not in dialogue.turns[one.turn].text:
            raise ValueError(f'{where} does not say "{one.quote[:60]}"; quote its words as they stand')
    return grade


BROKE = "grader failed: "
"""How the reason of a grade begins whose grader raised an error."""


def broken(grades: Iterable[Grade]) -> list[str]:
    """A line for each grader that raised errors: on how many dialogues, and the first of them."""
    struck: dict[str, dict[str, str]] = {}
    for grade in grades:
        if grade.reason.startswith(BROKE):
            struck.setdefault(grade.grader, {}).setdefault(grade.dialogue, grade.reason.removeprefix(BROKE))
    return [
        f"Grader {grader} broke on {wording.counted(len(found), 'dialogue')}, left without its score; the first, "
        f"{next(iter(found))}: {next(iter(found.values()))}"
        for grader, found in sorted(struck.items())
    ]


def _broke(problem: Exception) -> str:
    return f"{BROKE}{type(problem).__name__}: {' '.join(str(problem).split())[:200]}"


def _of_failure(dialogue: Dialogue, grader: Grader | _Column) -> list[Grade]:
    assert dialogue.failure
    if dialogue.failure.where == "customer":
        reason = f"the simulated customer failed: {dialogue.failure.message}"
        return [_unjudged(dialogue, grader, criterion, reason) for criterion in _criteria(grader)]
    reason = f"the bot failed ({dialogue.failure.kind}): {dialogue.failure.message}"
    return [
        _unjudged(dialogue, grader, criterion, reason).model_copy(update={"score": 0.0, "level": 1})
        for criterion in _criteria(grader)
    ]


def _criteria(grader: Grader | _Column) -> Sequence[str]:
    return getattr(grader, "criteria", CRITERIA)


def _unjudged(dialogue: Dialogue, grader: Grader | _Column, criterion: str, reason: str) -> Grade:
    return Grade(
        dialogue=dialogue.id,
        criterion=criterion,  # type: ignore[arg-type]
        grader=grader.id,
        version=grader.version,
        score=None,
        reason=reason,
    )
