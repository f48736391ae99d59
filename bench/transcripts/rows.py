"""One conversation in somebody's format -> a `Dialogue`. Pure: plain data in, a dialogue out, or a `RowError`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from coolhead.bench.transcripts.roles import role_of
from coolhead.bench.types import Action, Dialogue, Turn
from coolhead.personas.schema import Case, Grant, Policy

STOP = re.compile(r"#{3}(?:STOP|TRANSFER|OUT-OF-SCOPE)#{3}")
"""Control words of tau-bench's simulated users; they are not speech."""

LABELS = ("reward", "success", "score", "rating", "csat", "resolved")
"""Fields that are somebody's verdict; they go to `labels` and never into a score."""

RESULT_LENGTH = 2_000
"""Characters of a tool's answer that are kept: enough to check what the agent says against it."""


class RowError(ValueError):
    """A row that is no dialogue; the message says why and what would be."""


def dialogue(row: Any, *, id: str, bot: str) -> Dialogue:
    """The dialogue of one row, whatever format it is in.

    `id` and `bot` are used where the row names none.

    Raises:
        RowError: the row holds no conversation, a role nobody knows, or no agent turn.
    """
    if isinstance(row, list):
        row = {"messages": row}
    if not isinstance(row, Mapping):
        raise RowError(f"expected an object with 'turns' or 'messages', got {type(row).__name__}")
    for key, how in (("turns", _coolhead), ("messages", _messages), ("traj", _tau), ("conversation", _messages)):
        if key in row:
            return how(row, key, id=id, bot=bot)
    raise RowError(f"has neither 'turns' nor 'messages' (fields: {', '.join(list(row)[:8]) or 'none'})")


def _coolhead(row: Mapping[str, Any], key: str, *, id: str, bot: str) -> Dialogue:
    if "engine" in row and "end" in row:  # a full line of a run folder
        try:
            return Dialogue.model_validate(row)
        except ValidationError as problem:
            error = problem.errors()[0]
            raise RowError(f"{'.'.join(str(p) for p in error['loc'])}: {error['msg']}") from None
    return _build(row, row[key], used={key}, id=id, bot=bot)


def _messages(row: Mapping[str, Any], key: str, *, id: str, bot: str) -> Dialogue:
    return _build(row, row[key], used={key}, id=id, bot=bot)


def _tau(row: Mapping[str, Any], key: str, *, id: str, bot: str) -> Dialogue:
    """tau-bench v1: `traj` holds the messages, `reward` the verified outcome, `info.task` what the user was told."""
    name = f"{id}" if "task_id" not in row else f"task{row['task_id']}-trial{row.get('trial', 0)}"
    return _build(row, row[key], used={key}, id=name, bot=bot)


def tau2(row: Mapping[str, Any], *, id: str, bot: str) -> Dialogue:
    """tau2-bench: one of `simulations`."""
    reward = row.get("reward_info") or {}
    flat = {**row, "reward": reward.get("reward")} if isinstance(reward, Mapping) and "reward" in reward else row
    return _build(flat, row.get("messages") or [], used={"messages"}, id=str(row.get("id", id)), bot=bot)


def _build(row: Mapping[str, Any], said: Any, *, used: set[str], id: str, bot: str) -> Dialogue:
    if not isinstance(said, Sequence) or isinstance(said, str):
        raise RowError(f"'{next(iter(used))}' must be a list of turns")
    turns = _turns(said)
    if not turns:
        raise RowError("has no turn with words")
    if not any(turn.role == "agent" for turn in turns):
        raise RowError("has no agent turn; nothing to grade (roles: customer or user, agent or assistant)")
    case, taken = _case(row)
    labels = dict(row["labels"]) if isinstance(row.get("labels"), Mapping) else {}
    labels |= {name: row[name] for name in LABELS if row.get(name) is not None}
    named = {*used, *taken, "id", "bot", "labels", *LABELS, "metadata"}
    rest = {str(name): value for name, value in row.items() if name not in named}
    return Dialogue(
        id=str(row.get("id", id)),
        bot=str(row.get("bot") or bot),
        turns=tuple(turns),
        case=case,
        labels=labels,
        metadata={**(row.get("metadata") or {}), **rest},
    )


