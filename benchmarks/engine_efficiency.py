"""What the engine costs when everybody it talks to waits: efficiency, CPU and memory of many dialogues at once.

    .venv/bin/python benchmarks/engine_efficiency.py [--at-once 64] [--at-once 512] [--runs 3]

N dialogues of 8 agent turns: the customer thinks 100 ms before each turn, the bot 100 ms before each reply, and one
judge 200 ms at the end. Store, limits and time-outs are on, as in a run. Efficiency = ideal / actual wall time, where
ideal = rounds of N x (17 x 100 ms + 200 ms): the customer also thinks before its last words. CPU is that of the process
and a dialogue, without the start. "limit" is a bare asyncio loop that only sleeps as often, measured in the same way.
Each figure is the median of `--runs` processes; growth compares the peak memory of 2,048 dialogues with that of 256, 64
at once.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from coolhead.bench.dialogue import Limits
from coolhead.bench.engine import plan, run_all
from coolhead.bench.store import RunFolder
from coolhead.bench.testing import Said
from coolhead.bench.types import CRITERIA, Conversation, Dialogue, End, Evidence, Grade, Reply, TraceStep, Turn
from coolhead.personas.loader import select

TURNS, THINKS, JUDGES = 8, 0.1, 0.2
IDEAL = (2 * TURNS + 1) * THINKS + JUDGES
"""Seconds of one dialogue when nothing costs anything."""


class SlowBot:
    """Answers after 100 ms."""

    name, remote = "slow", True

    async def reply(self, conversation: Conversation) -> Reply:
        await asyncio.sleep(THINKS)
        return Reply(text="I can see that nobody came on Tuesday. I have booked the first slot of tomorrow for you.")

    async def close(self) -> None:
        return


class SlowCustomers:
    """Speak after 100 ms, and accept in the end."""

    name = "slow-1"

    def begin(self, _persona: object, *, seed: int) -> SlowCustomer:
        return SlowCustomer()


class SlowCustomer:
    """One of them."""

    def __init__(self) -> None:
        self._said = 0

    async def speak(self, turns: Sequence[Turn], *, bot_left: bool = False) -> Said:
        await asyncio.sleep(THINKS)
        self._said += 1
        end = End(reason="accepted", by="customer") if self._said > TURNS else None
        step = TraceStep(turn=len(turns), anger=0.5)
        return Said(("This is the third time that I took a morning off and nobody came.",), end, step)


class SlowJudge:
    """One call of 200 ms for all criteria."""

    criteria, columns = CRITERIA, (("judge", 1),)

    async def judge(self, dialogue: Dialogue) -> list[Grade]:
        await asyncio.sleep(JUDGES)
        seen = Evidence(turn=1, quote="nobody came on Tuesday", indicator="EM+2")
        return [
            Grade(dialogue=dialogue.id, criterion=one, grader="judge", version=1, score=75.0, level=4, evidence=(seen,))
            for one in CRITERIA
        ]


async def engine(count: int, at_once: int) -> None:
    """The dialogues through the engine, into a run folder."""
    cells = plan([SlowBot()], select(["P01"]), repeats=count, seed=7)
    with tempfile.TemporaryDirectory() as place, RunFolder(Path(place)) as folder:
        folder.start({})
        await run_all(
            cells, customers=SlowCustomers(), graders=[], judges=SlowJudge(), folder=folder, limits=Limits(turns=12),
            jobs=at_once,
        )  # fmt: skip


async def limit(count: int, at_once: int) -> None:
    """Nothing but the waiting."""
    numbers = iter(range(count))

    async def worker() -> None:
        for _ in numbers:
            for _ in range(2 * TURNS + 1):
                await asyncio.sleep(THINKS)
            await asyncio.sleep(JUDGES)

    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(worker())


def once(name: str, count: int, at_once: int) -> dict[str, float]:
    """One measurement, in this process."""
    work = {"engine": engine, "limit": limit}[name]
    asyncio.run(work(1, 1))  # what is loaded on first use is no cost of a dialogue
    wall, cpu = time.perf_counter(), time.process_time()
    asyncio.run(work(count, at_once))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"efficiency": count / at_once * IDEAL / wall, "cpu_ms": 1000 * cpu / count, "peak_mb": peak}


def measured(name: str, count: int, at_once: int, runs: int) -> dict[str, float]:
    """The medians of so many processes."""
    words = [sys.executable, __file__, "--once", name, str(count), str(at_once)]
    found = [json.loads(subprocess.run(words, check=True, capture_output=True).stdout) for _ in range(runs)]
    return {key: round(statistics.median(one[key] for one in found), 3) for key in found[0]}


def main() -> None:
    """Prints a line of JSON per measurement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--at-once", type=int, action="append")
    parser.add_argument("--rounds", type=int, default=2, help="dialogues = rounds x at once")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-growth", action="store_true")
    parser.add_argument("--once", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.once:
        name, count, at_once = options.once
        print(json.dumps(once(name, int(count), int(at_once))))
        return
    for at_once in options.at_once or (64, 512):
        for name in ("limit", "engine"):
            found = measured(name, options.rounds * at_once, at_once, options.runs)
            print(json.dumps({"what": name, "at_once": at_once, "dialogues": options.rounds * at_once, **found}))
    if not options.no_growth:
        peaks = {count: measured("engine", count, 64, 1)["peak_mb"] for count in (256, 2048)}
        each = (peaks[2048] - peaks[256]) * 1024 / (2048 - 256)
        print(json.dumps({"what": "growth", "peak_mb": peaks, "kb_a_dialogue": round(each, 2)}))


if __name__ == "__main__":
    main()
