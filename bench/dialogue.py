"""One conversation: a customer and a bot take turns until the customer, the bot or the clock ends it."""

from __future__ import annotations

import asyncio
import hashlib
import time
from dataclasses import dataclass

from coolhead.bench.errors import BudgetReached
from coolhead.bench.protocols import Bot, Customer
from coolhead.bench.types import Conversation, Dialogue, End, Failure, Reply, TraceStep, Turn, Usage
from coolhead.personas.schema import Persona, brief

LONGEST_REPLY = 20_000
"""Characters of a reply that are kept: an endless stream must not fill the disk."""


@dataclass(frozen=True)
class Limits:
    """What a dialogue may cost in turns and time."""

    turns: int = 12
    """Agent turns at most."""
    reply: float = 60.0
    """Seconds per reply."""
    dialogue: float = 600.0
    """Seconds for the whole dialogue."""


async def play(
    bot: Bot, customer: Customer, *, persona: Persona, id: str, repeat: int, seed: int, engine: str, limits: Limits
) -> Dialogue:
    """The dialogue of a bot with a customer who plays the (filled) persona.

    What breaks on either side becomes `Dialogue.failure`; only bugs of the caller raise.
    """
    if hasattr(bot, "calibrated"):  # reference bots only: they are instruments and play with the answer sheet
        bot = bot.calibrated(persona)
    # The id names the persona, which a bot never sees; the session only has to stay the same through the dialogue.
    session = hashlib.sha256(f"{id}:{seed}".encode()).hexdigest()[:24]
    if hasattr(bot, "meets"):  # adapters that send what the user set for this persona
        bot.meets(session, persona.id)
    stage = _Stage(bot=bot, customer=customer, case_of=persona, session=session, seed=seed, limits=limits)
    try:
        end, failure = await stage.play()
    finally:
        if hasattr(bot, "parted"):
            bot.parted(session)
    usage, cost = stage.bill()
    return Dialogue(
        id=id,
        bot=bot.name,
        persona=persona.id,
        repeat=repeat,
        seed=seed,
        engine=engine,
        turns=tuple(stage.turns),
        end=end,
        failure=failure,
        usage=usage,
        cost_usd=cost,
        case=persona.case,
        brief=brief(persona),
        trace=tuple(stage.trace),
    )


class _Stage:
    """What a dialogue holds while it is under way."""

    def __init__(
        self, *, bot: Bot, customer: Customer, case_of: Persona, session: str, seed: int, limits: Limits
    ) -> None:
        self.bot, self.customer, self.persona = bot, customer, case_of
        self.session, self.seed, self.limits = session, seed, limits
        self.turns: list[Turn] = []
        self.trace: list[TraceStep] = []
        self.replies: list[Reply] = []

    async def play(self) -> tuple[End, Failure | None]:
        stop_at = time.monotonic() + self.limits.dialogue
        bot_left = False
        for count in range(self.limits.turns + 1):
            try:
                said = await self.customer.speak(self.turns, bot_left=bot_left)
            except BudgetReached:
                raise
            except Exception as problem:
                return self._broke("customer", "error", problem, End(reason="customer_error", by="engine"))
            self.trace.append(said.step)
            self.turns.extend(Turn(role="customer", text=text) for text in said.texts)
            if said.end:
                return said.end, None
            if count == self.limits.turns:
                break
            left = stop_at - time.monotonic()
            # A bot that keeps its own time waits for slots and retries, which is not slowness of the candidate.
            reply = await self._reply(left if getattr(self.bot, "keeps_time", False) else min(self.limits.reply, left))
            if isinstance(reply, Failure):
                return End(reason="bot_error", by="bot"), reply
            bot_left = reply.done
        return End(reason="max_turns", by="engine"), None

    async def _reply(self, seconds: float) -> Reply | Failure:
        conversation = Conversation(
            turns=tuple(self.turns), case=self.persona.case, session=self.session, seed=self.seed
        )
        start = time.perf_counter()
        try:
            async with asyncio.timeout(max(seconds, 0)):
                reply = await self.bot.reply(conversation)
        except BudgetReached:
            raise  # not the bot's fault: the run stops here, and goes on when there is more to spend
        except TimeoutError:
            return Failure(where="bot", kind="timeout", message=f"no reply in {seconds:.0f} s", turn=len(self.turns))
        except Exception as problem:
            return self._broke("bot", "error", problem, End(reason="bot_error", by="bot"))[1]
        took = time.perf_counter() - start if reply.seconds is None else reply.seconds
        self.replies.append(reply)
        self.turns.append(
            Turn(
                role="agent",
                text=reply.text[:LONGEST_REPLY],
                actions=reply.actions,
                seconds=round(took, 4) if self.bot.remote else None,
                usage=reply.usage,
                notes=reply.notes,
            )
        )
        return reply

    def _broke(self, where: str, kind: str, problem: Exception, end: End) -> tuple[End, Failure]:
        kind = getattr(problem, "kind", kind)
        text = " ".join(str(problem).split())[:300] or type(problem).__name__
        message = text if kind != "error" else f"{type(problem).__name__}: {text}"
        return end, Failure(where=where, kind=kind, message=message, turn=len(self.turns))  # type: ignore[arg-type]

    def bill(self) -> tuple[Usage | None, float | None]:
        """Tokens and cost of the bot's side; a sum with an unknown part is unknown."""
        known = [reply.usage for reply in self.replies]
        usage = None
        if known and all(known):
            usage = Usage(
                prompt_tokens=_sum([u.prompt_tokens for u in known if u]),
                completion_tokens=_sum([u.completion_tokens for u in known if u]),
            )
        costs = [reply.cost_usd for reply in self.replies]
        return usage, _sum(costs) if costs else None


def _sum(parts: list[int | None] | list[float | None]) -> int | float | None:
    return None if any(part is None for part in parts) else sum(part for part in parts if part is not None)
