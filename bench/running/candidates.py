"""Bots as Python hands them over: functions, SPECs, objects, alone or many, named or not."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from coolhead.bench.bots import resolve
from coolhead.bench.bots.function import FunctionBot, check_takes_one
from coolhead.bench.errors import BadInput
from coolhead.bench.protocols import Bot

Candidate = str | Callable[..., Any] | Bot
Candidates = Candidate | Sequence[Candidate] | Mapping[str, Candidate]


def specs_of(given: Candidates) -> tuple[str, ...]:
    """The SPECs that were given; none when one of the bots is an object."""
    pairs = _pairs(given)
    if not all(isinstance(one, str) for _, one in pairs):
        return ()
    return tuple(f"{name}={one}" if name else str(one) for name, one in pairs)


def _pairs(given: Candidates) -> list[tuple[str, Candidate]]:
    """Name (empty = its own) and bot."""
    if isinstance(given, Mapping):
        return list(given.items())
    if isinstance(given, Sequence) and not isinstance(given, str):
        return [("", one) for one in given]
    return [("", given)]


def opened(given: Candidates, *, chats: Callable[..., Any]) -> list[Bot]:
    """The bots; `chats` opens a language model by its SPEC.

    Raises:
        BadInput: none, two of one name, or something that is no bot.
    """
    bots: list[Bot] = []
    for name, one in _pairs(given):
        bots += _bot(one, name=name, chats=chats)
    names = [bot.name for bot in bots]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise BadInput("bot", f"two bots are called '{twice}'", do="give a mapping: {'one': bot, 'two': other}")
    if not bots:
        raise BadInput("bot", "there is none", do="give a function, a SPEC or a list of them")
    return bots


def _bot(given: Candidate, *, name: str, chats: Callable[..., Any]) -> list[Bot]:
    if isinstance(given, str):
        return resolve([f"{name}={given}" if name else given], chats=chats)
    if isinstance(given, Bot):
        return [given]
    if not callable(given):
        raise BadInput("bot", f"is a {type(given).__name__}", do="give a function of the conversation, or a SPEC")
    own = getattr(given, "__name__", type(given).__name__)
    check_takes_one(given, f"bot {own}")
    return [FunctionBot(given, name=name or ("bot" if own == "<lambda>" else own), fingerprint=_source(given))]


def _source(given: Callable[..., Any]) -> str:
    """Changes with the bot's source, so that a kept run is not continued with another bot of the same name."""
    try:
        return hashlib.sha256(inspect.getsource(given).encode()).hexdigest()[:12]
    except (OSError, TypeError):
        return ""
