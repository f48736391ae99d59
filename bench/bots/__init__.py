"""Candidates: whatever can answer a customer. `resolve` turns a bot SPEC of the command line into bots."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.metadata import entry_points

from coolhead.bench.errors import BadInput, did_you_mean
from coolhead.bench.protocols import Bot, Chat

SCHEMES = {
    "ladder": "reference",
    "attack": "reference",
    "py": "function",
    "script": "script",
    "http": "http",
    "https": "http",
    "cmd": "process",
    "human": "human",
}
"""Scheme -> module of this package with `make(spec, *, name) -> list[Bot]`; imported only when it is asked for."""

_NAMED = re.compile(r"^([A-Za-z0-9][\w.+-]*)=(.+)$", re.S)


MODELS = frozenset({"litellm", "openai"})
"""Schemes of language models; `provider/model` alone is one too."""


def resolve(
    specs: Iterable[str], *, chats: Callable[..., Chat] | None = None, template: str | None = None
) -> list[Bot]:
    """The bots that these SPECs name, in order.

    Bots that are language models need `chats`, which opens the chat of a SPEC, and take `template` as their system
    prompt.

    Raises:
        BadInput: an unknown scheme or bot, or two bots with one name.
    """
    bots: list[Bot] = []
    for spec in specs:
        for bot in _one(spec, chats, template):
            if any(bot.name == other.name for other in bots):
                raise BadInput(
                    f"--bot {spec}", f"a bot called '{bot.name}' is already there", do="give one a name: NAME=SPEC"
                )
            bots.append(bot)
    return bots


def is_model(spec: str) -> bool:
    """True when a SPEC (without a name in front) means a language model."""
    provider_and_model = re.fullmatch(r"[a-z][a-z0-9_]*/[\w.:/@+-]+(\?.*)?", spec)
    return spec.partition(":")[0] in MODELS or bool(provider_and_model and not re.search(r"\.(py|ya?ml|json)$", spec))


def _one(spec: str, chats: Callable[..., Chat] | None, template: str | None) -> list[Bot]:
    named = _NAMED.match(spec)
    name, rest = (named[1], named[2]) if named else (None, spec)
    scheme = re.split(r"[:?]", rest, maxsplit=1)[0]
    if scheme in SCHEMES:
        module = import_module(f"coolhead.bench.bots.{SCHEMES[scheme]}")
        found: list[Bot] = module.make(rest, name=name)
        return found
    if re.search(r"\.ya?ml$", rest) and scheme == rest:
        from coolhead.bench.bots import described

        return list(described.make(rest, name=name))
    if is_model(rest):
        if chats is None:
            raise BadInput(f"--bot {spec}", "is a language model, which this command does not open")
        from coolhead.bench.bots import model

        return list(model.make(rest, name=name, chats=chats, template=template))
    for point in entry_points(group="coolhead.bots"):
        if point.name == scheme:
            made: list[Bot] = point.load()(rest, name=name)
            return made
    if scheme.endswith(".py"):
        raise BadInput(
            f"--bot {spec}",
            "is a file, which needs a function",
            do=f"write py:{rest if ':' in rest else f'{rest}:FUNCTION'}",
        )
    kinds = [*SCHEMES, *MODELS, "FILE.yaml"]
    raise BadInput(f"--bot {spec}", f"unknown kind of bot '{scheme}'", do=did_you_mean(scheme, kinds))
