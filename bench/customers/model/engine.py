"""The model customer: code decides, a model hears in addition and words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from coolhead.bench.customers.embedded import NAME as CONTROLLER
from coolhead.bench.customers.embedded import EmbeddedCustomer, Said, _latest
from coolhead.bench.customers.hearing.notes import Heard
from coolhead.bench.customers.model.checking import allowed, most_words, problems
from coolhead.bench.customers.model.detector import Extra, detect, merged
from coolhead.bench.customers.model.guards import Guards
from coolhead.bench.customers.model.prompting import SHOWN_TURNS, VERSION, mark_for, marked, parts, tables
from coolhead.bench.customers.scene import Card
from coolhead.bench.customers.text import Message
from coolhead.bench.errors import BudgetReached
from coolhead.bench.protocols import Chat
from coolhead.bench.types import Action, ChatMessage, Turn
from coolhead.personas.schema import Persona

TRIES = 3
"""A first wording and two retries; then the template is said."""

_WRAPPED = re.compile(r'^(?:customer|you)\s*[:|]\s*|^["“](?=[^"“”]*["”]$)|["”]$', re.I)


class ModelEngine:
    """Plays any persona with a model's ears and voice; `name` names the controller, the version and the model."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat
        self._guards = Guards()
        self.name = f"model-{VERSION}:{CONTROLLER}:{_short(chat.model)}"

    def begin(self, persona: Persona, *, seed: int) -> ModelCustomer:
        """A fresh customer for a filled persona."""
        return ModelCustomer(persona, seed=seed, chat=self.chat, guards=self._guards)

    def resume(self, earlier: Mapping[str, int | float | None]) -> None:
        """Goes on from what an earlier part of the run had counted."""
        self._guards.resume(earlier)

    def guards(self) -> dict[str, int | float | None]:
        """How often the model was held back so far in this run."""
        return self._guards.report()


class ModelCustomer(EmbeddedCustomer):
    """One angry person in one dialogue."""

    def __init__(self, persona: Persona, *, seed: int, chat: Chat, guards: Guards) -> None:
        super().__init__(persona, seed=seed)
        self._seed, self._chat, self._guards = seed, chat, guards
        self._extra = Extra()
        self._own: list[str] = []

    async def speak(self, turns: Sequence[Turn], *, bot_left: bool = False) -> Said:
        """The next customer turn; the opening is the persona's own."""
        latest = _latest(turns)
        if not latest and self._memory.turn == 0 and not self._told:
            said = self._open(len(turns))
        else:
            self._extra = await detect(
                self._chat, turns, latest, story=self._story, disclosed=frozenset(self._memory.disclosed),
                guards=self._guards,
            )  # fmt: skip
            card, events = self.consider(latest, bot_left=bot_left)
            draft = self._voice.word(card) if card.parts else ()
            texts = await self._worded(card, draft, turns) if draft else ()
            said = self._say(card, texts, events, len(turns))
        self._own += said.texts
        return said

    def _hear(self, text: str, actions: tuple[Action, ...]) -> tuple[Heard, Message]:
        heard, message = super()._hear(text, actions)
        disclosed = frozenset(self._memory.disclosed)
        return merged(heard, message, self._extra, story=self._story, disclosed=disclosed, guards=self._guards), message

    async def _worded(self, card: Card, draft: tuple[str, ...], turns: Sequence[Turn]) -> tuple[str, ...]:
        """The draft in the model's words, or the draft itself when no try may be said."""
        whole = "\n".join(draft)
        may = allowed(
            self._story, card, draft=whole, talk=[turn.text for turn in turns], own=self._own,
            disclosed=self._memory.disclosed, cue_said=self._memory.cue_said, trap_said=self._memory.trap_said > 0,
        )  # fmt: skip
        styles = self.persona.style
        messages = self._prompt(card, whole, turns)
        for turn in range(TRIES):
            outcome = await self._chat.ask(
                messages, purpose="customer", repeat=turn, temperature=0.7, max_tokens=240,
                seed=(self._seed + turn) % 2**31,
            )  # fmt: skip
            if outcome.failure == "budget":
                raise BudgetReached(outcome.reason)
            if not outcome.ok:
                self._guards.count(f"voice_failed_{outcome.failure}")
                continue
            text = _WRAPPED.sub("", outcome.text.strip()).strip()
            wrong = problems(text, card, may, styles=styles)
            if not wrong:
                self._guards.count("worded")
                return (text,)
            for name in wrong:
                self._guards.count(f"refused_{name}")
            self._guards.count("retried", turn < TRIES - 1)
            again = parts("realizer")["retry"].format(problems="; ".join(wrong.values()))
            messages = [
                *messages[:2],
                ChatMessage(role="assistant", content=outcome.text[:1000] or "(nothing)"),
                ChatMessage(role="user", content=again),
            ]
        self._guards.count("fell_back")
        return draft

    def _prompt(self, card: Card, draft: str, turns: Sequence[Turn]) -> list[ChatMessage]:
        mark, prompt, table = mark_for(turns), parts("realizer"), tables()
        system = prompt["system"].format(
            style="; ".join(table["styles"][style] for style in self.persona.style),
            band=table["bands"][card.band],
            words=most_words(len(draft.split())),
            nonce=mark,
        )
        user = prompt["user"].format(talk=marked(turns[-SHOWN_TURNS:], mark), draft=draft, nonce=mark)
        return [ChatMessage(role="system", content=system), ChatMessage(role="user", content=user)]


def _short(model: str) -> str:
    bare = re.sub(r"\?[^#]*", "", model)
    return re.sub(r"[^\w.+-]+", "-", (bare.partition("#")[2] or bare).rpartition("/")[2]).strip("-") or "model"
