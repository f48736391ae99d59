"""How fast a run goes that waits for nobody: reference bots against the core personas, played and graded.

    .venv/bin/python benchmarks/offline_speed.py [--repeats 2] [--workers 0] [--workers 2]

Dialogues a second from the first to the last line in the run folder, by how many processes play (0 = the event loop
alone), and CPU milliseconds a dialogue of all processes together. Figures and the page are not part of it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

from coolhead.bench.dialogue import Limits
from coolhead.bench.engine import run_all
from coolhead.bench.running.crew import Opening
from coolhead.bench.settings import RunSettings
from coolhead.bench.store import RunFolder
from coolhead.bench.workers import Workers, cores
from coolhead.personas.loader import select


def cpu() -> float:
    """Seconds of this process and of those that it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def measured(opening: Opening, workers: int) -> dict[str, float]:
    """One run into a temporary folder."""
    stage = opening()
    with tempfile.TemporaryDirectory() as place, RunFolder(Path(place)) as folder:
        folder.start({})
        crew = Workers(stage, opening=opening, count=workers, at_once=4) if workers else None
        wall, used = time.perf_counter(), cpu()
        with crew or nullcontext():
            asyncio.run(
                run_all(
                    stage.cells, customers=stage.customers, graders=stage.graders, folder=folder, limits=stage.limits,
                    jobs=8, crew=crew,
                )
            )  # fmt: skip
        wall, used = time.perf_counter() - wall, cpu() - used
    count = len(stage.cells)
    return {"dialogues": count, "a_second": round(count / wall, 1), "cpu_ms": round(1000 * used / count, 2)}


def main() -> None:
    """Prints a line of JSON per number of processes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--workers", type=int, action="append")
    options = parser.parse_args()
    opening = Opening(RunSettings(repeats=options.repeats), select(["core"]), Limits())
    measured(Opening(RunSettings(), select(["P01"]), Limits()), 0)  # what is loaded on first use
    for workers in options.workers or (0, cores()):
        print(json.dumps({"workers": workers, **measured(opening, workers)}))


if __name__ == "__main__":
    main()
