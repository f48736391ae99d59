"""`coolhead validate`: how far customer and graders can be trusted, with n and intervals."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from rich.table import Table

from coolhead.bench.cli import EXIT_DONE
from coolhead.bench.cli.run import customer_engine
from coolhead.bench.cli.terminal import console
from coolhead.bench.settings import RunSettings
from coolhead.bench.validation.customer import validate_customer
from coolhead.bench.validation.model import Figure


def arguments(parser: argparse.ArgumentParser) -> None:
    """The flags."""
    add = parser.add_argument
    add("what", nargs="?", choices=["customer", "graders"], help="only this part (default: both)")
    add("--labels", type=Path, metavar="FOLDER", help="pairs.jsonl and dialogues.jsonl with labels (default: built-in)")
    add("--customer", default=RunSettings().customer, metavar="ENGINE", help="whose figures (default: embedded)")
    add("--repeats", type=int, default=3, metavar="K", help="seeds per persona (default: 3)")
    add("--seed", type=int, default=RunSettings().seed, metavar="N")
    add("--out", type=Path, metavar="FILE", help="write the figures as JSON too")


def run(options: argparse.Namespace) -> int:
    """Prints the figures; they are a report, not a gate, so the exit code is 0."""
    out = console()
    found: dict[str, list[Figure]] = {}
    if options.what in (None, "customer"):
        with tempfile.TemporaryDirectory() as folder, out.status("customer") as status:
            found["customer"] = validate_customer(
                customer_engine(options.customer), repeats=options.repeats, seed=options.seed, folder=Path(folder),
                step=lambda name: status.update(f"customer: {name}"),
            )  # fmt: skip
        out.print(table(f"Customer {options.customer}", found["customer"]))
    if options.what in (None, "graders"):
        from coolhead.bench.validation import validate_graders

        found["graders"] = validate_graders(options.labels)
        out.print(table("Graders", found["graders"]))
    if options.out:
        plain = {part: [figure.model_dump() for figure in figures] for part, figures in found.items()}
        options.out.write_text(json.dumps(plain, indent=1) + "\n", "utf-8")
    return EXIT_DONE


def table(title: str, figures: list[Figure]) -> Table:
    """The figures, with what is wanted and whether it holds."""
    made = Table(
        "figure", "value", "n", "wanted", "", "", title=title, title_justify="left", box=None, header_style="bold"
    )
    for one in figures:
        value = "-" if one.value is None else f"{one.value:.3f}".rstrip("0").rstrip(".")
        mark = {True: "[green]holds[/]", False: "[red]does not hold[/]", None: ""}[one.holds]
        made.add_row(one.name, value, str(one.n), one.bar, mark, f"[dim]{one.detail}[/]")
    return made
