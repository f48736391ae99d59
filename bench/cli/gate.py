"""`coolhead gate`: an exit code for a build pipeline."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from rich.text import Text

from coolhead.bench.cli import EXIT_DONE, EXIT_GATE
from coolhead.bench.cli.terminal import console
from coolhead.bench.errors import BadInput, did_you_mean
from coolhead.bench.store import RunFolder

COLOURS = {"passed": "green", "failed": "bold red", "undecided": "yellow"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """The flags."""
    add = parser.add_argument
    add("folder", type=Path, metavar="DIR", help="the run to judge")
    add("--baseline", type=Path, metavar="DIR", help="an earlier run: fail when a score has surely dropped")
    add(
        "--min",
        dest="minima",
        action="append",
        default=[],
        metavar="CRITERION=SCORE",
        help="lowest mean of a criterion or of overall; may be repeated",
    )
    add("--worst-persona", type=float, metavar="MIN", help="lowest mean of any one persona")
    add("--max-critical", type=int, metavar="N", help="critical errors of the whole run at most")
    add(
        "--max-drop",
        type=float,
        default=0.0,
        metavar="POINTS",
        help="what a score may lose (default: 0)",
    )
    add(
        "--min-common",
        type=float,
        default=80.0,
        metavar="PERCENT",
        help="share of the baseline's dialogues that this run must have too (default: 80)",
    )
    add("--bot", dest="bots", action="append", default=[], metavar="NAME", help="judge only this bot; may be repeated")
    add("--strict", action="store_true", help="fail also where the evidence does not suffice")
    add("--junit", type=Path, metavar="FILE", help="write the checks as JUnit XML")
    add("--summary", type=Path, metavar="FILE", help="append the verdict as Markdown, e.g. to $GITHUB_STEP_SUMMARY")


def run(options: argparse.Namespace) -> int:
    """Checks, prints, writes; 1 when something failed."""
    from coolhead.bench.gating import Demands, gate
    from coolhead.bench.gating.texts import fails, junit, summary
    from coolhead.bench.lowest import lowest

    demands = Demands(
        minima=minima(options.minima),
        worst_persona=options.worst_persona,
        most_critical=options.max_critical,
        allowed_drop=options.max_drop,
        least_common=options.min_common / 100,
    )
    if not 0 <= options.min_common <= 100:
        what = f"is a share from 0 to 100, got {options.min_common:g}"
        raise BadInput("--min-common", what, do="write e.g. --min-common 80")
    if options.max_drop < 0:
        raise BadInput("--max-drop", f"cannot be negative, got {options.max_drop:g}", do="write e.g. --max-drop 2")
    folder = RunFolder(options.folder)
    baseline = RunFolder(options.baseline) if options.baseline else None
    checks = gate(folder, demands, baseline=baseline, bots=options.bots)
    failed = {check.bot for check in checks if fails(check, strict=options.strict)}
    shown = lowest(folder, bots=failed, count=3) if failed else []
    if options.junit:
        _write(options.junit, junit(checks, strict=options.strict, shown=shown), mode="w")
    if options.summary:
        _write(options.summary, summary(checks, strict=options.strict, shown=shown), mode="a")
    out = console()
    for check in checks:
        out.print(
            Text.assemble((f"{check.state:<10}", COLOURS[check.state]), f"{check.bot}  {check.name}: {check.message}"),
            soft_wrap=True,  # a line a check, also in the log of a build
        )
    if failed:
        out.print(f"The gate is closed for {', '.join(sorted(failed))}.", style="bold red", markup=False)
    elif any(check.state == "undecided" for check in checks):
        out.print("The gate is open; where it says undecided, the evidence does not suffice.", style="yellow")
    else:
        out.print("The gate is open.", style="green")
    return EXIT_GATE if failed else EXIT_DONE


def minima(words: Sequence[str]) -> dict[str, float]:
    """`--min` flags as a mapping.

    Raises:
        BadInput: no such criterion, or no score between 0 and 100.
    """
    from coolhead.bench.gating import names

    found: dict[str, float] = {}
    for word in words:
        name, _, value = word.partition("=")
        if name not in names():
            raise BadInput(f"--min {word}", f"unknown criterion '{name}'", do=did_you_mean(name, names()))
        try:
            found[name] = float(value)
        except ValueError:
            found[name] = -1.0
        if not 0 <= found[name] <= 100:
            raise BadInput(f"--min {word}", f"'{value}' is not a score from 0 to 100", do=f"write e.g. --min {name}=60")
    return found


def _write(path: Path, text: str, *, mode: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open(mode, encoding="utf-8", errors="replace") as out:
            out.write(text)
    except OSError as problem:
        raise BadInput(path, f"cannot be written: {problem.strerror}", do="name another file") from None
