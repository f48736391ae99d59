"""Lets a model add to what code heard: events of a closed list, each with words that stand in the agent's message."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from coolhead.bench.customers.hearing.clauses import STRENGTH, Mood
from coolhead.bench.customers.hearing.moods import moods
from coolhead.bench.customers.hearing.notes import Asked, Heard, Note, Pledge
from coolhead.bench.customers.model.guards import Guards
from coolhead.bench.customers.model.prompting import SHOWN_TURNS, mark_for, marked, parts, tables
from coolhead.bench.customers.story import Story
from coolhead.bench.customers.text import Message, Sentence, clean, read
from coolhead.bench.errors import BudgetReached
from coolhead.bench.protocols import Chat
from coolhead.bench.types import ChatMessage, Turn

Kind = Literal[
    "acknowledges", "paraphrases", "names_cause", "notices_hint", "asks_fact", "asks_open", "commits", "offers",
    "blames", "mocks", "dismisses", "minimises", "polices", "insults", "threatens", "sorry_if", "vague", "deflects",
]  # fmt: skip


@cache
def notes_of() -> dict[str, str]:
    """Event -> the note that code would make of it; questions and pledges have none."""
    return {kind: event["note"] for kind, event in tables()["events"].items() if "note" in event}


@cache
def good() -> frozenset[str]:
    """Events that do the agent good: they count only in a turn that code finds sound."""
    return frozenset(kind for kind, event in tables()["events"].items() if event.get("good"))


UNSOUND = frozenset(
    {"garble", "silence", "parrot", "forged", "meta", "scattershot", "repeat", "insult", "threat", "sarcasm"}
)
_ACK = 0.6
"""Size of an acknowledgement that only the model heard."""
_WORD = re.compile(r"[^\W_]+")


class HeardEvent(BaseModel):
    """One event."""

    model_config = ConfigDict(extra="ignore")

    event: Kind
    quote: str
    about: str = ""


class HeardEvents(BaseModel):
    """What the model answers; there is no field for a feeling, an act or an end."""

    model_config = ConfigDict(extra="ignore")

    events: list[HeardEvent] = Field(default_factory=list, max_length=24)


@dataclass(frozen=True, slots=True)
class Extra:
    """Events that passed the checks, and the sentence that holds each."""

    events: tuple[tuple[HeardEvent, str], ...] = ()


async def detect(
    chat: Chat,
    turns: Sequence[Turn],
    latest: Sequence[Turn],
    *,
    story: Story,
    disclosed: frozenset[str],
    guards: Guards,
) -> Extra:
    """The model's events whose words stand in the agent's message; none where the model fails.

    Raises:
        BudgetReached: the spending limit of the run is reached.
    """
    text = "\n".join(turn.text for turn in latest)
    if not _WORD.search(text):
        return Extra()
    mark = mark_for(turns)
    before = turns[: len(turns) - len(latest)]
    persona = story.persona
    prompt = parts("detector")
    system = prompt["system"].format(
        nonce=mark,
        events="\n".join(f"- {kind}: {event['means']}" for kind, event in tables()["events"].items()),
        facts="\n".join(f"- {f.id}: {f.say[0]}" for f in persona.facts if f.id not in disclosed) or "- none",
        remedies="\n".join(f"- {r.id}: {r.label}" for r in persona.remedies),
        cause=persona.true_cause.label,
    )
    user = prompt["user"].format(talk=marked(before[-SHOWN_TURNS:], mark), latest=marked(latest, mark), nonce=mark)
    messages = [ChatMessage(role="system", content=system), ChatMessage(role="user", content=user)]
    outcome = await chat.ask(messages, purpose="customer", answer=HeardEvents, temperature=0.0, max_tokens=600)
    if outcome.failure == "budget":
        raise BudgetReached(outcome.reason)
    guards.count("listened")
    if not isinstance(outcome.parsed, HeardEvents):
        guards.count("listening_failed")
        return Extra()
    kept = []
    sentences = [sentence.text for sentence in read(text).sentences]
    for event in outcome.parsed.events:
        sentence = _holder(event.quote, sentences)
        if sentence is None:
            guards.count("events_without_quote")
        else:
            kept.append((event, sentence))
    return Extra(tuple(kept))


def _holder(quote: str, sentences: Sequence[str]) -> str | None:
    wanted = [word.lower() for word in _WORD.findall(clean(quote))]
    if len(wanted) < 3:
        return None
    for sentence in sentences:
        have = [word.lower() for word in _WORD.findall(sentence)]
        if any(have[n : n + len(wanted)] == wanted for n in range(len(have) - len(wanted) + 1)):
            return sentence
    return None


def merged(
    heard: Heard, message: Message, extra: Extra, *, story: Story, disclosed: frozenset[str], guards: Guards
) -> Heard:
    """What code heard, and what the model heard on top of it. Nothing that code heard is taken away."""
    names = {note.name for note in heard.notes}
    sound = not names & UNSOUND and not heard.repeated
    notes, asked, pledges = list(heard.notes), list(heard.asked), list(heard.pledges)
    noticed, explains = set(heard.noticed), heard.explains
    for event, quote in extra.events:
        if event.event in good() and not sound:
            guards.count("events_in_unsound_turn")
            continue
        known = notes_of().get(event.event)
        if known in names:
            guards.count("events_agreed")
            continue
        found = _one(event, quote, message, story=story, disclosed=disclosed)
        if found is None:
            guards.count("events_refused")
        elif isinstance(found, Note):
            notes.append(found)
            names.add(found.name)
            explains = explains or found.name == "cause_found"
            if event.event == "acknowledges" and event.about in disclosed:
                noticed.add(event.about)
        elif isinstance(found, Asked):
            if any(a.kind == found.kind and a.fact == found.fact for a in asked):
                guards.count("events_agreed")
                continue
            asked.append(found)
        elif any(p.target == found.target and STRENGTH[p.mood] >= STRENGTH[found.mood] for p in pledges):
            guards.count("events_agreed")
            continue
        else:
            pledges = [p for p in pledges if p.target != found.target] + [
                replace(found, brings=frozenset(heard.brings))
            ]
        guards.count("events_added" if found is not None else "events_seen")
    guards.count("heard_by_code_alone", len({n.name for n in heard.notes} & set(notes_of().values()) - _said(extra)))
    moved = any(p.mood in ("done", "firm", "offer") for p in pledges) or any(a.kind in ("fact", "open") for a in asked)
    return replace(
        heard, notes=tuple(notes), asked=tuple(asked), pledges=tuple(pledges), noticed=frozenset(noticed),
        explains=explains, move=heard.move or moved or explains,
    )  # fmt: skip


def _said(extra: Extra) -> set[str]:
    return {notes_of()[event.event] for event, _ in extra.events if event.event in notes_of()}


def _one(
    event: HeardEvent, quote: str, message: Message, *, story: Story, disclosed: frozenset[str]
) -> Note | Asked | Pledge | None:
    """The note, question or pledge of an event; None when code finds no trace of what the model says it heard."""
    place = next((n for n, s in enumerate(message.sentences) if s.text == quote), None)
    sentence = message.sentences[place] if place is not None else None
    if event.event == "asks_fact":
        open_facts = {f.id for f in story.facts} - disclosed
        return Asked("fact", quote, event.about) if event.about in open_facts and "?" in quote else None
    if event.event == "asks_open":
        return Asked("open", quote) if "?" in quote else None
    if event.event in ("commits", "offers"):
        return _pledge(event, quote, sentence, place, story=story)
    if event.event == "names_cause":
        return Note("cause_found", quote) if sentence and story.cause.share(sentence.bag, sentence.stems) else None
    if event.event == "notices_hint":
        cue = story.cue
        return Note("cue_noticed", quote) if cue and sentence and cue.share(sentence.bag, sentence.stems) else None
    return Note(notes_of()[event.event], quote, _ACK if event.event == "acknowledges" else 1.0)


def _pledge(
    event: HeardEvent, quote: str, sentence: Sentence | None, place: int | None, *, story: Story
) -> Pledge | None:
    """A pledge that only the model heard: code must see a trace of the remedy, no question, no "no", no "if"."""
    wanted = next((r for r in story.remedies if r.id == event.about), None)
    if wanted is None or sentence is None or place is None or sentence.question:
        return None
    if not wanted.say.share(sentence.bag, sentence.stems):
        return None
    how = moods(sentence)
    if any(STRENGTH[mood] == 0 for mood in how):
        return None
    firm = event.event == "commits" and any(mood in ("done", "firm") for mood in how)
    mood: Mood = "firm" if firm else "offer"
    return Pledge(wanted.id, "right", mood, quote, place)
