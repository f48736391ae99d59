"""One conversation in somebody's format -> a `Dialogue`. Pure: plain data in, a dialogue out, or a `RowError`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from coolhead.bench import wording
from coolhead.bench.transcripts.casefile import case_of
from coolhead.bench.transcripts.messages import RowError, roles_of, turns
from coolhead.bench.transcripts.tickets import conversation as ticket_of
from coolhead.bench.types import Dialogue

__all__ = ["LABELS", "RowError", "dialogue", "said_in", "tau2"]

LABELS = ("reward", "success", "score", "rating", "csat", "resolved", "nps", "satisfaction", "satisfaction_rating")
"""Fields that are somebody's verdict; they go to `labels` and never into a score."""

PLACES = ("turns", "messages", "traj", "conversation", "dialogue", "dialog", "transcript", "utterances", "thread")
"""Where a row keeps its conversation."""


def said_in(row: Any) -> tuple[str, Any] | None:
    """Name and content of the field that holds a row's conversation; None when there is none."""
    if isinstance(row, Mapping):
        key = next((key for key in PLACES[:4] if key in row), None)
        key = key or next((key for key in PLACES[4:] if isinstance(row.get(key), list)), None)
        return (key, row[key]) if key else None
    return None


def dialogue(row: Any, *, id: str, bot: str, roles: Mapping[str, str] | None = None) -> Dialogue:
    """The dialogue of one row, whatever format it is in.

    `id` and `bot` are used where the row names none; `roles` says of speakers who they are, above what their names
    say. Speakers of no known role are guessed, and `metadata["roles"]` says how.

    Raises:
        RowError: the row holds no conversation, a role nobody knows, or no agent turn.
    """
    if isinstance(row, list):
        row = {"messages": row}
    if not isinstance(row, Mapping):
        raise RowError(f"expected an object with 'turns' or 'messages', got {type(row).__name__}")
    if isinstance(row.get("simulations"), list):
        raise RowError("is a tau2 result; put it into a .json file")
    if ticket := ticket_of(row):
        row = ticket
    found = said_in(row)
    if not found:
        raise RowError(f"has neither 'turns' nor 'messages' (fields: {', '.join(list(row)[:8]) or 'none'})")
    key, said = found
    if key == "turns" and "engine" in row and "end" in row:  # a full line of a run folder
        return _ours(row)
    if key == "turns" and {"engine", "end_reason", "end_by"} <= row.keys():  # a row that `coolhead export` wrote
        kept = {name: row[name] for name in Dialogue.model_fields if row.get(name) is not None}
        return _ours({**kept, "end": {"reason": row["end_reason"], "by": row["end_by"]}})
    if key == "traj":  # tau-bench v1: `reward` is the verified outcome, `info.task` what the user was told
        id = id if "task_id" not in row else f"task{row['task_id']}-trial{row.get('trial', 0)}"
    return _build(row, said, key=key, id=id, bot=bot, roles=roles or {})


def tau2(row: Mapping[str, Any], *, id: str, bot: str, roles: Mapping[str, str] | None = None) -> Dialogue:
    """tau2-bench: one of `simulations`."""
    if not isinstance(row, Mapping):
        raise RowError(f"expected an object with 'messages', got {type(row).__name__}")
    reward = row.get("reward_info") or {}
    flat = {**row, "reward": reward.get("reward")} if isinstance(reward, Mapping) and "reward" in reward else row
    said = row.get("messages") or []
    return _build(flat, said, key="messages", id=str(row.get("id", id)), bot=bot, roles=roles or {})


def _ours(row: Mapping[str, Any]) -> Dialogue:
    try:
        return Dialogue.model_validate(row)
    except ValidationError as problem:
        raise RowError(wording.in_words(problem)) from None


def _build(row: Mapping[str, Any], said: Any, *, key: str, id: str, bot: str, roles: Mapping[str, str]) -> Dialogue:
    if isinstance(said, str):
        said = _list_in(said, key)
    if not isinstance(said, Sequence):
        raise RowError(f"'{key}' must be a list of turns")
    known, guess = roles_of(said, roles)
    made = turns(said, known)
    if not made:
        raise RowError("has no turn with words")
    if not any(turn.role == "agent" for turn in made):
        raise RowError("has no agent turn; nothing to grade (roles: customer or user, agent or assistant)")
    case, taken = case_of(row)
    labels = dict(row["labels"]) if isinstance(row.get("labels"), Mapping) else {}
    labels |= {name: row[name] for name in LABELS if row.get(name) is not None}
    named = {key, *taken, "id", "bot", "labels", *LABELS, "metadata"}
    rest = {str(name): value for name, value in row.items() if name not in named}
    given = row["metadata"] if isinstance(row.get("metadata"), Mapping) else {}
    if row.get("metadata") is not None and not given:
        rest["metadata"] = row["metadata"]
    stated = {"roles_guessed": guess.text(), **({"roles_weak": True} if guess.weak else {})} if guess else {}
    return Dialogue(
        id=str(row.get("id") or id),
        bot=str(row.get("bot") or bot),
        turns=tuple(made),
        case=case,
        labels=labels,
        metadata={**given, **rest, **stated},
    )


def _list_in(text: str, key: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise RowError(f"'{key}' must be a list of turns") from None
