"""Judges in a run: opened by SPEC, qualified before they count, reported in run.json."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from coolhead.bench.chat.door import Door
from coolhead.bench.judging.judges import Judges
from coolhead.bench.protocols import CustomerEngine
from coolhead.bench.store import RunFolder


def open_judges(specs: Sequence[str], door: Door, *, models: Mapping[str, str] | None = None) -> Judges | None:
    """The judges of these SPECs; None without any. `models`: bot -> the model it is.

    Raises:
        BadInput: a SPEC names no model, a key that is not there, or the same judge twice.
    """
    if not specs:
        return None
    chats = [door.chat(spec, where=f"--judge {spec}", purpose="judge") for spec in specs]
    return Judges(chats, models=models)


def models_of(info: Mapping[str, Any]) -> dict[str, str]:
    """Bot -> model, as run.json has it."""
    return {name: bot["model"] for name, bot in info.get("bots", {}).items() if bot.get("model")}


async def with_judges(
    judges: Judges | None,
    folder: RunFolder,
    work: Callable[[], Awaitable[object]],
    *,
    customers: CustomerEngine | None = None,
) -> None:
    """Qualifies the judges, does the work, and writes into run.json who counts, what they did, and a model's slips.

    Raises:
        BudgetReached: the spending limit; what was finished is kept.
    """
    if guards := getattr(customers, "guards", None):
        customers.resume(folder.info().get("customer_guards", {}))  # type: ignore[union-attr]
    if judges is not None:
        info = folder.info()
        judges.resume(info.get("judges", {}))
        await judges.qualify()
        info.setdefault("versions", {}).setdefault("graders", {}).update(dict(judges.columns))
        folder.write_json("run.json", {**info, "judges": judges.report()})
    try:
        await work()
    finally:
        done: dict[str, Any] = {} if judges is None else {"judges": judges.report()}
        if guards:
            done["customer_guards"] = guards()
        if done:
            folder.write_json("run.json", {**folder.info(), **done})
