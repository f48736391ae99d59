"""The fake server."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coolhead.bench.faults.answers import answered, error, reply_to
from coolhead.bench.faults.catalogue import FAULTS

if TYPE_CHECKING:
    from aiohttp import web

Say = Callable[[dict[str, Any]], str | dict[str, Any]]
"""The request's body -> the text to answer with, or the fields of the message."""


@contextmanager
def serving(*faults: str, **fields: Any) -> Iterator[FakeProvider]:
    """A fake provider in a thread of its own, for code that runs its own event loop."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    fake = FakeProvider(faults, **fields)
    try:
        asyncio.run_coroutine_threadsafe(fake.__aenter__(), loop).result()
        yield fake
    finally:
        asyncio.run_coroutine_threadsafe(fake.__aexit__(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@dataclass
class _Waiting:
    """A fault and how many questions still meet it."""

    name: str
    left: float


@dataclass
class FakeProvider:
    """`async with FakeProvider("rate_limit:2") as fake:` serves at `fake.url` until the end of the block."""

    faults: Sequence[str] = ()
    say: Say | None = None
    delay: float = 0.0
    key: str = ""
    """When set, every question needs this key."""
    calls: list[dict[str, Any]] = field(default_factory=list)
    """The bodies of the questions, in order; not kept when `remember` is off."""
    remember: bool = True
    host: str = "127.0.0.1"
    port: int = 0
    """0 = any free port; the one in use is in `url`."""
    url: str = ""
    busy: int = 0
    busiest: int = 0
    """Most questions under way at once."""

    def __post_init__(self) -> None:
        names = [self.faults] if isinstance(self.faults, str) else list(self.faults)
        self._faults = [_waiting(name) for name in names]
        self._runner: Any = None

    async def __aenter__(self) -> FakeProvider:
        from aiohttp import web

        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/v1/models", self._models)
        app.router.add_post("/v1/chat/completions", self._completions)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port, backlog=1024)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        self.url = f"http://{self.host}:{port}/v1"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def _meet(self, *, only: frozenset[str] | None = None) -> str:
        """The fault that this question meets, "" for none."""
        for fault in self._faults:
            if fault.left > 0 and (only is None or fault.name in only):
                fault.left -= 1
                return fault.name
        return ""

    async def _models(self, request: web.Request) -> web.Response:
        from aiohttp import web

        if self._meet(only=frozenset({"loading"})):
            return error(503, "Loading model")
        if self.key and request.headers.get("Authorization") != f"Bearer {self.key}":
            return error(401, "Incorrect API key provided")
        return web.json_response({"object": "list", "data": [{"id": "fake-1", "object": "model"}]})

    async def _completions(self, request: web.Request) -> web.StreamResponse:
        body = json.loads(await request.read())
        if self.remember:
            self.calls.append(body)
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        try:
            if self.key and request.headers.get("Authorization") != f"Bearer {self.key}":
                return error(401, f"Incorrect API key provided: {request.headers.get('Authorization', 'none')}")
            fault = self._meet()
            if self.delay:
                await asyncio.sleep(self.delay)
            if fault:
                special = await FAULTS[fault](request, body)
                if special is not None:
                    return special
            said = self.say(body) if self.say else reply_to(body)
            if isinstance(said, dict):
                return answered(said.get("content"), body, **{k: v for k, v in said.items() if k != "content"})
            return answered(said, body)
        finally:
            self.busy -= 1


def _waiting(word: str) -> _Waiting:
    name, _, count = word.partition(":")
    if name not in FAULTS:
        raise ValueError(f"unknown fault '{name}'; known: {', '.join(sorted(FAULTS))}")
    return _Waiting(name, float(count) if count else float("inf"))
