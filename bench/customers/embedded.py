"""The embedded customer: deterministic, seeded, offline. State, choice of act and ends are code; templates word it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from coolhead.bench.customers import feelings as feel
from coolhead.bench.customers import telling, weighing
from coolhead.bench.customers.booking import book
from coolhead.bench.customers.deciding import decide
from coolhead.bench.customers.hearing.actions import kinds as declared_kinds
from coolhead.bench.customers.hearing.listen import Before, listen
from coolhead.bench.customers.hearing.notes import Heard, Note, Unclear
from coolhead.bench.customers.hearing.plainly import says_yes
from coolhead.bench.customers.hearing.warmth import Told
from coolhead.bench.customers.leaving import left_behind
from coolhead.bench.customers.ledger import WORD, Ledger
from coolhead.bench.customers.reacting import insults_first
from coolhead.bench.customers.scene import Card, Memory, Mind, Scene, band_of, loud
from coolhead.bench.customers.story import Story, content_of, story
from coolhead.bench.customers.text import Message, read
from coolhead.bench.customers.voice import Voice
from coolhead.bench.types import Action, End, Event, TraceStep, Turn
from coolhead.personas.schema import Persona

NAME = "embedded-8"
_RECAPS = frozenset({"is_it_done", "demand", "residual", "push", "wrong_amount", "agree"})
"""Cells after which saying it again is an answer."""
_OF_THE_CASE = frozenset({"open", "fact", "again", "solution"})
"""Questions that ask what happened, for a fact, or for what is wanted."""
_STALE = 4
"""The same agent text so many times in a row ends a dialogue that nobody else ends."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the customer does next (see `protocols.Utterance`)."""

    texts: tuple[str, ...]
    end: End | None
    step: TraceStep


class EmbeddedEngine:
    """Plays any persona; `name` carries the version that moves whenever a dialogue could come out differently."""

    name = NAME

    def begin(self, persona: Persona, *, seed: int) -> EmbeddedCustomer:
        """A fresh customer for a filled persona."""
        return EmbeddedCustomer(persona, seed=seed)


