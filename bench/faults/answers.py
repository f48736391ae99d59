"""Healthy answers of the fake server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aiohttp import web


def answered(text: str | None, body: dict[str, Any], *, finish: str = "stop", **message: Any) -> web.Response:
    """A complete answer with its usage (four characters a token)."""
    from aiohttp import web

    return web.json_response(completion(text, body, finish=finish, **message))


def completion(text: str | None, body: dict[str, Any], *, finish: str = "stop", **message: Any) -> dict[str, Any]:
    """The body of an answer."""
    prompt = sum(len(str(m.get("content") or "")) for m in body.get("messages", ())) // 4 + 1
    written = len(text or "") // 4 + 1
    usage = {"prompt_tokens": prompt, "completion_tokens": written, "total_tokens": prompt + written}
    said = {"role": "assistant", "content": text, **message}
    return {
        "id": "fake", "object": "chat.completion", "created": 0, "model": body.get("model", "fake-1"),
        "choices": [{"index": 0, "message": said, "finish_reason": finish}], "usage": usage,
    }  # fmt: skip


def reply_to(body: dict[str, Any]) -> str:
    """A support reply, or JSON that fits the schema where one is asked for."""
    form = body.get("response_format") or {}
    if form.get("type") == "json_schema":
        return json.dumps(fitting(form["json_schema"]["schema"]))
    if form.get("type") == "json_object":
        return json.dumps({"colour": "green", "count": 3})
    turns = sum(message.get("role") == "user" for message in body.get("messages", ()))
    lines = (
        "I am sorry about this. Could you tell me since when it has been like that?",
        "Thank you, that helps. I am looking into your record now.",
        "I understand. Let me see what I can do for you today.",
    )
    return lines[min(max(turns, 1), len(lines)) - 1]


def fitting(schema: dict[str, Any], root: dict[str, Any] | None = None) -> Any:
    """The smallest value that fits a JSON schema of the usual kinds."""
    root = root or schema
    if "$ref" in schema:
        at: Any = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            at = at[part]
        return fitting(at, root)
    choices = next((schema[name] for name in ("anyOf", "oneOf", "allOf") if name in schema), None)
    if choices:
        return fitting(choices[0], root)
    fixed = [schema["const"]] if "const" in schema else schema.get("enum")
    return fixed[0] if fixed else _of_type(schema, root)


def _of_type(schema: dict[str, Any], root: dict[str, Any]) -> Any:
    kind = schema.get("type", "object")
    if kind == "object":
        return {name: fitting(part, root) for name, part in schema.get("properties", {}).items()}
    if kind == "array":
        return [fitting(schema.get("items", {"type": "string"}), root)] * schema.get("minItems", 0)
    plain = {"integer": schema.get("minimum", 0), "number": schema.get("minimum", 0.0), "boolean": True, "null": None}
    return plain.get(kind, "x" * max(1, schema.get("minLength", 1)))


def error(status: int, message: str, *, headers: dict[str, str] | None = None, **more: Any) -> web.Response:
    """An error in the providers' form."""
    from aiohttp import web

    return web.json_response({"error": {"message": message, **more}}, status=status, headers=headers)
