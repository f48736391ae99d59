"""One chat: the cache in front of a model, and structured answers on top."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence

from pydantic import BaseModel

from coolhead.bench.chat import structured
from coolhead.bench.chat.address import Address
from coolhead.bench.chat.cache import key_of
from coolhead.bench.chat.exchange import Bill, Exchange, Sender, Shared
from coolhead.bench.chat.limits import Gate
from coolhead.bench.chat.prices import Price
from coolhead.bench.chat.trouble import shorten
from coolhead.bench.chat.wire import Question
from coolhead.bench.types import ChatMessage, ChatOutcome, Purpose, Tool, Usage

PING = (ChatMessage(role="user", content="Say OK."),)
_FORMAT = re.compile(r"response_format|json_schema|json_object|structured|grammar|schema", re.I)


class ModelChat:
    """A `Chat` with one model."""

    def __init__(self, address: Address, *, sender: Sender, gate: Gate, price: Price | None, shared: Shared) -> None:
        self.model = address.spec
        self.address, self.shared = address, shared
        self.exchange = Exchange(sender=sender, gate=gate, price=price, shared=shared)
        self.rung: structured.Rung | None = None
        """How this endpoint gives structured answers; None until the first one is asked for."""
        self._probing = asyncio.Lock()

    def __repr__(self) -> str:
        return f"ModelChat({self.shared.redactor.message(self.model)!r})"

    async def close(self) -> None:
        """Nothing of its own; the door closes what chats share."""

    async def ask(
        self,
        messages: Sequence[ChatMessage],
        *,
        purpose: Purpose,
        answer: type[BaseModel] | None = None,
        repeat: int = 0,
        temperature: float | None = 0.0,
        max_tokens: int | None = None,
        seed: int | None = None,
        tools: Sequence[Tool] = (),
    ) -> ChatOutcome:
        """See `Chat.ask`."""
        given = self.address.number("temperature")
        most = self.address.number("max_tokens")
        question = Question(
            tuple(messages),
            temperature=temperature if given is None else given,
            max_tokens=max_tokens if most is None else int(most),
            seed=seed,
            tools=() if self.address.options.get("tools") == "off" else tuple(tools),
        )
        key = key_of(self.address, question, schema=answer and answer.model_json_schema(), repeat=repeat)
        outcome = self._remembered(key, answer)
        if outcome is None:
            bill = Bill()
            try:
                outcome = await (
                    self.exchange.ask(question, bill, salt=key)
                    if answer is None
                    else self._structured(question, answer, bill, salt=key)
                )
            except asyncio.CancelledError:
                self.shared.purse.enter(purpose, self._billed(ChatOutcome(failure="timeout"), bill))
                raise
            outcome = self._billed(outcome, bill)
            self.shared.cache.put(key, outcome)
        self.shared.purse.enter(purpose, outcome)
        return outcome

    def _remembered(self, key: str, answer: type[BaseModel] | None) -> ChatOutcome | None:
        found = self.shared.cache.get(key)
        if found is None or answer is None:
            return found
        parsed = structured.parse(found.text, answer)
        return None if isinstance(parsed, str) else found.model_copy(update={"parsed": parsed})

    def _billed(self, outcome: ChatOutcome, bill: Bill) -> ChatOutcome:
        usage = bill.usage if bill.attempts else None
        if usage == Usage(prompt_tokens=0, completion_tokens=0):
            usage = None  # nothing but errors: the endpoint did not say
        return outcome.model_copy(
            update={
                "usage": usage,
                "cost_usd": self.exchange.price.of(usage) if self.exchange.price else None,
                "seconds": round(bill.seconds, 4) if bill.attempts else None,
                "attempts": bill.attempts,
                "dropped": tuple(sorted(self.exchange.sender.leaves_out)),
            }
        )

    async def try_out(self, purpose: Purpose) -> ChatOutcome:
        """One short question past the cache, to see that address, key and model are right."""
        bill = Bill()
        outcome = await self.exchange.ask(Question(PING, max_tokens=16), bill, salt="ping")
        outcome = self._billed(outcome, bill)
        self.shared.purse.enter(purpose, outcome)
        return outcome

    # --- structured answers ----------------------------------------------------------------------------------

    async def _structured(self, question: Question, answer: type[BaseModel], bill: Bill, *, salt: str) -> ChatOutcome:
        rung = await self._find_rung(bill)
        messages = question.messages
        outcome = ChatOutcome(failure="malformed")
        for turn in range(2):
            form = structured.form_of(rung, answer)
            asked = Question(
                structured.instructed(messages, rung, answer),
                question.temperature, question.max_tokens, question.seed, question.tools, form,
            )  # fmt: skip
            outcome = await self.exchange.ask(asked, bill, salt=f"{salt}:{turn}")
            if outcome.failure == "config" and form and not self.exchange.dead and _FORMAT.search(outcome.reason):
                self.rung = rung = structured.RUNGS[structured.RUNGS.index(rung) + 1]
                asked = Question(
                    structured.instructed(messages, rung, answer), question.temperature, question.max_tokens,
                    question.seed, question.tools, structured.form_of(rung, answer),
                )  # fmt: skip
                outcome = await self.exchange.ask(asked, bill, salt=f"{salt}:{turn}")
            if not outcome.ok:
                return outcome
            parsed = structured.parse(outcome.text, answer)
            if not isinstance(parsed, str):
                return outcome.model_copy(update={"parsed": parsed})
            cut = " (cut off at the token limit)" if outcome.finish_reason == "length" else ""
            reason = shorten(self.shared.redactor.message(f"the answer does not fit: {parsed}{cut}"))
            outcome = outcome.model_copy(update={"failure": "malformed", "reason": reason})
            messages = structured.corrected(question.messages, outcome.text[-4000:], parsed)
        return outcome

    async def _find_rung(self, bill: Bill) -> structured.Rung:
        """The highest rung on which this endpoint gave a valid answer to the probe; found once."""
        async with self._probing:
            if self.rung is None:
                broken = False
                for rung in structured.RUNGS[:-1]:
                    outcome = await self._probe(rung, bill)
                    if outcome.ok and not isinstance(structured.parse(outcome.text, structured.Probe), str):
                        self.rung = rung
                        return rung
                    if outcome.failure in ("connection", "timeout", "rate_limited", "budget") or self.exchange.dead:
                        return rung  # says nothing about the rung: the question itself will show, and the next probe
                    broken = broken or outcome.failure == "server"
                if not broken:
                    self.rung = "text"
            return self.rung or "text"

    async def _probe(self, rung: structured.Rung, bill: Bill) -> ChatOutcome:
        form = structured.form_of(rung, structured.Probe)
        question = Question(
            structured.instructed(structured.PROBE, rung, structured.Probe), temperature=0.0, max_tokens=200, form=form
        )
        outcome = await self.exchange.ask(question, bill, salt=f"probe:{rung}", patient=False)
        if outcome.failure == "server":  # some answer 500 to a form they do not know, but it may also be a hiccup
            outcome = await self.exchange.ask(question, bill, salt=f"probe:{rung}", patient=False)
        return outcome
