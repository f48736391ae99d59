"""What `run.json` says, and whether a folder may be continued."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Sequence
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from coolhead.bench.errors import BadInput
from coolhead.bench.protocols import Bot, CustomerEngine, Grader
from coolhead.bench.settings import RunSettings, fingerprint
from coolhead.bench.store import RunFolder
from coolhead.graders.rubric import rubric
from coolhead.personas.schema import Persona


def describe(
    settings: RunSettings,
    bots: Sequence[Bot],
    personas: Sequence[Persona],
    customers: CustomerEngine,
    graders: Sequence[Grader],
) -> dict[str, Any]:
    """What `run.json` holds: every setting and the version of everything that moves a score."""
    return {
        "coolhead": version("coolhead"),
        "status": "running",
        "started": now(),
        "ended": None,
        "settings": settings.model_dump(mode="json"),
        "seeds": {"run": settings.seed},
        "bots": {bot.name: _bot(bot) for bot in bots},
        "versions": {
            "customer": customers.name,
            "graders": {grader.id: grader.version for grader in graders},
            "rubric": rubric_version(),
            "personas": {
                p.id: {"version": p.version, "hash": fingerprint(p.model_dump(mode="json"))} for p in personas
            },
        },
        "planned": {bot.name: len(personas) * settings.repeats for bot in bots},
    }


def rubric_version() -> dict[str, Any]:
    """The version of the rubric, and a hash of its text."""
    text = files("coolhead.graders").joinpath("data/rubric.yaml").read_text("utf-8")
    return {"version": rubric().version, "hash": fingerprint(text)}


def _bot(bot: Bot) -> dict[str, str]:
    model = getattr(getattr(bot, "chat", None), "model", None)
    return {"fingerprint": getattr(bot, "fingerprint", "")} | ({"model": model} if model else {})


def fixed(info: dict[str, Any]) -> dict[str, Any]:
    """The part of `run.json` that must stay the same between the parts of one run, flat: name -> value.

    Bots, personas and repeats may be added; graders may change, since stored dialogues are then graded anew.
    """
    flat = {f"--{name.replace('_', '-')}": info["settings"].get(name) for name in ("seed", "max_turns")}
    flat["customer engine"] = info["versions"]["customer"]
    return flat


def growing(info: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The parts of `run.json` that may gain members, but none of whose members may change or go."""
    personas = {id: f"version {p['version']}, {p['hash']}" for id, p in info["versions"]["personas"].items()}
    bots = {name: value["fingerprint"] for name, value in info["bots"].items()}
    rounds = {f"round {n}": "" for n in range(info["settings"].get("repeats", 1))}
    return {"persona": personas, "bot": bots, "repeat": rounds}


def folder_name(settings: RunSettings, info: dict[str, Any]) -> str:
    """Readable, and another one whenever a score could move: the same command finds its own folder again."""
    first = "-".join(re.split(r"[:=/?]", spec)[0] for spec in settings.bots[:2])
    second = "-".join(Path(name).stem for name in settings.personas[:2])
    return f"{first}-{second}-{fingerprint([fixed(info), growing(info)])[:6]}"


def prepare(folder: RunFolder, info: dict[str, Any], *, resume: bool, fresh: bool) -> set[str]:
    """Starts or continues the folder; returns the ids of the dialogues it holds.

    Raises:
        BadInput: the folder holds a run that this one does not continue; the message names the first difference.
    """
    earlier = folder.info()
    if resume and not earlier:
        raise BadInput(folder.path, "holds no run to resume", do="leave --resume away to start one")
    if earlier and not fresh:
        if not {"settings", "versions", "bots"} <= earlier.keys():
            raise BadInput(folder.path, "is not a run of bots", do="name another folder with --out")
        if difference := _difference(earlier, info):
            do = "name another folder with --out, or throw the old one away with --fresh"
            raise BadInput(folder.path, difference, do=do)
        info["started"] = earlier.get("started", info["started"])
    folder.start(info)
    if fresh:
        folder.clear()
    return folder.ids()


def _difference(earlier: dict[str, Any], info: dict[str, Any]) -> str:
    then, now_ = fixed(earlier), fixed(info)
    for name, value in then.items():
        if value != now_.get(name):
            return f"was made with another {name}: {_brief(value)}, now {_brief(now_.get(name))}"
    for kind, members in growing(earlier).items():
        present = growing(info)[kind]
        for name, value in members.items():
            if name not in present:
                return f"holds {kind} '{name}', which this run leaves out"
            if present[name] != value:
                return f"was made with another {kind} '{name}': {_brief(value)}, now {_brief(present[name])}"
    return ""


def now() -> str:
    """The time in UTC, for `run.json` only: nothing that is scored knows the clock."""
    return dt.datetime.fromtimestamp(time.time(), dt.UTC).isoformat(timespec="seconds")


def _brief(value: object) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 60 else text[:57] + "..."
