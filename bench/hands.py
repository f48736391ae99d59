"""Copies of this process that share a work on many things: the results come in the order of the things.

For work that is a pure function and costs milliseconds; grading, for one. Where no copy may be made it is done here:
in a notebook, on a single core, on another system than Linux.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from coolhead.bench.workers import AFRAID, can_fork, cores

A = TypeVar("A")
B = TypeVar("B")
CHUNK = 8
"""Things that are sent at once."""


class Hands(Generic[A, B]):
    """Made before any thread starts, closed by `with`; things and results must be fit to be pickled."""

    def __init__(self, work: Callable[[A], B], *, count: int | None = None) -> None:
        self._work = work
        self._running: list[tuple[Any, Connection]] = []
        safe = can_fork() and not AFRAID & sys.modules.keys()
        wanted = count if count is not None else cores() if safe else 1
        for _ in range(wanted if wanted > 1 else 0):
            self._running.append(self._start())

    def __enter__(self) -> Hands[A, B]:
        return self

    def __exit__(self, *_: object) -> None:
        for process, _pipe in self._running:
            process.terminate()
        for process, pipe in self._running:
            process.join()
            pipe.close()
        self._running.clear()

    def map(self, things: Iterable[A]) -> Iterator[tuple[A, B]]:
        """(thing, result) in order; no more than a chunk for each hand is held."""
        if not self._running:
            for thing in things:
                yield thing, self._work(thing)
            return
        chunks = iter(things)
        free = deque(self._running)
        busy: deque[tuple[tuple[Any, Connection], list[A]]] = deque()
        while chunk := list(islice(chunks, CHUNK)):
            if not free:
                free.append(busy[0][0])
                yield from self._done(*busy.popleft())
            hand = free.popleft()
            with contextlib.suppress(OSError):  # it has died: its result will be missing, and the work is done here
                hand[1].send(chunk)
            busy.append((hand, chunk))
        while busy:
            yield from self._done(*busy.popleft())

    def _done(self, hand: tuple[Any, Connection], chunk: list[A]) -> Iterator[tuple[A, B]]:
        try:
            results: Sequence[B] | None = hand[1].recv()
        except (EOFError, OSError):
            results = None
        # Without a result the work is done here: what went wrong there is raised, or goes well, here.
        yield from zip(chunk, map(self._work, chunk) if results is None else results, strict=True)

    def _start(self) -> tuple[Any, Connection]:
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe()
        others = [pipe for _, pipe in self._running] + [ours]
        process = context.Process(target=_serve, args=(self._work, theirs, others), daemon=True)
        process.start()
        theirs.close()
        return process, ours


def _serve(work: Callable[[A], B], pipe: Connection, others: Sequence[Connection]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the other's, which ends us
    for other in others:
        other.close()
    gc.freeze()
    while True:
        try:
            chunk = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            results = [work(thing) for thing in chunk]
        except Exception:
            results = None
        try:
            pipe.send(results)
        except OSError:
            return
