"""A fault server, a door in front of it, and one question through it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from pydantic import BaseModel

from coolhead.bench.chat.door import Door
from coolhead.bench.faults import FakeProvider
from coolhead.bench.types import ChatMessage, ChatOutcome

HELLO = [ChatMessage(role="user", content="Where is my parcel?")]
KEY = "planted-key-0123456789"


class Verdict(BaseModel):
    verdict: str
    points: int


def scene(play: Callable[[FakeProvider, Door], Awaitable[object]], *faults: str, **fields):
    """Plays a scene with a fake provider and a door whose waits take no time; returns what the scene returns."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        await asyncio.sleep(0)

    async def whole():
        door_fields = {name: fields.pop(name) for name in ("cache", "max_cost", "at_once") if name in fields}
        async with FakeProvider(faults, **fields) as fake:
            door = Door(environment={"COOLHEAD_API_KEY": KEY}, timeout=0.3, sleep=sleep, **door_fields)
            door.waits = waits
            try:
                return await play(fake, door)
            finally:
                await door.close()

    return asyncio.run(whole())


def ask(*faults: str, options: str = "", **question) -> tuple[ChatOutcome, int]:
    """What comes of one question, and how many reached the provider."""

    async def play(fake, door):
        chat = door.chat(f"openai:{fake.url}{options}#m")
        return await chat.ask(HELLO, purpose="bot", **question), len(fake.calls)

    return scene(play, *faults)
