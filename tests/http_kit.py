"""A small server that answers as told, and bots by URL that ask it."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from coolhead.bench.bots import resolve
from coolhead.bench.bots.http import from_mapping
from coolhead.bench.bots.trouble import BotTrouble
from coolhead.bench.types import Conversation, Reply, Turn
from coolhead.personas.case import Case

KEY = "sk-plantedKey0123456789"


class Server:
    """Answers with what `answer(request, body)` returns; remembers what came."""

    def __init__(self, answer) -> None:
        self.answer, self.seen, self.url, self.connections = answer, [], "", set()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        body = json.loads(raw) if raw.startswith((b"{", b"[")) else raw.decode()
        self.connections.add(request.transport)
        self.seen.append((request.path, body, dict(request.headers)))
        given = self.answer(request, body)
        if asyncio.iscoroutine(given):
            given = await given
        return given if isinstance(given, web.StreamResponse) else web.json_response(given)

    @property
    def bodies(self) -> list:
        return [body for _, body, _ in self.seen]

    @property
    def paths(self) -> list[str]:
        return [path for path, _, _ in self.seen]


@asynccontextmanager
async def serving(answer):
    server = Server(answer)
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", server.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        await runner.cleanup()


def talk_of(*texts: str, session: str = "bot/P01/0") -> Conversation:
    turns = tuple(Turn(role="customer" if n % 2 == 0 else "agent", text=t) for n, t in enumerate(texts or ("Well?",)))
    return Conversation(turns=turns, case=Case(firm="Tellmere", record={"account": "A-7"}), session=session, seed=5)


def asked(spec_or_settings, answer, *talks: Conversation) -> tuple[list[Reply], Server]:
    """The bot's replies to these conversations, in one run, and the server."""

    async def scenario():
        async with serving(answer) as server:
            if isinstance(spec_or_settings, str):
                [bot] = resolve([spec_or_settings.replace("URL", server.url)])
            else:
                given = {**spec_or_settings, "url": server.url + spec_or_settings["url"]}
                [bot] = from_mapping(given, name="b", where="f")
            try:
                for talk in talks:
                    bot.meets(talk.session, talk.session.split("/")[1])
                return [await bot.reply(talk) for talk in talks or (talk_of(),)], server
            finally:
                await bot.close()

    return asyncio.run(scenario())


def trouble(spec_or_settings, answer, *talks: Conversation) -> BotTrouble:
    with pytest.raises(BotTrouble) as found:
        asked(spec_or_settings, answer, *talks)
    return found.value


def completion(text: str, **message) -> dict:
    return {"choices": [{"message": {"role": "assistant", "content": text, **message}}], "usage": {"prompt_tokens": 3}}


def moved(status: int, to: str) -> web.Response:
    return web.Response(status=status, headers={"Location": to})
