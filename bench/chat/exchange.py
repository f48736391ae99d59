"""One question, asked until it is answered or there is no point: slots, clock, money, retries."""

from __future__ import annotations

import asyncio
import random
import re
import time
from dataclasses import dataclass, field
from typing import Any, Protocol

from coolhead.bench.chat.budget import Purse
from coolhead.bench.chat.cache import Cache
from coolhead.bench.chat.limits import Clock, Gate, Sleep
from coolhead.bench.chat.prices import Price
from coolhead.bench.chat.secrets import Redactor
from coolhead.bench.chat.trouble import AGAIN, Trouble, shorten
from coolhead.bench.chat.wire import Answer, Question, add
from coolhead.bench.errors import BadInput
from coolhead.bench.types import ChatOutcome, ToolCall, Usage

USUAL_REPLY = 1024
"""Tokens assumed for an answer without a limit, when money is held back for it."""

_LONGEST_WAIT, _FIRST_WAIT, _MOST_WAIT = 120.0, 0.5, 20.0
_UNKNOWN = re.compile(
    r"support|unknown|unrecogni[sz]ed|unexpected|not (allowed|permitted|available)|extra|invalid|does not|deprecated",
    re.I,
)
_NAMED = {
    "seed": re.compile(r"\bseed\b", re.I),
    "temperature": re.compile(r"temperature", re.I),
    "tools": re.compile(r"\btools?\b|function.?call|--jinja", re.I),
    "max_tokens": re.compile(r"max_tokens", re.I),
}
_FORMAT = re.compile(r"response_format|json_schema|json_object|structured|grammar|schema", re.I)


class Sender(Protocol):
    """What carries a question to a model."""

    model: str
    leaves_out: set[str]
    renamed_limit: bool

    async def open(self) -> None:
        """Gets ready, outside any time-out; raises BadInput."""
        ...

    async def send(self, question: Question) -> Answer:
        """One exchange, or `Trouble`."""
        ...


@dataclass(frozen=True)
class Shared:
    """What the chats of a run have in common."""

    cache: Cache
    purse: Purse
    redactor: Redactor
    timeout: float
    """Seconds for one attempt."""
    seed: int
    """Of the jitter between retries."""
    clock: Clock = time.monotonic
    sleep: Sleep = asyncio.sleep


@dataclass
class Bill:
    """What the attempts of one question came to."""

    attempts: int = 0
    seconds: float = 0.0
    usage: Usage | None = field(default_factory=lambda: Usage(prompt_tokens=0, completion_tokens=0))

    def charge(self, usage: Usage | None) -> None:
        """Adds the tokens of one attempt; an unknown part makes the sum unknown."""
        self.usage = add(self.usage, usage)


