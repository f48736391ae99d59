"""One run: who plays whom, judged by whom, and the playing of what its folder does not hold yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from coolhead.bench.chat.door import Door
from coolhead.bench.dialogue import Limits
from coolhead.bench.engine import Cell, Crew, Ended, Stage, check_all, plan, run_all
from coolhead.bench.errors import BudgetReached
from coolhead.bench.judging.judges import Judges
from coolhead.bench.protocols import Bot, CustomerEngine, Grader
from coolhead.bench.regrading import grade_stored, judge_stored
from coolhead.bench.running.crew import crew_for
from coolhead.bench.running.info import describe, now, prepare
from coolhead.bench.running.judges import models_of, open_judges, with_judges
from coolhead.bench.running.loop import finished
from coolhead.bench.running.models import carry_over, with_models
from coolhead.bench.settings import RunSettings
from coolhead.bench.store import RunFolder
from coolhead.personas.schema import Persona

A_DAY = 86_400.0
"""Seconds that a dialogue with a person at the keyboard may take."""


@dataclass(frozen=True)
class Run:
    """What is played and how; making one sends, plays and writes nothing."""

    settings: RunSettings
    bots: Sequence[Bot]
    personas: Sequence[Persona]
    customers: CustomerEngine
    graders: Sequence[Grader]
    door: Door

    @cached_property
    def cells(self) -> list[Cell]:
        """Every dialogue of the plan, in the same order each time."""
        return plan(self.bots, self.personas, repeats=self.settings.repeats, seed=self.settings.seed)

    @cached_property
    def info(self) -> dict[str, Any]:
        """What `run.json` will say."""
        return describe(self.settings, self.bots, self.personas, self.customers, self.graders)

    @cached_property
    def judges(self) -> Judges | None:
        """The panel; None without one.

        Raises:
            BadInput: a judge that cannot be opened.
        """
        return open_judges(self.settings.judges, self.door, models=models_of(self.info))

    @property
    def people(self) -> bool:
        """Whether a person types in this terminal: one customer at a time, and nothing drawn over their line."""
        return any(getattr(bot, "interactive", False) for bot in self.bots)

    @property
    def stage(self) -> Stage:
        """What other processes need to play their share."""
        limits = Limits(
            turns=self.settings.max_turns,
            reply=self.settings.reply_timeout,
            dialogue=A_DAY if self.people else self.settings.dialogue_timeout,
        )
        return Stage(self.cells, self.customers, self.graders, limits)

    def begin(self, folder: RunFolder, *, resume: bool = False, fresh: bool = False) -> set[str]:
        """Starts or continues the folder; returns the ids of the dialogues it holds.

        Raises:
            BadInput: a bot that is not there, or a folder that holds another run; nothing was changed.
        """
        finished(lambda: check_all(self.cells, set() if fresh else folder.ids()))
        carry_over(folder, self.info, fresh=fresh)
        return prepare(folder, self.info, resume=resume, fresh=fresh)

    def crew(self, held: set[str]) -> Crew | None:
        """Who plays beside this process; None where that would not pay.

        Raises:
            BadInput: `--engine ray` with something that cannot leave this process.
        """
        return crew_for(self.stage, self.settings, self.personas, done=held)

    def play(
        self,
        folder: RunFolder,
        *,
        held: set[str],
        step: Callable[[Ended], None],
        crew: Crew | None = None,
        watch: AbstractContextManager[Any] | None = None,
    ) -> BudgetReached | None:
        """Plays and grades what is missing; None when all is done, else why it stopped. `run.json` says so too.

        `step` is called after each dialogue. `watch` (a progress bar, say) is entered once the crew has started.

        Raises:
            BadInput: a model is not there; nothing was played.
            KeyboardInterrupt: stopped by hand; what was finished is kept, `run.json` says "interrupted".
        """
        if held and self.judges is None:
            grade_stored(folder, self.graders)
        stage = self.stage
        jobs = 1 if self.people else self.settings.jobs

        async def work() -> None:
            if self.judges is not None and held:
                await judge_stored(folder, self.graders, judges=self.judges, jobs=self.settings.jobs)
            await run_all(
                stage.cells, customers=stage.customers, graders=stage.graders, folder=folder, limits=stage.limits,
                jobs=jobs, judges=self.judges, done=held, progress=step, crew=crew,
            )  # fmt: skip

        judged = partial(with_judges, self.judges, folder, work, customers=self.customers)
        stopped = None
        try:
            # The crew first: it must start before there is a thread.
            with crew or nullcontext(), watch or nullcontext():
                finished(lambda: with_models(self.door, folder, judged))
        except BudgetReached as reached:
            stopped = reached
        except KeyboardInterrupt:
            folder.write_json("run.json", {**folder.info(), "status": "interrupted", "ended": now()})
            raise
        status = "stopped at the spending limit" if stopped else "done"
        folder.write_json("run.json", {**folder.info(), "status": status, "ended": now()})
        return stopped
