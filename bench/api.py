"""The Python API: `run` plays bots against angry customers, `grade` judges dialogues that already happened.

    from coolhead.bench import run, grade
    run(my_bot, personas="core", repeats=2).resolution
    grade("chats.jsonl", by="team")

Both work in a notebook, offline and without a key.
"""

from __future__ import annotations

import asyncio
import hashlib
import inspect
import os
import secrets
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from coolhead.bench import redaction, wording
from coolhead.bench.bots import resolve
from coolhead.bench.bots.function import FunctionBot, check_takes_one
from coolhead.bench.cli import judges as judging_models
from coolhead.bench.cli import models
from coolhead.bench.cli.opening import crew_for
from coolhead.bench.cli.run import customer_engine, playable
from coolhead.bench.cli.runinfo import describe, now, prepare, rubric_version
from coolhead.bench.cli.sources import SALT, value_of
from coolhead.bench.dialogue import Limits
from coolhead.bench.engine import Stage, check_all, hold_first_replies, plan, run_all
from coolhead.bench.errors import BadInput, BudgetReached
from coolhead.bench.grading import grade_all
from coolhead.bench.hands import Hands
from coolhead.bench.protocols import Bot
from coolhead.bench.regrading import grade_stored, judge_stored
from coolhead.bench.results import Result, folder_of
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

T = TypeVar("T")
Candidate = str | Callable[..., Any] | Bot
Candidates = Candidate | Sequence[Candidate] | Mapping[str, Candidate]


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
        max_turns=max_turns,
        reply_timeout=reply_timeout, jobs=jobs, engine=engine, allow_intense=allow_intense, max_cost=max_cost,
        personas=tuple(_words(personas)),
    )  # fmt: skip
    door = models.open_door(settings)
    bots = _bots(bot, chats=door.chat)
    hold_first_replies(bots, settings)
    specs = _specs(bot)
    settings = settings.model_copy(update={"bots": specs or tuple(one.name for one in bots)})
    chosen = playable(_personas(personas), settings)
    customers = customer_engine(settings.customer, door=door)
    judging = graders_named(settings.graders)
    info = describe(settings, bots, chosen, customers, judging)
    panel = judging_models.open_judges(settings.judges, door, models=judging_models.models_of(info))
    path, keep = _place(out)
    with RunFolder(path) as folder:
        cells = plan(bots, chosen, repeats=settings.repeats, seed=settings.seed)
        finished(lambda: check_all(cells, folder.ids()))
        models.carry_over(folder, info, fresh=False)
        held = prepare(folder, info, resume=False, fresh=False)
        if held and panel is None:
            grade_stored(folder, judging)
        count = len(held & {cell.id for cell in cells})
        limits = Limits(settings.max_turns, settings.reply_timeout, settings.dialogue_timeout)
        # Only SPECs can be opened elsewhere, and a script without a main guard can only be copied, not started again.
        elsewhere = settings.engine == "ray" or (specs and can_fork())
        stage = Stage(cells, customers, judging, limits)
        crew = crew_for(stage, settings, chosen, done=held) if elsewhere else None

        def step(*_: object) -> None:
            nonlocal count
            count += 1
            if progress:
                progress(count, len(cells))

        async def work() -> None:
            if panel is not None and held:
                await judge_stored(folder, judging, judges=panel, jobs=settings.jobs)
            await run_all(
                cells, customers=customers, graders=judging, judges=panel, folder=folder, jobs=settings.jobs, done=held,
                limits=limits, progress=step, crew=crew,
            )  # fmt: skip

        judged = partial(judging_models.with_judges, panel, folder, work, customers=customers)
        status = "done"
        try:
            with crew or nullcontext():
                finished(lambda: models.with_models(door, folder, judged))
        except BudgetReached:
            status = "stopped at the spending limit"
        folder.write_json("run.json", {**folder.info(), "status": status, "ended": now()})
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
    salt = os.environ.get(SALT) or secrets.token_hex()
    skipped: list[Skipped] = []
    planned: dict[str, int] = {}
    having: Counter[bool] = Counter()
    info: dict[str, Any] = {
        "coolhead": version("coolhead"), "status": "running", "started": now(), "ended": None, "by": by,
        "versions": {
            "customer": "transcript", "graders": {g.id: g.version for g in judging}, "rubric": rubric_version(),
            "personas": {},
        },
    }  # fmt: skip
    with RunFolder(path) as folder:
        if folder.info():
            raise BadInput(path, "holds a run already", do="name another folder")
        folder.start(info)

        def arriving() -> Iterator[Dialogue]:
            for item in _dialogues(source):
                if isinstance(item, Skipped):
                    skipped.append(item)
                elif by:
                    value = value_of(item, by)
                    having[value is not None] += 1
                    row = item.model_copy(update={"bot": value or f"(no {by})"})
                    yield redaction.hash_agents(row, salt=salt, hash_bot=value is not None) if people else row
                else:
                    yield item

        with Hands(partial(grade_all, graders=judging)) as hands:
            for dialogue, grades in hands.map(arriving()):
                folder.add_dialogue(dialogue)
                folder.add_grades(grades)
                planned[dialogue.bot] = planned.get(dialogue.bot, 0) + 1
        first = [{"where": one.where, "why": one.why} for one in skipped[:100]]
        info |= {"planned": planned, "skipped": {"count": len(skipped), "first": first}}
        folder.write_json("run.json", {**info, "status": "done", "ended": now()})
    if not planned:
        why = f"{skipped[0].where}: {skipped[0].why}" if skipped else "holds no dialogue"
        raise BadInput("grade", why, do="see docs/transcripts.md")
    if by and not having[True]:
        raise BadInput(f"by={by!r}", "no dialogue has such a field", do="see docs/transcripts.md")
    return Result(RunFolder(path), keep=keep)


