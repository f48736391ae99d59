"""`coolhead run`."""

from __future__ import annotations

import argparse
import asyncio
import functools
import re
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from coolhead.bench import wording, yaml_door
from coolhead.bench.bots import resolve
from coolhead.bench.chat.door import Door
from coolhead.bench.cli import EXIT_DONE, EXIT_MISSING, judges, models
from coolhead.bench.cli.judges import with_judges
from coolhead.bench.cli.opening import crew_for
from coolhead.bench.cli.runinfo import describe, folder_name, now, prepare
from coolhead.bench.cli.terminal import console
from coolhead.bench.dialogue import Limits
from coolhead.bench.engine import Cell, Ended, Stage, check_all, hold_first_replies, plan, run_all
from coolhead.bench.errors import BadInput, BudgetReached, Interrupted
from coolhead.bench.judging.judges import Judges
from coolhead.bench.protocols import CustomerEngine, Grader
from coolhead.bench.regrading import grade_stored, judge_stored
from coolhead.bench.settings import RunSettings, spelled_like_flags
from coolhead.bench.store import RunFolder
from coolhead.bench.wording import counted
from coolhead.graders.catalog import graders_named
from coolhead.personas.loader import builtin, select
from coolhead.personas.schema import Persona

DEFAULT = RunSettings()
A_DAY = 86_400.0
"""Seconds that a dialogue with a person at the keyboard may take."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The flags; every default stands in `RunSettings`."""
    add = parser.add_argument
    add(
        "--bot",
        dest="bots",
        action="append",
        metavar="SPEC",
        help="ladder[:NAME], attack[:NAME], py:FILE:FUNCTION, script:FILE.yaml, litellm:MODEL (or provider/model), "
        "openai:URL#MODEL, http(s)://…, cmd:COMMAND, FILE.yaml, human; a name can be given: NAME=SPEC; "
        "may be repeated (default: ladder)",
    )
    add(
        "--personas",
        action="append",
        metavar="WHAT",
        help="a pack (core, controls, twins, styles, all), an id, a file or a folder; may be repeated (default: core)",
    )
    add("--repeats", type=int, metavar="K", help=f"dialogues per bot and persona (default: {DEFAULT.repeats})")
    add("--seed", type=int, metavar="N", help=f"fixes every byte of the dialogues (default: {DEFAULT.seed})")
    add(
        "--customer",
        metavar="ENGINE",
        help=f"who plays the customer: embedded, or a model that words it (default: {DEFAULT.customer})",
    )
    add(
        "--grader",
        dest="graders",
        action="append",
        metavar="FILE",
        help="a Python file with further graders; may be repeated",
    )
    add("--max-turns", type=int, metavar="N", help=f"agent turns per dialogue at most (default: {DEFAULT.max_turns})")
    add(
        "--reply-timeout",
        type=float,
        metavar="SECONDS",
        help=f"per reply (default: {DEFAULT.reply_timeout:g}; the first reply of a bot by URL or command may "
        "take 120, its cold start, unless this flag or the bot's own cold_start says otherwise)",
    )
    add(
        "--dialogue-timeout",
        type=float,
        metavar="SECONDS",
        help=f"per dialogue (default: {DEFAULT.dialogue_timeout:g})",
    )
    add("--allow-intense", action="store_true", default=None, help="also play personas of language intensity 3")
    add("--jobs", type=int, metavar="N", help=f"dialogues under way at once (default: {DEFAULT.jobs})")
    add(
        "--engine",
        choices=["local", "ray"],
        help="where they are played: on the cores of this machine, or in batches on a Ray cluster, which "
        f"needs coolhead[ray] (default: {DEFAULT.engine})",
    )
    judges.arguments(parser)
    models.arguments(parser)
    add("--config", type=Path, metavar="FILE", help="a YAML file with any of these settings; flags win over it")
    add("--out", metavar="DIR", help="run folder (default: runs/NAME, a name made from the settings)")
    add("--resume", action="store_true", help="insist on continuing: refuse to start a new folder")
    add("--fresh", action="store_true", help="throw away what the folder holds and play everything again")


