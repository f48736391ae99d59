"""`coolhead validate`: how far customer and graders can be trusted, with n and intervals."""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from pathlib import Path

from rich.console import Console

from coolhead.bench.chat.door import Door
from coolhead.bench.cli import EXIT_DONE, EXIT_MISSING
from coolhead.bench.cli.figures import lines
from coolhead.bench.cli.judges import said_of
from coolhead.bench.cli.terminal import console
from coolhead.bench.errors import BadInput, BudgetReached
from coolhead.bench.judging.judges import Judges
from coolhead.bench.running.cast import customer_engine
from coolhead.bench.settings import RunSettings
from coolhead.bench.validation.customer import validate_customer
from coolhead.bench.validation.model import Figure


def arguments(parser: argparse.ArgumentParser) -> None:
    """The flags."""
    add = parser.add_argument
    add(
        "what", nargs="?", choices=["customer", "graders", "outside", "judges"],
        help="only this part (default: customer and graders, and those that --outside and --judge name)",
    )  # fmt: skip
    add("--labels", type=Path, metavar="FOLDER", help="pairs.jsonl and dialogues.jsonl with labels (default: built-in)")
    add(
        "--outside", type=Path, metavar="FOLDER",
        help="what people said of dialogues elsewhere, a folder a set (docs/graders.md), against our scores",
    )  # fmt: skip
    add("--most", type=int, default=1_000, metavar="N", help="rows of each outside set, evenly spread (default: 1000)")
    add("--customer", default=RunSettings().customer, metavar="ENGINE", help="whose figures (default: embedded)")
    add("--repeats", type=int, default=3, metavar="K", help="seeds per persona (default: 3)")
    add("--seed", type=int, default=RunSettings().seed, metavar="N")
    add(
        "--judge", dest="judges", action="append", default=[], metavar="MODEL",
        help="a language model to be measured as a judge on the same labels; may be repeated",
    )  # fmt: skip
    add("--max-cost", type=float, metavar="USD", help="spending limit for the judges")
    add(
        "--out", type=Path, metavar="FILE",
        help="write the figures as JSON too; answers of judges are kept beside it, so that nothing is paid for twice",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Prints the figures; they are a report, not a gate, so the exit code is 0 (3 when the spending limit ended it)."""
    if options.what == "judges" and not options.judges:
        raise BadInput("validate judges", "names no judge", do="add --judge MODEL")
    if options.what == "outside" and not options.outside:
        raise BadInput("validate outside", "names no folder", do="add --outside FOLDER")
    if options.most < 1:
        raise BadInput("--most", f"must be at least 1, got {options.most}", do="say how many rows of a set are read")
    out = console()
    found: dict[str, list[Figure]] = {}
    stopped = False
    if options.what in (None, "customer"):
        with tempfile.TemporaryDirectory() as folder, out.status("customer") as status:
            found["customer"] = validate_customer(
                customer_engine(options.customer), repeats=options.repeats, seed=options.seed, folder=Path(folder),
                step=lambda name: status.update(f"customer: {name}"),
            )  # fmt: skip
        show(f"Customer {options.customer}", found["customer"], out)
    if options.what in (None, "graders"):
        from coolhead.bench.validation import validate_graders

        found["graders"] = validate_graders(options.labels)
        show("Graders", found["graders"], out)
    if options.outside and options.what in (None, "graders", "outside"):
        from coolhead.bench.validation.outside import outside_figures

        with out.status("outside labels") as status:
            found["outside"] = outside_figures(
                options.outside, most=options.most, step=lambda name: status.update(f"outside labels: {name}")
            )
        show("Outside labels", found["outside"], out)
    if options.judges and options.what in (None, "judges"):
        by_judge, stopped = judge_figures(options, out)
        found |= by_judge
    if options.out:
        plain = {part: [figure.model_dump() for figure in figures] for part, figures in found.items()}
        options.out.write_text(json.dumps(plain, indent=1) + "\n", "utf-8")
    return EXIT_MISSING if stopped else EXIT_DONE


def judge_figures(options: argparse.Namespace, out: Console) -> tuple[dict[str, list[Figure]], bool]:
    """Measures and prints the judges: grader id -> figures, and whether the spending limit ended it."""
    from coolhead.bench.validation.judges import validate_judges

    door = Door(max_cost=options.max_cost)
    judges = Judges([door.chat(spec, where=f"--judge {spec}", purpose="judge") for spec in options.judges])

    async def work() -> dict[str, list[Figure]]:
        if options.out:
            door.remember(options.out.with_suffix(".answers.sqlite"))
        try:
            await door.check()
            with out.status("judges") as status:
                return await validate_judges(judges, options.labels, step=lambda name: status.update(f"judges: {name}"))
        finally:
            await door.close()

    found: dict[str, list[Figure]] = {}
    stopped = False
    try:
        found = asyncio.run(work())
    except* BudgetReached:  # alone or in a group
        stopped = True
    if stopped:
        out.print("Stopped at the spending limit. Raise --max-cost; with --out, answers are kept.", style="yellow")
    for grader, figures in found.items():
        show(grader, figures, out)
    for line in said_of(judges):
        out.print(line, style="dim", markup=False)
    spent = door.report()["spent"].get("judge", {})
    cost = "unknown" if spent.get("cost_usd") is None else f"{spent['cost_usd']:.2f} USD"
    out.print(f"{spent.get('calls', 0)} calls, {spent.get('cached', 0)} from the cache, cost {cost}", style="dim")
    return found, stopped


def show(title: str, figures: list[Figure], out: Console) -> None:
    """Prints a part, with a blank line below."""
    for line in lines(title, figures):
        out.print(line)
    out.print()
