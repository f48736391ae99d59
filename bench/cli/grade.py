"""`coolhead grade`: dialogues that already happened, or a run folder once more."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from coolhead.bench.chat.door import Door
from coolhead.bench.cli import EXIT_DONE, EXIT_MISSING, judges
from coolhead.bench.cli import sources as incoming
from coolhead.bench.cli.explain import explain, known, pick
from coolhead.bench.cli.finish import show, write_all
from coolhead.bench.cli.terminal import console
from coolhead.bench.errors import BadInput, BudgetReached, Interrupted
from coolhead.bench.grading import broken, grade_all
from coolhead.bench.hands import Hands
from coolhead.bench.judging.judges import Judges
from coolhead.bench.protocols import Grader
from coolhead.bench.regrading import grade_stored, graded_by, judge_stored
from coolhead.bench.running.imported import describe_import, in_row, skips
from coolhead.bench.running.info import now, rubric_version
from coolhead.bench.running.judges import models_of, open_judges, with_judges
from coolhead.bench.running.models import with_models
from coolhead.bench.store import RunFolder
from coolhead.bench.transcripts import Skipped
from coolhead.bench.types import Dialogue
from coolhead.bench.wording import counted
from coolhead.graders.catalog import graders_named

UNSUPPORTED = "unsupported language: "
"""How graders begin the reason for a dialogue that they cannot read."""

PLAIN = incoming.Import()
"""Nothing mapped, nothing redacted."""

JOBS = 16
"""Dialogues that judges grade at once."""

SHOWN = 5
"""Skipped rows that are named on the terminal; all are counted."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The flags."""
    add = parser.add_argument
    add(
        "sources",
        nargs="+",
        type=Path,
        metavar="SOURCE",
        help="files or folders of dialogues, data sets (hf:OWNER/NAME for the hub), or one run folder",
    )
    add(
        "--by",
        metavar="FIELD",
        help="a row of the leaderboard per value of this field: file, bot or any other",
    )
    add("--grader", dest="graders", action="append", default=[], metavar="FILE", help="a Python file with more graders")
    add(
        "--out", type=Path, metavar="DIR", help="run folder (default: runs/grade-NAME; a run folder is graded in place)"
    )
    incoming.arguments(parser)
    judges.arguments(parser)
    add(
        "--max-cost",
        type=float,
        metavar="USD",
        help="spending limit for the judges; grading stops before the call that could pass it",
    )
    add("--explain", nargs="?", const="", metavar="ID", help="show a dialogue with its evidence (default: the lowest)")


def run(options: argparse.Namespace) -> int:
    """Grades, reports."""
    graders = graders_named(options.graders)
    out = console()
    door = Door(max_cost=options.max_cost)
    specs = tuple(options.judges or ())
    stopped = False
    if len(options.sources) == 1 and (options.sources[0] / "run.json").exists():
        folder = RunFolder(options.sources[0])
        if options.by not in (None, folder.info().get("by")):
            raise BadInput("--by", "a run folder is graded in its own rows", do="name the transcripts themselves")
        incoming.check_stored(folder.path, folder.info(), options)
        if options.explain:
            known(folder, options.explain)
        if options.explain is not None and not (options.graders or specs) and graded_by(folder, graders):
            # Who only looks loses nothing: other graders' and judges' grades stay where they are.
            explain(*pick(folder, options.explain), out)
            return EXIT_DONE
        panel = open_judges(specs, door, models=models_of(folder.info()))
        stopped = regrade(folder, graders, judges=panel, door=door, out=out)
    else:
        panel = open_judges(specs, door)
        rules = graders if panel is None else ()  # judged dialogues are graded as a whole, after all are read
        how = incoming.settings(options)
        folder = import_and_grade(options.sources, rules, by=options.by, target=options.out, out=out, how=how)
        if panel is not None:
            stopped = regrade(folder, graders, judges=panel, door=door, out=out)
    with folder:
        board, page = write_all(folder)
        if options.explain is None:
            show(board, page, out)
        else:  # one dialogue is asked for: a screen full of tables would push it away
            explain(*pick(folder, options.explain), out)
            out.print(f"\nRead the dialogues: {page}")
        for why, count in sorted(_unscored(folder).items()):
            out.print(f"{counted(count, 'dialogue')} not scored, language not supported: {why}", style="yellow")
        for line in judges.said_of(panel):
            out.print(line, style="dim", markup=False)
        broke = broken(folder.grades())
        for line in broke:
            out.print(line, style="yellow", markup=False)
    return EXIT_MISSING if stopped or broke or any(row.coverage.failed for row in board.rows) else EXIT_DONE