class Exchange:
    """Asks one model."""

    def __init__(self, *, sender: Sender, gate: Gate, price: Price | None, shared: Shared) -> None:
        self.sender, self.gate, self.price, self.shared = sender, gate, price, shared
        self.answered_as: set[str] = set()
        """The model names that its answers carried."""
        self.dead = ""
        """Why nothing is sent any more: a wrong key or model, which no further question mends."""

    async def ask(self, question: Question, bill: Bill, *, salt: str, patient: bool = True) -> ChatOutcome:
        """What came of the question; the bill grows with every attempt. Not `patient` = one attempt, no retries."""
        rng: random.Random | None = None
        again: dict[str, int] = {}
        try:
            await self.sender.open()
        except BadInput as problem:
            return self._failed(Trouble("config", str(problem)))
        while True:
            if self.dead:
                return self._failed(Trouble("config", self.dead))
            sent = question.without(self.sender.leaves_out)
            try:
                found = await self._attempt(sent, bill)
                self.answered_as.add(found.model or self.sender.model)
                return self._said(found)
            except Trouble as trouble:
                if self._makes_do(trouble, sent):
                    continue
                if trouble.kind == "config" and trouble.status not in (400, 422):  # not this question's fault alone
                    self.dead = self.shared.redactor.message(trouble.reason)
                rng = rng or random.Random(f"{self.shared.seed}:{salt}")
                count = again[trouble.kind] = again.get(trouble.kind, 0) + 1
                wait = self._wait(trouble, count, rng, most=AGAIN.get(trouble.kind, 0) if patient else 0)
                if wait is None:
                    return self._failed(trouble)
            await self.shared.sleep(wait)

    async def _attempt(self, question: Question, bill: Bill) -> Answer:
        """One exchange with its slot, its clock and its money; what it cost goes on the bill."""
        worst = self._worst(question)
        purse, clock = self.shared.purse, self.shared.clock
        if not purse.hold(worst):
            raise Trouble("budget", f"the spending limit of {purse.limit:g} USD is reached", sent=False, again=False)
        lost = False
        try:
            async with self.gate:
                bill.attempts += 1
                start = clock()
                try:
                    async with asyncio.timeout(self.shared.timeout):
                        found = await self.sender.send(question)
                except TimeoutError:
                    raise Trouble("timeout", f"no answer in {self.shared.timeout:g} s") from None
                finally:
                    bill.seconds += clock() - start
            bill.charge(found.usage)
            return found
        except Trouble as trouble:
            if trouble.kind in ("timeout", "empty", "refused", "malformed"):
                bill.charge(trouble.usage)
                lost = trouble.usage is None
            raise
        except asyncio.CancelledError:
            lost = True
            bill.charge(None)
            raise
        finally:
            purse.release(worst, lost=lost)

    def _worst(self, question: Question) -> float:
        if self.price is None:
            return 0.0
        tokens = Usage(prompt_tokens=question.tokens() * 5 // 4, completion_tokens=question.max_tokens or USUAL_REPLY)
        return self.price.of(tokens) or 0.0

    def _wait(self, trouble: Trouble, count: int, rng: random.Random, *, most: int) -> float | None:
        """Seconds before the next attempt; None = do not ask again."""
        if not trouble.again or count > most:
            return None
        jitter = rng.uniform(0.5, 1.0)
        wait = min(_MOST_WAIT, _FIRST_WAIT * 2.0 ** (count - 1)) * jitter
        if trouble.after is not None:
            if trouble.after > _LONGEST_WAIT:
                return None
            if trouble.kind == "rate_limited":
                self.gate.pause(trouble.after)
            wait = trouble.after * (1 + 0.1 * jitter) + 0.01
        return wait

    def _makes_do(self, trouble: Trouble, sent: Question) -> bool:
        """Leaves out a setting that the endpoint has just refused; True when it is worth asking without it."""
        reason = trouble.reason
        if trouble.kind != "config" or trouble.status not in (400, 422):
            return False
        if "max_completion_tokens" in reason and sent.max_tokens and not self.sender.renamed_limit:
            self.sender.renamed_limit = True
            return True
        if not _UNKNOWN.search(reason) or (sent.form and _FORMAT.search(reason)):
            return False
        for name, pattern in _NAMED.items():
            if getattr(sent, name) not in (None, ()) and pattern.search(reason):
                self.sender.leaves_out.add(name)
                return True
        return False

    def _said(self, found: Answer) -> ChatOutcome:
        hide = self.shared.redactor.exact
        return ChatOutcome(
            text=hide(found.text),
            reasoning=hide(found.reasoning),
            tool_calls=tuple(_hidden(call, hide) for call in found.tool_calls),
            finish_reason=found.finish_reason,
            model=hide(found.model) or self.sender.model,
        )

    def _failed(self, trouble: Trouble) -> ChatOutcome:
        redactor = self.shared.redactor
        return ChatOutcome(
            text=redactor.exact(trouble.text),
            failure=trouble.kind,
            reason=shorten(redactor.message(trouble.reason)),
            model=self.sender.model,
        )


def _hidden(call: ToolCall, hide: Any) -> ToolCall:
    def deep(value: Any) -> Any:
        if isinstance(value, str):
            return hide(value)
        if isinstance(value, dict):
            return {hide(str(key)): deep(one) for key, one in value.items()}
        return [deep(one) for one in value] if isinstance(value, list) else value

    return call.model_copy(update={"arguments": deep(call.arguments), "malformed": hide(call.malformed)})
