"""The faults by name; each one was seen in a real server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from coolhead.bench.faults.answers import answered, completion, error, reply_to

if TYPE_CHECKING:
    from aiohttp import web

Handler = Callable[["web.Request", dict[str, Any]], Awaitable["web.StreamResponse | None"]]
FAULTS: dict[str, Handler] = {}
"""Name -> what answers instead of the healthy answer; None from it = the question did not trip the fault."""


def _is(name: str) -> Callable[[Handler], Handler]:
    def keep(handler: Handler) -> Handler:
        FAULTS[name] = handler
        return handler

    return keep


def _status(name: str, status: int, message: str, *, headers: dict[str, str] | None = None, **more: Any) -> None:
    async def handler(request: web.Request, _body: dict[str, Any]) -> web.StreamResponse:
        # Real providers quote the key they were sent; ours does in every error, to see that it is blotted out.
        sent = request.headers.get("Authorization", "none")
        return error(status, f"{message} [auth: {sent}]", headers=headers, **more)

    FAULTS[name] = handler


_status("auth", 401, "Incorrect API key provided", code="invalid_api_key")
_status("not_found", 404, "The model does not exist", code="model_not_found")
_status("rate_limit", 429, "Rate limit reached", headers={"Retry-After": "0.05"}, code="rate_limit_exceeded")
_status("rate_limit_long", 429, "Rate limit reached", headers={"Retry-After": "3600"}, code="rate_limit_exceeded")
_status("quota", 429, "You exceeded your current quota, check your billing details", code="insufficient_quota")
_status("server", 500, "The server had an error", type="server_error")
_status("overloaded", 529, "Overloaded", type="overloaded_error")
_status("loading", 503, "Loading model", type="unavailable_error")
_status("context", 400, "This model's maximum context length is 4096 tokens", code="context_length_exceeded")
_status("filter", 400, "The response was filtered by the content management policy", code="content_filter")
_status("bad_request", 400, "The messages are not in a form that this endpoint takes")


def _json(name: str, make: Callable[[dict[str, Any]], Any]) -> None:
    async def handler(_request: web.Request, body: dict[str, Any]) -> web.StreamResponse:
        from aiohttp import web

        return web.json_response(make(body))

    FAULTS[name] = handler


def _with(body: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {**completion(reply_to(body), body), **fields}


_REFUSAL = "I cannot help with that."
_JSON_FAULTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "empty_choices": lambda body: _with(body, choices=[]),
    "no_choices": lambda _body: {"id": "fake", "object": "chat.completion"},
    "null_content": lambda body: completion(None, body),
    "blank": lambda body: completion("  \n", body),
    "no_usage": lambda body: {k: v for k, v in completion(reply_to(body), body).items() if k != "usage"},
    "refusal": lambda body: completion(None, body, refusal=_REFUSAL),
    "filtered": lambda body: completion(None, body, finish="content_filter"),
    "cut_off": lambda body: completion("I am sorry, and what I can do for you is", body, finish="length"),
    "reasoning": lambda body: completion(f"<think>They are angry.</think>\n\n{reply_to(body)}", body),
    "only_reasoning": lambda body: completion("<think>They are angry, so I", body, finish="length"),
    "long": lambda body: completion("We value your patience. " * 4000, body),
    "error_in_200": lambda _body: {"error": {"message": "upstream failed", "code": 502}},
    "not_an_object": lambda _body: ["surprise"],
    "wrong_json": lambda body: completion('{"unexpected": true}', body),
    "prose_json": lambda body: completion(f"Sure!\n```json\n{reply_to(body)}\n```\nAnything else?", body),
    "bad_tool_call": lambda body: completion(
        None, body, finish="tool_calls",
        tool_calls=[{"id": "c1", "type": "function", "function": {"name": "credit", "arguments": '{"amount": 2'}}],
    ),
}  # fmt: skip
for _name, _make in _JSON_FAULTS.items():
    _json(_name, _make)


@_is("html")
async def _html(_request: web.Request, _body: dict[str, Any]) -> web.StreamResponse:
    from aiohttp import web

    return web.Response(text="<html><body>Please log in</body></html>", content_type="text/html")


@_is("gateway")
async def _gateway(_request: web.Request, _body: dict[str, Any]) -> web.StreamResponse:
    from aiohttp import web

    return web.Response(status=502, text="<html><h1>502 Bad Gateway</h1></html>", content_type="text/html")


@_is("truncated")
async def _truncated(_request: web.Request, body: dict[str, Any]) -> web.StreamResponse:
    from aiohttp import web

    return web.Response(text=json.dumps(completion(reply_to(body), body))[:60], content_type="application/json")


@_is("cut")
async def _cut(request: web.Request, body: dict[str, Any]) -> web.StreamResponse:
    from aiohttp import web

    whole = json.dumps(completion(reply_to(body), body)).encode()
    response = web.StreamResponse(headers={"Content-Length": str(len(whole)), "Content-Type": "application/json"})
    await response.prepare(request)
    await response.write(whole[:40])
    if request.transport is not None:
        request.transport.close()
    return response


@_is("drop")
async def _drop(request: web.Request, _body: dict[str, Any]) -> web.StreamResponse:
    from aiohttp import web

    if request.transport is not None:
        request.transport.close()
    return web.Response()


@_is("slow")
async def _slow(_request: web.Request, _body: dict[str, Any]) -> web.StreamResponse | None:
    await asyncio.sleep(30)
    return None


@_is("redirect")
async def _redirect(_request: web.Request, _body: dict[str, Any]) -> web.StreamResponse:
    from aiohttp import web

    return web.Response(status=307, headers={"Location": "http://elsewhere.example.com/v1"})


@_is("echo_key")
async def _echo_key(request: web.Request, body: dict[str, Any]) -> web.StreamResponse:
    key = request.headers.get("Authorization", "none")
    call = {"id": "c1", "type": "function", "function": {"name": "credit", "arguments": json.dumps({"note": key})}}
    return answered(f"Your header was {key}, sir.", body, tool_calls=[call], reasoning_content=key)


def _unsupported(name: str, field_: str, message: str, *, status: int = 400, holds: str = "") -> None:
    """Refuses questions that carry a field (and its value `holds`); others are answered."""

    async def handler(_request: web.Request, body: dict[str, Any]) -> web.StreamResponse | None:
        if field_ in body and (not holds or holds in json.dumps(body[field_])):
            return error(status, message)
        return None

    FAULTS[name] = handler


_unsupported("no_seed", "seed", "Unsupported parameter: 'seed' is not supported with this model.")
_unsupported("no_temperature", "temperature", "Unsupported value: 'temperature' does not support 0 with this model.")
_unsupported("no_tools", "tools", "tools param requires --jinja flag and is not supported here", status=400)
_unsupported("no_max_tokens", "max_tokens", "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
_unsupported("no_schema", "response_format", "json_schema is not supported", holds="json_schema")
_unsupported(
    "no_schema_500", "response_format", "Input should be 'text' or 'json_object'", status=500, holds="json_schema"
)
_unsupported("no_format", "response_format", "response_format is not supported")
