"""Files -> dialogues, one at a time, so that a file of any size fits. Broken rows are reported, not fatal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from coolhead.bench.datasets_door import HUB, is_data_set
from coolhead.bench.errors import BadInput
from coolhead.bench.transcripts.files import KINDS, Raw, Skipped, raws
from coolhead.bench.transcripts.messages import RowError, lines, roles_of
from coolhead.bench.transcripts.rows import dialogue, said_in, tau2
from coolhead.bench.transcripts.speakers import learn
from coolhead.bench.types import Dialogue

AHEAD = 50
"""Conversations at the beginning of a file from which the roles of unnamed speakers are learnt."""


@dataclass(frozen=True)
class Reading:
    """How to read a source."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Our names -> columns of a table (`--map`); what is missing is guessed."""
    roles: Mapping[str, str] = field(default_factory=dict)
    """Speaker -> customer, agent or ignore (`--roles`); `*` stands for everybody else."""
    tell: Callable[[str], None] = field(default=lambda _: None)
    """Hears what was guessed: one line each, at most two a file."""


def read(path: Path, how: Reading | None = None) -> Iterator[Dialogue | Skipped]:
    """The dialogues of a source, and what had to be skipped, in file order.

    A source is a file (the formats of docs/transcripts.md, by its ending), a folder of such files, a local data set,
    or `hf:OWNER/NAME` on the hub. Ids that come twice get a number behind them.

    Raises:
        BadInput: no such file, an empty one, another format, or nothing in it that is a dialogue.
    """
    how = how or Reading()
    found, first = 0, None
    seen: dict[str, int] = {}
    for item in _all(path, how):
        if isinstance(item, Skipped):
            first = first or item
        else:
            found += 1
            count = seen[item.id] = seen.get(item.id, 0) + 1
            if count > 1:
                yield item.model_copy(update={"id": f"{item.id}#{count}"})
                continue
        yield item
    if not found:
        raise BadInput(
            first.where if first else path, first.why if first else "holds no dialogue", do="see docs/transcripts.md"
        )


def _all(path: Path, how: Reading) -> Iterator[Dialogue | Skipped]:
    if str(path).startswith(HUB) or not path.is_dir() or is_data_set(path):
        yield from _dialogues(raws(path, how.columns, how.tell), how, name=path.name)
        return
    inner = sorted(each for each in path.rglob("*") if each.is_file() and each.suffix.lower() in KINDS)
    if not inner:
        raise BadInput(path, "is a folder without transcripts", do="name a file of transcripts or a run folder")
    # Read as one source: what is learnt of the speakers in one call helps with the next.
    parts = (_quietly(each, how, bot=path.name) for each in inner)
    yield from _dialogues(chain.from_iterable(parts), how, name=path.name)


def _quietly(path: Path, how: Reading, *, bot: str) -> Iterator[Raw | Skipped]:
    """The rows of one file of a folder, where a file that cannot be read is skipped like a broken row."""
    try:
        for raw in raws(path, how.columns, how.tell):
            yield raw if isinstance(raw, Skipped) else raw.of(bot)
    except BadInput as problem:
        yield Skipped(problem.where, problem.what)


def _dialogues(found: Iterator[Raw | Skipped], how: Reading, *, name: str) -> Iterator[Dialogue | Skipped]:
    ahead = list(islice(found, AHEAD))
    known = dict(how.roles)
    learnt = learn(_unnamed(ahead, known))
    if learnt:
        known = {**learnt.roles, **known}
        how.tell(f"{name}: who is who was guessed: {learnt.text()} (--roles NAME=agent,NAME=customer says it)")
    told = bool(learnt)
    for raw in chain(ahead, found):
        if isinstance(raw, Skipped):
            yield raw
            continue
        made = _one(raw, known)
        if isinstance(made, Dialogue):
            if learnt and any(speaker in learnt.roles for speaker in raw.speakers()):
                made = made.model_copy(update={"metadata": {**made.metadata, "roles_guessed": learnt.text()}})
            elif not told and (text := made.metadata.get("roles_guessed")):
                how.tell(f"{name}: who is who was guessed for each conversation, e.g. {made.id}: {text}")
                told = True
        yield made


def _unnamed(ahead: list[Raw | Skipped], given: Mapping[str, str]) -> Iterator[list[tuple[str, str]]]:
    """The lines of the conversations in which a speaker's role is not plain."""
    for raw in ahead:
        said = said_in(raw.row) if isinstance(raw, Raw) else None
        if said and isinstance(said[1], list) and roles_of(said[1], given)[1]:
            yield list(lines(said[1]))


def _one(raw: Raw, roles: Mapping[str, str]) -> Dialogue | Skipped:
    if isinstance(raw.row, RowError):
        return Skipped(raw.where, str(raw.row))
    try:
        return (tau2 if raw.tau2 else dialogue)(raw.row, id=raw.id, bot=raw.bot, roles=roles)
    except RowError as problem:
        return Skipped(raw.where, str(problem))
