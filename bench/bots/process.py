"""`cmd:COMMAND`: a bot in any language, as a process that reads and writes lines of JSON.

    ->  {"session": "…", "seed": 7, "text": "Where is it?", "turns": [{"role": "customer", "text": "…"}], "case": {…}}
    <-  {"text": "I am looking.", "actions": [], "done": false}

Each worker of the run has a process of its own, started by its first dialogue and again after it died.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import re
import shlex
import shutil
import sys
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from coolhead.bench import wording
from coolhead.bench.bots.cold_start import ColdStart
from coolhead.bench.bots.dialects import view_of
from coolhead.bench.bots.function import as_reply
from coolhead.bench.bots.keys import Keys, is_keylike
from coolhead.bench.bots.running import Running
from coolhead.bench.bots.trouble import BotTrouble, excerpt
from coolhead.bench.errors import BadInput, did_you_mean
from coolhead.bench.types import Conversation, Reply
from coolhead.personas.case import Model

_KEY = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w.+=-]{12,}")
"""What looks like a key on a command line."""

_SCRIPT = re.compile(r"[\w./\\~-]+\.(?:py|js|mjs|cjs|ts|sh|rb|pl|php|jar)")
"""A word of a command line that names a script."""


class ProcessSettings(Model):
    """A bot as a process."""

    command: tuple[str, ...] = Field(min_length=1)
    name: str | None = None
    cwd: str | None = None
    """Where it runs; None = here."""
    timeout: float | None = Field(default=None, gt=0)
    """Seconds per reply; None = what `--reply-timeout` says."""
    cold_start: float = Field(default=120.0, gt=0)
    """Seconds for the first reply of each process, which may have to load something."""


class ProcessBot(ColdStart):
    """A command that answers lines of JSON."""

    remote = True

    def __init__(self, settings: ProcessSettings, *, name: str, keys: Keys | None = None) -> None:
        super().__init__(settings)
        self.settings, self.name = settings, name
        self._keys = keys or Keys()
        self._of_task: weakref.WeakKeyDictionary[asyncio.Task[Any], Running] = weakref.WeakKeyDictionary()
        self._all: set[Running] = set()
        self.fingerprint = _fingerprint(settings)

    @property
    def keeps_time(self) -> bool:
        """True when it has time-outs of its own: set by the user, or while this worker's process has yet to answer."""
        process = self._mine()
        return self.settings.timeout is not None or process is None or not process.warm

    async def reply(self, conversation: Conversation) -> Reply:
        """What the process answers.

        Raises:
            BotTrouble: it ended, was too slow or wrote something else than a reply; it is started again next time.
        """
        line = _line(conversation)
        process = await self._process()
        try:
            answer = await self._asked(process, line)
            if answer is None:  # it left in peace after its last answer: some programs live for one line
                process = await self._process()
                answer = await self._asked(process, line)
            if answer is None:
                raise BotTrouble("crashed", "the process ended with code 0 and no answer")
            reply = self._read(answer)
        except BotTrouble as problem:
            await self._drop(process)
            raise self._trouble(problem, process) from None
        except BaseException:  # cancelled while it was thinking: its late answer must not meet the next question
            await self._drop(process)
            raise
        process.warm = True
        return reply

    async def _asked(self, process: Running, line: bytes) -> bytes | None:
        """The answer; None when a process that has answered before ended without a complaint."""
        allowed = self.settings.timeout if process.warm else self.first_reply
        try:
            async with asyncio.timeout(allowed):
                return await process.ask(line)
        except TimeoutError:
            raise BotTrouble("timeout", f"no reply in {allowed:g} s") from None
        except BotTrouble:
            if process.warm and process.code == 0:
                await self._drop(process)
                return None
            raise

    async def close(self) -> None:
        """Ends every process."""
        await asyncio.gather(*(process.stop() for process in self._all), return_exceptions=True)
        self._all.clear()

    async def _process(self) -> Running:
        """The process of this worker, started if need be."""
        process = self._mine()
        if process is None or process.code is not None:
            if process is not None:
                await self._drop(process)
            process = await Running.start(self.settings.command, cwd=self.settings.cwd)
            task = asyncio.current_task()
            assert task is not None
            self._of_task[task] = process
            self._all.add(process)
        return process

    def _mine(self) -> Running | None:
        task = asyncio.current_task()  # the engine plays one dialogue after the other in each of its tasks
        return self._of_task.get(task) if task else None

    async def _drop(self, process: Running) -> None:
        self._all.discard(process)
        for task, held in list(self._of_task.items()):
            if held is process:
                del self._of_task[task]
        await process.stop(patience=0.0)

    def _trouble(self, problem: BotTrouble, process: Running) -> BotTrouble:
        said = excerpt(self._keys.hide(process.last_words), longest=160)
        return BotTrouble(problem.kind, self._keys.hide(str(problem)) + (f"; its stderr ends: {said}" if said else ""))

    def _read(self, line: bytes) -> Reply:
        text = line.decode("utf-8", "replace").strip()
        try:
            data = self._keys.clean(json.loads(text))
        except (ValueError, RecursionError):
            shown = excerpt(text, longest=80)
            raise BotTrouble(
                "malformed", f"wrote '{shown}', which is not JSON (print everything else to stderr)"
            ) from None
        if isinstance(data, dict):
            data = {name: part for name, part in data.items() if name in Reply.model_fields and part is not None}
            if "text" not in data and (data.get("actions") or data.get("done")):
                data["text"] = ""
        try:
            return as_reply(data)
        except (TypeError, ValidationError) as problem:
            if isinstance(problem, TypeError):
                raise BotTrouble("malformed", 'wrote a line without "text"') from None
            raise BotTrouble("malformed", wording.in_words(problem)) from None


