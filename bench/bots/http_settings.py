"""What is said about a bot by URL: in the part of the SPEC behind `#`, or in a YAML file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote_plus, urljoin, urlsplit

import yaml
from pydantic import Field, ValidationError

from coolhead.bench import wording
from coolhead.bench.bots.keys import VARIABLE, is_keylike
from coolhead.bench.bots.mapping import check, places, steps
from coolhead.bench.errors import BadInput, did_you_mean
from coolhead.personas.case import Model

Dialect = Literal["auto", "openai", "webhook", "mapping"]
DIALECTS: tuple[str, ...] = ("auto", "openai", "webhook", "mapping")
Format = Literal["json", "form"]

PLACES = ("session", "text", "texts", "turns", "messages", "case", "seed", "turn", "variables", "start", "env")
"""What a template may name."""

_GROUPS = {"header": "headers", "body": "body", "var": "variables"}
"""`header.NAME=…` and the like in a SPEC -> the field they fill."""


class Hook(Model):
    """A request at the start or the end of each dialogue."""

    path: str
    """A path on the bot's host, or the whole address there."""
    method: Literal["POST", "PUT", "PATCH", "GET", "DELETE"] = "POST"
    request: Any = None
    """Template of the body; None = `{"event": "start", "session": …, "case": …, "seed": …, "variables": …}`."""
    format: Format = "json"
    keep: dict[str, str] = {}
    """Name -> path into the answer; `{start.NAME}` then stands for it in address and requests of the dialogue."""


class HttpSettings(Model):
    """A bot by URL."""

    url: str
    """http(s) address; may hold places behind the host, e.g. `/conversations/{start.id}/messages`."""
    name: str | None = None
    dialect: Dialect = "auto"
    key_env: str = ""
    """Name of the environment variable that is sent as `Authorization: Bearer …`."""
    headers: dict[str, str] = {}
    """Header -> name of an environment variable, or a text with `{env.NAME}` in it."""
    timeout: float | None = Field(default=None, gt=0)
    """Seconds per reply; None = what `--reply-timeout` says."""
    cold_start: float = Field(default=120.0, gt=0)
    """Seconds for the first reply of all, before which a bot may have to wake up."""
    retries: int = Field(default=3, ge=0, le=10)
    """How often a request is sent again after 429 or 503, or when nobody listened yet."""
    longest_wait: float = Field(default=30.0, ge=0, le=300)
    """Seconds of `Retry-After` that are waited at most; who asks for more is not asked again."""
    largest: int = Field(default=2_000_000, ge=1_000, le=100_000_000)
    """Bytes of an answer that are read at most."""
    model: str = ""
    """openai: the model that is asked for."""
    system: str = "case"
    """openai: `case` sends the case file as system message, `none` sends none, else a file with a prompt."""
    body: dict[str, Any] = {}
    """openai, webhook: further fields of the request."""
    method: Literal["POST", "PUT", "GET"] = "POST"
    format: Format = "json"
    request: Any = None
    """mapping: template of the request."""
    reply: str = ""
    """mapping: path to the text of the answer."""
    actions: str = ""
    """mapping: path to what the bot did, one or a list of names or mappings."""
    done: str = ""
    """mapping: path to something that is true when the bot leaves."""
    start: Hook | None = None
    end: Hook | None = None
    variables: dict[str, Any] = {}
    """Sent along as `variables`."""
    personas: dict[str, dict[str, Any]] = {}
    """Persona id -> variables of that persona, e.g. its account in your test system; win over `variables`."""


def from_spec(spec: str) -> HttpSettings:
    """The settings of `http(s)://HOST/PATH#name=value&…`; a bare word behind `#` is a model.

    Raises:
        BadInput: without ever repeating what may be a key.
    """
    address, _, fragment = spec.partition("#")
    where = f"--bot {_shown(address)}"
    given: dict[str, Any] = {"url": address}
    if fragment and "=" not in fragment:
        word = unquote_plus(fragment)
        given["dialect" if word in DIALECTS else "model"] = word
        fragment = ""
    for name, value in parse_qsl(fragment, keep_blank_values=True):
        group, dot, rest = name.partition(".")
        if dot and rest and group in _GROUPS:
            given.setdefault(_GROUPS[group], {})[rest] = value if group == "header" else _scalar(value, where)
        elif name in ("start", "end"):
            given[name] = {"path": value}
        elif name == "request":
            given[name] = _scalar(value, where)
        elif name in HttpSettings.model_fields and name not in ("url", "headers", "body", "variables", "personas"):
            given[name] = value
        elif is_keylike(name):
            raise BadInput(
                where,
                f"'{name}' in a SPEC would be written into the run folder",
                do="put the key into an environment variable and write key_env=ITS_NAME",
            )
        else:
            names = [n for n in HttpSettings.model_fields if n != "url"]
            raise BadInput(where, f"unknown option '{name}'", do=did_you_mean(name, names))
    return made(given, where=where)


