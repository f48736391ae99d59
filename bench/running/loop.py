"""Async work from sync code, also where an event loop runs already."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


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
