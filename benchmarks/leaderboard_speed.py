"""How long a leaderboard takes, against the time that reading its lines takes, and what it needs in memory.

    python benchmarks/leaderboard_speed.py [--bots 50] [--dialogues 400] [--personas 40] [--folder DIR]

Writes a run folder of bots x dialogues (with case, brief, trace and five grades each, as a real run has them), reads
its lines and builds the leaderboard. The rows are copies of a few dialogues under other ids: size and shape count
here, not content. Times are CPU seconds, so that what else runs on the machine does not count.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from coolhead.bench.leaderboard import build
from coolhead.bench.store import RunFolder
from coolhead.bench.types import Dialogue, Grade

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Prints one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bots", type=int, default=50)
    parser.add_argument("--dialogues", type=int, default=400, help="per bot")
    parser.add_argument("--personas", type=int, default=40)
    parser.add_argument("--folder", type=Path, help="a real run folder whose lines are the pattern (default: made up)")
    parser.add_argument("--slow", action="store_true", help="also read the lines as whole models")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = RunFolder(Path(place) / "run")
        megabytes = fill(folder, options.folder, options.bots, options.dialogues, options.personas)
        total = options.bots * options.dialogues
        print(f"{options.bots} bots x {options.dialogues} dialogues, {options.personas} personas: {megabytes:.0f} MB")
        read = timed("json.loads of every line", lambda: parse(folder), total)
        if options.slow:
            timed("every line as Dialogue or Grade", lambda: models(folder), total)
        before = peak()
        built = timed("build", lambda: build(folder), total)
        print(f"build / json.loads = {built / read:.2f}; memory on top: {peak() - before:.0f} MB")


def timed(name: str, work: Callable[[], object], dialogues: int) -> float:
    """CPU seconds of a piece of work, printed."""
    start, clock = time.process_time(), time.perf_counter()
    work()
    took, wall = time.process_time() - start, time.perf_counter() - clock
    print(f"{name:<34}{took:8.2f} s CPU  {wall:8.2f} s wall  {1e6 * took / dialogues:8.1f} us a dialogue")
    return took


def parse(folder: RunFolder) -> None:
    """The least that reading can cost with the standard library."""
    for name in ("dialogues.jsonl", "grades.jsonl"):
        with (folder.path / name).open("rb") as handle:
            for line in handle:
                json.loads(line)


def models(folder: RunFolder) -> None:
    """What the store's own readers cost."""
    for _ in folder.dialogues():
        pass
    for _ in folder.grades():
        pass


def peak() -> float:
    """Largest resident memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def fill(folder: RunFolder, pattern: Path | None, bots: int, dialogues: int, personas: int) -> float:
    """Writes the run folder; returns its size in MB."""
    sample, marks = patterns(pattern)
    folder.start({"planned": {f"bot{n}": dialogues for n in range(bots)}})
    with folder:
        for number in range(dialogues):
            for bot in range(bots):
                place = (number * bots + bot) % len(sample)
                persona, repeat = number % personas, number // personas
                name = f"bot{bot}/P{persona}/{repeat}"
                one = sample[place]
                brief = one.brief and one.brief.model_copy(update={"id": f"P{persona}", "family": f"story_{persona}"})
                update = {"id": name, "bot": f"bot{bot}", "persona": f"P{persona}", "repeat": repeat, "brief": brief}
                folder.add_dialogue(one.model_copy(update=update))
                folder.add_grades(g.model_copy(update={"dialogue": name}) for g in marks[place])
    return sum(path.stat().st_size for path in folder.path.iterdir()) / 1e6


def patterns(path: Path | None) -> tuple[list[Dialogue], list[list[Grade]]]:
    """Dialogues with their grades: of a real run, or of the tests' made-up world."""
    if path is None:
        sys.path.insert(0, str(ROOT / "tests"))
        from leaderboard_kit import world

        path = Path(tempfile.mkdtemp())
        world(path, bots=3, personas=8)
        found = read(RunFolder(path))
        shutil.rmtree(path)
        return found
    return read(RunFolder(path))


def read(folder: RunFolder) -> tuple[list[Dialogue], list[list[Grade]]]:
    """Up to 200 dialogues of a folder."""
    sample = [dialogue for dialogue, _ in zip(folder.dialogues(), range(200), strict=False)]
    marks: dict[str, list[Grade]] = {dialogue.id: [] for dialogue in sample}
    for grade in folder.grades():
        if grade.dialogue in marks:
            marks[grade.dialogue].append(grade)
    return sample, [marks[dialogue.id] for dialogue in sample]


if __name__ == "__main__":
    main()
