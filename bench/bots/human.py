"""`human`: a person at this terminal is the agent for a whole run, as a baseline row of the leaderboard."""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from coolhead.bench.errors import BadInput
from coolhead.bench.types import Action, Conversation, Dialogue, Reply, Turn
from coolhead.personas.case import Case

HELP = "/case shows the file, /do GRANT [AMOUNT] declares an action, /bye ends the chat, /quit stops the run for now"
Ask = Callable[[str], str]


class HumanBot:
    """Shows the case file and the customer's words, and says what the person types."""

    remote = True
    keeps_time = True
    """Nobody hurries a person."""
    interactive = True
    """The terminal is theirs: one dialogue at a time, and no progress bar."""
    fingerprint = ""

    def __init__(self, *, name: str, out: Console | None = None, ask: Ask = input) -> None:
        self.name = name
        self._out = out or Console(highlight=False, markup=False, emoji=False)
        self._ask = ask
        self._session = ""
        self._count = 0

    async def reply(self, conversation: Conversation) -> Reply:
        """What the person types. A line that ends with a backslash goes on in the next.

        Raises:
            KeyboardInterrupt: the person stops the run; what is finished is kept.
        """
        case = conversation.case
        if conversation.session != self._session:
            self._session, self._count = conversation.session, self._count + 1
            self._out.rule(f"customer {self._count}")
            self._out.print(case_sheet(case))
            self._out.print(HELP, style="dim", markup=False)
        for text in latest(conversation.turns):
            self._out.print(Text.assemble(("customer  ", "bold red"), text))
        actions: list[Action] = []
        while True:
            try:
                line = self._line()
            except (EOFError, KeyboardInterrupt):  # nobody is there any more: nothing is said in their name
                line = "/quit"
            word = line.split()[0] if line.split() else ""
            if word == "/quit":
                await _stop_the_run()
            if word == "/bye":
                return Reply(text=line.removeprefix("/bye").strip(), actions=tuple(actions), done=True)
            if word == "/case":
                self._out.print(case_sheet(case))
            elif word == "/do":
                action = declared(line, case)
                if isinstance(action, Action):
                    actions.append(action)
                shown = action if isinstance(action, str) else f"noted: {action.name} {action.amount or ''}"
                self._out.print(shown, style="yellow", markup=False)
            elif word.startswith("/"):
                self._out.print(HELP, style="dim", markup=False)
            elif line:
                return Reply(text=line, actions=tuple(actions))

    def _line(self) -> str:
        """A line from the keyboard, continued after backslashes."""
        parts: list[str] = []
        with _ctrl_c_interrupts():
            while True:
                part = self._ask("agent     " if not parts else "     ...  ")
                if not part.endswith("\\"):
                    return "\n".join([*parts, part]).strip()
                parts.append(part[:-1].rstrip())

    def saw(self, dialogue: Dialogue) -> None:
        """Shows how a dialogue of theirs ended: the customer's last words come after the last reply."""
        for text in latest(dialogue.turns):
            self._out.print(Text.assemble(("customer  ", "bold red"), text))
        self._out.print(f"end: {dialogue.end.reason.replace('_', ' ')}", style="bold", markup=False)

    async def close(self) -> None:
        """Nothing to let go of."""


def latest(turns: tuple[Turn, ...]) -> list[str]:
    """What the customer has said since the agent's last turn."""
    found: list[str] = []
    for turn in reversed(turns):
        if turn.role == "agent":
            break
        found.append(turn.text)
    return found[::-1]


def case_sheet(case: Case) -> Table:
    """The file on the desk."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for name, value in _entries(case):
        table.add_row(Text(name), Text(value))
    return table


def _entries(case: Case) -> Iterator[tuple[str, str]]:
    yield from ((name, getattr(case, name)) for name in ("firm", "product", "today") if getattr(case, name))
    yield from case.record.items()
    for grant in case.policy.grants:
        limits = [grant.limit, *(f"only if {condition}" for condition in grant.conditions)]
        yield f"may give: {grant.id}", "; ".join(part for part in (grant.label, *limits) if part)
    yield from (("not allowed", text) for text in case.policy.forbidden)
    yield from ((f"takes time: {name}", text) for name, text in case.policy.service_times.items())
    yield from (("route", text) for text in case.routes)
    if case.tools:
        yield "tools", ", ".join(case.tools)


def declared(line: str, case: Case) -> Action | str:
    """The action of a `/do` line, or what is wrong with it."""
    words = line.split()[1:]
    known = [grant.id for grant in case.policy.grants] + list(case.tools)
    if not words or words[0] not in known:
        return f"/do one of: {', '.join(known)}"
    try:
        return Action(name=words[0], amount=float(words[1]) if len(words) > 1 else None)
    except ValueError:
        return f"'{words[1]}' is not a number"


async def _stop_the_run() -> None:
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # started by a script in the background: asked all the same
        signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.raise_signal(signal.SIGINT)  # the way of Ctrl-C: the event loop winds up in order
    await asyncio.Event().wait()


@contextmanager
def _ctrl_c_interrupts() -> Iterator[None]:
    """While a person types, Ctrl-C must end the waiting; asyncio would only note it for later."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before: Any = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def make(spec: str, *, name: str | None) -> list[HumanBot]:
    """The person at the keyboard.

    Raises:
        BadInput: more than `human` was given, or nobody can type here.
    """
    if spec != "human":
        raise BadInput(f"--bot {spec}", "takes nothing behind it", do="write human, or NAME=human")
    if sys.stdin is None or sys.stdin.closed:
        raise BadInput("--bot human", "needs a terminal to type in", do="start it from a terminal")
    return [HumanBot(name=name or "human")]
