"""The OpenAI form of a question and its answer. Answers are read with suspicion: every field may lie or be missing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from coolhead.bench.chat.reasoning import split
from coolhead.bench.chat.trouble import Trouble, of_status
from coolhead.bench.types import ChatMessage, Tool, ToolCall, Usage


@dataclass(frozen=True)
class Question:
    """What is sent, whoever it goes to."""

    messages: tuple[ChatMessage, ...]
    temperature: float | None = None
    max_tokens: int | None = None
    seed: int | None = None
    tools: tuple[Tool, ...] = ()
    form: Mapping[str, Any] | None = None
    """The `response_format`."""

    def without(self, names: frozenset[str] | set[str]) -> Question:
        """The question without settings that an endpoint does not know."""
        fields: dict[str, Any] = {
            name: () if name == "tools" else None
            for name in ("temperature", "max_tokens", "seed", "tools")
            if name in names
        }
        return replace(self, **fields) if fields else self

    def settings(self) -> dict[str, Any]:
        """The fields of the request beside model and messages."""
        body: dict[str, Any] = {}
        for name in ("temperature", "max_tokens", "seed"):
            value = getattr(self, name)
            if value is not None:
                body[name] = value
        if self.tools:
            body["tools"] = [
                {
                    "type": "function",
                    "function": {"name": t.name, "description": t.description, "parameters": t.parameters},
                }
                for t in self.tools
            ]
        if self.form:
            body["response_format"] = dict(self.form)
        return body

    def tokens(self) -> int:
        """A guess at the prompt's tokens: four characters each, and a few for every message."""
        text = sum(len(message.content) for message in self.messages)
        more = len(json.dumps(self.settings())) if self.tools or self.form else 0
        return (text + more) // 4 + 4 * len(self.messages) + 3


def written(message: ChatMessage) -> dict[str, Any]:
    """A message in the form of the request."""
    plain: dict[str, Any] = {"role": message.role, "content": message.content}
    if message.tool_calls:
        plain["content"] = message.content or None
        plain["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {
                    "name": call.name,
                    "arguments": call.malformed or json.dumps(call.arguments, ensure_ascii=False),
                },
            }
            for call in message.tool_calls
        ]
    if message.tool_call_id:
        plain["tool_call_id"] = message.tool_call_id
    return plain


@dataclass(frozen=True)
class Answer:
    """What came back and could be read."""

    text: str
    reasoning: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    usage: Usage | None = None
    finish_reason: str | None = None
    model: str = ""


def read(data: Any) -> Answer:
    """The answer in a decoded body.

    Raises:
        Trouble: it holds an error, nothing, a refusal, or makes no sense.
    """
    if not isinstance(data, dict):
        raise Trouble("malformed", f"the answer is a {type(data).__name__}, not an object")
    if data.get("error") and not data.get("choices"):
        error = data["error"]
        code = error.get("code") if isinstance(error, dict) else None
        raise of_status(code if isinstance(code, int) and code >= 400 else 500, json.dumps({"error": error}), {})
    usage = _usage(data.get("usage"))
    choices = data.get("choices")
    if not isinstance(choices, list):
        raise Trouble("malformed", "the answer has no choices field", usage=usage)
    if not choices:
        raise Trouble("empty", "the answer has no choices", usage=usage)
    choice = choices[0] if isinstance(choices[0], dict) else {}
    message = choice.get("message")
    if not isinstance(message, dict):
        raise Trouble("malformed", "the first choice has no message", usage=usage)
    finish = choice.get("finish_reason")
    finish = finish if isinstance(finish, str) else None
    text, reasoning = split(_text(message.get("content")).strip())
    for name in ("reasoning_content", "reasoning"):
        if isinstance(message.get(name), str):
            reasoning = "\n".join(part for part in (message[name], reasoning) if part)
            break
    calls = _calls(message.get("tool_calls"))
    more = message.get("provider_specific_fields")  # where litellm puts it
    refusal = message.get("refusal") or (more.get("refusal") if isinstance(more, dict) else None)
    if finish == "content_filter" or (isinstance(refusal, str) and refusal and not text):
        why = refusal if isinstance(refusal, str) and refusal else "the provider's content filter stopped it"
        raise Trouble("refused", why, text=text, usage=usage)
    if not text.strip() and not calls:
        if finish == "length":
            why = "all tokens went into reasoning" if reasoning else "no text before the token limit"
            raise Trouble("empty", why, usage=usage, again=False)
        raise Trouble("empty", "nothing but reasoning" if reasoning else "no text and no tool call", usage=usage)
    model = data.get("model")
    return Answer(text, reasoning, calls, usage, finish, model if isinstance(model, str) else "")


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, list):  # parts, as some endpoints send them
        parts = [part.get("text") for part in content if isinstance(part, dict) and part.get("type", "text") == "text"]
        return "".join(part for part in parts if isinstance(part, str))
    return ""


def _calls(raw: Any) -> tuple[ToolCall, ...]:
    found = []
    for place, one in enumerate(raw if isinstance(raw, list) else ()):
        function = one.get("function") if isinstance(one, dict) else None
        if not isinstance(function, dict) or not isinstance(function.get("name"), str):
            continue
        id = one.get("id") if isinstance(one.get("id"), str) and one["id"] else f"call_{place}"
        arguments = function.get("arguments")
        if isinstance(arguments, str) and arguments.strip():
            try:
                arguments = json.loads(arguments)
            except ValueError:
                found.append(ToolCall(name=function["name"], malformed=function["arguments"], id=id))
                continue
        if arguments in (None, "") or (isinstance(arguments, str) and not arguments.strip()):
            arguments = {}
        if isinstance(arguments, dict):
            found.append(ToolCall(name=function["name"], arguments=arguments, id=id))
        else:
            found.append(ToolCall(name=function["name"], malformed=json.dumps(arguments), id=id))
    return tuple(found)


def _usage(raw: Any) -> Usage | None:
    """Tokens; None when not said. All zeros mean "not said" too: no answer costs no tokens."""
    if not isinstance(raw, Mapping):
        return None
    numbers = [raw.get(name) for name in ("prompt_tokens", "completion_tokens")]
    prompt, completion = (n if isinstance(n, int) and not isinstance(n, bool) and n >= 0 else None for n in numbers)
    if not prompt and not completion:
        return None
    return Usage(prompt_tokens=prompt, completion_tokens=completion)


def add(one: Usage | None, other: Usage | None) -> Usage | None:
    """Tokens of both; a sum with an unknown part is unknown."""
    if one is None or other is None:
        return None
    return Usage(
        prompt_tokens=None if None in (one.prompt_tokens, other.prompt_tokens)
        else (one.prompt_tokens or 0) + (other.prompt_tokens or 0),
        completion_tokens=None if None in (one.completion_tokens, other.completion_tokens)
        else (one.completion_tokens or 0) + (other.completion_tokens or 0),
    )  # fmt: skip