class EmbeddedCustomer:
    """One angry person in one dialogue."""

    def __init__(self, persona: Persona, *, seed: int) -> None:
        self.persona = persona
        # A string seed: independent of hash order. By family: twins begin alike, on the same day of the same mood.
        self._rng = Random(f"{seed}:{persona.family}:{NAME}")
        self._voice = Voice(persona, Random(f"{seed}:{persona.family}:{NAME}:voice"))
        self._story: Story = story(persona)
        self._ledger = Ledger(self._story)
        self._memory = Memory(disclosed={f.id for f in persona.facts if f.level == "open"})
        self._feelings = feel.at_start(persona, self._rng)
        self._agent: list[Message] = []
        self._declared: frozenset[str] = frozenset()
        self._unclear: tuple[Unclear, ...] = ()
        self._told = False
        self._words: frozenset[str] = frozenset()
        self._pairs: frozenset[tuple[str, str]] = frozenset()
        self._last = read("")
        self._same = 0
        self._over = False

    async def speak(self, turns: Sequence[Turn], *, bot_left: bool = False) -> Said:
        """The next customer turn; `turns` ends with the agent's latest one, or is empty for the opening."""
        return self.speak_now(turns, bot_left=bot_left)

    def speak_now(self, turns: Sequence[Turn], *, bot_left: bool = False) -> Said:
        """`speak` without the event loop."""
        place = len(turns)
        latest = _latest(turns)
        if not latest and self._memory.turn == 0 and not self._told:
            return self._open(place)
        card, events = self.consider(latest, bot_left=bot_left)
        texts = self._voice.word(card) if card.parts else ()
        return self._say(card, texts, events, place)

    # --- the controller: everything but the wording ------------------------------------------------------------

    def consider(self, latest: Sequence[Turn], *, bot_left: bool = False) -> tuple[Card, tuple[Event, ...]]:
        """Hear the agent, feel, and choose the next act; a model voice uses this and words the card itself."""
        memory, before = self._memory, self._feelings
        memory.turn += 1
        text = "\n".join(turn.text for turn in latest)
        actions = tuple(action for turn in latest for action in turn.actions)
        heard, message = self._hear(text, actions)
        asked_need, trap_open, wrong_probe = memory.asked_need, memory.trap_open, memory.wrong_probe
        if asked_need and asked_need[1] == WORD and says_yes(message, self._story.remedy(asked_need[0]).say):
            heard = replace(heard, assent=True)
        notes = list(heard.notes)
        if memory.human and heard.has("handoff"):
            notes = [n for n in notes if n.name != "handoff"]
        mind = self._mind()
        found = telling.found(mind, heard)
        notes += book(
            self._ledger,
            heard,
            disclosed=frozenset(memory.disclosed | set(found)),
            asked_need=asked_need,
            trap_open=trap_open,
        )
        notes = weighing.fair(mind, notes, heard)
        if any(asked.kind in {"fact", "open"} for asked in heard.asked):
            notes = [n for n in notes if n.name != "premature"]  # it wants to know more, so it is not too early
        gave = any(n.name in {"settled", "promise"} for n in notes)
        tell, withheld, ignored = telling.earned(mind, heard, gave=gave)
        tell = tuple(dict.fromkeys((*found, *tell, *telling.after_all(mind, heard))))[:2]
        notes += telling.question_notes(heard, tell)
        if withheld and withheld[0] not in memory.refused:
            notes.append(Note("asked_too_early", next(a.quote for a in heard.asked if a.fact == withheld[0])))
        notes += weighing.in_situation(mind, heard, notes, message, wrong_probe=wrong_probe, trap_open=trap_open)
        if wrong_probe and any(n.name == "confirmed" for n in notes):
            notes = [n for n in notes if n.name not in {"refusal", "refusal_with_way", "dismiss"}]
        if any(n.name == "trap_refused_well" for n in notes):
            notes = [n for n in notes if n.name not in {"refusal", "refusal_with_way", "dismiss"}]
        # What had to be asked twice word for word brings the case no further in that turn.
        progress = self._ledger.progress({*memory.disclosed, *(() if heard.repeated else tell)})
        asked = bool(tell) or any(n.name == "open_question" for n in notes)
        turned = feel.after(
            before,
            notes,
            persona=self.persona,
            progress=progress,
            move=(heard.move and not heard.repeated)
            or bool(tell)
            or any(n.name == "confirmed" for n in notes)
            or self._ledger.outcome() is not None,
            asked=asked,
            on_topic=bool(
                heard.pledges or heard.noticed or heard.explains or message.content & self._before().told.words
            ),
        )
        self._feelings = turned.feelings
        memory.disclosed |= {f.id for f in self._story.facts if telling.served(mind, f.id)} & set(memory.refused)
        self._remember(message, heard, notes)
        memory.questioned = memory.questioned or bool(tell) or any(a.kind in _OF_THE_CASE for a in heard.asked)
        scene = Scene(
            story=self._story,
            feelings=turned.feelings,
            before=before,
            heard=heard,
            names=frozenset(n.name for n in notes),
            ledger=self._ledger,
            memory=memory,
            rng=self._rng,
            tell=tell,
            withheld=withheld,
            ignored=ignored,
            asked=heard.asked,
        )
        card = self._close(scene, bot_left=bot_left)
        return card, (*turned.events, *((Event(name=card.why),) if card.why else ()))

    def _hear(self, text: str, actions: tuple[Action, ...]) -> tuple[Heard, Message]:
        """What was noticed in the agent's turn; a model customer adds to it."""
        heard = listen(text, actions, story=self._story, before=self._before())
        self._unclear = heard[0].unclear
        self._declared |= declared_kinds(actions, heard[1], self._story)
        return heard

    def _close(self, scene: Scene, *, bot_left: bool) -> Card:
        if bot_left:
            return left_behind(scene)
        if self._same >= _STALE - 1:
            return Card((), band_of(scene.feelings.anger), "stale")
        return decide(scene)

    def _mind(self) -> Mind:
        return Mind(story=self._story, feelings=self._feelings, ledger=self._ledger, memory=self._memory, rng=self._rng)

    def _before(self) -> Before:
        words, pairs = self._words, self._pairs
        known = tuple(f for f in self._story.facts if f.id in self._memory.disclosed)
        told = Told(facts=known, words=words, pairs=pairs, feelings=self._story.feelings, last=self._last)
        return Before(
            told=told,
            disclosed=frozenset(self._memory.disclosed),
            agent=tuple(self._agent),
            declared=self._declared,
            unclear=self._unclear,
            abused=self._memory.abused,
            recap=any(
                cell in _RECAPS or cell.startswith(("need_", "check_", "probe_")) for cell in self._memory.recent
            ),
        )

    def _remember(self, message: Message, heard: Heard, notes: list[Note]) -> None:
        memory = self._memory
        if heard.has("fair_limit"):
            memory.limits += 1
        if any(n.name == "forged" for n in notes):
            memory.checked = False
        same = bool(self._agent) and self._agent[-1].words == message.words
        self._same = self._same + 1 if same else 0
        memory.heard_words |= message.content
        memory.heard_when = memory.heard_when or "when" in heard.brings
        self._agent.append(message)

    def _tell(self, texts: tuple[str, ...]) -> None:
        """Keep what was said, as far as hearing needs it."""
        self._told = True
        self._memory.loud = self._memory.loud or any(loud(text) for text in texts)
        self._last = read(" ".join(texts))
        words, pairs = content_of(self._last)
        self._words |= words
        self._pairs |= pairs

    # --- out -----------------------------------------------------------------------------------------------

    def _open(self, place: int) -> Said:
        insult = insults_first(self.persona, self._rng)
        texts = self._voice.opening(hurry=self._feelings.hurry > 0, band=band_of(self._feelings.anger), insult=insult)
        self._memory.insults, self._memory.abused = int(insult), insult
        self._tell(texts)
        act = ("open_vent" if self.persona.anger >= 5 else "demand_remedy") + "+insult" * insult
        return Said(texts, None, self._step(place, act, ()))

    def _say(self, card: Card, texts: tuple[str, ...], events: tuple[Event, ...], place: int) -> Said:
        self._tell(texts)
        end = None
        if card.end:
            by = {"handed_off": "bot", "bot_ended": "bot", "stale": "engine"}.get(card.end, "customer")
            end = End.model_validate({"reason": card.end, "by": by})
        return Said(texts, end, self._step(place, self._voice.worded or card.act, events))

    def _step(self, place: int, act: str, events: tuple[Event, ...]) -> TraceStep:
        f = self._feelings
        return TraceStep(
            turn=place,
            anger=round(f.anger, 4),
            heard=round(f.heard, 4),
            trust=round(f.trust, 4),
            fairness=round(f.fairness, 4),
            control=round(f.control, 4),
            blame=round(f.blame, 4),
            progress=round(f.progress, 4),
            patience=round(f.patience, 3),
            act=act,
            events=events,
            settled=self._ledger.settled(),
        )


def _latest(turns: Sequence[Turn]) -> list[Turn]:
    """The agent's messages since the customer's last one."""
    latest: list[Turn] = []
    for turn in reversed(turns):
        if turn.role != "agent":
            break
        latest.append(turn)
    return latest[::-1]
