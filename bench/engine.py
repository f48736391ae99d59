"""Plays and grades many dialogues at once: one event loop, one task per dialogue under way, append only."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from coolhead.bench.dialogue import Limits, play
from coolhead.bench.grading import grade_all, grade_fully
from coolhead.bench.protocols import AsyncGrader, Bot, CustomerEngine, Grader
from coolhead.bench.settings import dialogue_seed
from coolhead.bench.store import RunFolder
from coolhead.bench.types import Dialogue, Grade
from coolhead.personas.schema import Persona
from coolhead.personas.vary import vary


@dataclass(frozen=True)
class Cell:
    """One planned dialogue."""

    bot: Bot
    persona: Persona
    """As written, slots not yet filled."""
    repeat: int
    seed: int

    @property
    def id(self) -> str:
        """Readable, unique in a run, and the same in every run of the plan."""
        return f"{self.bot.name}/{self.persona.id}/{self.repeat}"


def grade_stored(
    folder: RunFolder, graders: Sequence[Grader], *, progress: Callable[[Dialogue, list[Grade]], None] | None = None
) -> int:
    """Grades the stored dialogues whose grades are missing or incomplete (a crash, or another set of graders).

    Returns how many dialogues were graded. Nothing is said to a bot again.
    """
    complete = _complete(folder, {(grader.id, grader.version) for grader in graders})
    count = 0
    for dialogue in folder.dialogues():
        if dialogue.id not in complete:
            grades = grade_all(dialogue, graders)
            folder.add_grades(grades)
            count += 1
            if progress:
                progress(dialogue, grades)
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


def _complete(folder: RunFolder, wanted: set[tuple[str, int]]) -> set[str]:
    """Dialogues that these graders have graded, no more and no less; the grades of others are dropped."""
    held: dict[str, set[tuple[str, int]]] = {}
    for grade in folder.grades():
        held.setdefault(grade.dialogue, set()).add((grade.grader, grade.version))
    complete = {id for id, by in held.items() if by == wanted}
    if held.keys() - complete:
        folder.keep_grades(complete)
    return complete


def plan(bots: Sequence[Bot], personas: Sequence[Persona], *, repeats: int, seed: int) -> list[Cell]:
    """Every bot against every persona `repeats` times, repeats outermost so that an early stop leaves whole rounds."""
    return [
        Cell(bot, persona, repeat, dialogue_seed(seed, persona.family, repeat))
        for repeat in range(repeats)
        for persona in personas
        for bot in bots
    ]


async def run_all(
    cells: Sequence[Cell],
    *,
    customers: CustomerEngine,
    graders: Sequence[Grader],
    folder: RunFolder,
    limits: Limits,
    jobs: int,
    judges: AsyncGrader | None = None,
    done: Set[str] = frozenset(),
    progress: Callable[[Dialogue, list[Grade]], None] = lambda _dialogue, _grades: None,
) -> None:
    """Plays and grades the cells that are not in `done`, `jobs` at a time, and stores each as it ends.

    When it is cancelled (Ctrl-C), the dialogues under way are dropped and everything finished stays.
    """
    waiting = iter([cell for cell in cells if cell.id not in done])

    async def worker(queue: Iterator[Cell]) -> None:
        for cell in queue:  # the workers share one iterator: no queue, no list of tasks that grows with the plan
            persona = vary(cell.persona, seed=cell.seed)
            dialogue = await play(
                cell.bot,
                customers.begin(persona, seed=cell.seed),
                persona=persona,
                id=cell.id,
                repeat=cell.repeat,
                seed=cell.seed,
                engine=customers.name,
                limits=limits,
            )
            folder.add_dialogue(dialogue)  # before it is judged: what was said and paid for is kept
            grades = await grade_fully(dialogue, graders, judges=judges)
            folder.add_grades(grades)
            progress(dialogue, grades)
            await asyncio.sleep(0)  # bots inside this process never wait: let Ctrl-C and the progress bar in

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(max(1, min(jobs, len(cells)))):
                group.create_task(worker(waiting))
    finally:
        await close_all({id(cell.bot): cell.bot for cell in cells}.values())
    folder.arrange({cell.id: place for place, cell in enumerate(cells)})


async def close_all(bots: Iterable[Bot]) -> None:
    """Closes every bot, also when one of them will not."""
    for bot in bots:
        try:
            await bot.close()
        except Exception:  # a bot that fails to close has already given us everything
            continue
