"""One agent turn, heard: all detectors over one reading of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coolhead.bench.customers.cues import book
from coolhead.bench.customers.ear.model import labels_of
from coolhead.bench.customers.hearing import actions as declared
from coolhead.bench.customers.hearing import (
    conduct,
    needs,
    pledges,
    questions,
    structure,
    sweeping,
    takeback,
    veiled,
    warmth,
)
from coolhead.bench.customers.hearing import learnt as ear
from coolhead.bench.customers.hearing.assent import answer, partial
from coolhead.bench.customers.hearing.clauses import GIVES, Mood
from coolhead.bench.customers.hearing.contacts import contact_only
from coolhead.bench.customers.hearing.echoes import told_back
from coolhead.bench.customers.hearing.leads import of_message
from coolhead.bench.customers.hearing.notes import Heard, Note, Unclear
from coolhead.bench.customers.hearing.shortfalls import bare_refusal, vague
from coolhead.bench.customers.story import Story
from coolhead.bench.customers.text import Message, Sentence, read, shingles
from coolhead.bench.types import Action


@dataclass(frozen=True, slots=True)
class Before:
    """What the customer knows when the turn comes in."""

    told: warmth.Told
    disclosed: frozenset[str]
    agent: tuple[Message, ...] = ()
    abused: bool = False
    """The customer's last words were an insult."""
    recap: bool = False
    """The customer has just asked to hear what stands."""
    declared: frozenset[str] = frozenset()
    """Grants that the bot's actions have named so far."""
    unclear: tuple[Unclear, ...] = ()
    """What the agent's last turn left open: "an appointment", when there are several."""


def _sends_on(notes: Sequence[Note]) -> set[str]:
    """Sentences that send the customer elsewhere: they close nothing."""
    return {n.quote for n in notes if n.name == "deflect"}


def listen(text: str, actions: Sequence[Action] = (), *, story: Story, before: Before) -> tuple[Heard, Message]:
    """What the customer makes of an agent turn, and the turn as read."""
    message = read(text)
    notes = structure.hear(message, earlier=before.agent, customer=before.told.last, recap=before.recap)
    names = {note.name for note in notes}
    if "silence" in names:
        return Heard(notes=tuple(notes)), message
    learnt = labels_of(message, before.told.last)
    all_moods = ear.promised(message, of_message(message), learnt)
    notes += _fair([*conduct.hear(message, all_moods=all_moods, abused=before.abused),
                    *veiled.hear(message, said=before.told.last)], message, before.told.last)  # fmt: skip
    notes += ear.hear(message, learnt, notes, said=before.told.last)
    if "garble" in names:
        return Heard(notes=tuple(notes)), message
    seen = {s.words for m in before.agent for s in m.sentences}
    asked = questions.hear(message, all_moods=all_moods, story=story, disclosed=before.disclosed, learnt=learnt)
    noticed, explains = frozenset[str](), ""
    found, more, left_open = pledges.hear(
        message, all_moods=all_moods, story=story, asked=before.told.last, unclear=before.unclear
    )
    notes += more
    found, more = declared.hear(
        tuple(actions), found, message=message, all_moods=all_moods, story=story, earlier=before.declared
    )
    notes += more
    if "repeat" not in names:
        warm, noticed = warmth.hear(message, all_moods=all_moods, told=before.told, seen=seen, learnt=learnt)
        if "parrot" in names:
            warm = [note for note in warm if note.name in {"formula", "non_apology", "sarcasm"}]
            noticed = frozenset()
        notes += warm
        explains, cue = _finds(message, all_moods, story)
        if explains:
            notes.append(Note("cause_found", explains))
        if cue:
            notes.append(Note("cue_noticed", cue))
    back = takeback.hear(message, story)
    found = [pledge for pledge in found if pledge.target not in back]
    told_back = frozenset(s.text for s, ms in zip(message.sentences, all_moods, strict=True) if not GIVES & set(ms)) & {
        n.quote for n in notes if n.name in {"specific_ack", "paraphrase"}
    }
    brings, every, times = needs.turn_brings(message, story, told_back=told_back)
    notes += _recited(message, story)
    notes += _uncanny(message, story, before.disclosed)
    scattered = sweeping.scattered(message, all_moods, story)
    if scattered and not _known(message, before.agent):
        notes.append(Note("scattershot", scattered))
        found = [p for p in found if p.kind != "right"]
    notes += vague(message, all_moods, learnt=learnt)
    giving = [p for p in found if p.mood in {"done", "firm", "offer", "statement"}]
    given_in = {p.quote for p in found if p.kind == "right" and p.mood in {"done", "firm"}} | _sends_on(notes)
    notes = [n for n in notes if not (n.name in {"dismiss", "closer"} and n.quote in given_in)]
    if not asked and not giving and not {n.name for n in notes} & {"dismiss", "specific_ack", "paraphrase", "repeat"}:
        notes += bare_refusal(message, all_moods)
    if not giving and {n.name for n in notes} & _TURNS_AWAY:
        notes = [n for n in notes if n.name not in {"cause_found", "paraphrase", "cue_noticed"}]
        explains = ""
    relevant = [a for a in asked if a.kind in {"fact", "open", "check"}]
    assent, denial, bare = answer(message, before.told.last)
    heard = Heard(
        notes=tuple(notes),
        pledges=tuple(found),
        asked=tuple(asked),
        noticed=noticed,
        brings=brings,
        numbers=every,
        times=times,
        assent=assent,
        denial=denial,
        bare=bare,
        partial=partial(message),
        doing=sweeping.generic_doing(message, all_moods, said=before.told.last, story=story),
        explains=bool(explains),
        repeated="repeat" in names,
        unclear=left_open,
        back=back,
        move=bool(giving or relevant or explains or left_open),
    )
    return heard, message


