"""`coolhead compare`: where two bots differ."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from coolhead.bench.cli import EXIT_DONE
from coolhead.bench.cli.terminal import console
from coolhead.bench.comparing import SURE, Differences, Line, Side, bots_of, compare, never_sure
from coolhead.bench.errors import BadInput
from coolhead.bench.leaderboard import unseen_text
from coolhead.bench.store import RunFolder
from coolhead.bench.tables.numbers import NONE, shortened
from coolhead.bench.types import Mean
from coolhead.bench.wording import counted
from coolhead.graders.rubric import rubric

SHOWN = 8
"""Indicators and personas shown; --json holds all."""
NAME = 46


def arguments(parser: argparse.ArgumentParser) -> None:
    """The flags."""
    add = parser.add_argument
    add("folders", nargs="+", type=Path, metavar="DIR", help="one run folder with --bots A B, or two run folders")
    add("--bots", nargs="+", metavar="BOT", help="the two bots; with two folders, one of each (or one name for both)")
    add("--anyway", action="store_true", help="also compare what was measured with other versions")
    add("--json", type=Path, metavar="FILE", help="write every difference to this file")


def run(options: argparse.Namespace) -> int:
    """Compares and prints."""
    a, b = sides(options.folders, options.bots or [])
    found = compare(a, b, anyway=options.anyway)
    if options.json:
        options.json.write_text(found.model_dump_json(indent=1) + "\n", "utf-8")
    show(found, [a.folder.path, b.folder.path], console())
    return EXIT_DONE


def sides(paths: Sequence[Path], bots: Sequence[str]) -> tuple[Side, Side]:
    """Which two bots are meant.

    Raises:
        BadInput: it is not clear which, or a folder is no run.
    """
    if len(paths) > 2 or len(bots) > 2:
        raise BadInput("coolhead compare", "two bots are compared at a time", do="name one or two folders")
    folders = [RunFolder(path) for path in paths]
    for folder in folders:
        if not folder.info():
            raise BadInput(folder.path, "holds no run.json", do="name a run folder")
    if len(folders) == 1:
        names = bots or (there if len(there := bots_of(folders[0])) == 2 else [])
        if len(names) != 2:
            raise BadInput(paths[0], f"holds {_some(bots_of(folders[0]))}", do="say which two with --bots A B")
        return Side(folders[0], names[0]), Side(folders[0], names[1])
    chosen = list(bots) * 2 if len(bots) == 1 else list(bots)
    if not chosen:
        held = [bots_of(folder) for folder in folders]
        if any(len(names) != 1 for names in held):
            both = ", ".join(name for name in held[0] if name in held[1]) or "none"
            raise BadInput("coolhead compare", f"more than one bot to choose from (in both: {both})", do="use --bots")
        chosen = [names[0] for names in held]
    return Side(folders[0], chosen[0]), Side(folders[1], chosen[1])


def show(found: Differences, pages: Sequence[Path], out: Console) -> None:
    """Prints the comparison; `pages` are the run folders of the two bots."""
    names = [shortened(name, 24) for name in (found.a, found.b)]
    out.print(Text.assemble((names[1], "bold"), " against ", (names[0], "bold"), f": {_verdict(found)}"))
    out.print(
        f"{counted(found.common, 'dialogue')} in common, {counted(found.clusters, 'independent case')}; "
        f"95 % intervals; differences are {names[1]} minus {names[0]}",
        style="dim",
    )
    if few := unseen_text(found.unseen, of="case"):
        out.print(Text(few, style="dim"))
    # A p that could not have been small says nothing of the difference beside it.
    tests = sum(line.p is not None for line in found.criteria)
    alone, among = not never_sure(found.clusters, "case"), not (few := never_sure(found.clusters, "case", tests=tests))
    scores = [_row(found.overall, digits=0, p=alone), *(_row(line, digits=0, p=among) for line in found.criteria)]
    _print(out, names, "score", scores)
    if alone and not among:
        out.print(f"  no p by criterion: {few}", style="dim")
    out.print(f"  at equal length the overall difference is {_signed(found.at_equal_length, digits=0)}", style="dim")
    if found.outcome:
        _print(out, names, "outcome", [_row(line, digits=2, p=alone) for line in found.outcome])
    sure = [line for line in found.indicators if line.p is not None and line.p <= SURE]
    if sure:
        first = f"; the {SHOWN} surest" if len(sure) > SHOWN else ""
        title = f"indicator met: {len(sure)} of {len(found.indicators)} differ{first}"
        _print(out, names, title, [_row(line, digits=2, label=_indicator(line.name)) for line in sure[:SHOWN]])
    hard = [line for line in found.personas[:SHOWN] if line.difference.mean]
    _print(out, names, "persona", [_row(line, digits=0) for line in hard])
    _moved(found, pages, out)
    for note in found.notes:
        out.print(Text(note, style="yellow"))


def _verdict(found: Differences) -> str:
    line = found.overall
    if line.difference.mean is None:
        return "nothing in common was judged"
    if line.p is None or line.p > SURE or line.difference.low is None:
        few = never_sure(found.clusters, "case")
        return "; ".join(
            [f"not told apart overall ({_signed(line.difference, digits=0)} points)", *([few] if few else [])]
        )
    return f"{'better' if line.difference.mean > 0 else 'worse'} overall, {_signed(line.difference, digits=0)} points"


def _print(out: Console, names: Sequence[str], title: str, rows: Sequence[tuple[str, ...]]) -> None:
    if not rows:
        return
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column(title, min_width=14, max_width=NAME, no_wrap=True)
    for head in (*names, "difference", "p"):
        table.add_column(Text(head), justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*map(Text, row))
    out.print()
    out.print(table)


def _row(line: Line, *, digits: int, label: str = "", p: bool = True) -> tuple[str, ...]:
    shown = "" if line.p is None or not p else "<0.001" if line.p < 0.001 else f"{line.p:.3f}"
    a, b = (NONE if value is None else f"{value:.{digits}f}" for value in (line.a, line.b))
    name = f"{line.name.replace('_', ' ')} {line.title}".strip()
    return label or shortened(name, NAME), a, b, _signed(line.difference, digits=digits), shown


def _signed(mean: Mean, *, digits: int) -> str:
    if mean.mean is None:
        return NONE
    text = f"{mean.mean:+.{digits}f}"
    return (
        text if mean.low is None or mean.high is None else f"{text} ({mean.low:+.{digits}f} to {mean.high:+.{digits}f})"
    )


def _indicator(id: str) -> str:
    known = rubric().indicators.get(id)
    text = f"{id} {known.text}" if known else id
    return text if len(text) <= NAME else text[: NAME - 1] + "…"


def _moved(found: Differences, pages: Sequence[Path], out: Console) -> None:
    """The dialogues that moved most, each with the address at which the page shows it."""
    worse = [one for one in found.moved if one.after < one.before]
    better = [one for one in reversed(found.moved) if one.after > one.before]
    for title, some in (("lost", worse), ("gained", better)):
        if not some:
            continue
        out.print()
        out.print(Text(f"dialogues in which {shortened(found.b, 24)} {title} most", style="bold"))
        for one in some:
            name = shortened(f"{one.persona} {one.title}".strip(), NAME)
            out.print(Text(f"  {one.before:>3.0f} -> {one.after:<3.0f} {one.after - one.before:+4.0f}   {name}"))
            for place, link in enumerate(one.links):
                # One address on one line, whatever the width: it is there to be opened or copied.
                out.print(Text(f"       {pages[place] / link}", style="dim"), soft_wrap=True)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
