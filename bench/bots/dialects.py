"""How bots by URL are asked and how their answers are read: OpenAI chat completions, our webhook, any form of JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from pydantic import ValidationError

from coolhead.bench import wording
from coolhead.bench.bots.http_settings import Format, HttpSettings
from coolhead.bench.bots.mapping import as_text, fill, steps, walk
from coolhead.bench.bots.trouble import BotTrouble, excerpt
from coolhead.bench.types import Action, Conversation, Reply, Usage

VERSION = 1
"""Of the webhook's request; raised when a field changes its meaning."""

SHAPES = (
    "text",
    "reply",
    "response",
    "message",
    "answer",
    "output",
    "content",
    "choices[0].message.content",
    "[*].text",
)
"""Where an answer is looked for when nobody said how the bot speaks."""


@dataclass(frozen=True)
class Way:
    """One way to talk to the bot: a dialect and where it is spoken."""

    dialect: str
    url: str
    reply: str = ""
    """mapping: the path of the reply; "" = as in the settings."""
    request: Any = None


RASA = {"sender": "{session}", "message": "{text}"}


def ways(settings: HttpSettings) -> list[Way]:
    """The ways to try, the likeliest first; one when the settings or the address say which it is.

    An address is left for the next way only when it does not exist there (404, 405).
    """
    url, dialect = settings.url, settings.dialect
    path = urlsplit(url).path.rstrip("/")
    if dialect == "mapping" or (dialect == "auto" and settings.reply and settings.request is not None):
        return [Way("mapping", url)]
    if dialect == "openai" or (dialect == "auto" and (settings.model or re.search(r"/chat/completions$|/v\d+$", path))):
        return [Way("openai", completions(url))]
    if dialect == "webhook":
        return [Way("webhook", url)]
    if path.endswith("/webhooks/rest/webhook"):
        return [Way("mapping", url, reply="[*].text", request=RASA)]
    bare = url.partition("?")[0].rstrip("/")
    return [Way("auto", url), Way("openai", f"{bare}/v1/chat/completions"), Way("openai", f"{bare}/chat/completions")]


