"""The HTTP client of a bot by URL: one host, bounded answers, connections that are reused."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin, urlsplit

from pydantic_core import PydanticSerializationError, to_json

from coolhead.bench.bots.dialects import Request
from coolhead.bench.bots.http_settings import origin
from coolhead.bench.bots.mapping import as_text
from coolhead.bench.bots.trouble import BotTrouble
from coolhead.bench.http_client import LoopClient

if TYPE_CHECKING:
    import aiohttp

MOST_REDIRECTS = 3
IDLE_SECONDS = 4.0
"""An idle connection is let go before the usual server (5 s) does, so that no request meets one that just closed."""


CONNECT_SECONDS = 10.0
"""For a connection, before anything is played."""


class Again(Exception):
    """The request surely or very likely never reached the bot."""


def _client() -> aiohttp.ClientSession:
    import aiohttp

    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_SECONDS),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
        cookie_jar=aiohttp.DummyCookieJar(),  # a cookie of one customer must not reach the next
    )


class Wire:
    """One client per event loop, opened by the first request: connections are reused by all dialogues."""

    def __init__(self, *, home: str, headers: Mapping[str, str], largest: int) -> None:
        self._home, self._headers, self._largest = origin(home), dict(headers), largest
        self._client = LoopClient(_client)

    async def close(self) -> None:
        """Closes the connections."""
        await self._client.close()

    async def send(self, asked: Request) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and body of the answer.

        Raises:
            BotTrouble: it cannot be had, or is somewhere else or too large.
            Again: it is worth another try.
        """
        import aiohttp

        url, data, headers = asked.url, None, self._headers
        if asked.method != "GET" and asked.body is not None:
            data, kind = _body(asked)
            headers = {"Content-Type": kind, **self._headers}
        elif asked.method == "GET" and isinstance(asked.body, dict) and asked.body:
            url += ("&" if "?" in url else "?") + urlencode({name: as_text(part) for name, part in asked.body.items()})
        try:
            for _ in range(MOST_REDIRECTS + 1):
                if origin(url) != self._home:
                    raise BotTrouble("config", f"it points to {host(url)}, which is not the host that was named")
                async with self._client.session().request(
                    asked.method, url, data=data, headers=headers, allow_redirects=False
                ) as response:
                    if 300 <= response.status < 400:
                        target = urljoin(url, response.headers.get("Location", ""))
                        if response.status not in (307, 308):  # the others would turn the POST into a GET
                            raise BotTrouble("config", f"HTTP {response.status}: it redirects to {host(target)}")
                        url = target
                        continue
                    return response.status, response.headers, await self._bounded(response)
            raise BotTrouble("config", f"it redirects more than {MOST_REDIRECTS} times")
        except (aiohttp.ClientConnectorError, aiohttp.ServerDisconnectedError) as problem:
            lost = isinstance(problem, aiohttp.ServerDisconnectedError)
            raise Again(f"{'the connection was closed by' if lost else 'nobody answers at'} {host(url)}") from None
        except aiohttp.ClientPayloadError:
            raise BotTrouble("connection", "the answer broke off") from None
        except (aiohttp.ClientError, OSError, ValueError) as problem:
            if isinstance(problem, TimeoutError):
                raise
            raise BotTrouble("connection", f"the exchange failed ({type(problem).__name__})") from None

    async def _bounded(self, response: aiohttp.ClientResponse) -> bytes:
        most = self._largest
        parts, size = [], 0
        if (response.content_length or 0) <= most:
            async for part in response.content.iter_any():
                size += len(part)
                if size > most:
                    break
                parts.append(part)
            else:
                return b"".join(parts)
        response.close()
        raise BotTrouble("malformed", f"the answer is larger than {most:,} bytes")


def _body(asked: Request) -> tuple[bytes, str]:
    if asked.format == "form":
        fields = asked.body if isinstance(asked.body, dict) else {}
        text = urlencode({name: as_text(part) for name, part in fields.items()}, errors="replace")
        return text.encode(), "application/x-www-form-urlencoded"
    try:
        return to_json(asked.body), "application/json"  # six times as fast as json, and a call has to cost little
    except PydanticSerializationError:  # half a surrogate pair, say
        return json.dumps(asked.body, ensure_ascii=False).encode("utf-8", "replace"), "application/json"


def host(url: str) -> str:
    """Host and port, for people."""
    return urlsplit(url).netloc.rpartition("@")[2] or "nowhere"


async def reachable(url: str, *, tries: int) -> None:
    """Returns when a connection to the host of this address can be opened; nothing is sent.

    Raises:
        BotTrouble: no such host, or nobody listens there.
    """
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    for attempt in range(tries):
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                _, writer = await asyncio.open_connection(parts.hostname, port)
        except (OSError, TimeoutError) as problem:
            if attempt + 1 < tries and not isinstance(problem, TimeoutError):
                await asyncio.sleep(0.3 * 2**attempt)  # it may be starting
                continue
            why = f"no answer in {CONNECT_SECONDS:g} s" if isinstance(problem, TimeoutError) else problem.strerror
            raise BotTrouble("connection", f"nobody answers at {host(url)} ({why or problem})") from None
        writer.close()
        return
