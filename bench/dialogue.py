"""One conversation: a customer and a bot take turns until the customer, the bot or the clock ends it."""

from __future__ import annotations

import asyncio
import hashlib
import time
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from coolhead.bench import wording
from coolhead.bench.errors import BudgetReached
from coolhead.bench.protocols import Bot, Customer
from coolhead.bench.types import Conversation, Dialogue, End, Failure, Reply, TraceStep, Turn, Usage
from coolhead.personas.brief import brief
from coolhead.personas.case import Case
from coolhead.personas.schema import Persona

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
    case, public, persona_id = persona.case, brief(persona), persona.id
    del persona  # thirty kilobytes that nobody needs any more, times the dialogues under way
    # The id names the persona, which a bot never sees; the session only has to stay the same through the dialogue.
    session = hashlib.sha256(f"{id}:{seed}".encode()).hexdigest()[:24]
    if hasattr(bot, "meets"):  # adapters that send what the user set for this persona
        bot.meets(session, persona_id)
    stage = _Stage(bot=bot, customer=customer, case=case, session=session, seed=seed, limits=limits)
    try:
        end, failure = await stage.play()
    finally:
        if hasattr(bot, "parted"):
            bot.parted(session)
    return Dialogue(
        id=id,
        bot=bot.name,
        persona=persona_id,
        repeat=repeat,
        seed=seed,
        engine=engine,
        turns=tuple(stage.turns),
        end=end,
        failure=failure,
        usage=stage.bill.usage,
        cost_usd=stage.bill.cost,
        case=case,
        brief=public,
        trace=tuple(stage.trace),
    )


class _Stage:
    """What a dialogue holds while it is under way."""

    def __init__(self, *, bot: Bot, customer: Customer, case: Case, session: str, seed: int, limits: Limits) -> None:
        self.bot, self.customer, self.case = bot, customer, case
        self.session, self.seed, self.limits = session, seed, limits
        self.turns: list[Turn] = []
        self.trace: list[TraceStep] = []
        self.bill = _Bill()

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
        conversation = Conversation(turns=tuple(self.turns), case=self.case, session=self.session, seed=self.seed)
        start = time.perf_counter()
        try:
            async with asyncio.timeout(max(seconds, 0)):
                reply = writable(await self.bot.reply(conversation))
        except BudgetReached:
            raise  # not the bot's fault: the run stops here, and goes on when there is more to spend
        except TimeoutError:
            return Failure(
                where="bot", kind="timeout", message=f"no reply in {round(seconds, 1):g} s", turn=len(self.turns)
            )
        except Exception as problem:
            return self._broke("bot", "error", problem, End(reason="bot_error", by="bot"))[1]
        took = time.perf_counter() - start if reply.seconds is None else reply.seconds
        self.bill.add(reply)
        said: dict[str, Any] = {"role": "agent", "text": reply.text}
        if self.bot.remote:
            said["seconds"] = round(took, 4)
        # What was not given costs nothing to keep: half a kilobyte a turn, times the dialogues under way.
        said |= {name: given for name in ("actions", "usage", "notes") if (given := getattr(reply, name))}
        self.turns.append(Turn(**said))
        return reply

    def _broke(self, where: str, kind: str, problem: Exception, end: End) -> tuple[End, Failure]:
        kind = getattr(problem, "kind", kind)
        if isinstance(problem, ValidationError):  # the bot built a Reply of the wrong things
            problem = TypeError(f"the reply does not fit: {wording.in_words(problem)}")
        text = " ".join(str(problem).split())[:300] or type(problem).__name__
        message = text if kind != "error" else f"{type(problem).__name__}: {text}"
        return end, Failure(where=where, kind=kind, message=message, turn=len(self.turns))  # type: ignore[arg-type]


def writable(reply: Reply) -> Reply:
    """The reply as a run folder can hold it: not endless, and without halves of characters.

    Raises:
        TypeError: an action of it holds something that JSON cannot say.
    """
    try:
        if reply.actions or reply.notes:
            reply.model_dump_json()
        else:
            reply.text.encode()
    except UnicodeEncodeError:
        return writable(reply.model_copy(update={"text": reply.text.encode("utf-8", "replace").decode()}))
    except PydanticSerializationError as problem:
        if "surrogates" not in str(problem):
            raise TypeError(f"an action cannot be written as JSON: {problem}") from None
        return Reply.model_validate(_whole(reply.model_dump()))
    return reply if len(reply.text) <= LONGEST_REPLY else reply.model_copy(update={"text": reply.text[:LONGEST_REPLY]})


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_whole(key): _whole(part) for key, part in value.items()}
    return [_whole(part) for part in value] if isinstance(value, list | tuple) else value


class _Bill:
    """Tokens and cost of the bot's side; a sum with an unknown part is unknown."""

    def __init__(self) -> None:
        self._replies = 0
        self._tokens: list[int | None] | None = [0, 0]
        self._cost: float | None = 0

    def add(self, reply: Reply) -> None:
        """Counts a reply."""
        self._replies += 1
        used = reply.usage
        if used is None or self._tokens is None:
            self._tokens = None
        else:
            parts = zip(self._tokens, (used.prompt_tokens, used.completion_tokens), strict=True)
            self._tokens = [None if a is None or b is None else a + b for a, b in parts]
        self._cost = None if self._cost is None or reply.cost_usd is None else self._cost + reply.cost_usd

    @property
    def usage(self) -> Usage | None:
        """None when a reply did not say, or there was none."""
        if not self._replies or self._tokens is None:
            return None
        return Usage(prompt_tokens=self._tokens[0], completion_tokens=self._tokens[1])

    @property
    def cost(self) -> float | None:
        """In USD."""
        return self._cost if self._replies else None