def completions(url: str) -> str:
    """The address of the chat completions of an API."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    if path.endswith("/chat/completions"):
        return url
    return parts._replace(path=f"{path}/chat/completions" if path else "/v1/chat/completions").geturl()


@dataclass(frozen=True)
class Request:
    """What is sent."""

    method: str
    url: str
    body: Any = None
    format: Format = "json"


def request(way: Way, settings: HttpSettings, view: Mapping[str, Any], *, system: str = "") -> Request:
    """The request for the next reply."""
    url = filled_url(way.url, view)
    if way.dialect == "openai":
        messages = [{"role": "system", "content": system}] if system else []
        body = {"model": settings.model or "default", "messages": messages + view["messages"], **settings.body}
        return Request("POST", url, body)
    if way.dialect == "mapping":
        body = fill(settings.request if way.request is None else way.request, view)
        return Request(settings.method, url, body, settings.format)
    return Request("POST", url, {**event(view), "text": view["text"], "turns": view["turns"], **settings.body})


def event(view: Mapping[str, Any], name: str = "reply") -> dict[str, Any]:
    """What every request of the webhook begins with."""
    fields = ("session", "seed", "case", "variables")
    return {"coolhead": VERSION, "event": name, **{field: view[field] for field in fields}}


def filled_url(url: str, view: Mapping[str, Any]) -> str:
    """The address with its places filled; a value cannot add a host, a path or a parameter."""
    return str(fill(url, view, quote=lambda text: quote(text, safe=""))) if "{" in url else url


def view_of(
    conversation: Conversation, *, session: str, variables: Mapping[str, Any], start: Mapping[str, Any]
) -> dict[str, Any]:
    """What templates may name and the dialects send; all of it plain data."""
    turns: list[dict[str, Any]] = []
    messages: list[dict[str, str]] = []
    latest: list[str] = []
    for turn in conversation.turns:
        said: dict[str, Any] = {"role": turn.role, "text": turn.text}
        if turn.actions:
            said["actions"] = [action.model_dump(exclude_defaults=True) for action in turn.actions]
        turns.append(said)
        role = "user" if turn.role == "customer" else "assistant"
        if messages and messages[-1]["role"] == role == "user":
            messages[-1]["content"] += f"\n{turn.text}"  # a burst: many endpoints want the roles in turn
        else:
            messages.append({"role": role, "content": turn.text})
        latest = [*latest, turn.text] if turn.role == "customer" else []
    return {
        "session": session,
        "text": "\n".join(latest),
        "texts": latest,
        "turns": turns,
        "messages": messages,
        "case": conversation.case.model_dump(),
        "seed": conversation.seed,
        "turn": sum(turn.role == "agent" for turn in conversation.turns),
        "variables": dict(variables),
        "start": dict(start),
    }


def read(way: Way, settings: HttpSettings, data: Any) -> Reply:
    """The reply that an answer holds.

    Raises:
        BotTrouble: malformed or empty.
    """
    if way.dialect == "openai":
        return _openai(data)
    if way.dialect == "mapping":
        return _mapped(data, reply=way.reply or settings.reply, settings=settings)
    return _webhook(data, guess=way.dialect == "auto")


def _webhook(data: Any, *, guess: bool) -> Reply:
    if isinstance(data, str):
        return Reply(text=data)
    if guess and not (isinstance(data, dict) and isinstance(data.get("text"), str)):
        if isinstance(data, dict) and "choices" in data:
            return _openai(data)
        for shape in SHAPES:
            texts = [text for text in walk(data, steps(shape)) if isinstance(text, str)]
            if texts:
                return _made("\n".join(texts), data if isinstance(data, dict) else {})
    if not isinstance(data, dict):
        raise BotTrouble("malformed", f'the answer is {_kind(data)}, not an object with "text"')
    text = data.get("text")
    if text is None and (data.get("actions") or data.get("done")):
        text = ""
    if not isinstance(text, str):
        raise BotTrouble("malformed", f'the answer has no "text" ({_has(data)})')
    return _made(text, data)


def _made(text: str, data: Mapping[str, Any]) -> Reply:
    actions = data.get("actions") or []
    done = data.get("done", False)
    try:
        return Reply(
            text=text,
            actions=tuple(Action.model_validate(one) for one in (actions if isinstance(actions, list) else [actions])),
            done=done if isinstance(done, bool) else str(done).lower() in ("true", "1", "yes"),
            usage=_usage(data.get("usage")),
            cost_usd=cost if isinstance(cost := data.get("cost_usd"), int | float) and cost >= 0 else None,
        )
    except ValidationError as problem:
        raise BotTrouble("malformed", f"an action cannot be read: {wording.in_words(problem)}") from None


def _mapped(data: Any, *, reply: str, settings: HttpSettings) -> Reply:
    path = steps(reply)
    found = list(walk(data, path))
    # A list without members is a bot that says nothing; a path that leads nowhere is a mistake.
    silent = None in path and not found
    texts = [as_text(one) for one in found if one is not None]
    if not found and not silent:
        raise BotTrouble("malformed", f"the answer has nothing at '{reply}' ({_has(data)})")
    actions = list(walk(data, steps(settings.actions))) if settings.actions else []
    if len(actions) == 1 and isinstance(actions[0], list):
        actions = actions[0]
    done = list(walk(data, steps(settings.done))) if settings.done else []
    kept = [one for one in actions if one not in (None, "", {})]
    return _made("\n".join(text for text in texts if text), {"actions": kept, "done": any(done)})


def _openai(data: Any) -> Reply:
    if isinstance(data, dict) and data.get("error") and not data.get("choices"):
        said = data["error"].get("message") if isinstance(data["error"], dict) else data["error"]
        raise BotTrouble("server", f"it answered with an error: {excerpt(as_text(said))}")
    message = next(walk(data, steps("choices[0].message")), None)
    if not isinstance(message, dict):
        raise BotTrouble("malformed", f"the answer has no choices[0].message ({_has(data)})")
    content = message.get("content")
    if isinstance(content, list):
        content = "".join(as_text(part.get("text")) for part in content if isinstance(part, dict))
    calls = [_called(call) for call in message.get("tool_calls") or () if isinstance(call, dict)]
    actions = [call for call in calls if call]
    text = content if isinstance(content, str) else ""
    if not text.strip() and not actions:
        raise BotTrouble("empty", "the answer has no words")
    return _made(text, {"actions": actions, "usage": data.get("usage")})


def _called(call: Mapping[str, Any]) -> dict[str, Any] | None:
    function = call.get("function")
    if not isinstance(function, dict) or not isinstance(function.get("name"), str):
        return None
    given = function.get("arguments")
    try:
        arguments = json.loads(given) if isinstance(given, str) and given else given
    except ValueError:
        arguments = {"arguments": given}
    detail = dict(arguments) if isinstance(arguments, dict) else {}
    amount = detail.pop("amount", None)
    if isinstance(amount, bool) or not isinstance(amount, int | float):
        detail |= {} if amount is None else {"amount": amount}
        amount = None
    return {"name": function["name"], "amount": amount, "detail": detail}


def _usage(given: Any) -> Usage | None:
    if not isinstance(given, dict):
        return None
    tokens = {name: given.get(name) for name in ("prompt_tokens", "completion_tokens")}
    known = {name: count for name, count in tokens.items() if isinstance(count, int) and count >= 0}
    return Usage(**known) if known else None


def _kind(data: Any) -> str:
    return {list: "a list", dict: "an object", bool: "true or false", type(None): "null"}.get(type(data), "a number")


def _has(data: Any) -> str:
    if isinstance(data, dict):
        return f"it has {excerpt(', '.join(map(str, data)), longest=80)}" if data else "it is an empty object"
    return f"it is {_kind(data)}"