def _fair(treated: list[Note], message: Message, said: Message) -> list[Note]:
    """Without slights in the customer's own words, given back: "…, swapped for something you never asked for"."""
    own = {s.text for s in message.sentences if told_back(s, said)}
    return [
        n
        for n in treated
        if n.quote not in own and not (n.name == "blame" and structure.copied(read(n.quote).words, said))
    ]


_NEW = 0.3
"""A turn of which a smaller share is new only goes over what was said."""


def _known(message: Message, earlier: tuple[Message, ...]) -> bool:
    """Whether a list of many things goes over what was promised one by one before: a recap throws nothing about."""
    said = frozenset().union(*(m.content for m in earlier))
    return bool(said) and len(message.content - said) < _NEW * len(message.content)


_TURNS_AWAY = frozenset({"dismiss", "refusal", "blame", "non_apology", "minimise"})
"""With one of these and nothing given, being right about the case is held against the customer."""


def _finds(message: Message, all_moods: list[tuple[Mood, ...]], story: Story) -> tuple[str, str]:
    """The sentences that name the true cause and the unspoken worry; empty when none does."""
    cause = cue = ""
    for n, sentence in enumerate(message.sentences):
        if sentence.question and not any(m in {"statement", "report", "firm", "done"} for m in all_moods[n]):
            continue
        if contact_only(sentence, all_moods[n], story):
            continue
        if not cause and story.cause.hit(sentence.stems, sentence.bag):
            cause = sentence.text
        elif not cause and n:
            last = message.sentences[n - 1]
            if story.cause.share(sentence.bag, sentence.stems) and story.cause.hit(
                (*last.stems, *sentence.stems), last.bag | sentence.bag
            ):
                cause = sentence.text
        if not cue and story.cue and not _salutes(sentence) and story.cue.hit(sentence.stems, sentence.bag):
            cue = sentence.text
    return cause, cue


_SALUTATION = 5


def _salutes(sentence: Sentence) -> bool:
    """Like "Dear Mrs Ekholt,"."""
    return sentence.words[0] in {"dear", "hello", "hi", "good"} and len(sentence.words) <= _SALUTATION


def _recited(message: Message, story: Story) -> list[Note]:
    """The agent reads out its own rules instead of answering."""
    raw = message.raw.lower()
    hits = sum(rule in raw for rule in story.rules)
    if hits >= 2 or (
        hits and any(h.kind == "meta" for s in message.sentences for h in book("conduct").find(s.words, s.stems))
    ):
        return [Note("recited", message.sentences[-1].text[:160])]
    return []


_COPIED = (4, 0.55)
"""Three words running, how many and what share of them, from which on a telling is copied."""
_TELLING = 5
"""So many words that only a hidden fact holds, in one sentence, are no guess."""


def _uncanny(message: Message, story: Story, disclosed: frozenset[str]) -> list[Note]:
    """A sentence that tells the customer what it has told nobody, in its own words."""
    hidden = [f for f in story.facts if f.fact.level != "open" and f.id not in disclosed]
    spoken = shingles(message) if hidden else set()
    for known in hidden:
        if any(len(spoken & told) >= max(_COPIED[0], _COPIED[1] * len(told)) for told in known.shingles):
            return [Note("uncanny", message.sentences[0].text)]
    said = frozenset().union(*(s.bag for s in message.sentences if not s.question)) if hidden else frozenset()
    for known in hidden:
        need = max(_TELLING, round(0.6 * known.shortest))
        if len(known.own & said) >= need:
            best = max(message.sentences, key=lambda s: len(s.bag & known.own))
            return [Note("uncanny", best.text)]
    return []
