"""The settings of a run: exactly the flags of `coolhead run`; each default is written here and nowhere else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from coolhead.personas.case import Model


class RunSettings(Model):
    """What a run was asked to do."""

    bots: tuple[str, ...] = ("ladder",)
    personas: tuple[str, ...] = ("core",)
    repeats: int = Field(default=1, ge=1)
    """Dialogues per bot and persona, each with its own seed."""
    seed: int = 7
    customer: str = "embedded"
    judges: tuple[str, ...] = ()
    graders: tuple[str, ...] = ()
    """Files of further graders (`--grader FILE`)."""
    max_turns: int = Field(default=12, ge=1, le=60)
    """Agent turns per dialogue at most."""
    reply_timeout: float = Field(default=60.0, gt=0)
    """Seconds a bot may take for one reply."""
    dialogue_timeout: float = Field(default=600.0, gt=0)
    allow_intense: bool = False
    """Play personas of language intensity 3."""
    jobs: int = Field(default=8, ge=1)
    """Dialogues under way at once."""
    engine: Literal["local", "ray"] = "local"
    """Where dialogues are played: all cores of this machine, or a Ray cluster. The bytes are the same."""
    system: str = ""
    """File with the system prompt of LLM bots; empty = the published one."""
    max_cost: float | None = Field(default=None, gt=0)
    """USD that the models of the run may cost together; None = no limit."""
    dry_run: bool = False
    out: str = ""
    """Run folder; empty = `runs/` and a name made from the settings that move scores."""


SINGULAR = {"bot": "bots", "judge": "judges", "grader": "graders"}
"""Flags that may be repeated, and the settings that they fill."""
SEVERAL = ("bots", "personas", "judges", "graders")


def spelled_like_flags(given: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as people write them in a file: `bot:` for `bots:`, `max-turns:`, one value where a list may be."""
    found: dict[str, Any] = {}
    for flag, value in given.items():
        name = str(flag).replace("-", "_")
        name = SINGULAR.get(name, name)
        found[name] = [value] if name in SEVERAL and isinstance(value, str) else value
    return found


def fingerprint(value: Any) -> str:
    """Twelve hex digits that change when `value` (plain data) changes."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def dialogue_seed(seed: int, persona: str, repeat: int) -> int:
    """The seed of one dialogue.

    The bot is left out on purpose: all bots meet the same customer on the same day, so they can be compared in pairs.
    """
    return int(hashlib.sha256(f"{seed}:{persona}:{repeat}".encode()).hexdigest()[:8], 16)
