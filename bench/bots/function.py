"""`py:module:callable` and `py:path/to/file.py:callable`: a function of one argument is a bot."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import hashlib
import importlib
import importlib.util
import inspect
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from coolhead.bench.errors import BadInput, did_you_mean
from coolhead.bench.types import Conversation, Reply

Answer = Callable[[Conversation], Any]


class FunctionBot:
    """A callable, sync or async, that takes the conversation and returns a string or a `Reply`."""

    def __init__(self, answer: Answer, *, name: str, fingerprint: str = "", opened: bool = False) -> None:
        self.name = name
        self.remote = bool(getattr(answer, "remote", False))
        """Set `reply.remote = True` on a function that calls a network: then its seconds are recorded.

        Otherwise they are not, since a clock would keep the same seed from giving the same bytes."""
        self.fingerprint = fingerprint
        """Changes with the bot's source, so that a run is not resumed with another bot under the same name."""
        self._answer = answer
        self._is_async = inspect.iscoroutinefunction(answer) or inspect.iscoroutinefunction(
            getattr(answer, "__call__", None)  # noqa: B004 - an object with an async __call__ is a bot too
        )
        self.opened = opened
        """By its SPEC: then other processes can open it too."""
        self.offline = opened and not self.remote and not self._is_async
        """True for a plain function that other processes can open: they share the work."""

    async def reply(self, conversation: Conversation) -> Reply:
        """What the callable answers; a sync one runs in a thread, so that it may block without stopping the others."""
        try:
            answer = self._answer(conversation) if self._is_async else await _in_thread(self._answer, conversation)
            if inspect.isawaitable(answer):
                answer = await answer
        except (Exception, asyncio.CancelledError, KeyboardInterrupt):
            raise
        except BaseException as problem:  # sys.exit(), say: a bot that leaves does not end the run
            raise RuntimeError(f"{type(problem).__name__}: {problem}") from problem
        return as_reply(answer)

    async def close(self) -> None:
        """Nothing to let go of."""


async def _in_thread(answer: Answer, conversation: Conversation) -> Any:
    """What it answers. The thread is nobody's: one that never comes back keeps neither the run nor the program."""
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    context = contextvars.copy_context()

    def settle(value: Any, problem: BaseException | None) -> None:
        if future.done():
            return  # nobody waits any more
        if problem is None:
            future.set_result(value)
        else:
            future.set_exception(problem)

    def body() -> None:
        value: Any = None
        problem: BaseException | None = None
        try:
            value = context.run(answer, conversation)
        except StopIteration as raised:  # a future cannot carry it
            problem = RuntimeError(f"StopIteration: {raised}".rstrip(": "))
        except Exception as raised:
            problem = raised
        except BaseException as raised:
            problem = RuntimeError(f"{type(raised).__name__}: {raised}")
        with contextlib.suppress(RuntimeError):  # the run is over
            loop.call_soon_threadsafe(settle, value, problem)

    threading.Thread(target=body, name="coolhead-bot", daemon=True).start()
    return await future


def as_reply(answer: Any) -> Reply:
    """A `Reply` from what a bot returned.

    Raises:
        TypeError: it is neither a string nor a `Reply` nor a mapping with "text"; the message says what came.
    """
    if isinstance(answer, Reply):
        return answer
    if isinstance(answer, str):
        return Reply(text=answer)
    if isinstance(answer, dict) and "text" in answer:
        return Reply.model_validate(answer)
    raise TypeError(f"a bot returns a string or a Reply, not {type(answer).__name__}")


def check_takes_one(answer: Answer, where: str) -> None:
    """Complains of a callable that cannot be called with the conversation alone.

    Raises:
        BadInput: it takes other arguments.
    """
    try:
        signature = inspect.signature(answer)
    except (TypeError, ValueError):
        return  # some callables of C have none: the first reply will tell
    try:
        signature.bind(None)
    except TypeError:
        what = f"takes {signature}, but a bot is called with one argument, the conversation"
        raise BadInput(where, what, do="write def reply(conversation): …") from None


def make(spec: str, *, name: str | None) -> list[FunctionBot]:
    """The bot behind `py:module_or_file:callable`."""
    where = f"--bot {spec}"
    place, colon, wanted = spec.removeprefix("py:").rpartition(":")
    if not colon or not place or not wanted:
        raise BadInput(where, "needs a module or file and a callable", do="write py:my_bot.py:reply")
    module = _module(place, where)
    answer: Any = module
    for part in wanted.split("."):
        if not hasattr(answer, part):
            known = [key for key, value in vars(module).items() if callable(value) and not key.startswith("_")]
            raise BadInput(
                where,
                f"'{place}' has no '{wanted}'",
                do=did_you_mean(wanted, known) if known else "it has no callables",
            )
        answer = getattr(answer, part)
    if inspect.isclass(answer):
        try:
            answer = answer()
        except Exception as problem:
            what = f"'{wanted}()' failed: {type(problem).__name__}: {problem}"
            raise BadInput(
                where, what, do="a class is opened without arguments; name an object or a function"
            ) from None
    if not callable(answer):
        raise BadInput(where, f"'{wanted}' is a {type(answer).__name__}, not a callable", do="name a function")
    check_takes_one(answer, where)
    source = Path(module.__file__).read_bytes() if module.__file__ else b""
    digest = hashlib.sha256(source).hexdigest()[:12]
    return [FunctionBot(answer, name=name or _short(place, wanted), fingerprint=digest, opened=True)]


def _short(place: str, wanted: str) -> str:
    stem = Path(place).stem if place.endswith(".py") else place.rpartition(".")[2]
    return stem if wanted in ("reply", "bot", "answer") else f"{stem}.{wanted}"


def _module(place: str, where: str) -> ModuleType:
    try:
        if place.endswith(".py"):
            path = Path(place).resolve()
            if not path.is_file():
                raise BadInput(where, f"no file '{place}'", do="check the path")
            spec = importlib.util.spec_from_file_location(f"coolhead_bot_{path.stem}", path)
            assert spec is not None
            assert spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            sys.modules[spec.name] = module  # dataclasses and pickling look a class's module up here
            if str(path.parent) not in sys.path:
                sys.path.append(str(path.parent))  # its own neighbours can be imported; last, so that it hides nothing
            spec.loader.exec_module(module)
            return module
        if "" not in sys.path:
            sys.path.append("")  # console scripts do not have the current folder on the path
        return importlib.import_module(place)
    except BadInput:
        raise
    except ModuleNotFoundError as problem:
        raise BadInput(where, f"cannot import {problem.name}", do="check the spelling, or install it") from None
    except Exception as problem:
        raise BadInput(
            where, f"importing '{place}' failed: {type(problem).__name__}: {problem}", do="mend the bot's file"
        ) from None
