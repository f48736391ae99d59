"""A list of messages in somebody's format -> turns."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from coolhead.bench import wording
from coolhead.bench.transcripts.roles import by_map, role_of, words_of, yes_or_no
from coolhead.bench.transcripts.speakers import Guess, Lines, guess
from coolhead.bench.types import Action, Turn

STOP = re.compile(r"#{3}(?:STOP|TRANSFER|OUT-OF-SCOPE)#{3}")
"""Control words of tau-bench's simulated users; they are not speech."""

RESULT_LENGTH = 2_000
"""Characters of a tool's answer that are kept: enough to check what the agent says against it."""

SPEAKER = ("role", "speaker", "from", "author", "sender", "author_type", "sender_type", "speaker_role", "name", "who")
TEXT = ("text", "content", "body", "message", "value", "utterance")
YES_NO = ("inbound", "incoming", "is_customer", "from_customer", "is_user", "is_agent", "from_agent", "is_bot",
          "from_me", "outbound")  # fmt: skip


class RowError(ValueError):
    """A row that is no dialogue; the message says why and what would be."""


def speaker(message: Mapping[str, Any]) -> str:
    """What stands in a message for who says it; empty when nothing does."""
    given = first(message, *SPEAKER)
    if isinstance(given, Mapping):  # {"author": {"type": "admin", "name": …}}
        given = first(given, "role", "type", "name", "id")
    if given is None:
        given = next((role for name in YES_NO if (role := yes_or_no(name, message.get(name)))), "")
    return str(given)


def lines(said: Sequence[Any]) -> Lines:
    """(speaker, words) of every message that has both; what the guess of roles is made from."""
    found = []
    for message in said:
        if isinstance(message, Mapping):
            text = first(message, *TEXT)
            if isinstance(text, str) and (name := speaker(message)):
                found.append((name, text))
    return found


def roles_of(said: Sequence[Any], given: Mapping[str, str]) -> tuple[dict[str, str], Guess | None]:
    """Speaker -> role for one conversation, and the guess where one was needed."""
    names = dict.fromkeys(speaker(message) for message in said if isinstance(message, Mapping))
    roles = {name: role for name in names if (role := by_map(name, given) or role_of(name))}
    if all(name in roles for name in names if name):
        return roles, None
    # A speaker whom the user named is handed to the guess under his role's name.
    guessed = guess([(roles.get(name, name), text) for name, text in lines(said)])
    return {**(guessed.roles if guessed else {}), **roles}, guessed


def turns(said: Sequence[Any], roles: Mapping[str, str]) -> list[Turn]:
    """The spoken turns; tool calls become actions of the agent's next words.

    Raises:
        RowError: a message that is none, or a speaker of no known role.
    """
    made: list[Turn] = []
    pending: list[Action] = []
    calls: dict[str, int] = {}
    for number, message in enumerate(said):
        if not isinstance(message, Mapping):
            raise RowError(f"turn {number} is not an object with role and text")
        name = speaker(message)
        role = roles.get(name)
        text = _text(first(message, *TEXT), number)
        if role is None:
            if not name and not text:
                continue
            shown = repr(name) if name else repr(first(message, "role", "speaker"))
            raise RowError(f"turn {number}: unknown role {shown} (use customer or agent, or --roles)")
        if role in ("silent", "ignore"):
            _answer(message, text, pending, calls)
            continue
        if role == "agent":
            for action in _actions(message, number):
                calls[str(action.detail.get("call_id", ""))] = len(pending)
                pending.append(action)
        if not text:
            continue
        made.append(Turn(role=role, text=text, actions=tuple(pending) if role == "agent" else ()))  # type: ignore[arg-type]
        if role == "agent":
            pending, calls = [], {}
    if pending:  # the agent acted and said nothing more: the acts belong to its last words
        for place in range(len(made) - 1, -1, -1):
            if made[place].role == "agent":
                made[place] = made[place].model_copy(update={"actions": (*made[place].actions, *pending)})
                break
    return made


def first(message: Mapping[str, Any], *names: str) -> Any:
    """The first of these fields that holds something."""
    return next((message[name] for name in names if message.get(name) is not None), None)


def _text(value: Any, number: int) -> str:
    if value is None:
        return ""
    if isinstance(value, list):  # OpenAI content parts
        value = "\n".join(str(part.get("text", "")) for part in value if isinstance(part, Mapping))
    if not isinstance(value, str):
        raise RowError(f"turn {number}: text must be a string, got {type(value).__name__}")
    return words_of(STOP.sub("", value).strip())


def _actions(message: Mapping[str, Any], number: int) -> list[Action]:
    found: list[Action] = []
    for call in message.get("tool_calls") or ():
        if not isinstance(call, Mapping):
            raise RowError(f"turn {number}: a tool call must be an object")
        inner = call["function"] if isinstance(call.get("function"), Mapping) else call
        arguments = inner.get("arguments", inner.get("kwargs", {}))
        if isinstance(arguments, str):
            try:
                arguments = json.loads(arguments)
            except json.JSONDecodeError:
                arguments = {"raw": arguments}
        detail = {"arguments": arguments} | ({"call_id": call["id"]} if call.get("id") else {})
        amount = arguments.get("amount") if isinstance(arguments, Mapping) else None
        money = isinstance(amount, int | float) and not isinstance(amount, bool)
        found.append(Action(name=str(inner.get("name", "unnamed")), amount=amount if money else None, detail=detail))
    try:
        found += [Action.model_validate(action) for action in message.get("actions") or ()]
    except ValidationError as problem:
        raise RowError(f"turn {number}: action: {wording.in_words(problem)}") from None
    return found


def _answer(message: Mapping[str, Any], text: str, pending: list[Action], calls: Mapping[str, int]) -> None:
    """A tool's answer goes into the call that it answers; without an id, into the first one still unanswered."""
    place = calls.get(str(message.get("tool_call_id", "")))
    if place is None:
        name = message.get("name")
        open_ones = (n for n, a in enumerate(pending) if "result" not in a.detail and name in (None, a.name))
        place = next(open_ones, None)
    if place is not None and text:
        action = pending[place]
        pending[place] = action.model_copy(update={"detail": {**action.detail, "result": text[:RESULT_LENGTH]}})
