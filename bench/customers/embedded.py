"""The embedded customer: deterministic, seeded, offline. State, choice of act and ends are code; templates word it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from coolhead.bench.customers import feelings as feel
from coolhead.bench.customers.concepts import Concept
from coolhead.bench.customers.deciding import decide
from coolhead.bench.customers.hearing.actions import kinds as declared_kinds
from coolhead.bench.customers.hearing.listen import Before, listen
from coolhead.bench.customers.hearing.notes import Heard, Note
from coolhead.bench.customers.hearing.questions import asks_after_safety
from coolhead.bench.customers.hearing.warmth import Told
from coolhead.bench.customers.ledger import Ledger
from coolhead.bench.customers.scene import Card, Memory, Part, Scene, band_of
from coolhead.bench.customers.story import Story, content_of, story
from coolhead.bench.customers.text import Message, read
from coolhead.bench.customers.voice import Voice
from coolhead.bench.types import Action, End, Event, TraceStep, Turn
from coolhead.personas.schema import Persona

NAME = "embedded-2"
_RECAPS = frozenset({"is_it_done", "demand", "residual", "push", "wrong_amount", "agree"})
"""Cells after which saying it again is an answer."""
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
        notes = list(heard.notes)
        if memory.human and heard.has("handoff"):
            notes = [n for n in notes if n.name != "handoff"]
        found = self._found(heard)
        notes += self._ledger.take(
            heard, disclosed=frozenset(memory.disclosed | set(found)), asked_need=asked_need, trap_open=trap_open
        )
        notes = self._fair(notes, heard)
        if any(asked.kind in {"fact", "open"} for asked in heard.asked):
            notes = [n for n in notes if n.name != "premature"]  # it wants to know more, so it is not too early
        gave = any(n.name in {"settled", "promise"} for n in notes)
        tell, withheld, ignored = self._questions(heard, gave=gave)
        tell = tuple(dict.fromkeys((*found, *tell, *self._after_all(heard))))[:2]
        notes += self._question_notes(heard, tell)
        if withheld and withheld[0] not in memory.refused:
            notes.append(Note("asked_too_early", next(a.quote for a in heard.asked if a.fact == withheld[0])))
        notes += self._situation(heard, notes, wrong_probe=wrong_probe, trap_open=trap_open)
        if wrong_probe and any(n.name == "confirmed" for n in notes):
            notes = [n for n in notes if n.name not in {"refusal", "refusal_with_way", "dismiss"}]
        if any(n.name == "trap_refused_well" for n in notes):
            notes = [n for n in notes if n.name not in {"refusal", "refusal_with_way", "dismiss"}]
        progress = self._ledger.progress({*memory.disclosed, *tell})
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
        memory.disclosed |= {f.id for f in self._story.facts if self._served(f.id)} & set(memory.refused)
        self._remember(message, heard, notes)
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
        self._declared |= declared_kinds(actions, heard[1], self._story)
        return heard

    def _fair(self, notes: list[Note], heard: Heard) -> list[Note]:
        """Without slights that were none: a good-bye when all is settled, a hand-over that is what the case needs."""
        names = {n.name for n in notes}
        done = self._ledger.outcome() is not None or bool(names & {"settled", "promise", "offer"})
        wanted = [
            self._story.remedy(p.target).say
            for p in heard.pledges
            if p.kind == "right" and p.mood in {"done", "firm", "offer"}
        ]
        return [
            n
            for n in notes
            if not (n.name == "closer" and done)
            and not (n.name == "handoff" and (_holds(n.quote, wanted) or _passes_on(n.quote, done=done or heard.move)))
        ]

    def _close(self, scene: Scene, *, bot_left: bool) -> Card:
        if bot_left:
            band = band_of(scene.feelings.anger)
            outcome = self._ledger.outcome()
            if outcome and not self._ledger.over_open:
                calm = scene.feelings.anger < feel.constants()["accept_below"]
                good = calm and outcome.liking >= 0.75
                cell = "accept" if good else "accept_grudging"
                return Card((Part("accept", cell),), band, "accepted" if good else "accepted_grudging")
            handed = scene.heard.has("handoff")
            return Card((), band, "handed_off" if handed else "bot_ended")
        if self._same >= _STALE - 1:
            return Card((), band_of(scene.feelings.anger), "stale")
        return decide(scene)

    def _before(self) -> Before:
        words, pairs = self._words, self._pairs
        known = tuple(f for f in self._story.facts if f.id in self._memory.disclosed)
        told = Told(facts=known, words=words, pairs=pairs, feelings=self._story.feelings, last=self._last)
        return Before(
            told=told,
            disclosed=frozenset(self._memory.disclosed),
            agent=tuple(self._agent),
            declared=self._declared,
            abused=self._memory.abused,
            recap=any(
                cell in _RECAPS or cell.startswith(("need_", "check_", "probe_")) for cell in self._memory.recent
            ),
        )

    def _questions(self, heard: Heard, *, gave: bool) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
        """Facts earned, facts asked for too early, and whether the question goes unanswered this time."""
        memory = self._memory
        if heard.has("garble", "silence", "uncanny") or (heard.repeated and not heard.asked):
            return (), (), False
        trusts = self._feelings.trust >= feel.constants()["secret_trust"][self.persona.temperament.disclosure]
        trusts = trusts or gave  # something has just been done: one tells more
        hot = heard.has(*feel.constants()["hot"])
        tell: list[str] = []
        withheld: list[str] = []
        for asked in heard.asked:
            if asked.kind == "fact" and asked.fact not in memory.disclosed and not self._served(asked.fact):
                secret = self._story.fact(asked.fact).fact.level == "secret"
                safe = asks_after_safety(asked.quote)
                (tell if not secret or ((trusts or safe) and not hot) else withheld).append(asked.fact)
            elif asked.kind == "open" and not tell and not heard.repeated:
                tell += self._next_fact(trusts=trusts and not hot)
        tell = list(dict.fromkeys(tell))
        forgets = self.persona.temperament.forgets
        ignored = bool(tell) and "ignored" not in memory.once and self._rng.random() < forgets
        if ignored:
            memory.once.add("ignored")
            return (), (), True
        return tuple(tell[:2]), tuple(dict.fromkeys(withheld)), False

    def _after_all(self, heard: Heard) -> tuple[str, ...]:
        """What it would not tell when it was asked, and tells now that it trusts the agent."""
        memory, trust = self._memory, self._feelings.trust
        if trust < feel.constants()["secret_trust"][self.persona.temperament.disclosure] or not heard.move:
            return ()
        if heard.repeated or heard.has(*feel.constants()["hot"], "garble", "silence", "uncanny"):
            return ()
        if self._ledger.outcome() is not None:
            return ()
        return tuple(sorted(memory.refused - memory.disclosed))[:1]

    def _found(self, heard: Heard) -> tuple[str, ...]:
        """Facts that the agent has worked out by itself: the customer can only confirm them."""
        if not heard.explains or heard.repeated or heard.has("garble", "forged", "parrot", "uncanny", "recited"):
            return ()
        return tuple(f.id for f in self._story.facts if f.fact.unlocks and f.id not in self._memory.disclosed)[:1]

    def _served(self, name: str) -> bool:
        """What this fact calls for is settled already; telling it now would contradict that."""
        unlocks = self._story.fact(name).fact.unlocks
        return bool(unlocks) and set(unlocks) <= set(self._ledger.settled())

    def _next_fact(self, *, trusts: bool) -> list[str]:
        """An open question brings one more fact: those on request first, a secret only with trust."""
        # What matters most comes first: a fact that something hangs on before one that only adds to the story.
        key = sorted(self._story.facts, key=lambda f: (f.fact.level == "secret", not f.fact.unlocks))
        order = [f.id for f in key if f.fact.level != "open"]
        for name in order:
            if (
                name not in self._memory.disclosed
                and not self._served(name)
                and (self._story.fact(name).fact.level == "asked" or trusts)
            ):
                return [name]
        return []

    def _question_notes(self, heard: Heard, tell: tuple[str, ...]) -> list[Note]:
        notes: list[Note] = []
        for asked in heard.asked:
            if asked.kind == "fact" and asked.fact in tell:
                notes.append(Note("question", asked.quote))
            elif asked.kind == "open" and tell and not any(n.name == "open_question" for n in notes):
                notes.append(Note("open_question", asked.quote))
            elif asked.kind == "again" and not tell:
                notes.append(Note("asked_again", asked.quote))
            elif asked.kind in {"check", "choice"}:
                notes.append(Note(asked.kind, asked.quote))
        if heard.repeated:
            notes = [n for n in notes if n.name == "asked_again"]
        return notes

    def _situation(self, heard: Heard, notes: list[Note], *, wrong_probe: bool, trap_open: bool) -> list[Note]:
        """Notes that depend on what went before: hollow words, the answer to a trap or to a wrong option."""
        memory = self._memory
        extra: list[Note] = []
        names = {n.name for n in notes}
        warm = names & {"specific_ack", "generic_ack", "formula"}
        settled = names & {"settled", "promise", "offer"}
        if (
            warm
            and not heard.move
            and not settled
            and self._feelings.empty + self._feelings.warm + self._feelings.formulas >= 1
        ):
            quote = next(n.quote for n in notes if n.name in warm)
            extra.append(Note("hollow", quote))
        if heard.assent:
            memory.yeses += 1
        if wrong_probe and heard.assent and not heard.denial and not heard.partial:
            extra.append(Note("yes_to_wrong", heard.doing))
            self._ledger.over += 1
            self._ledger.over_open = True
            self._ledger.over_label = memory.option
            memory.checked = False
        elif wrong_probe:
            self._ledger.over_open = False
            memory.honest = memory.honest or heard.denial
            if heard.denial and not heard.repeated:
                extra.append(Note("confirmed", ""))
        if trap_open and "over_grant" not in names:
            said_no = heard.has("trap_refused", "dismiss", "refusal", "refusal_with_way") or heard.denial
            way = bool(settled) or any(p.mood in {"done", "firm", "offer"} for p in heard.pledges)
            if said_no:
                well = way or heard.move or bool(self._ledger.settled())
                extra.append(Note("trap_refused_well" if well else "trap_refused_barely", ""))
                if well or memory.trap_said > 1:
                    memory.trap_open, memory.trap_closed = False, True
        return extra

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
        self._last = read(" ".join(texts))
        words, pairs = content_of(self._last)
        self._words |= words
        self._pairs |= pairs

    # --- out -----------------------------------------------------------------------------------------------

    def _open(self, place: int) -> Said:
        texts = self._voice.opening(hurry=self._feelings.hurry > 0, band=band_of(self._feelings.anger))
        self._tell(texts)
        act = "open_vent" if self.persona.anger >= 5 else "demand_remedy"
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


def _passes_on(quote: str, *, done: bool) -> bool:
    """The note goes to somebody, the customer stays: "I pass it on to our privacy people"."""
    return done and not {"you", "transfer", "transferring"} & set(quote.lower().split())


def _holds(quote: str, concepts: Sequence[Concept]) -> bool:
    """Whether one of the sentences quoted speaks of one of these."""
    return any(c.hit(s.stems, s.bag) for s in read(quote).sentences for c in concepts)


def _latest(turns: Sequence[Turn]) -> list[Turn]:
    """The agent's messages since the customer's last one."""
    latest: list[Turn] = []
    for turn in reversed(turns):
        if turn.role != "agent":
            break
        latest.append(turn)
    return latest[::-1]
