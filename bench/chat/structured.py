"""Answers that fit a pydantic model, from endpoints that differ in what they offer.

The ladder: a JSON schema that the endpoint enforces, else "some JSON object" with the schema in words, else plain text
with the schema in words. Whatever comes back is parsed and validated here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from coolhead.bench.types import ChatMessage

Rung = Literal["json_schema", "json_object", "text"]
RUNGS: tuple[Rung, ...] = ("json_schema", "json_object", "text")

_FENCE = re.compile(r"```[a-zA-Z]*\s*\n?(.*?)```", re.S)
_COMMA = re.compile(r",(\s*[}\]])")
_MOST_CANDIDATES, _LONGEST = 50, 100_000
"""Braces tried as the start of an object, and characters searched from the end: hostile text may hold thousands."""


class Probe(BaseModel):
    """What an endpoint is asked once, to find its rung."""

    model_config = ConfigDict(extra="forbid")

    colour: Literal["red", "green"]
    count: int


PROBE = (ChatMessage(role="user", content='Answer with JSON only: {"colour": "green", "count": 3}'),)


def form_of(rung: Rung, answer: type[BaseModel]) -> dict[str, Any] | None:
    """The `response_format` of a rung."""
    if rung == "text":
        return None
    if rung == "json_object":
        return {"type": "json_object"}
    name = re.sub(r"\W+", "_", answer.__name__)[:60]
    return {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": strict_schema(answer)}}


def strict_schema(answer: type[BaseModel]) -> dict[str, Any]:
    """The model's JSON schema in the strict form: every field required, no others allowed."""
    return _strict(answer.model_json_schema())  # type: ignore[no-any-return]


def _strict(part: Any) -> Any:
    if isinstance(part, list):
        return [_strict(one) for one in part]
    if not isinstance(part, Mapping):
        return part
    made = {key: _strict(value) for key, value in part.items() if key != "default"}
    if part.get("type") == "object" and isinstance(part.get("properties"), Mapping):
        made["properties"] = {name: _strict(value) for name, value in part["properties"].items()}
        made["required"] = list(part["properties"])
        made["additionalProperties"] = False
    return made


def instructed(messages: tuple[ChatMessage, ...], rung: Rung, answer: type[BaseModel]) -> tuple[ChatMessage, ...]:
    """The messages, with the schema in words where the endpoint does not enforce it."""
    if rung == "json_schema":
        return messages
    schema = json.dumps(answer.model_json_schema(), ensure_ascii=False)
    order = f"Answer with one JSON object and nothing else. It must fit this JSON schema:\n{schema}"
    last = messages[-1]
    if last.role == "user":  # appended to the last message: some endpoints refuse two user messages in a row
        return (*messages[:-1], last.model_copy(update={"content": f"{last.content}\n\n{order}"}))
    return (*messages, ChatMessage(role="user", content=order))


def corrected(messages: tuple[ChatMessage, ...], said: str, wrong: str) -> tuple[ChatMessage, ...]:
    """The messages for a second try, with the first answer and what is wrong with it."""
    return (
        *messages,
        ChatMessage(role="assistant", content=said or "(nothing)"),
        ChatMessage(role="user", content=f"That cannot be used: {wrong}. Send only the corrected JSON object."),
    )


def parse(text: str, answer: type[BaseModel]) -> BaseModel | str:
    """The answer in a text, or in one line why there is none.

    The whole text is tried first, then fenced blocks and objects within it, the last one first: models think before
    they answer, and text that they quote comes before their own.
    """
    wrong = "it holds no JSON object"
    for candidate in _candidates(text):
        try:
            data = json.loads(candidate)
        except (ValueError, RecursionError):
            try:
                data = json.loads(_COMMA.sub(r"\1", candidate))
            except (ValueError, RecursionError):
                continue
        if not isinstance(data, dict):
            continue
        try:
            return answer.model_validate(data)
        except ValidationError as problem:
            error = problem.errors()[0]
            place = ".".join(str(part) for part in error["loc"])
            wrong = f"{place}: {error['msg']}" if place else str(error["msg"])
    return wrong


def _candidates(text: str) -> Iterator[str]:
    stripped = text.strip()
    yield stripped
    for fenced in reversed(_FENCE.findall(text)):
        yield fenced.strip()
    yield from reversed(_objects(stripped[-_LONGEST:]))


def _objects(text: str) -> list[str]:
    """The outermost `{…}` of a text, strings and escapes minded."""
    found: list[str] = []
    at, tried = text.find("{"), 0
    while at >= 0 and tried < _MOST_CANDIDATES:
        tried += 1
        end = _end_of_object(text, at)
        if end is None:
            at = text.find("{", at + 1)
        else:
            found.append(text[at:end])
            at = text.find("{", end)
    return found


def _end_of_object(text: str, start: int) -> int | None:
    depth, quoted, escaped = 0, False, False
    for place in range(start, len(text)):
        sign = text[place]
        if quoted:
            if escaped:
                escaped = False
            elif sign == "\\":
                escaped = True
            elif sign == '"':
                quoted = False
        elif sign == '"':
            quoted = True
        elif sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                return place + 1
    return None
