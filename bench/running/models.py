"""Language models in a run: the door to them, what they spent, the cache of their answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from coolhead.bench.chat.door import Door
from coolhead.bench.errors import BudgetReached
from coolhead.bench.settings import RunSettings
from coolhead.bench.store import RunFolder

CACHE = "answers.sqlite"
"""Answers of models in the run folder; may be deleted at any time."""


def template_of(settings: RunSettings) -> str | None:
    """The system prompt of `--system`; None without one."""
    if not settings.system:
        return None
    from coolhead.bench.bots.prompting import read_prompt

    return read_prompt(Path(settings.system))


def open_door(settings: RunSettings) -> Door:
    """The door for a run; nothing is sent or opened yet."""
    return Door(
        max_cost=settings.max_cost,
        timeout=settings.reply_timeout,
        at_once=max(64, settings.jobs),
        seed=settings.seed,
    )


def carry_over(folder: RunFolder, info: dict[str, Any], *, fresh: bool) -> None:
    """Puts what an earlier part of the run had spent into its new `run.json`; `fresh` forgets that and all answers."""
    if fresh:
        for path in folder.path.glob(f"{CACHE}*"):
            path.unlink()
    else:
        earlier = folder.info()
        info |= {name: earlier[name] for name in ("spent", "models", "judges", "customer_guards") if name in earlier}


async def with_models(door: Door, folder: RunFolder, work: Callable[[], Awaitable[None]]) -> None:
    """Does the work with the door open, and writes into `run.json` what the models used.

    Raises:
        BadInput: a model is not there; nothing was played.
        BudgetReached: the spending limit; what was finished is kept.
    """
    earlier = folder.info().get("spent")
    door.remember(folder.path / CACHE, spent=earlier)
    try:
        await door.check()
        await work()
    except BaseExceptionGroup as group:
        reached = group.subgroup(BudgetReached)
        if reached is None:
            raise
        raise BudgetReached(f"the spending limit of {door.shared.purse.limit:g} USD is reached") from None
    finally:
        if door.opened:
            folder.write_json("run.json", {**folder.info(), **door.report()})
        await door.close()
