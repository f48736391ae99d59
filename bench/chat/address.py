"""What a model SPEC means.

    litellm:gpt-4o-mini            a model by litellm's name; also bare: anthropic/claude-haiku-4-5
    openai:http://127.0.0.1:18081/v1#smollm2        an OpenAI-compatible address and the model there
    litellm:openai/smollm2@http://127.0.0.1:18081/v1    the same, in litellm's words
    …?temperature=0.7&max_tokens=400     options stand behind a question mark, before any #model

Keys are never part of a SPEC, because SPECs are written into run folders.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from coolhead.bench.errors import BadInput, did_you_mean

OPTIONS = {
    "temperature": "0 to 2",
    "max_tokens": "a number of tokens",
    "key_env": "the name of an environment variable",
    "at_once": "a number of calls",
    "rpm": "calls a minute",
    "price": "USD for a million tokens in and out, e.g. 0.15/0.60",
    "tools": "on or off",
}
"""Option -> what it takes."""

_KEYLIKE = re.compile(r"(^|[_-])(key|token|secret|password|auth)$", re.I)


@dataclass(frozen=True)
class Address:
    """A model and how to reach it."""

    spec: str
    """As the user wrote it, without a bot's name in front."""
    model: str
    base: str | None = None
    """Address of an API; None = wherever litellm finds the provider."""
    through: str = "litellm"
    """litellm, or url for OpenAI-compatible addresses."""
    options: dict[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Model and host, for people: "smollm2@127.0.0.1:18081"."""
        return self.model if self.base is None else f"{self.model}@{urlsplit(self.base).netloc}"

    def number(self, name: str) -> float | None:
        """An option as a number; None when it is not given."""
        return float(self.options[name]) if name in self.options else None


def parse(spec: str, *, where: str) -> Address:
    """The address that a SPEC names; `where` is the flag for complaints.

    Raises:
        BadInput: it names no model, or holds a key or an option that nobody knows. The complaint never repeats a key.
    """
    scheme, _, rest = spec.partition(":")
    if scheme == "openai" and rest.startswith(("http://", "https://")):
        head, _, model = rest.partition("#")
        base, options = _split(head, where)
        if not model and "#" not in rest:
            model = "default"
        return _url(spec, model, base, options, where)
    name = rest if scheme in ("litellm", "openai") else spec
    found = re.match(r"(.*?)@(https?://.*)$", name)
    if found:
        base, options = _split(found[2].partition("#")[0], where)
        provider, slash, model = found[1].partition("/")
        if provider in ("openai", "hosted_vllm", "custom_openai", "openai_like") and slash:
            return _url(spec, model, base, options, where)
        return Address(spec, _named(found[1], where), _bare(base, where), options=options)
    model, _, query = name.partition("?")
    options = _options(query, where)
    if scheme == "openai":
        model = f"openai/{model}"
    return Address(spec, _named(model, where), options=options)


def _url(spec: str, model: str, base: str, options: dict[str, str], where: str) -> Address:
    return Address(spec, _named(model, where), _bare(base, where), through="url", options=options)


def _named(model: str, where: str) -> str:
    if not model.strip("/"):
        raise BadInput(where, "names no model", do="write litellm:MODEL or openai:URL#MODEL")
    return model


def _split(address: str, where: str) -> tuple[str, dict[str, str]]:
    base, _, query = address.partition("?")
    return base, _options(query, where)


def _bare(base: str, where: str) -> str:
    try:
        parts = urlsplit(base)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host:
        raise BadInput(where, "is not an address", do="write e.g. openai:http://127.0.0.1:8080/v1#model")
    if parts.username or parts.password:
        raise BadInput(
            where.partition(" ")[0],
            "the address holds a user name or password, which would be written into the run folder",
            do="take it out, put the key into an environment variable and add ?key_env=ITS_NAME",
        )
    path = re.sub(r"/(chat/completions)?/*$", "", parts.path)
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def _options(query: str, where: str) -> dict[str, str]:
    options = dict(parse_qsl(query, keep_blank_values=True))
    for name, value in options.items():
        if name not in OPTIONS:
            if _KEYLIKE.search(name):
                raise BadInput(
                    where.partition(" ")[0],
                    f"'{name}' in a SPEC would be written into the run folder",
                    do="put the key into an environment variable and write ?key_env=ITS_NAME",
                )
            raise BadInput(where, f"unknown option '{name}'", do=did_you_mean(name, OPTIONS))
        if not _fits(name, value):
            shown = "that value" if name == "key_env" else f"'{value}'"
            raise BadInput(
                where.partition(" ")[0] if name == "key_env" else where, f"{name} takes {OPTIONS[name]}, not {shown}"
            )
    return options


def _fits(name: str, value: str) -> bool:
    if name == "tools":
        return value in ("on", "off")
    if name == "key_env":  # a key itself ends here: names of variables have no dashes and are not that mixed
        return re.fullmatch(r"[A-Z_][A-Z0-9_]*", value) is not None
    if name == "price":
        return re.fullmatch(r"\d+(\.\d+)?(/\d+(\.\d+)?)?", value) is not None
    if name in ("max_tokens", "at_once"):
        return value.isdigit() and int(value) > 0
    try:
        number = float(value)
    except ValueError:
        return False
    return 0 <= number <= 2 if name == "temperature" else 0 < number < float("inf")
