"""Grades what a run folder holds once more: after a crash, with other graders, or by judges."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from coolhead.bench.grading import grade_all, grade_fully
from coolhead.bench.hands import Hands
from coolhead.bench.protocols import AsyncGrader, Grader
from coolhead.bench.store import RunFolder
from coolhead.bench.types import Dialogue, Grade


def grade_stored(folder: RunFolder, graders: Sequence[Grader]) -> int:
    """Grades the stored dialogues whose grades are missing or incomplete (a crash, or another set of graders).

    Returns how many dialogues were graded. Nothing is said to a bot again.
    """
    complete = _complete(folder, {(grader.id, grader.version) for grader in graders})
    count = 0
    with Hands(partial(grade_all, graders=graders)) as hands:
        for _, grades in hands.map(one for one in folder.dialogues() if one.id not in complete):
            folder.add_grades(grades)
            count += 1
    return count


async def judge_stored(
    folder: RunFolder,
    graders: Sequence[Grader],
    *,
    judges: AsyncGrader | None,
    jobs: int,
    progress: Callable[[Dialogue, list[Grade]], None] = lambda _dialogue, _grades: None,
) -> int:
    """`grade_stored` with judges, `jobs` dialogues at a time.

    Raises:
        BudgetReached: the spending limit, maybe in an exception group; what was graded so far is kept.
    """
    wanted = {(grader.id, grader.version) for grader in graders} | set(judges.columns if judges else ())
    complete = _complete(folder, wanted)
    order: dict[str, int] = {}
    count = 0

    def missing() -> Iterator[Dialogue]:
        for dialogue in folder.dialogues():
            order[dialogue.id] = len(order)
            if dialogue.id not in complete:
                yield dialogue

    async def worker(queue: Iterator[Dialogue]) -> None:
        nonlocal count
        for dialogue in queue:
            grades = await grade_fully(dialogue, graders, judges=judges)
            folder.add_grades(grades)
            count += 1
            progress(dialogue, grades)
            await asyncio.sleep(0)

    queue = missing()
    async with asyncio.TaskGroup() as group:
        for _ in range(max(1, jobs)):
            group.create_task(worker(queue))
    folder.arrange(order)
    return count


def graded_by(folder: RunFolder, graders: Sequence[Grader]) -> bool:
    """Whether these graders, and maybe others, have graded every dialogue of the folder."""
    wanted = {(grader.id, grader.version) for grader in graders}
    held = _held(folder)
    return all(wanted <= held.get(id, set()) for id in folder.ids())


def _held(folder: RunFolder) -> dict[str, set[tuple[str, int]]]:
    """Dialogue -> the graders that have graded it, with their versions."""
    held: dict[str, set[tuple[str, int]]] = {}
    for grade in folder.grades():
        held.setdefault(grade.dialogue, set()).add((grade.grader, grade.version))
    return held


def _complete(folder: RunFolder, wanted: set[tuple[str, int]]) -> set[str]:
    """Dialogues that these graders have graded, no more and no less; the grades of others are dropped."""
    held = _held(folder)
    complete = {id for id, by in held.items() if by == wanted}
    if held.keys() - complete:
        folder.keep_grades(complete)
    return complete