def _line(conversation: Conversation) -> bytes:
    session = hashlib.sha256(conversation.session.encode()).hexdigest()[:24]  # silent about who the customer is
    view = view_of(conversation, session=session, variables={}, start={})
    fields = ("session", "seed", "text", "turns", "case")
    text = json.dumps({name: view[name] for name in fields}, ensure_ascii=False)
    return text.encode("utf-8", "replace") + b"\n"


def _fingerprint(settings: ProcessSettings) -> str:
    """Changes with the command and with the files that it names: the bot's source, mostly."""
    digest = hashlib.sha256(json.dumps(settings.command).encode())
    for word in settings.command:
        path = Path(settings.cwd or ".") / word
        try:
            if path.is_file() and path.stat().st_size < 10_000_000 and not os.access(path, os.X_OK):
                digest.update(path.read_bytes())
        except OSError:
            continue
    return digest.hexdigest()[:12]


def make(spec: str, *, name: str | None) -> list[ProcessBot]:
    """The bot of a command line; it is split as a shell would, but no shell runs it.

    Raises:
        BadInput: no command, or a program that is not there.
    """
    line = spec.removeprefix("cmd:")
    where = "--bot cmd:…"
    try:
        words = shlex.split(line, posix=sys.platform != "win32")
    except ValueError as problem:
        raise BadInput(where, f"cannot be split into words: {problem}", do="close the quotes") from None
    return [_bot({"command": words}, name=name, where=where)]


def from_mapping(given: Mapping[str, Any], *, name: str | None, where: object) -> list[ProcessBot]:
    """The bot that a YAML file describes."""
    command = given.get("command")
    words = shlex.split(command) if isinstance(command, str) else command
    return [_bot({**given, "command": words}, name=name, where=where)]


def _bot(given: Mapping[str, Any], *, name: str | None, where: object) -> ProcessBot:
    try:
        settings = ProcessSettings.model_validate(dict(given))
    except ValidationError as problem:
        error = wording.first(problem)
        place = wording.place(error)
        if error["type"] == "extra_forbidden":
            do = did_you_mean(place, ProcessSettings.model_fields)
            raise BadInput(where, f"unknown field '{place}'", do=do) from None
        empty = place == "command" and not given.get("command")
        what = "names no command" if empty else f"{place}: {wording.what(error, value=False)}"
        raise BadInput(where, what, do="write cmd:COMMAND") from None
    for word, after in zip(settings.command, (*settings.command[1:], ""), strict=True):
        option, _, value = word.partition("=")
        if is_keylike(option) and _KEY.fullmatch(value or after):
            raise BadInput(
                "--bot cmd:…", f"what follows {option} would be written into the run folder",
                do="let the process read it from an environment variable",
            )  # fmt: skip
    program = settings.command[0]
    here = Path(settings.cwd or ".") / program
    if not shutil.which(program) and not (os.sep in program and here.exists()):
        raise BadInput(where, f"there is no program '{program}'", do="check the spelling and the PATH")
    for word in settings.command[1:]:
        if _SCRIPT.fullmatch(word) and not (Path(settings.cwd or ".") / word).exists():
            raise BadInput(where, f"there is no file '{word}'", do="check the path")
    return ProcessBot(settings, name=name or settings.name or _short(settings.command))


def _short(command: Sequence[str]) -> str:
    """The bot's file if one is named, else the program."""
    files = [word for word in command[1:] if not word.startswith("-") and Path(word).suffix]
    return Path(files[0] if files else command[0]).stem
