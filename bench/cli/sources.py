"""What `coolhead grade` reads: files, the names of their columns and speakers, what is redacted on the way in."""

from __future__ import annotations

import argparse
import os
import re
import secrets
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from coolhead.bench import redaction
from coolhead.bench.datasets_door import HUB
from coolhead.bench.errors import BadInput, did_you_mean
from coolhead.bench.running.imported import OWN, value_of
from coolhead.bench.settings import fingerprint
from coolhead.bench.transcripts import Reading, Skipped, parse_map, read
from coolhead.bench.types import Dialogue

HERE = re.compile(r"://(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?=[:/#]|$)")
"""A model that is asked on this machine: nothing leaves it."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The flags."""
    add = parser.add_argument
    add(
        "--map",
        dest="columns",
        default="",
        metavar="NAME=COLUMN,…",
        help="columns of a table: conversation, role, text (or customer and agent), time, bot; the rest is guessed",
    )
    add(
        "--roles",
        default="",
        metavar="NAME=ROLE,…",
        help="who a speaker is: agent, customer or ignore; * for all others (default: guessed from what they say)",
    )
    add(
        "--redact",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="take names, numbers, mails and addresses out before anything is stored or sent (default: with a judge "
        "that is not on this machine)",
    )


@dataclass(frozen=True)
class Import:
    """How sources become stored dialogues."""

    columns: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    redact: bool = False
    hash_agents: bool = False
    """Rows are single employees: their names are hashed, whatever else is kept."""

    def settings(self) -> dict[str, Any]:
        """What of it goes into run.json; no salt, no way back."""
        made: dict[str, Any] = {}
        if self.columns:
            made["map"] = dict(self.columns)
        if self.roles:
            made["roles"] = dict(self.roles)
        if self.hash_agents:
            made["agents"] = "hashed"
        if self.redact:
            made["redaction"] = {
                "version": redaction.VERSION,
                "salt": redaction.SALT if os.environ.get(redaction.SALT) else "thrown away",
            }
        return made


def settings(options: argparse.Namespace) -> Import:
    """What the flags say.

    Raises:
        BadInput: a flag that cannot be read.
    """
    given = {}
    for part in filter(None, (part.strip() for part in options.roles.split(","))):
        name, _, role = (piece.strip() for piece in part.rpartition("="))
        if not name or role not in ("agent", "customer", "ignore"):
            known = ("agent", "customer", "ignore")
            raise BadInput("--roles", f"'{part}' is not NAME=ROLE", do=did_you_mean(role, known))
        given[name] = role
    remote = any_remote(getattr(options, "judges", None) or ())
    columns = parse_map(options.columns)
    people = any(redaction.names_an_agent(field or "") for field in (getattr(options, "by", None), columns.get("bot")))
    hashed = people and options.redact is None
    if hashed:
        _tell("single agents are rows: their names are hashed (--no-redact keeps them)")
    return Import(columns, given, remote if options.redact is None else options.redact, hashed)


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def any_remote(judges: Sequence[str]) -> bool:
    """Whether one of these judges is asked over a network."""
    return any(not HERE.search(judge) for judge in judges)


def check_stored(folder: Path, info: Mapping[str, Any], options: argparse.Namespace) -> None:
    """Refuses to send stored transcripts that were not redacted to a remote judge, unless the user says so.

    Raises:
        BadInput: that is what was asked for.
    """
    transcripts = (info.get("versions") or {}).get("customer") == "transcript"
    judges = getattr(options, "judges", None) or ()
    if transcripts and any_remote(judges) and not info.get("redaction") and options.redact is not False:
        raise BadInput(
            folder,
            "holds transcripts that were not redacted, and the judge is not on this machine",
            do="grade the files themselves with --judge, or say --no-redact",
        )


def check(sources: Sequence[Path]) -> None:
    """Complains of a source that is not there.

    Raises:
        BadInput: no such file or folder.
    """
    for source in sources:
        if not str(source).startswith(HUB) and not source.exists():
            raise BadInput(source, "no such file", do="check the path")


def digest(sources: Sequence[Path], how: Import, by: str | None) -> str:
    """Changes when other files, or the same ones in another way, are imported."""
    sizes = []
    for source in sources:
        inner = sorted(p for p in source.rglob("*") if p.is_file()) if source.is_dir() else [source]
        sizes.append([str(source.resolve()), [p.stat().st_size for p in inner if p.exists()]])
    kept = how.settings()
    return fingerprint([*sizes, by, *([kept] if kept else [])])[:6]


def labels(sources: Sequence[Path]) -> list[str]:
    """What each source is called in `--by file`: its stem, or its path where two have the same."""
    stems = [source.name if source.is_dir() else source.stem for source in sources]
    taken = Counter(stems)
    return [stem if taken[stem] == 1 else str(source) for stem, source in zip(stems, sources, strict=True)]


def check_by(sources: Sequence[Path], how: Import, by: str) -> None:
    """Complains of a field that no dialogue has; reads until the first one that has it.

    Raises:
        BadInput: no dialogue has it.
    """
    known, seen = set(OWN), False
    for item in dialogues(sources, replace(how, redact=False), tell=lambda _: None):
        if isinstance(item, Skipped):
            continue
        if value_of(item, by) is not None:
            return
        known, seen = known | item.metadata.keys() | item.labels.keys(), True
    if seen:  # a file without a dialogue is another mistake, with a word of its own
        fields = ", ".join(sorted(known)[:20])
        hint = did_you_mean(by, known)
        do = f"fields there are: {fields}" if hint.startswith("known:") else f"{hint} fields there are: {fields}"
        raise BadInput(f"--by {by}", "no dialogue has such a field", do=do)


def dialogues(
    sources: Sequence[Path], how: Import, tell: Callable[[str], None] = _tell
) -> Iterator[Dialogue | Skipped]:
    """Everything in the sources: labelled with its file, redacted where asked for; guesses are told (on stderr)."""
    reading = Reading(columns=how.columns, roles=how.roles, tell=tell)
    salt = os.environ.get(redaction.SALT) or secrets.token_hex(16)
    names_agent = redaction.names_an_agent(how.columns.get("bot", ""))
    for source, label in zip(sources, labels(sources), strict=True):
        for item in read(source, reading):
            if isinstance(item, Skipped):
                yield item
                continue
            made = item
            if how.redact:
                made = redaction.redact(item, salt=salt, hash_bot=names_agent).dialogue
            elif how.hash_agents:
                made = redaction.hash_agents(item, salt=salt, hash_bot=names_agent)
            unnamed = made.bot in (source.stem, source.name)
            yield made.model_copy(
                update={
                    "id": f"{label}:{made.id}" if len(sources) > 1 else made.id,
                    "bot": label if unnamed else made.bot,
                    "metadata": {"file": label, **made.metadata},
                }
            )