def regrade(folder: RunFolder, graders: Sequence[Grader], *, judges: Judges | None, door: Door, out: Console) -> bool:
    """Grades what these graders and judges have not graded yet, in the folder itself; True = stopped at the limit."""
    info = folder.info()
    if not info.get("versions"):
        raise BadInput(folder.path, "its run.json names no versions", do="name a run folder of CoolHead")
    info["versions"] |= {"graders": {grader.id: grader.version for grader in graders}, "rubric": rubric_version()}
    info.pop("judges", None)
    folder.start({**info, "regraded": now()})
    count = 0

    async def work() -> None:
        nonlocal count
        count = await judge_stored(folder, graders, judges=judges, jobs=JOBS)

    with folder:
        if judges is None:
            count = grade_stored(folder, graders)
        else:
            try:
                asyncio.run(with_models(door, folder, partial(with_judges, judges, folder, work)))
            except BudgetReached as reached:
                out.print(f"Stopped: {reached}. Raise --max-cost and grade it again to go on.", style="yellow")
                return True
            except KeyboardInterrupt:
                raise Interrupted from None
    out.print(f"{counted(count, 'dialogue')} graded anew" if count else "all grades are up to date", style="dim")
    return False


def _spare(folder: RunFolder, sources: object) -> None:
    """Refuses a folder that holds something else than grades of these files."""
    earlier = folder.info()
    if earlier and earlier.get("sources") != sources:
        what = "a run of bots" if "settings" in earlier else f"grades of {', '.join(earlier.get('sources', []))}"
        raise BadInput(folder.path, f"holds {what}, which would be lost", do="name another folder with --out")


def import_and_grade(
    sources: Sequence[Path],
    graders: Sequence[Grader],
    *,
    by: str | None,
    target: Path | None,
    out: Console,
    how: incoming.Import = PLAIN,
) -> RunFolder:
    """Reads, stores and grades one dialogue after the other, so that memory does not grow with the file."""
    incoming.check(sources)
    info = describe_import(graders, by=by, sources=[source.name for source in sources], **how.settings())
    name = f"{sources[0].stem}-{incoming.digest(sources, how, by)}"
    folder = RunFolder(target or Path(f"runs/grade-{name}"))
    started = False
    skipped: list[Skipped] = []
    planned: dict[str, int] = {}
    without: Counter[bool] = Counter()
    if by:
        incoming.check_by(sources, how, by)

    def arriving() -> Iterator[Dialogue]:
        for item in incoming.dialogues(sources, how):
            if isinstance(item, Skipped):
                skipped.append(item)
            else:
                if by:
                    item, has = in_row(item, by)  # noqa: PLW2901
                    without[not has] += 1
                yield item

    try:
        # The hands first: they must come to life before there is a thread. Without rules there is nothing to do.
        with (
            folder,
            Hands(partial(grade_all, graders=graders), count=None if graders else 1) as hands,
            _progress() as bar,
        ):
            task = bar.add_task("dialogues", total=None)
            for dialogue, grades in hands.map(arriving()):
                if not started:  # only now: a file that holds no dialogue must not cost an earlier result
                    _spare(folder, info["sources"])
                    folder.start(info)
                    folder.clear()
                    started = True
                folder.add_dialogue(dialogue)
                folder.add_grades(grades)
                planned[dialogue.bot] = planned.get(dialogue.bot, 0) + 1
                bar.advance(task)
    except KeyboardInterrupt:
        if started:
            folder.write_json("run.json", {**info, "status": "interrupted", "planned": planned, "ended": now()})
        raise Interrupted from None
    info |= {"planned": planned, "skipped": skips(skipped), "status": "done", "ended": now()}
    folder.write_json("run.json", info)
    for one in skipped[:SHOWN]:
        sys.stderr.write(f"skipped {one.where}: {one.why}\n")
    if len(skipped) > SHOWN:
        sys.stderr.write(f"skipped {len(skipped) - SHOWN} more; run.json lists the first 100\n")
    if without[True]:
        all_ = counted(without.total(), "dialogue")
        sys.stderr.write(f"{without[True]:,} of {all_} have no field '{by}': they are the row '(no {by})'\n")
    graded = counted(sum(planned.values()), "dialogue")
    out.print(f"{graded} graded, {counted(len(skipped), 'row')} skipped  ->  {folder.path}")
    return folder


def _unscored(folder: RunFolder) -> dict[str, int]:
    """Why dialogues got no score at all for their language -> how many."""
    reasons: dict[str, str] = {}
    scored: set[str] = set()
    for grade in folder.grades():
        if grade.score is not None:
            scored.add(grade.dialogue)
        elif grade.reason.startswith(UNSUPPORTED):
            reasons[grade.dialogue] = grade.reason.removeprefix(UNSUPPORTED)
    return Counter(why for id, why in reasons.items() if id not in scored)


def _progress() -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    out = console()
    # In a file or a pipe there is nothing to move: the bar would leave an empty line there.
    return Progress(*columns, console=out, refresh_per_second=5, transient=True, disable=not out.is_interactive)
