"""How another process comes to the same stage: from the SPECs and the personas, not from objects of this one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coolhead.bench.bots import resolve
from coolhead.bench.bots.function import FunctionBot
from coolhead.bench.dialogue import Limits
from coolhead.bench.engine import Crew, Stage, hold_first_replies, plan
from coolhead.bench.errors import BadInput
from coolhead.bench.settings import RunSettings
from coolhead.bench.workers import Workers, can_fork, cores, offline
from coolhead.graders.catalog import graders_named
from coolhead.personas.schema import Persona

FEW_FOR_A_COPY, FEW_FOR_A_START = 16, 240
"""Dialogues below which further processes cost more than they save: a copy takes 20 ms, a start most of a second."""


@dataclass(frozen=True)
class Opening:
    """Can be pickled; called, it gives the stage of a run with the embedded customer and rule graders."""

    settings: RunSettings
    personas: tuple[Persona, ...]
    limits: Limits

    def __call__(self) -> Stage:
        """The stage, its plan in the same order as everywhere."""
        from coolhead.bench.customers.embedded import EmbeddedEngine

        bots = resolve(self.settings.bots)
        hold_first_replies(bots, self.settings)
        cells = plan(bots, self.personas, repeats=self.settings.repeats, seed=self.settings.seed)
        return Stage(cells, EmbeddedEngine(), graders_named(self.settings.graders), self.limits)


def crew_for(stage: Stage, settings: RunSettings, personas: Sequence[Persona], *, done: set[str]) -> Crew | None:
    """Who plays beside the event loop; None where that would not pay.

    Raises:
        BadInput: `--engine ray` with something that cannot leave this process, or without Ray.
    """
    opening = Opening(settings, tuple(personas), stage.limits)
    left = [cell for cell in stage.cells if cell.id not in done]
    if settings.engine == "ray":
        from coolhead.bench.cluster import Cluster

        _may_leave(settings, stage)
        return Cluster(stage, opening=opening, at_once=settings.jobs) if left else None
    count = min(cores(), settings.jobs)
    few = FEW_FOR_A_COPY if can_fork() else FEW_FOR_A_START
    alone = settings.customer != "embedded" or settings.judges or sum(map(offline, left)) < few
    if count < 2 or alone:
        return None
    return Workers(stage, opening=opening, count=count, at_once=-(-settings.jobs // count))


def _may_leave(settings: RunSettings, stage: Stage) -> None:
    for flag, given in (("--customer", settings.customer != "embedded"), ("--judge", settings.judges)):
        if given:
            do = "grade the run with it afterwards: coolhead grade DIR --judge …" if flag == "--judge" else ""
            raise BadInput("--engine ray", f"{flag} with a model shares one budget and cache", do=do or "use local")
    for bot in {id(cell.bot): cell.bot for cell in stage.cells}.values():
        if isinstance(bot, FunctionBot) and not bot.opened:
            raise BadInput("engine", f"the bot '{bot.name}' is an object of this process", do="give its SPEC, or local")
        if hasattr(bot, "chat") or getattr(bot, "interactive", False):
            raise BadInput("--engine ray", f"the bot '{bot.name}' cannot be played elsewhere", do="use --engine local")
