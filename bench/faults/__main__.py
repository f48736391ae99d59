"""`python -m coolhead.bench.faults`."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence

from coolhead.bench.faults import FAULTS, FakeProvider


def main(words: Sequence[str] | None = None) -> None:
    """Serves until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m coolhead.bench.faults", description="A fake provider with faults.")
    parser.add_argument("--port", type=int, default=18090)
    parser.add_argument("--fault", action="append", default=[], metavar="NAME[:N]", help=", ".join(sorted(FAULTS)))
    parser.add_argument("--delay", type=float, default=0.0, metavar="SECONDS", help="before every answer")
    options = parser.parse_args(words)
    try:
        fake = FakeProvider(options.fault, delay=options.delay, port=options.port, remember=False)
    except ValueError as problem:
        parser.error(str(problem))

    async def serve() -> None:
        async with fake:
            print(f"serving {fake.url}  (a bot: openai:{fake.url}#any)", flush=True)  # noqa: T201
            await asyncio.Event().wait()

    try:
        asyncio.run(serve())
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
