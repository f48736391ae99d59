"""A language model as a candidate: `litellm:MODEL`, `provider/model`, `openai:URL#model`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from coolhead.bench.bots.grants import carry_out, tools_of
from coolhead.bench.bots.prompting import default_prompt, fill
from coolhead.bench.errors import BudgetReached, CoolHeadError
from coolhead.bench.protocols import Chat
from coolhead.bench.types import Action, ChatMessage, ChatOutcome, Conversation, Reply, Tool, ToolCall, Turn, Usage
from coolhead.personas.case import Case

FORM = 1
"""Raised when the same prompt would be put to the model in another way: older dialogues are then not resumed."""

LONGEST_ANSWER = 2048
"""Tokens of one answer, where the SPEC sets no `max_tokens`."""

OVER_LONG = 4000
"""Characters from which a reply is marked as over-long; nobody reads that in a chat."""

MOST_ROUNDS = 3
"""Rounds of tool calls in one reply; after them the reply goes out as it stands."""


class NoReply(CoolHeadError):
    """The model gave nothing that could be said to the customer; `kind` is a `Failure.kind`."""

    def __init__(self, outcome: ChatOutcome) -> None:
        self.kind = outcome.failure or "error"
        super().__init__(outcome.reason or self.kind)


class ModelBot:
    """Puts the case file and the conversation to a model and says what it answers."""

    remote = True
    keeps_time = True
    """Its chat has its own time-outs; waiting for a slot is not held against it."""

    def __init__(self, chat: Chat, *, name: str, template: str | None = None) -> None:
        self.chat, self.name = chat, name
        self.template = default_prompt() if template is None else template
        self.tools = not re.search(r"[?&]tools=off\b", chat.model)
        digest = hashlib.sha256(f"{FORM}\n{chat.model}\n{self.template}".encode()).hexdigest()
        self.fingerprint = digest[:12]

    def opening(self, case: Case) -> str:
        """The system prompt for a case."""
        return fill(self.template, case, tools=[tool.name for tool in self.offered(case)])

    def offered(self, case: Case) -> tuple[Tool, ...]:
        """The tools it may call; none when its SPEC says `tools=off`."""
        return tools_of(case) if self.tools else ()

    def prompt_tokens(self, case: Case) -> int:
        """A guess at the tokens that every question of a dialogue begins with: four characters each."""
        tools = "".join(tool.model_dump_json() for tool in self.offered(case))
        return (len(self.opening(case)) + len(tools)) // 4

    async def reply(self, conversation: Conversation) -> Reply:
        """The model's next message; tools it calls are carried out and recorded as actions.

        Raises:
            NoReply: the model gave none; the dialogue ends with a failure of that kind.
            BudgetReached: the spending limit of the run is reached.
        """
        case = conversation.case
        messages = [ChatMessage(role="system", content=self.opening(case)), *said(conversation.turns)]
        words: list[str] = []
        actions: list[Action] = []
        notes: list[str] = []
        outcomes: list[ChatOutcome] = []
        for turn in range(MOST_ROUNDS + 1):
            outcome = await self.chat.ask(
                messages,
                purpose="bot",
                temperature=None,  # as the provider ships it, unless the SPEC says otherwise
                max_tokens=LONGEST_ANSWER,
                seed=conversation.seed,
                # The last round offers none, so that the model has to say something.
                tools=self.offered(case) if turn < MOST_ROUNDS else (),
            )
            outcomes.append(outcome)
            if outcome.failure == "budget":
                raise BudgetReached(outcome.reason)
            if not outcome.ok:
                if outcome.failure == "empty" and (words or actions):
                    break  # it has said or done its thing before
                raise NoReply(outcome)
            if outcome.text:
                words.append(outcome.text)
            if not outcome.tool_calls:
                break
            results = [carry_out(call, case) for call in outcome.tool_calls]
            actions += [result.action for result in results if result.action]
            notes += [result.note for result in results if result.note]
            messages.append(ChatMessage(role="assistant", content=outcome.text, tool_calls=outcome.tool_calls))
            messages += [
                ChatMessage(role="tool", content=result.told, tool_call_id=call.id)
                for call, result in zip(outcome.tool_calls, results, strict=True)
            ]
        text = "\n".join(words)
        return Reply(
            text=text,
            actions=tuple(actions),
            usage=_usage(outcomes),
            cost_usd=_sum([one.cost_usd for one in outcomes]),
            seconds=_sum([one.seconds or 0.0 for one in outcomes]),
            notes=(*notes, *_oddities(text, outcomes)),
        )

    async def close(self) -> None:
        """Lets go of the chat."""
        await self.chat.close()


def said(turns: tuple[Turn, ...]) -> list[ChatMessage]:
    """The conversation as messages: a customer's burst is one, earlier actions are tool calls that were done."""
    messages: list[ChatMessage] = []
    for place, turn in enumerate(turns):
        if turn.role == "customer":
            if messages and messages[-1].role == "user":
                text = f"{messages[-1].content}\n{turn.text}"
                messages[-1] = ChatMessage(role="user", content=text)
            else:
                messages.append(ChatMessage(role="user", content=turn.text))
            continue
        if turn.actions:
            calls = tuple(_call(action, f"call_{place}_{n}") for n, action in enumerate(turn.actions))
            messages.append(ChatMessage(role="assistant", content="", tool_calls=calls))
            messages += [ChatMessage(role="tool", content="done", tool_call_id=call.id) for call in calls]
        if turn.text.strip() or not turn.actions:  # some endpoints refuse a message without words
            messages.append(ChatMessage(role="assistant", content=turn.text if turn.text.strip() else "(no reply)"))
    return messages


