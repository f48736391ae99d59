"""The word lists and frames of `data/redaction/words.yaml`, ready to use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

UP = r"[A-ZÀ-ÖØ-Þ]"
TOKEN = rf"(?:{UP}[\w'’]+(?:-{UP}?[\w'’]+)*|{UP}\.)"
NAME = rf"(?P<name>{TOKEN}(?: {TOKEN}){{0,2}})"
FULL = rf"(?P<name>{TOKEN}(?: {TOKEN}){{1,2}})"
LOOSE = r"(?P<name>[^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*){0,2})"
"""Up to three words in any case: after "my name is", where people write small."""


@dataclass(frozen=True)
class Words:
    """What `words.yaml` holds."""

    no_names: frozenset[str]
    frames: tuple[re.Pattern[str], ...]
    asked: dict[str, re.Pattern[str]]
    fields: dict[str, str]
    """Field name -> kind."""
    agents: frozenset[str]
    firms: frozenset[str]
    titles: str
    number_of: str
    street_ends: str
    street_starts: str
    units: str


def content(name: str) -> dict[str, Any]:
    """The file of that name under `data/redaction/`."""
    loaded: dict[str, Any] = yaml.safe_load(
        files("coolhead.bench").joinpath(f"data/redaction/{name}.yaml").read_text("utf-8")
    )
    return loaded


@cache
def words() -> Words:
    """The lists, read once."""
    raw = content("words")
    lists = {name: re.sub(r"\|\s+", "|", raw[name].strip()) for name in raw if isinstance(raw[name], str)}
    titled = rf"(?:(?i:{lists['titles']})\.? {NAME})"
    slots = {"{name}": rf"(?:(?i:{lists['titles']})\.? )?{NAME}", "{full}": FULL, "{loose}": LOOSE, "{titled}": titled}
    frames = [_frame(line, slots, before=r"(?<![\w'’])") for line in [*raw["frames"], *raw["behind"]]]
    start = r"(?:^|[.!?,\n]\s*|\b(?i:and|but) )"
    more = r"(?: (?i:again|there))?"
    warm, signed = lists["greetings"], lists["signoffs"]
    frames += [
        re.compile(rf"(?<![\w'’])(?i:{lists['titles']})\b\.? {NAME}"),
        re.compile(rf"{start}(?i:hi|hello|hey|dear|good (?:morning|afternoon|evening)){more},? {slots['{name}']}"),
        re.compile(rf"{start}(?i:{warm})(?: (?i:so much|very much|again))?,? {slots['{name}']}(?=\s*[,.!?:;\n]|\s*$)"),
        re.compile(r"^(?i:hi|hello|hey|dear) (?P<name>[^\W\d_][\w'’-]+)(?=\s*[,.!\n]|\s*$)"),
        re.compile(rf"(?:^|[.!?,\n]\s*)(?i:{signed})[,.!]?\s*(?:[-–—]\s*)?{NAME}(?=[ \t]*(?:\n|$|,))"),
        re.compile(rf"(?:^|\s)(?:--?|[–—~])\s?{NAME}\s*$"),
    ]
    return Words(
        no_names=frozenset(lists["no_names"].split()),
        frames=tuple(frames),
        asked={kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in raw["asked"].items()},
        fields={name: kind for kind, names in raw["fields"].items() for name in names.split()},
        agents=frozenset(lists["agents"].split()),
        firms=frozenset(lists["firms"].split()),
        titles=lists["titles"],
        number_of=lists["number_of"],
        street_ends=lists["street_ends"],
        street_starts=lists["street_starts"],
        units=lists["units"],
    )


def _frame(line: str, slots: dict[str, str], *, before: str) -> re.Pattern[str]:
    """Words around a slot: the words in any case, the name as its slot says."""
    slot = next(each for each in slots if each in line)
    head, _, tail = line.partition(slot)
    head = rf"{before}(?i:{head})" if head else r"(?<![\w'’])"
    return re.compile(head + slots[slot] + (rf"(?i:{tail})" if tail else ""))
