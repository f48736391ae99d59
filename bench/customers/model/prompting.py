"""The prompts of the model customer, and data lines behind a mark."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from coolhead.bench.customers.text import clean
from coolhead.bench.types import Turn

VERSION = 1
"""Raised when a prompt, the list of events or a check changes what a model customer could say."""

SHOWN_TURNS = 4


@cache
def parts(name: str) -> Mapping[str, str]:
    """The sections of a prompt file: system, user, ..."""
    raw = files("coolhead.bench").joinpath(f"data/customer/model/{name}.md").read_text("utf-8")
    body = raw.split("---\n", 2)[2]
    found: dict[str, str] = {}
    for block in body.strip().split("\n# "):
        title, _, text = block.removeprefix("# ").partition("\n")
        found[title.strip()] = text.strip()
    return found


@cache
def tables() -> Mapping[str, Any]:
    """`guard.yaml`."""
    loaded: Mapping[str, Any] = yaml.safe_load(
        files("coolhead.bench").joinpath("data/customer/model/guard.yaml").read_text("utf-8")
    )
    return loaded


def mark_for(turns: Sequence[Turn]) -> str:
    """A mark that depends on all that was said, so that nobody can have written it."""
    said = "\x1e".join(turn.text for turn in turns)
    return hashlib.sha256(f"customer\x1e{said}".encode("utf-8", "replace")).hexdigest()[:12]


def marked(turns: Sequence[Turn], mark: str, *, longest: int = 3000) -> str:
    """The turns, every line behind the mark and the speaker."""
    lines = []
    for turn in turns:
        who = "AGENT" if turn.role == "agent" else "YOU"
        text = clean(turn.text[:longest])
        lines += [f"{mark} {who} | {line.strip()}" for line in text.splitlines() if line.strip()]
    return "\n".join(lines)