def run(options: argparse.Namespace) -> int:
    """Plays, grades, reports."""
    settings = settings_of(options)
    door = models.open_door(settings)
    bots = resolve(settings.bots, chats=door.chat, template=models.template_of(settings))
    hold_first_replies(bots, settings)
    personas = playable(select(settings.personas), settings)
    for id in shadowing(personas, settings):
        sys.stderr.write(f"note: your '{id}' stands for the persona of that id that ships with CoolHead\n")
    customers = customer_engine(settings.customer, door=door)
    graders = graders_named(settings.graders)
    if settings.dry_run:
        cells = plan(bots, personas, repeats=settings.repeats, seed=settings.seed)
        models.show_needs(cells, settings, console())
        return EXIT_DONE
    info = describe(settings, bots, personas, customers, graders)
    panel = judges.open_judges(settings.judges, door, models=judges.models_of(info))
    out = console()
    with RunFolder(Path(settings.out or f"runs/{folder_name(settings, info)}")) as folder:
        cells = plan(bots, personas, repeats=settings.repeats, seed=settings.seed)
        asyncio.run(check_all(cells, set() if options.fresh else folder.ids()))
        models.carry_over(folder, info, fresh=options.fresh)
        held = prepare(folder, info, resume=options.resume, fresh=options.fresh)
        out.print(
            f"{counted(len(bots), 'bot')} x {counted(len(personas), 'persona')} x {settings.repeats}"
            f" = {counted(len(cells), 'dialogue')}"
            f"  (customer {customers.name}, seed {settings.seed})  ->  {folder.path}"
        )
        for bot in bots:
            if (first := getattr(bot, "first_reply", 0.0)) > settings.reply_timeout:
                out.print(
                    f"{bot.name}: waits up to {first:g} s for the first reply, {settings.reply_timeout:g} s later"
                )
        if held:
            out.print(f"played before and kept: {len(held)}")
            if panel is None:
                grade_stored(folder, graders)
        failures: list[str] = []
        status = "done"
        try:
            failures = play(
                cells, settings, personas=personas, customers=customers, graders=graders, judges=panel, folder=folder,
                held=held, door=door,
            )  # fmt: skip
        except BudgetReached as reached:
            out.print(f"Stopped: {reached}. Raise --max-cost and run it again to go on.", style="yellow", markup=False)
            status = "stopped at the spending limit"
        folder.write_json("run.json", {**folder.info(), "status": status, "ended": now()})
        from coolhead.bench.cli.finish import show, write_all

        board, page = write_all(folder)
    show(board, page, out)
    for line in judges.said_of(panel):
        out.print(line, style="dim", markup=False)
    if failures:
        out.print(
            f"{counted(len(failures), 'dialogue')} failed; the first: {failures[0]}", style="yellow", markup=False
        )
    missing = status != "done" or any(row.coverage.failed for row in board.rows)
    return EXIT_MISSING if missing else EXIT_DONE


def settings_of(options: argparse.Namespace) -> RunSettings:
    """Flags over the config file over the defaults."""
    import yaml
    from pydantic import ValidationError

    given: dict[str, Any] = {}
    if options.config:
        try:
            given = yaml_door.load(options.config.read_text("utf-8")) or {}
        except (OSError, UnicodeDecodeError) as problem:
            why = getattr(problem, "strerror", None) or "is not UTF-8 text"
            raise BadInput(options.config, f"cannot be read: {why}", do="check the path") from None
        except yaml.YAMLError as problem:
            line, what = yaml_door.complaint(problem)
            raise BadInput(f"{options.config}{line}", f"broken YAML: {what}", do="mend the line") from None
        if not isinstance(given, dict):
            raise BadInput(options.config, "is not a mapping of settings", do="write e.g. `repeats: 3`")
        given = spelled_like_flags(given)
    flags = {
        name: getattr(options, name) for name in RunSettings.model_fields if getattr(options, name, None) is not None
    }
    try:
        return RunSettings.model_validate({**given, **flags})
    except ValidationError as problem:
        error = wording.first(problem)
        name = wording.place(error)
        if error["type"] == "extra_forbidden":
            from coolhead.bench.errors import did_you_mean

            raise BadInput(
                options.config, f"unknown setting '{name}'", do=did_you_mean(name, RunSettings.model_fields)
            ) from None
        field = str(error["loc"][0]) if error["loc"] else ""
        where = f"--{field.replace('_', '-')}" if field in flags else f"{options.config}: {name}"
        raise BadInput(where, wording.what(error), do="see coolhead run --help") from None


