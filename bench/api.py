"""The Python API: `run` plays bots against angry customers, `grade` judges dialogues that already happened.

    from coolhead.bench import run, grade
    run(my_bot, personas="core", repeats=2).resolution
    grade("chats.jsonl", by="team")

Both work in a notebook, offline and without a key.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from coolhead.bench import redaction, wording
from coolhead.bench.engine import Ended, hold_first_replies
from coolhead.bench.errors import BadInput
from coolhead.bench.grading import grade_all
from coolhead.bench.hands import Hands
from coolhead.bench.results import Result, folder_of
from coolhead.bench.running.candidates import Candidates, opened, specs_of
from coolhead.bench.running.cast import customer_engine, playable
from coolhead.bench.running.imported import describe_import, in_row, skips
from coolhead.bench.running.info import now
from coolhead.bench.running.models import open_door
from coolhead.bench.running.run import Run
from coolhead.bench.settings import RunSettings
from coolhead.bench.store import RunFolder
from coolhead.bench.transcripts import Skipped, read
from coolhead.bench.transcripts.rows import RowError
from coolhead.bench.transcripts.rows import dialogue as dialogue_of_row
from coolhead.bench.types import Dialogue
from coolhead.bench.workers import can_fork
from coolhead.graders.catalog import graders_named
from coolhead.personas.loader import select
from coolhead.personas.schema import Persona


def run(
    bot: Candidates = "ladder",
    *,
    personas: str | Path | Persona | Sequence[str | Path | Persona] = "core",
    repeats: int = 1,
    seed: int | None = None,
    customer: str | None = None,
    judges: Sequence[str] = (),
    graders: Sequence[str] = (),
    max_turns: int | None = None,
    reply_timeout: float | None = None,
    jobs: int | None = None,
    engine: str | None = None,
    allow_intense: bool = False,
    max_cost: float | None = None,
    out: str | Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Result:
    """The result of playing one or several bots; what is not given has the command line's default.

    A bot is a function of the conversation (sync or async), a SPEC as on the command line, an object with
    `async reply`, a list of these, or a mapping name -> bot. With `out` the run folder is kept, and the same call again
    continues it; without, it lives as long as the result. A run that reached `max_cost` says so in `Result.status`.
    `progress(done, planned)` is called after each dialogue.

    Raises:
        BadInput: a bot, persona or setting that cannot be used.
    """
    settings = _settings(
        repeats=repeats, seed=seed, customer=customer, judges=tuple(judges), graders=tuple(graders),
        max_turns=max_turns, reply_timeout=reply_timeout, jobs=jobs, engine=engine, allow_intense=allow_intense,
        max_cost=max_cost, personas=tuple(_words(personas)),
    )  # fmt: skip
    door = open_door(settings)
    bots = opened(bot, chats=door.chat)
    hold_first_replies(bots, settings)
    specs = specs_of(bot)
    settings = settings.model_copy(update={"bots": specs or tuple(one.name for one in bots)})
    chosen = playable(_personas(personas), settings)
    customers = customer_engine(settings.customer, door=door)
    planned = Run(settings, bots, chosen, customers, graders_named(settings.graders), door)
    path, keep = _place(out)
    with RunFolder(path) as folder:
        held = planned.begin(folder)
        count = len(held & {cell.id for cell in planned.cells})
        # Only SPECs can be opened elsewhere, and a script without a main guard can only be copied, not started again.
        elsewhere = settings.engine == "ray" or (specs and can_fork())

        def step(_: Ended) -> None:
            nonlocal count
            count += 1
            if progress:
                progress(count, len(planned.cells))

        planned.play(folder, held=held, step=step, crew=planned.crew(held) if elsewhere else None)
    return Result(RunFolder(path), keep=keep)


def grade(
    source: str | Path | Dialogue | Mapping[str, Any] | Iterable[Dialogue | Mapping[str, Any] | list[Any]],
    *,
    by: str | None = None,
    graders: Sequence[str] = (),
    out: str | Path | None = None,
    hash_agents: bool = True,
) -> Result:
    """The result of grading dialogues: a file, a run folder, or dialogues in memory.

    In memory a dialogue is a `Dialogue`, a mapping with `turns` or `messages`, or a list of messages. `by` names the
    field whose values become the rows of the leaderboard; where it names single employees of the firm, their names are
    hashed unless `hash_agents` is False. A run folder is read as it is, unless `out` is given.

    Raises:
        BadInput: nothing that could be read.
    """
    judging = graders_named(graders)
    if isinstance(source, str | Path) and (Path(source) / "run.json").exists() and out is None:
        return folder_of(Path(source))
    path, keep = _place(out)
    people = hash_agents and redaction.names_an_agent(by or "")
    salt = os.environ.get(redaction.SALT) or secrets.token_hex()
    skipped: list[Skipped] = []
    planned: dict[str, int] = {}
    having: Counter[bool] = Counter()
    info = describe_import(judging, by=by)
    with RunFolder(path) as folder:
        if folder.info():
            raise BadInput(path, "holds a run already", do="name another folder")
        folder.start(info)

        def arriving() -> Iterator[Dialogue]:
            for item in _dialogues(source):
                if isinstance(item, Skipped):
                    skipped.append(item)
                elif by:
                    row, has = in_row(item, by)
                    having[has] += 1
                    yield redaction.hash_agents(row, salt=salt, hash_bot=has) if people else row
                else:
                    yield item

        with Hands(partial(grade_all, graders=judging)) as hands:
            for dialogue, grades in hands.map(arriving()):
                folder.add_dialogue(dialogue)
                folder.add_grades(grades)
                planned[dialogue.bot] = planned.get(dialogue.bot, 0) + 1
        info |= {"planned": planned, "skipped": skips(skipped), "status": "done", "ended": now()}
        folder.write_json("run.json", info)
    if not planned:
        why = f"{skipped[0].where}: {skipped[0].why}" if skipped else "holds no dialogue"
        raise BadInput("grade", why, do="see docs/transcripts.md")
    if by and not having[True]:
        raise BadInput(f"by={by!r}", "no dialogue has such a field", do="see docs/transcripts.md")
    return Result(RunFolder(path), keep=keep)


def _settings(**given: Any) -> RunSettings:
    try:
        return RunSettings.model_validate({name: value for name, value in given.items() if value is not None})
    except ValidationError as problem:
        error = wording.first(problem)
        raise BadInput(wording.place(error), wording.what(error), do="see docs/python.md") from None


def _words(personas: Any) -> list[str]:
    return [one.id if isinstance(one, Persona) else str(one) for one in _listed(personas)]


def _personas(personas: Any) -> list[Persona]:
    given = _listed(personas)
    named = [str(one) for one in given if not isinstance(one, Persona)]
    return [*(one for one in given if isinstance(one, Persona)), *(select(named) if named else ())]


def _listed(personas: Any) -> list[Any]:
    return [personas] if isinstance(personas, str | Path | Persona) else list(personas)


def _dialogues(source: Any) -> Iterable[Dialogue | Skipped]:
    if isinstance(source, str | Path):
        if (Path(source) / "run.json").exists():
            yield from RunFolder(Path(source)).dialogues()
        else:
            yield from read(Path(source))
        return
    one = isinstance(source, Dialogue | Mapping)
    for number, item in enumerate([source] if one else source):
        if isinstance(item, Dialogue):
            yield item
            continue
        try:
            yield dialogue_of_row(item, id=f"dialogue-{number}", bot="agent")
        except RowError as problem:
            yield Skipped(f"item {number}", str(problem))


def _place(out: str | Path | None) -> tuple[Path, object]:
    if out is not None:
        return Path(out), None
    keep = tempfile.TemporaryDirectory(prefix="coolhead-", ignore_cleanup_errors=True)
    return Path(keep.name) / "run", keep
