"""The provider names of litellm, with its measured traps disarmed (docs/decisions/002-litellm.md)."""

from __future__ import annotations

import asyncio
import logging
import os
import re
from typing import Any
from urllib.parse import urlsplit

from coolhead.bench.chat.address import Address
from coolhead.bench.chat.secrets import Secret
from coolhead.bench.chat.trouble import Trouble, of_status, told
from coolhead.bench.chat.wire import Answer, Question, read, written
from coolhead.bench.errors import BadInput
from coolhead.bench.types import ChatFailure

_BY_NAME: dict[str, ChatFailure] = {
    "ContextWindowExceededError": "context",
    "ContentPolicyViolationError": "refused",
    "GuardrailRaisedException": "refused",
    "RejectedRequestError": "refused",
    "Timeout": "timeout",
    "UnsupportedParamsError": "config",
}
_BY_TEXT: dict[ChatFailure, re.Pattern[str]] = {
    "connection": re.compile(
        r"connection (error|refused|reset)|cannot connect|server disconnected|all connection attempts|"
        r"payload is not completed|incomplete (chunked )?read|peer closed", re.I
    ),
    "config": re.compile(
        r"api.?key.{0,60}(must be set|missing|not set|not provided|is required)|missing .{0,40}(key|credential)|"
        r"provider not provided|unable to locate credentials", re.I,
    ),
    "malformed": re.compile(
        r"expecting value|unable to get json|json ?decode|unterminated|not valid json|invalid json", re.I
    ),
}  # fmt: skip
"""What litellm writes where its exception alone does not tell."""


def load() -> Any:
    """The litellm module, imported quietly: no price map from the network, no `.env`, no banner.

    Raises:
        BadInput: it is not installed.
    """
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    os.environ.setdefault("LITELLM_MODE", "PRODUCTION")
    try:
        import litellm
    except ImportError as problem:
        raise BadInput(
            "litellm", f"cannot be imported ({problem.name})", do="pip install litellm, or name a URL"
        ) from None
    litellm.suppress_debug_info = True
    litellm.telemetry = False
    litellm.drop_params = False  # what an endpoint does not know is left out by us, and written down
    for name in ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # its warnings may quote requests
    return litellm


class Provider:
    """Sends questions to one model of litellm's."""

    def __init__(self, address: Address, *, key: Secret | None) -> None:
        self.address, self._key = address, key
        self.model = address.model
        self.leaves_out: set[str] = set()
        self.renamed_limit = False
        self._module: Any = None
        self._opening = asyncio.Lock()

    async def open(self) -> None:
        """Imports litellm (seconds) and finds out what the model takes.

        Raises:
            BadInput: no such provider, or litellm is missing.
        """
        async with self._opening:
            if self._module is None:
                await self._open()

    async def _open(self) -> None:
        module = await asyncio.to_thread(load)
        try:
            name, provider, *_ = module.get_llm_provider(self.model)
            known = module.get_supported_openai_params(model=name, custom_llm_provider=provider)
        except Exception:
            raise BadInput(
                self.address.spec,
                f"litellm knows no provider for '{self.model}'",
                do="write provider/model, or openai:URL#model",
            ) from None
        for setting in ("seed", "temperature", "tools"):
            if known is not None and setting not in known:
                self.leaves_out.add(setting)
        self._module = module

    async def send(self, question: Question) -> Answer:
        """One exchange.

        Raises:
            Trouble: no usable answer.
        """
        settings = question.settings()
        if self.renamed_limit and "max_tokens" in settings:
            settings["max_completion_tokens"] = settings.pop("max_tokens")
        if "tools" in settings:
            # Without it litellm looks for a server of its own first, and fails where the package `mcp` is missing.
            settings["_skip_mcp_handler"] = True
        if self._key is not None:
            settings["api_key"] = self._key.reveal()
        if self.address.base is not None:
            settings["api_base"] = self.address.base
        try:
            response = await self._module.acompletion(
                model=self.model,
                messages=[written(message) for message in question.messages],
                max_retries=0,  # its default of two hidden retries would falsify time and cost
                **settings,
            )
            data = response.model_dump()
        except TimeoutError:
            raise
        except Exception as problem:
            raise await self._trouble(problem) from None
        return read(data)

    async def _trouble(self, problem: Exception) -> Trouble:
        """The trouble behind one of litellm's exceptions."""
        name, text = type(problem).__name__, str(problem)
        status = getattr(problem, "status_code", None)
        status = status if isinstance(status, int) and status >= 400 else None
        headers = {str(k): str(v) for k, v in (getattr(problem, "litellm_response_headers", None) or {}).items()}
        kind = _BY_NAME.get(name)
        if kind is None and (status in (None, 500) or name in ("APIConnectionError", "InternalServerError")):
            # A refused connection, a broken body, a missing key and a fault of the server all come as 500 here.
            kind = next((kind for kind, pattern in _BY_TEXT.items() if pattern.search(text)), None)
            if kind is None and await self._port_closed():
                kind = "connection"
        if kind is not None:
            return Trouble(kind, told(text), status=400 if name == "UnsupportedParamsError" else None)
        return of_status(status or 500, text, headers)

    async def _port_closed(self) -> bool:
        """True when an address was named and nobody listens there."""
        parts = urlsplit(self.address.base or "")
        if not parts.hostname:
            return False
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            async with asyncio.timeout(2):
                _, writer = await asyncio.open_connection(parts.hostname, port)
        except (OSError, TimeoutError):
            return True
        writer.close()
        return False

    @property
    def opened(self) -> bool:
        """True when litellm was imported for it."""
        return self._module is not None


async def close() -> None:
    """Closes litellm's clients; only after one was opened, in the loop that used them."""
    from litellm.llms.custom_httpx.async_client_cleanup import close_litellm_async_clients

    await close_litellm_async_clients()  # type: ignore[no-untyped-call]
