"""The processes that `--engine local` uses beside the event loop: work that never waits is spread over the cores.

Every worker has the whole plan and takes the next cell from a counter that all of them share; what it has finished
goes to the run folder's process as lines. So the bytes do not depend on how many there are.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from coolhead.bench.engine import Cell, Lines, Stage, as_lines, play_lines
from coolhead.bench.types import Dialogue, End, Failure

T = TypeVar("T")
OpenStage = Callable[[], Stage]
"""Makes the stage anew in another process; can be pickled."""
AFRAID = frozenset({"torch", "tensorflow", "jax", "onnxruntime", "ray"})
"""Libraries with threads or a device of their own that do not survive a fork, and whose models should not be loaded
once per core: with one of them loaded everything stays in one process."""


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Whether a worker may start as a copy of this process: cheap, but only safe where no thread holds a lock."""
    return sys.platform == "linux" and threading.active_count() == 1


def spread(work: Callable[[T], object], items: Sequence[T]) -> None:
    """Does the work for every item, on all cores where copies of this process may be made; only its files stay."""
    count = min(cores(), len(items)) if can_fork() else 1
    if count > 1:
        context = multiprocessing.get_context("fork")
        counter = context.Value("L", 0)

        def share() -> None:
            for place in _places(range(len(items)), counter):
                work(items[place])

        processes = [context.Process(target=share) for _ in range(count)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        if not any(process.exitcode for process in processes):
            return
    for item in items:  # also when a copy came to grief: what went wrong is raised here
        work(item)


class Workers:
    """A crew on this machine. Starts when it is made, before any thread; `with` ends it, also in the middle."""

    def __init__(self, stage: Stage, *, opening: OpenStage, count: int, at_once: int, fork: bool | None = None) -> None:
        self._stage, self._opening, self._at_once = stage, opening, at_once
        self._fork = can_fork() if fork is None else fork
        self._context: Any = multiprocessing.get_context("fork" if self._fork else "spawn")
        self._running: list[tuple[Any, Connection]] = []
        self._counters: list[Any] = []
        """Kept while workers run: a started worker opens its counter by name, which is gone with the last one here."""
        counter = self._context.Value("L", 0)
        for _ in range(count):
            self._start(counter, at_once)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for process, _pipe in self._running:
            process.terminate()
        for process, pipe in self._running:
            process.join()  # before its pipe is closed: a thread still reads from it
            pipe.close()
        self._running.clear()

    def takes(self, cell: Cell) -> bool:
        """True for bots that answer without waiting for anything outside."""
        return offline(cell)

    async def play(self, todo: Sequence[int]) -> AsyncIterator[Lines]:
        """The cells at these places of the plan, as they end.

        A worker that is taken down in the middle (by the system, or by a bot) loses what it had under way: those
        dialogues are played once more, one at a time, so that the one to blame is found.
        """
        left = dict.fromkeys(todo)
        async for lines in self._collect(self._running, todo):
            left.pop(lines.cell, None)
            yield lines
        while left:
            alone = self._start(self._context.Value("L", 0), 1)
            async for lines in self._collect([alone], list(left)):
                left.pop(lines.cell, None)
                yield lines
            if left:
                alone[0].join()
                place = next(iter(left))
                left.pop(place)
                yield as_lines(place, self._broken(place, alone[0].exitcode), self._stage.graders)

    async def _collect(self, workers: Sequence[tuple[Any, Connection]], todo: Sequence[int]) -> AsyncIterator[Lines]:
        loop, arrived = asyncio.get_running_loop(), asyncio.Queue[Lines | BaseException | None]()

        def tell(item: Lines | BaseException | None) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: the run was interrupted
                loop.call_soon_threadsafe(arrived.put_nowait, item)

        def listen(pipe: Connection) -> None:  # a thread: pipes of other systems cannot be awaited
            try:
                while True:
                    tell(pickle.loads(pipe.recv_bytes()))
            except (EOFError, OSError):
                tell(None)

        for _, pipe in workers:
            pipe.send(list(todo))
            threading.Thread(target=listen, args=(pipe,), daemon=True).start()
        listening = len(workers)
        while listening:
            item = await arrived.get()
            if item is None:
                listening -= 1
            elif isinstance(item, BaseException):
                raise item
            else:
                yield item

    def _start(self, counter: Any, at_once: int) -> tuple[Any, Connection]:
        self._counters.append(counter)
        ours, theirs = self._context.Pipe()
        stage = self._stage if self._fork else None
        # A copy of this process holds our ends too: a worker must see when we are gone, so it closes them.
        others = [pipe for _, pipe in self._running] + [ours] if self._fork else []
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()  # what waits there would be printed by the copy, too
        post = _Post(theirs, others, counter, at_once, stage, self._opening)
        process = self._context.Process(target=_serve, args=(post,))
        process.start()
        theirs.close()
        self._running.append((process, ours))
        return process, ours

    def _broken(self, place: int, code: int | None) -> Dialogue:
        cell = self._stage.cells[place]
        how = f"ended with code {code}" if code is None or code >= 0 else f"was ended by {signal.Signals(-code).name}"
        return Dialogue(
            id=cell.id, bot=cell.bot.name, persona=cell.persona.id, repeat=cell.repeat, seed=cell.seed,
            engine=self._stage.customers.name, turns=(), end=End(reason="bot_error", by="bot"),
            failure=Failure(where="bot", kind="crashed", message=f"the process that it ran in {how}"),
        )  # fmt: skip


def offline(cell: Cell) -> bool:
    """Whether the cell's bot answers from this process, without waiting for anything."""
    return bool(getattr(cell.bot, "offline", False)) and not AFRAID & sys.modules.keys()


@dataclass(frozen=True)
class _Post:
    """What a worker is given."""

    pipe: Connection
    others: Sequence[Connection]
    """Ends of pipes that only a copied process holds, and has to close."""
    counter: Any
    at_once: int
    stage: Stage | None
    """None = opened anew."""
    opening: OpenStage


def _serve(post: _Post) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the run's, which ends us
    for other in post.others:
        other.close()
    try:
        places = _places(post.pipe.recv(), post.counter)
        stage = post.stage or post.opening()
        gc.freeze()  # lexicons and personas stay: not worth looking through at each collection
        asyncio.run(play_lines(stage, places, at_once=post.at_once, emit=lambda one: _send(post.pipe, one)))
    except (EOFError, BrokenPipeError):
        return  # the run is over
    except BaseException as problem:  # a bug of ours: shown there, not here
        with contextlib.suppress(OSError):
            _send(post.pipe, _portable(problem))


def _places(todo: Sequence[int], counter: Any) -> Iterator[int]:
    while True:
        with counter.get_lock():
            place = counter.value
            counter.value += 1
        if place >= len(todo):
            return
        yield todo[place]


def _send(pipe: Connection, item: Lines | BaseException) -> None:
    pipe.send_bytes(pickle.dumps(item, protocol=pickle.HIGHEST_PROTOCOL))


def _portable(problem: BaseException) -> BaseException:
    while isinstance(problem, BaseExceptionGroup):
        problem = problem.exceptions[0]
    try:
        pickle.loads(pickle.dumps(problem))
    except Exception:
        return RuntimeError(f"{type(problem).__name__}: {problem}")
    return problem