def _call(action: Action, id: str) -> ToolCall:
    amount = {} if action.amount is None else {"amount": action.amount}
    return ToolCall(name=action.name, arguments={**amount, **action.detail}, id=id)


def _oddities(text: str, outcomes: list[ChatOutcome]) -> list[str]:
    found = []
    if outcomes[-1].finish_reason == "length":
        found.append("cut_off: it ran into the token limit")
    if len(text) > OVER_LONG:
        found.append(f"over_long: {len(text)} characters")
    if not text.strip():
        found.append("wordless: actions and not a word")
    if any(one.reasoning for one in outcomes):
        found.append("reasoning: thinking aloud was taken out")
    dropped = sorted({name for one in outcomes for name in one.dropped})
    return found + ([f"dropped: {', '.join(dropped)}"] if dropped else [])


def _usage(outcomes: list[ChatOutcome]) -> Usage | None:
    known = [one.usage for one in outcomes if one.usage]
    if len(known) < len(outcomes):
        return None
    return Usage(
        prompt_tokens=_whole([one.prompt_tokens for one in known]),
        completion_tokens=_whole([one.completion_tokens for one in known]),
    )


def _whole(parts: list[int | None]) -> int | None:
    return None if None in parts else sum(part for part in parts if part is not None)


def _sum(parts: list[float | None]) -> float | None:
    return None if None in parts else sum(part for part in parts if part is not None)


def short_name(spec: str) -> str:
    """What a bot is called when nobody named it: the last part of the model's name."""
    bare = re.sub(r"\?[^#]*", "", spec)
    model = bare.partition("#")[2] or re.sub(r"@https?://.*$", "", bare)
    if re.match(r"(openai:)?https?://", model):
        model = re.sub(r"^(openai:)?https?://|/.*$", "", model)
    return re.sub(r"[^\w.+-]+", "-", model.rpartition("/")[2].removeprefix("litellm:").removeprefix("openai:")).strip(
        "-"
    )


def make(spec: str, *, name: str | None, chats: Callable[..., Chat], template: str | None = None) -> list[ModelBot]:
    """The bot of a model; `chats` opens the chat of a SPEC."""
    return [ModelBot(chats(spec, where=f"--bot {spec}"), name=name or short_name(spec), template=template)]
