"""Plays and grades many dialogues at once: one event loop, one task per dialogue under way, append only.

What needs no waiting may be handed to a crew: processes of this machine (`workers`) or of others (`cluster`).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Protocol

from coolhead.bench.dialogue import Limits, play
from coolhead.bench.errors import BadInput, CoolHeadError
from coolhead.bench.grading import grade_all, grade_fully
from coolhead.bench.protocols import AsyncGrader, Bot, CustomerEngine, Grader
from coolhead.bench.settings import RunSettings, dialogue_seed
from coolhead.bench.store import RunFolder, line
from coolhead.bench.types import Dialogue, Failure
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


def plan(bots: Sequence[Bot], personas: Sequence[Persona], *, repeats: int, seed: int) -> list[Cell]:
    """Every bot against every persona `repeats` times, repeats outermost so that an early stop leaves whole rounds."""
    return [
        Cell(bot, persona, repeat, dialogue_seed(seed, persona.family, repeat))
        for repeat in range(repeats)
        for persona in personas
        for bot in bots
    ]


@dataclass(frozen=True)
class Stage:
    """All that a dialogue of the run needs."""

    cells: Sequence[Cell]
    customers: CustomerEngine
    graders: Sequence[Grader]
    limits: Limits


@dataclass(frozen=True)
class Ended:
    """A dialogue that is over, as a progress bar wants to know it."""

    id: str
    bot: str
    failure: Failure | None


@dataclass(frozen=True)
class Lines:
    """A dialogue that a crew has finished, as the run folder keeps it."""

    cell: int
    """Its place in the plan."""
    ended: Ended
    dialogue: bytes
    grades: bytes


class Crew(Protocol):
    """Other processes that play and grade. `with` ends them, also in the middle."""

    def __enter__(self) -> object: ...

    def __exit__(self, *problem: object) -> None: ...

    def takes(self, cell: Cell) -> bool:
        """Whether its bot can be played there."""
        ...

    def play(self, todo: Sequence[int]) -> AsyncIterator[Lines]:
        """The cells at these places of the plan, as they end."""
        ...


Progress = Callable[[Ended], None]


async def play_cell(stage: Stage, cell: Cell) -> Dialogue:
    """The dialogue of a cell."""
    persona = [vary(cell.persona, seed=cell.seed)]
    return await play(
        cell.bot,
        stage.customers.begin(persona[0], seed=cell.seed),
        persona=persona.pop(),  # handed on, not kept here as long as the dialogue lasts
        id=cell.id,
        repeat=cell.repeat,
        seed=cell.seed,
        engine=stage.customers.name,
        limits=stage.limits,
    )


async def play_lines(stage: Stage, places: Iterator[int], *, at_once: int, emit: Callable[[Lines], None]) -> None:
    """What a process of a crew does: plays and grades the cells at these places of the plan, `at_once` at a time."""

    async def worker() -> None:
        for place in places:
            dialogue = await play_cell(stage, stage.cells[place])
            emit(as_lines(place, dialogue, stage.graders))
            await asyncio.sleep(0)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(max(1, at_once)):
                group.create_task(worker())
    finally:
        await close_all({id(cell.bot): cell.bot for cell in stage.cells}.values())


def as_lines(place: int, dialogue: Dialogue, graders: Sequence[Grader]) -> Lines:
    """A dialogue with its grades, ready to be appended."""
    grades = b"".join(map(line, grade_all(dialogue, graders)))
    return Lines(place, Ended(dialogue.id, dialogue.bot, dialogue.failure), line(dialogue), grades)


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
    progress: Progress = lambda _ended: None,
    crew: Crew | None = None,
) -> None:
    """Plays and grades the cells that are not in `done`, `jobs` at a time, and stores each as it ends.

    What `crew` takes is played there, beside the rest. When this is cancelled (Ctrl-C), the dialogues under way are
    dropped and everything finished stays.
    """
    stage = Stage(cells, customers, graders, limits)
    todo = [place for place, cell in enumerate(cells) if cell.id not in done]
    handed = [place for place in todo if crew is not None and crew.takes(cells[place])]
    own = set(todo).difference(handed)
    waiting = (cells[place] for place in todo if place in own)

    async def whole(cell: Cell) -> None:
        dialogue = await play_cell(stage, cell)
        folder.add_dialogue(dialogue)  # before it is judged: what was said and paid for is kept
        folder.add_grades(await grade_fully(dialogue, graders, judges=judges))
        if hasattr(cell.bot, "saw"):  # a person wants to know how it ended
            cell.bot.saw(dialogue)
        progress(Ended(dialogue.id, dialogue.bot, dialogue.failure))

    async def worker() -> None:
        for cell in waiting:  # the workers share one iterator: no queue, no list of tasks that grows with the plan
            await whole(cell)  # and hold nothing of the last dialogue while the next one is played
            await asyncio.sleep(0)  # bots inside this process never wait: let Ctrl-C and the progress bar in

    async def collector(crew: Crew) -> None:
        async for lines in crew.play(handed):
            folder.add_lines(lines.dialogue, lines.grades)
            progress(lines.ended)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(max(1, min(jobs, len(own)))):
                group.create_task(worker())
            if crew is not None and handed:
                group.create_task(collector(crew))
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


async def check_all(cells: Sequence[Cell], done: Set[str]) -> None:
    """Asks every bot with something left to play, and that can tell, whether it is there at all.

    Raises:
        BadInput: one is not; without this every customer would be played, and every dialogue would score 0.
    """
    bots = {id(cell.bot): cell.bot for cell in cells if hasattr(cell.bot, "check") and cell.id not in done}
    for bot in bots.values():
        try:
            await bot.check()
        except CoolHeadError as problem:
            raise BadInput(f"bot {bot.name}", str(problem), do="start it, or check its address") from None


def hold_first_replies(bots: Iterable[Bot], settings: RunSettings) -> None:
    """A time for replies that the user set holds for first replies too, where a bot's own settings do not differ."""
    if "reply_timeout" in settings.model_fields_set:
        for bot in bots:
            if hasattr(bot, "hold_first"):
                bot.hold_first(settings.reply_timeout)
