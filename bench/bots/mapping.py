"""Request templates and paths into answers, for bots that speak a form of their own.

    request: {sender: "{session}", message: "{text}"}      places in braces; "{turns}" alone keeps its type
    reply: "[*].text"                                      dots, [n] and [*]; several texts become lines of one

`{{name}}` stands for the characters `{name}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from coolhead.bench.errors import BadInput, did_you_mean

_PLACE = re.compile(r"\{\{([A-Za-z_][\w.\[\]*-]*)\}\}|\{([A-Za-z_][\w.\[\]*-]*)\}")
_STEP = re.compile(r"\[(\*|-?\d+)\]|\.?([^.\[\]]+)")
Step = str | int | None
"""A name, a position, or None for every member."""


def fill(template: Any, values: Mapping[str, Any], *, quote: Callable[[str], str] = str) -> Any:
    """The template with its places filled; what is not there becomes an empty text (alone: null).

    `quote` is applied to every value that is written into a longer text.
    """
    if isinstance(template, str):
        alone = _PLACE.fullmatch(template)
        if alone and alone[2]:
            found = list(walk(values, steps(alone[2])))
            if quote is str:
                return found[0] if len(found) == 1 else (found or None)
        return _PLACE.sub(lambda place: _written(place, values, quote), template)
    if isinstance(template, dict):
        return {name: fill(part, values, quote=quote) for name, part in template.items()}
    if isinstance(template, list | tuple):
        return [fill(part, values, quote=quote) for part in template]
    return template


def _written(place: re.Match[str], values: Mapping[str, Any], quote: Callable[[str], str]) -> str:
    if place[1]:
        return "{" + place[1] + "}"
    return quote("\n".join(as_text(one) for one in walk(values, steps(place[2]))))


def as_text(value: Any) -> str:
    """Plain data as it stands in a sentence: texts as they are, the rest as JSON."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    import json

    return json.dumps(value, ensure_ascii=False)


def check(template: Any, known: Collection[str], *, where: object) -> None:
    """Refuses places that nothing can fill.

    Raises:
        BadInput: with the nearest name that there is.
    """
    for name in places(template):
        head = re.split(r"[.\[]", name)[0]
        if head not in known:
            raise BadInput(where, f"there is nothing called '{{{head}}}'", do=did_you_mean(head, known))


def places(template: Any) -> Iterator[str]:
    """The names of all places of a template."""
    if isinstance(template, str):
        yield from (place[2] for place in _PLACE.finditer(template) if place[2])
    elif isinstance(template, dict):
        for part in template.values():
            yield from places(part)
    elif isinstance(template, list | tuple):
        for part in template:
            yield from places(part)


def steps(path: str) -> tuple[Step, ...]:
    """The steps of a path.

    Raises:
        ValueError: it is not a path.
    """
    rest = path.removeprefix("$")
    found: list[Step] = []
    at = 0
    while at < len(rest):
        step = _STEP.match(rest, at)
        if not step:
            raise ValueError(f"'{path}' is not a path: write e.g. choices[0].message.content or [*].text")
        found.append(step[2] if step[2] else None if step[1] == "*" else int(step[1]))
        at = step.end()
    return tuple(found)


def walk(value: Any, path: tuple[Step, ...]) -> Iterator[Any]:
    """What a path leads to: nothing, one thing, or several through `[*]`."""
    if not path:
        yield value
        return
    step, rest = path[0], path[1:]
    if step is None:
        for part in value if isinstance(value, list) else ():
            yield from walk(part, rest)
    elif isinstance(step, int):
        if isinstance(value, list) and -len(value) <= step < len(value):
            yield from walk(value[step], rest)
    elif isinstance(value, Mapping) and step in value:
        yield from walk(value[step], rest)
