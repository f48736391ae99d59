"""How much of the wall time goes to waiting for a bot by URL: ideal / actual time of many calls at once.

    python benchmarks/http_efficiency.py [--at-once 64] [--rounds 20] [--delay 0.1]

A server in a process of its own answers after `delay` seconds; each of the `at-once` dialogues asks for `rounds`
replies with a real case file and a conversation that grows. Efficiency = rounds * delay / wall time; the CPU time is
this process's, per call.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import statistics
import time

from coolhead.bench.bots import resolve
from coolhead.bench.types import Conversation, Turn
from coolhead.personas.loader import select
from coolhead.personas.vary import vary

PERSONA = vary(select(["P01"])[0], seed=1)


def serve(delay: float, ready: multiprocessing.Queue) -> None:
    """The bot."""
    from aiohttp import web

    async def answer(request: web.Request) -> web.Response:
        await request.read()
        await asyncio.sleep(delay)
        if request.path.endswith("completions"):
            return web.json_response({"choices": [{"message": {"content": "I am looking at it now."}}]})
        return web.json_response({"text": "I am looking at it now."})

    async def main() -> None:
        app = web.Application()
        app.router.add_post("/{tail:.*}", answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
        await site.start()
        ready.put(site._server.sockets[0].getsockname()[1])
        await asyncio.Event().wait()

    asyncio.run(main())


async def measured(spec: str, *, at_once: int, rounds: int) -> tuple[float, float]:
    """Wall and CPU seconds."""
    [bot] = resolve([spec])

    async def dialogue(number: int) -> None:
        turns = []
        for _ in range(rounds):
            turns.append(Turn(role="customer", text="This is the third time I write to you and nobody answers me."))
            conversation = Conversation(turns=tuple(turns[-16:]), case=PERSONA.case, session=f"b/P01/{number}", seed=1)
            reply = await bot.reply(conversation)
            turns.append(Turn(role="agent", text=reply.text))

    await asyncio.gather(*(dialogue(number) for number in range(at_once)))  # connections are open from here on
    wall, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(dialogue(number) for number in range(at_once)))
    taken = time.perf_counter() - wall, time.process_time() - cpu
    await bot.close()
    return taken


def main() -> None:
    """Prints a line of JSON per dialect."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--at-once", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--delay", type=float, default=0.1)
    options = parser.parse_args()
    ready: multiprocessing.Queue = multiprocessing.Queue()
    server = multiprocessing.Process(target=serve, args=(options.delay, ready), daemon=True)
    server.start()
    base = f"http://127.0.0.1:{ready.get()}"
    try:
        for name, spec in (("webhook", f"{base}/chat"), ("openai", f"{base}/v1")):
            runs = [asyncio.run(measured(spec, at_once=options.at_once, rounds=options.rounds)) for _ in range(3)]
            wall, cpu = (statistics.median(run[n] for run in runs) for n in (0, 1))
            print(
                json.dumps(
                    {
                        "dialect": name,
                        "at_once": options.at_once,
                        "efficiency": round(options.rounds * options.delay / wall, 3),
                        "cpu_ms_a_call": round(1000 * cpu / options.at_once / options.rounds, 3),
                    }
                )
            )
    finally:
        server.terminate()
        server.join()


if __name__ == "__main__":
    main()
