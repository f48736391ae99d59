"""`--engine ray`: batches of dialogues for the machines of a Ray cluster. The only door to Ray.

Ray runs where it is started: on this machine when no cluster is named by the environment variable RAY_ADDRESS. Files
that bots and graders are read from must be at the same path on every machine.
"""

from __future__ import annotations

import asyncio
import os
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from coolhead.bench.engine import Cell, Lines, Stage, play_lines
from coolhead.bench.errors import BadInput

BATCH = 16
"""Dialogues per task: enough that Ray's own milliseconds do not show, few enough that an end is noticed soon."""


class Cluster:
    """A crew on a Ray cluster."""

    def __init__(self, stage: Stage, *, opening: Callable[[], Stage], at_once: int) -> None:
        self._ray, self._opening, self._at_once = _ray(), opening, at_once
        self._stage = stage
        self._mine = False

    def __enter__(self) -> Cluster:
        if not self._ray.is_initialized():
            self._ray.init(
                address=os.environ.get("RAY_ADDRESS"), include_dashboard=False, log_to_driver=False,
                logging_level="ERROR", configure_logging=False, _metrics_export_port=None,
            )  # fmt: skip
            self._mine = True
        return self

    def __exit__(self, *_: object) -> None:
        if self._mine:
            self._ray.shutdown()

    def takes(self, cell: Cell) -> bool:
        """True: what cannot leave was refused before."""
        return cell is not None

    async def play(self, todo: Sequence[int]) -> AsyncIterator[Lines]:
        """The cells at these places of the plan, batch by batch."""
        places = int(self._ray.cluster_resources().get("CPU", 1))
        size = max(1, min(BATCH, -(-len(todo) // (4 * places))))
        shared = self._ray.put(_Once(uuid.uuid4().hex, self._opening))
        task = self._ray.remote(_batch).options(max_retries=2)
        waiting = iter([list(todo[at : at + size]) for at in range(0, len(todo), size)])
        at_once = -(-self._at_once // places)
        under_way: dict[Any, None] = {}

        def send() -> None:
            for batch in waiting:
                under_way[task.remote(shared, str(Path.cwd()), batch, at_once)] = None
                return

        for _ in range(2 * places):  # one that runs and one that waits, for each core
            send()
        try:
            while under_way:
                ready, _ = await asyncio.to_thread(self._ray.wait, list(under_way), timeout=0.5)
                for one in ready:
                    del under_way[one]
                    send()
                    for lines in self._ray.get(one):
                        yield lines
        finally:
            for one in under_way:
                self._ray.cancel(one, force=True)


@dataclass(frozen=True)
class _Once:
    """Equal in all tasks of a run, so that a process opens its stage once."""

    run: str
    opening: Callable[[], Stage] = field(compare=False)


def _batch(once: _Once, folder: str, places: list[int], at_once: int) -> list[Lines]:
    """What a process of the cluster does."""
    if Path(folder).is_dir():
        os.chdir(folder)  # bots are named by paths from there
    done: list[Lines] = []
    asyncio.run(play_lines(_stage(once), iter(places), at_once=at_once, emit=done.append))
    return done


@lru_cache(maxsize=1)
def _stage(once: _Once) -> Stage:
    return once.opening()


def _ray() -> ModuleType:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # it would report home
    try:
        import ray
    except ImportError:
        raise BadInput("--engine ray", "Ray is not installed", do="pip install 'coolhead[ray]'") from None
    module: ModuleType = ray
    return module