def finished(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """What the coroutine returns; where an event loop is running already (a notebook), it gets a thread of its own."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work())
    found: dict[str, Any] = {}
    started = threading.Event()

    async def main() -> T:
        found["loop"], found["task"] = asyncio.get_running_loop(), asyncio.current_task()
        started.set()
        return await work()

    def body() -> None:
        try:
            found["value"] = asyncio.run(main())
        except BaseException as problem:  # handed to the caller's thread as it is
            found["problem"] = problem
        finally:
            started.set()

    thread = threading.Thread(target=body, name="coolhead")
    thread.start()
    try:
        thread.join()
    except KeyboardInterrupt:  # the notebook's stop button
        started.wait()
        if "task" in found:
            found["loop"].call_soon_threadsafe(found["task"].cancel)
        thread.join()
        raise
    if "problem" in found:
        raise found["problem"]
    value: T = found["value"]
    return value


def _settings(**given: Any) -> RunSettings:
    try:
        return RunSettings.model_validate({name: value for name, value in given.items() if value is not None})
    except ValidationError as problem:
        error = wording.first(problem)
        raise BadInput(wording.place(error), wording.what(error), do="see docs/python.md") from None


def _specs(given: Candidates) -> tuple[str, ...]:
    """The SPECs that were given; none when one of the bots is an object."""
    pairs = _pairs(given)
    if not all(isinstance(one, str) for _, one in pairs):
        return ()
    return tuple(f"{name}={one}" if name else str(one) for name, one in pairs)


def _pairs(given: Candidates) -> list[tuple[str, Candidate]]:
    """Name (empty = its own) and bot."""
    if isinstance(given, Mapping):
        return list(given.items())
    if isinstance(given, Sequence) and not isinstance(given, str):
        return [("", one) for one in given]
    return [("", given)]


def _bots(given: Candidates, *, chats: Callable[..., Any]) -> list[Bot]:
    bots: list[Bot] = []
    for name, one in _pairs(given):
        bots += _bot(one, name=name, chats=chats)
    names = [bot.name for bot in bots]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise BadInput("bot", f"two bots are called '{twice}'", do="give a mapping: {'one': bot, 'two': other}")
    if not bots:
        raise BadInput("bot", "there is none", do="give a function, a SPEC or a list of them")
    return bots


def _bot(given: Candidate, *, name: str, chats: Callable[..., Any]) -> list[Bot]:
    if isinstance(given, str):
        return resolve([f"{name}={given}" if name else given], chats=chats)
    if isinstance(given, Bot):
        return [given]
    if not callable(given):
        raise BadInput("bot", f"is a {type(given).__name__}", do="give a function of the conversation, or a SPEC")
    own = getattr(given, "__name__", type(given).__name__)
    check_takes_one(given, f"bot {own}")
    return [FunctionBot(given, name=name or ("bot" if own == "<lambda>" else own), fingerprint=_source(given))]


def _source(given: Callable[..., Any]) -> str:
    """Changes with the bot's source, so that a kept run is not continued with another bot of the same name."""
    try:
        return hashlib.sha256(inspect.getsource(given).encode()).hexdigest()[:12]
    except (OSError, TypeError):
        return ""


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