def made(given: Mapping[str, Any], *, where: object) -> HttpSettings:
    """The checked settings.

    Raises:
        BadInput: an unknown or unfit field, a key where it would be written down, a host that changes.
    """
    try:
        settings = HttpSettings.model_validate(dict(given))
    except ValidationError as problem:
        error = wording.first(problem)
        place = wording.place(error)
        if error["type"] == "extra_forbidden":
            raise BadInput(
                where, f"unknown field '{place}'", do=did_you_mean(place, HttpSettings.model_fields)
            ) from None
        what = wording.what(error, value=False)  # the value may be a key
        raise BadInput(where, f"{place}: {what}", do="see docs/bots.md") from None
    _check_address(settings.url, where)
    if settings.key_env and not VARIABLE.fullmatch(settings.key_env):
        raise BadInput(where, "key_env is the name of an environment variable", do="write e.g. key_env=MY_BOT_KEY")
    for name, value in settings.headers.items():
        _check_header(name, value, where)
    if settings.dialect == "mapping" and (settings.request is None and settings.method != "GET"):
        raise BadInput(where, "a mapping needs a request template", do='e.g. request: {message: "{text}"}')
    if settings.dialect == "mapping" and not settings.reply:
        raise BadInput(where, "a mapping needs the path of the reply", do='e.g. reply: "answer.text"')
    hooks = [hook for hook in (settings.start, settings.end) if hook]
    for template in (settings.url, settings.request, *[(hook.path, hook.request) for hook in hooks]):
        check(template, PLACES, where=where)
    for path in (settings.reply, settings.actions, settings.done, *[p for hook in hooks for p in hook.keep.values()]):
        try:
            steps(path)
        except ValueError as problem:
            raise BadInput(where, str(problem)) from None
    for hook in hooks:
        if origin(urljoin(settings.url, hook.path)) != origin(settings.url):
            raise BadInput(where, f"{hook.path} is on another host than the bot", do="only the bot's host is talked to")
    return settings


def environment_names(settings: HttpSettings) -> set[str]:
    """Every environment variable that the settings name."""
    hooks = [part for hook in (settings.start, settings.end) if hook for part in (hook.path, hook.request)]
    templates = [settings.url, settings.request, list(settings.headers.values()), hooks]
    named = {name.partition(".")[2] for name in places(templates) if name.startswith("env.")}
    named |= {value for value in settings.headers.values() if VARIABLE.fullmatch(value)}
    return named | ({settings.key_env} if settings.key_env else set())


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _shown(address: str) -> str:
    """The address without what may be a key: user names and the query."""
    try:
        parts = urlsplit(address)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    except ValueError:
        return "http://…"


def _check_address(url: str, where: object) -> None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or re.search(r"[{}\s]", parts.netloc):
        raise BadInput(where, "is not an address", do="write e.g. http://127.0.0.1:8080/chat")
    if parts.username or parts.password:
        raise BadInput(
            where,
            "the address holds a user name or password, which would be written into the run folder",
            do="put the whole header into an environment variable and write header.Authorization=ITS_NAME",
        )
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if is_keylike(name) and not re.search(r"\{env\.\w+\}", value):
            raise BadInput(
                where,
                f"'{name}' in the address would be written into the run folder",
                do=f"put it into an environment variable and write {name}={{env.ITS_NAME}}",
            )


def _check_header(name: str, value: str, where: object) -> None:
    if not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", name):
        raise BadInput(where, "a header has a name that no header can have", do="letters, digits and dashes")
    if not VARIABLE.fullmatch(value) and not any(place.startswith("env.") for place in places(value)):
        raise BadInput(
            where,
            f"header {name}: its value comes from an environment variable, whose name stands here",
            do="write e.g. MY_TOKEN, or 'Token {env.MY_TOKEN}'",
        )
    check(value, ("env",), where=where)


def _scalar(text: str, where: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        raise BadInput(where, f"'{text[:40]}' is not a value", do="put it into quotes, or use a YAML file") from None
