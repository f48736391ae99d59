"""What a call to a model costs through the chat door: efficiency and CPU at 64 and 512 questions at once.

    .venv/bin/python benchmarks/chat_efficiency.py [--litellm] [--calls 4096]

A fake provider in a process of its own answers each question after 100 ms. Efficiency = ideal / actual wall time of the
asking process, where ideal = calls / at once x 100 ms. CPU is that of the asking process alone. "bare aiohttp" is the
shortest possible client, measured in the same run; on few cores the fake provider takes its share of the wall time.
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
from collections.abc import Awaitable, Callable
from pathlib import Path

from coolhead.bench.chat.door import Door
from coolhead.bench.types import ChatMessage

DELAY = 0.1
QUESTION = "My line has been dead for nine days and nobody came. " * 20

Call = Callable[[int], Awaitable[object]]


def cpu() -> float:
    """Seconds of processor time that this process has used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def many(call: Call, *, calls: int, at_once: int) -> tuple[float, float]:
    """Efficiency, and CPU milliseconds a call."""
    numbers = iter(range(calls))

    async def worker() -> None:
        for number in numbers:
            await call(number)

    start, used = time.perf_counter(), cpu()
    await asyncio.gather(*(worker() for _ in range(at_once)))
    wall, used = time.perf_counter() - start, cpu() - used
    return calls / at_once * DELAY / wall, used / calls * 1000


async def bare(url: str, calls: int, at_once: int) -> tuple[float, float]:
    """The shortest client there is."""
    import aiohttp

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def call(number: int) -> None:
            body = {"model": "m", "messages": [{"role": "user", "content": f"{number} {QUESTION}"}]}
            async with session.post(f"{url}/chat/completions", json=body) as response:
                json.loads(await response.read())

        await many(call, calls=at_once, at_once=at_once)
        return await many(call, calls=calls, at_once=at_once)


async def door(spec: str, calls: int, at_once: int, cache: Path | None) -> tuple[float, float]:
    """The chat door, cache, limits, time-outs and purse included."""
    opened = Door(cache=cache, at_once=at_once, max_cost=1000)
    chat = opened.chat(spec)

    async def call(number: int) -> None:
        question = [ChatMessage(role="user", content=f"{number} {QUESTION}")]
        outcome = await chat.ask(question, purpose="bot", repeat=at_once, max_tokens=100)
        assert outcome.ok, outcome

    await many(lambda n: call(-1 - n), calls=at_once, at_once=at_once)  # connections and imports
    figures = await many(call, calls=calls, at_once=at_once)
    await opened.close()
    return figures


def main() -> None:
    """Prints a Markdown table; medians of the rounds."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--calls", type=int, default=4096)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--litellm", action="store_true", help="also through litellm, with an eighth of the calls")
    parser.add_argument("--port", type=int, default=18093)
    options = parser.parse_args()
    words = [sys.executable, "-m", "coolhead.bench.faults", "--port", str(options.port), "--delay", str(DELAY)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as fake, tempfile.TemporaryDirectory() as folder:
        try:
            assert fake.stdout is not None
            fake.stdout.readline()
            url = f"http://127.0.0.1:{options.port}/v1"
            asyncio.run(table(options, url, Path(folder)))
        finally:
            fake.terminate()


async def table(options: argparse.Namespace, url: str, folder: Path) -> None:
    """One event loop for everything: litellm bears no second one."""
    print("| client | at once | efficiency | CPU ms a call |\n|---|---|---|---|")
    for at_once in (64, 512):
        count = 0

        def cache() -> Path:
            nonlocal count
            count += 1
            return folder / f"{at_once}-{count}.sqlite"  # noqa: B023 - called at once

        spec = f"openai:{url}?price=0#m"
        kinds: dict[str, Callable[[], Awaitable[tuple[float, float]]]] = {
            "bare aiohttp": lambda: bare(url, options.calls, at_once),  # noqa: B023
            "chat door, URL, no cache": lambda: door(spec, options.calls, at_once, None),  # noqa: B023
            "chat door, URL, cache": lambda: door(spec, options.calls, at_once, cache()),  # noqa: B023
        }
        if options.litellm:
            slow = f"litellm:hosted_x/m@{url}".replace("hosted_x", "deepseek") + "?price=0"
            kinds["chat door, litellm"] = lambda: door(slow, options.calls // 8, at_once, None)  # noqa: B023
        for name, measure in kinds.items():
            rounds = [await measure() for _ in range(options.rounds)]
            efficiency, used = (statistics.median(values) for values in zip(*rounds, strict=True))
            print(f"| {name} | {at_once} | {efficiency:.2f} | {used:.2f} |", flush=True)


if __name__ == "__main__":
    main()
