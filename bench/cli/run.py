"""`coolhead run`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from coolhead.bench import wording, yaml_door
from coolhead.bench.bots import resolve
from coolhead.bench.cli import EXIT_DONE, EXIT_MISSING, judges, models
from coolhead.bench.cli.terminal import console
from coolhead.bench.engine import Ended, hold_first_replies
from coolhead.bench.errors import BadInput, Interrupted
from coolhead.bench.grading import broken
from coolhead.bench.running.cast import customer_engine, playable, shadowing
from coolhead.bench.running.info import folder_name
from coolhead.bench.running.models import open_door, template_of
from coolhead.bench.running.run import Run
from coolhead.bench.settings import RunSettings, spelled_like_flags
from coolhead.bench.store import RunFolder
from coolhead.bench.wording import counted
from coolhead.graders.catalog import graders_named
from coolhead.personas.loader import select

DEFAULT = RunSettings()


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
    planned = _planned(settings)
    out = console()
    if settings.dry_run:
        models.show_needs(planned.cells, settings, out)
        return EXIT_DONE
    panel = planned.judges  # opened before the folder: a key that is missing must not leave one behind
    failures: list[str] = []
    with RunFolder(Path(settings.out or f"runs/{folder_name(settings, planned.info)}")) as folder:
        held = planned.begin(folder, resume=options.resume, fresh=options.fresh)
        _announce(planned, folder, held=held, out=out)
        crew = planned.crew(held)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        bar = Progress(*columns, console=out, refresh_per_second=5, disable=planned.people)
        ids = {cell.id for cell in planned.cells}
        task = bar.add_task("dialogues", total=len(ids), completed=len(held & ids))

        def step(ended: Ended) -> None:
            bar.advance(task)
            if ended.failure:
                failures.append(f"{ended.id}: {ended.failure.where} {ended.failure.kind}: {ended.failure.message}")

        try:
            reached = planned.play(folder, held=held, step=step, crew=crew, watch=bar)
        except KeyboardInterrupt:
            raise Interrupted from None
        if reached:
            out.print(f"Stopped: {reached}. Raise --max-cost and run it again to go on.", style="yellow", markup=False)
        from coolhead.bench.cli.finish import show, write_all

        board, page = write_all(folder)
        broke = broken(folder.grades())
    show(board, page, out)
    for line in judges.said_of(panel):
        out.print(line, style="dim", markup=False)
    if failures:
        out.print(
            f"{counted(len(failures), 'dialogue')} failed; the first: {failures[0]}", style="yellow", markup=False
        )
    for line in broke:
        out.print(line, style="yellow", markup=False)
    missing = reached is not None or broke or any(row.coverage.failed for row in board.rows)
    return EXIT_MISSING if missing else EXIT_DONE


def _planned(settings: RunSettings) -> Run:
    door = open_door(settings)
    bots = resolve(settings.bots, chats=door.chat, template=template_of(settings))
    hold_first_replies(bots, settings)
    personas = playable(select(settings.personas), settings)
    for id in shadowing(personas, settings):
        sys.stderr.write(f"note: your '{id}' stands for the persona of that id that ships with CoolHead\n")
    customers = customer_engine(settings.customer, door=door)
    return Run(settings, bots, personas, customers, graders_named(settings.graders), door)


def _announce(planned: Run, folder: RunFolder, *, held: set[str], out: Console) -> None:
    settings = planned.settings
    out.print(
        f"{counted(len(planned.bots), 'bot')} x {counted(len(planned.personas), 'persona')} x {settings.repeats}"
        f" = {counted(len(planned.cells), 'dialogue')}"
        f"  (customer {planned.customers.name}, seed {settings.seed})  ->  {folder.path}"
    )
    for bot in planned.bots:
        if (first := getattr(bot, "first_reply", 0.0)) > settings.reply_timeout:
            out.print(f"{bot.name}: waits up to {first:g} s for the first reply, {settings.reply_timeout:g} s later")
    if held:
        out.print(f"played before and kept: {len(held)}")


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