def customer_engine(name: str, *, door: Door | None = None) -> CustomerEngine:
    """Who plays the customers: the embedded engine, or a language model that `door` opens.

    Raises:
        BadInput: an engine nobody knows.
    """
    if name == "embedded":
        from coolhead.bench.customers.embedded import EmbeddedEngine

        return EmbeddedEngine()
    if door is not None and re.search(r"[/:]", name):
        from coolhead.bench.customers.model.engine import ModelEngine

        return ModelEngine(door.chat(name, where=f"--customer {name}", purpose="customer"))
    raise BadInput("--customer", f"unknown engine '{name}'", do="use embedded, or a model such as provider/model")


def shadowing(personas: Sequence[Persona], settings: RunSettings) -> list[str]:
    """Ids of personas from the user's own files that a shipped persona of other content has too."""
    if not any(Path(name).exists() for name in settings.personas):
        return []
    shipped = {persona.id: persona for persona in builtin()}
    return [persona.id for persona in personas if shipped.get(persona.id, persona) != persona]


def playable(personas: Sequence[Persona], settings: RunSettings) -> list[Persona]:
    """The personas without those of language intensity 3, unless they were asked for."""
    kept = [p for p in personas if settings.allow_intense or p.intensity < 3]
    if not kept:
        raise BadInput("--personas", "all of these use language of intensity 3", do="add --allow-intense")
    return kept


def play(
    cells: Sequence[Cell],
    settings: RunSettings,
    *,
    personas: Sequence[Persona],
    customers: CustomerEngine,
    graders: Sequence[Grader],
    judges: Judges | None = None,
    folder: RunFolder,
    held: set[str],
    door: Door,
) -> list[str]:
    """Plays what is missing under a progress bar; returns what failed, in words."""
    failures: list[str] = []
    people = any(getattr(cell.bot, "interactive", False) for cell in cells)
    limits = Limits(
        turns=settings.max_turns,
        reply=settings.reply_timeout,
        dialogue=A_DAY if people else settings.dialogue_timeout,
    )
    crew = crew_for(Stage(cells, customers, graders, limits), settings, personas, done=held)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # A person types in this terminal: one customer at a time, and no bar that is drawn over their line.
    bar = Progress(*columns, console=console(), refresh_per_second=5, disable=people)
    with crew or nullcontext(), bar:  # the crew first: it must start before there is a thread
        task = bar.add_task("dialogues", total=len(cells), completed=len(held & {cell.id for cell in cells}))

        def step(ended: Ended) -> None:
            bar.advance(task)
            if ended.failure:
                failures.append(f"{ended.id}: {ended.failure.where} {ended.failure.kind}: {ended.failure.message}")

        async def work() -> None:
            if judges is not None and held:
                await judge_stored(folder, graders, judges=judges, jobs=settings.jobs)
            await run_all(
                cells, customers=customers, graders=graders, folder=folder, limits=limits,
                jobs=1 if people else settings.jobs, judges=judges, done=held, progress=step, crew=crew,
            )  # fmt: skip

        judged = functools.partial(with_judges, judges, folder, work, customers=customers)
        try:
            asyncio.run(models.with_models(door, folder, judged))
        except KeyboardInterrupt:
            folder.write_json("run.json", {**folder.info(), "status": "interrupted", "ended": now()})
            raise Interrupted from None
    return failures
