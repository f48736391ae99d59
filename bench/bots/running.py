"""A running command that is asked by lines."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Sequence

from coolhead.bench.bots.trouble import BotTrouble

LONGEST_LINE = 2_000_000
"""Bytes of an answer that are read at most."""
TAIL = 4_000
"""Characters of stderr that are kept of each process."""
PATIENCE = 2.0
"""Seconds that a process gets to leave by itself."""


class Running:
    """One process; `warm` after it has answered."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._tail = ""
        self._listening = asyncio.get_running_loop().create_task(self._listen())
        self.warm = False

    @classmethod
    async def start(cls, command: Sequence[str], *, cwd: str | None) -> Running:
        """Starts it.

        Raises:
            BotTrouble: there is no such program, or it may not be run.
        """
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                cwd=cwd,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                limit=LONGEST_LINE,
                start_new_session=True,  # Ctrl-C is ours to pass on, and its children end with it
            )
        except (OSError, ValueError) as problem:
            why = getattr(problem, "strerror", None) or str(problem)
            raise BotTrouble("config", f"'{command[0]}' cannot be started: {why}") from None
        return cls(process)

    @property
    def code(self) -> int | None:
        """Exit code; None while it runs."""
        return self._process.returncode

    @property
    def last_words(self) -> str:
        """The last line with words that it wrote to stderr."""
        return next((line for line in reversed(self._tail.splitlines()) if line.strip()), "")

    async def ask(self, line: bytes) -> bytes:
        """Its next line.

        Raises:
            BotTrouble: it ended instead, or the line is too long.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(line)
            await self._process.stdin.drain()
            answer = await self._process.stdout.readline()
            while answer in (b"\n", b"\r\n"):
                answer = await self._process.stdout.readline()
        except (ConnectionError, OSError):
            answer = b""
        except ValueError:
            raise BotTrouble("malformed", f"wrote a line of more than {LONGEST_LINE:,} bytes") from None
        if answer.endswith(b"\n"):
            return answer
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self._process.wait()
                await asyncio.wait({self._listening})
        code = self._process.returncode
        how = "closed its output" if code is None else _ended(code)
        raise BotTrouble("crashed", f"the process {how}")

    async def stop(self, *, patience: float = PATIENCE) -> None:
        """Closes its input, then asks, then insists; its children go too."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        for wait, sent in ((patience, signal.SIGTERM), (patience, signal.SIGKILL), (PATIENCE, None)):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._process.wait()
                break
            if sent is not None:
                self._signal(sent)
        self._signal(signal.SIGKILL)  # what it started and left behind
        self._listening.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._listening
        transport = getattr(self._process, "_transport", None)
        if transport is not None:
            transport.close()  # a grandchild that holds our pipe must not keep it open

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, number)
            elif self.code is None:
                self._process.send_signal(number)

    async def _listen(self) -> None:
        assert self._process.stderr is not None
        while part := await self._process.stderr.read(4096):
            self._tail = (self._tail + part.decode("utf-8", "replace"))[-TAIL:]


def _ended(code: int) -> str:
    if code < 0:
        try:
            return f"was ended by {signal.Signals(-code).name}"
        except ValueError:
            return f"was ended by signal {-code}"
    return f"ended with code {code}"