def _turns(said: Sequence[Any]) -> list[Turn]:
    turns: list[Turn] = []
    pending: list[Action] = []
    calls: dict[str, int] = {}
    for number, message in enumerate(said):
        if not isinstance(message, Mapping):
            raise RowError(f"turn {number} is not an object with role and text")
        role = role_of(str(_first(message, "role", "speaker", "from", "author", "sender") or ""))
        if role is None:
            given = _first(message, "role", "speaker", "from", "author", "sender")
            raise RowError(f"turn {number}: unknown role {given!r} (use customer or agent)")
        text = _text(_first(message, "text", "content", "body", "message", "value"), number)
        if role == "silent":
            _answer(message, text, pending, calls)
            continue
        if role == "agent":
            for action in _actions(message, number):
                calls[str(action.detail.get("call_id", ""))] = len(pending)
                pending.append(action)
        if not text:
            continue
        turns.append(Turn(role=role, text=text, actions=tuple(pending) if role == "agent" else ()))  # type: ignore[arg-type]
        if role == "agent":
            pending, calls = [], {}
    if pending:  # the agent acted and said nothing more: the acts belong to its last words
        for place in range(len(turns) - 1, -1, -1):
            if turns[place].role == "agent":
                turns[place] = turns[place].model_copy(update={"actions": (*turns[place].actions, *pending)})
                break
    return turns


def _first(message: Mapping[str, Any], *names: str) -> Any:
    return next((message[name] for name in names if message.get(name) is not None), None)


def _text(value: Any, number: int) -> str:
    if value is None:
        return ""
    if isinstance(value, list):  # OpenAI content parts
        value = "\n".join(str(part.get("text", "")) for part in value if isinstance(part, Mapping))
    if not isinstance(value, str):
        raise RowError(f"turn {number}: text must be a string, got {type(value).__name__}")
    return STOP.sub("", value).strip()


def _actions(message: Mapping[str, Any], number: int) -> list[Action]:
    found: list[Action] = []
    for call in message.get("tool_calls") or ():
        if not isinstance(call, Mapping):
            raise RowError(f"turn {number}: a tool call must be an object")
        inner = call.get("function") if isinstance(call.get("function"), Mapping) else call
        arguments = inner.get("arguments", inner.get("kwargs", {}))
        if isinstance(arguments, str):
            try:
                arguments = json.loads(arguments)
            except json.JSONDecodeError:
                arguments = {"raw": arguments}
        detail = {"arguments": arguments} | ({"call_id": call["id"]} if call.get("id") else {})
        found.append(Action(name=str(inner.get("name", "unnamed")), detail=detail))
    try:
        found += [Action.model_validate(action) for action in message.get("actions") or ()]
    except ValidationError as problem:
        raise RowError(f"turn {number}: action: {problem.errors()[0]['msg']}") from None
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


def _case(row: Mapping[str, Any]) -> tuple[Case | None, set[str]]:
    """The case file of a row: a full `case`, or the light one of `policy: {allowed, forbidden}` and `facts`."""
    given = row.get("case")
    if isinstance(given, Mapping) and not (
        {"facts", "allowed"} & set(given) or "allowed" in (given.get("policy") or {})
    ):
        try:
            return Case.model_validate(given), {"case"}
        except ValidationError as problem:
            error = problem.errors()[0]
            raise RowError(f"case.{'.'.join(str(p) for p in error['loc'])}: {error['msg']}") from None
    light = given if isinstance(given, Mapping) else row
    policy, facts = light.get("policy"), light.get("facts")
    if not policy and not facts:
        return None, {"case", "policy", "facts"}
    if policy is not None and not isinstance(policy, Mapping):
        raise RowError("policy must be an object with 'allowed' and 'forbidden'")
    if facts is not None and not isinstance(facts, Mapping):
        raise RowError("facts must be an object: name -> value")
    policy = policy or {}
    grants = tuple(Grant(id=f"allowed_{n}", label=str(text)) for n, text in enumerate(policy.get("allowed") or (), 1))
    return Case(
        firm=str(light.get("firm", "")),
        industry=str(light.get("industry", "")),
        record={str(name): _plain(value) for name, value in (facts or {}).items()},
        policy=Policy(grants=grants, forbidden=tuple(str(text) for text in policy.get("forbidden") or ())),
    ), {"case", "policy", "facts"}


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
