"""OpenAI-compatible addresses, through aiohttp: a call costs a twenty-fifth of what it does through litellm."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from coolhead.bench.chat.address import Address
from coolhead.bench.chat.secrets import Secret
from coolhead.bench.chat.trouble import Trouble, of_status
from coolhead.bench.chat.wire import Answer, Question, read, written
from coolhead.bench.http_client import LoopClient

if TYPE_CHECKING:
    import aiohttp

LARGEST_ANSWER = 8 * 1024 * 1024
"""Bytes of a body that are read: an endless stream must not fill the memory."""


def shared_client() -> LoopClient:
    """The HTTP client that all addresses share."""
    return LoopClient(_client)


def _client() -> aiohttp.ClientSession:
    import aiohttp

    # Our gates limit, not the connector; time-outs are set around the whole call.
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=None))


class Endpoint:
    """Sends questions to one address."""

    def __init__(self, address: Address, *, wire: LoopClient, key: Secret | None) -> None:
        self.address, self._wire, self._key = address, wire, key
        self.model = address.model
        """The name that is sent; `ready` fills it in where the SPEC names none."""
        self.leaves_out: set[str] = set()
        """Settings that the address turned out not to know."""
        self.renamed_limit = False
        """True when it wants the newer name of max_tokens."""

    async def open(self) -> None:
        """Nothing to do before the first question."""

    async def send(self, question: Question) -> Answer:
        """One exchange.

        Raises:
            Trouble: no usable answer.
        """
        settings = question.settings()
        if self.renamed_limit and "max_tokens" in settings:
            settings["max_completion_tokens"] = settings.pop("max_tokens")
        body = {"model": self.model, "messages": [written(m) for m in question.messages], **settings}
        status, text, headers = await self.request("POST", "/chat/completions", body)
        if status != 200:
            raise of_status(status, text, headers)
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            raise Trouble("malformed", f"the answer is not JSON: {text[:80]}") from None
        return read(data)

    async def request(self, method: str, path: str, body: Any = None) -> tuple[int, str, dict[str, str]]:
        """Status, text and headers of the answer.

        Raises:
            Trouble: nobody answered in full, or the address points elsewhere.
        """
        import aiohttp

        headers = {"Content-Type": "application/json"}
        if self._key is not None:
            headers["Authorization"] = f"Bearer {self._key.reveal()}"
        try:
            async with self._wire.session().request(
                method,
                f"{self.address.base}{path}",
                data=None if body is None else json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
                headers=headers,
                allow_redirects=False,  # the key must not follow to another host
            ) as response:
                if 300 <= response.status < 400:
                    to = response.headers.get("Location", "elsewhere")
                    raise Trouble("config", f"the address redirects to {to}; name that one instead")
                raw = await _bounded(response)
                return response.status, raw.decode("utf-8", "replace"), dict(response.headers)
        except aiohttp.ClientConnectorError:
            place = urlsplit(self.address.base or "").netloc
            raise Trouble("connection", f"nobody answers at {place}", sent=False) from None
        except aiohttp.ClientPayloadError:
            raise Trouble("connection", "the answer broke off") from None
        except aiohttp.InvalidURL:
            raise Trouble("config", f"{self.address.base} is not an address") from None
        except (aiohttp.ClientError, OSError) as problem:
            if isinstance(problem, TimeoutError):
                raise
            raise Trouble("connection", f"the connection was lost ({type(problem).__name__})") from None


async def _bounded(response: aiohttp.ClientResponse) -> bytes:
    if (response.content_length or 0) > LARGEST_ANSWER:
        raise Trouble("malformed", f"the answer is larger than {LARGEST_ANSWER >> 20} MB", again=False)
    parts, size = [], 0
    async for part in response.content.iter_any():
        size += len(part)
        if size > LARGEST_ANSWER:
            raise Trouble("malformed", f"the answer is larger than {LARGEST_ANSWER >> 20} MB", again=False)
        parts.append(part)
    return b"".join(parts)
