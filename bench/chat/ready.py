"""Waits for a local server: its port listens for seconds before the model behind it can answer."""

from __future__ import annotations

import asyncio
import json
import time

from coolhead.bench.chat.endpoint import Endpoint
from coolhead.bench.chat.limits import Clock, Sleep
from coolhead.bench.chat.trouble import Trouble, told
from coolhead.bench.errors import BadInput

LOADING, STARTING = 120.0, 3.0
"""Seconds we wait for a server that says it is loading, and for one that does not answer at all."""


async def wait_until_ready(
    endpoint: Endpoint,
    *,
    where: str,
    clock: Clock = time.monotonic,
    sleep: Sleep = asyncio.sleep,
    patience: float = LOADING,
) -> tuple[str, ...]:
    """Polls `/models` until it answers; returns the models it lists, () when it has no such list.

    Raises:
        BadInput: nobody answers, the key is wrong, or it is still loading after `patience` seconds.
    """
    start = clock()
    while True:
        waited = clock() - start
        try:
            async with asyncio.timeout(max(1.0, min(10.0, patience))):
                status, text, _ = await endpoint.request("GET", "/models")
        except (Trouble, TimeoutError) as problem:
            if isinstance(problem, Trouble) and problem.kind == "config":
                raise BadInput(where, problem.reason) from None
            if waited >= min(STARTING, patience):
                reason = problem.reason if isinstance(problem, Trouble) else "no answer to a first question"
                raise BadInput(where, reason, do="start the server, or check the address") from None
        else:
            if status == 200:
                return _models(text)
            if status in (401, 403):
                do = "put the key into an environment variable and add ?key_env=ITS_NAME to the SPEC"
                raise BadInput(where, f"the endpoint refuses the key (HTTP {status})", do=do)
            if status not in (429, 500, 502, 503, 504):
                return ()  # it has no such list; the first question will tell
            if waited >= patience:
                raise BadInput(where, f"not ready after {patience:.0f} s: HTTP {status} {told(text)[:80]}")
        await sleep(0.3)


def _models(text: str) -> tuple[str, ...]:
    try:
        rows = json.loads(text).get("data")
        return tuple(row["id"] for row in rows if isinstance(row["id"], str))
    except (ValueError, AttributeError, TypeError, KeyError):
        return ()
