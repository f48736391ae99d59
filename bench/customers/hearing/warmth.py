"""Empathy that is about this person: a feeling, a right or an apology tied to something the customer told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coolhead.bench.customers.cues import book
from coolhead.bench.customers.dates import MONTHS
from coolhead.bench.customers.hearing import structure
from coolhead.bench.customers.hearing.clauses import Mood, refuses
from coolhead.bench.customers.hearing.notes import Note
from coolhead.bench.customers.story import KnownFact
from coolhead.bench.customers.text import Message, Sentence
from coolhead.bench.customers.tokens import MAY, stem

_CUES = ("feeling", "legit", "owner", "sorry")


_RETOLD = 4
"""So many words of the story, in the agent's own order, show that it was taken in without any "so you …"."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the customer has said so far: facts on the table, topic words, numbers with their things."""

    facts: tuple[KnownFact, ...]
    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    feelings: frozenset[str]
    last: Message


def kinds_of(sentence: Sentence) -> set[str]:
    """Kinds of warmth cues in a sentence."""
    return {hit.kind for hit in book("warmth").find(sentence.words, sentence.stems)}


_AS = {"WARM": {"feeling"}, "SORRY": {"sorry"}, "STOCK": {"formula"}, "NONSORRY": {"not_sorry", "half_sorry"}}
"""What the ear hears, as kinds of cues."""


_TURNS = frozenset("if but any though however inconvenience perceived feel felt feeling see think find".split())
"""Without one of these an apology has no catch in it."""


def _learnt(labels: frozenset[str], sentence: Sentence) -> set[str]:
    if sentence.question:
        return set()
    plain = not _TURNS & set(sentence.words)
    return {kind for label in sorted(labels) if not (plain and label == "NONSORRY") for kind in _AS.get(label, ())}


def reflected(sentence: Sentence, told: Told) -> frozenset[str]:
    """Facts of the customer that the sentence shows to have been taken in."""
    return frozenset(f.id for f in told.facts if f.noticed.hit(sentence.stems, sentence.bag))


def misheard(sentence: Sentence, told: Told) -> bool:
    """A number of the story reflected wrongly ("three days" for nine)."""
    things: dict[str, set[str]] = {}
    for number, thing in told.pairs:
        things.setdefault(thing, set()).add(number)
    wrong = right = False
    for a, b in zip(sentence.stems, sentence.stems[1:], strict=False):
        if a[0].isdecimal() and b in things and b not in _DATED:
            right |= a in things[b]
            # Two of three fees is no mistake, two days instead of nine is one.
            wrong |= a not in things[b] and (b in _LASTING or len(a) > max(map(len, things[b])))
    return wrong and not right


def _retold(sentence: Sentence, kinds: set[str], facts: frozenset[str], overlap: int, *, gives: bool) -> bool:
    """Whether it tells the customer's story back: two facts, one with a sign of listening, or many of its words."""
    told = len(facts) >= 2 or (bool(facts) and bool(kinds & {"hear", "feeling", "legit"}))
    plain = not gives and not sentence.question and not any(refuses(c.words) for c in sentence.clauses)
    return told or ("hear" in kinds and overlap >= 3) or (plain and overlap >= _RETOLD)


_DATED = frozenset({"cr", "oclock", "am", "pm", "th", "st", "nd", "rd", "%", MAY, *(stem(m) for m in MONTHS)})
_LASTING = frozenset({"minut", "hour", "day", "night", "week", "month", "year", "time"})


def hear(
    message: Message,
    *,
    all_moods: list[tuple[Mood, ...]],
    told: Told,
    seen: set[tuple[str, ...]],
    learnt: Sequence[frozenset[str]] = (),
) -> tuple[list[Note], frozenset[str]]:
    """Warmth notes and the facts reflected; sentences heard before (`seen`) count for nothing.

    `learnt` = what the ear hears in each sentence, beside the cues.
    """
    notes: list[Note] = []
    noticed: set[str] = set()
    carried = ""
    bare = -1
    for n, sentence in enumerate(message.sentences):
        if sentence.words in seen:
            continue
        kinds = kinds_of(sentence) | (_learnt(learnt[n], sentence) if learnt else set())
        facts = reflected(sentence, told)
        overlap = len((sentence.bag & told.words) - told.feelings)
        own = not structure.copied(sentence.words, told.last)
        if own:
            noticed |= facts
        half = "half_sorry" in kinds or {"sorry", "apologis", "apologiz", "apology"} & sentence.bag
        if "not_sorry" in kinds and half and not facts:
            notes.append(Note("non_apology", sentence.text))
            continue
        cue = bool(kinds & set(_CUES)) or bool(sentence.bag & told.feelings and "you" in sentence.bag)
        if kinds & {"third", "mock", "unseen", "not_sorry"} or (
            sentence.question and "hear" not in kinds and not facts
        ):
            cue = False
            if "mock" in kinds:
                notes.append(Note("sarcasm", sentence.text))
        gives = any(m in {"done", "firm", "offer"} for m in all_moods[n])
        if (cue or "hear" in kinds) and not gives and (facts or overlap >= 2) and own and misheard(sentence, told):
            notes.append(Note("misheard", sentence.text))
        elif (
            own
            and cue
            and (facts or overlap >= 2 or (overlap >= 1 and kinds & {"sorry", "feeling"} and len(sentence.words) > 4))
        ):
            notes.append(Note("specific_ack", sentence.text, 1.0 if facts or overlap >= 3 else 0.75))
        elif own and _retold(sentence, kinds, facts, overlap, gives=gives):
            # "I am sorry. You came twice and sat three hours …": the apology gets its object one sentence later.
            notes.append(Note("specific_ack" if n and n - 1 == bare else "paraphrase", sentence.text))
        elif kinds & {"formula"}:
            notes.append(Note("formula", sentence.text))
        elif cue and carried == "topic" and n:
            notes.append(Note("specific_ack", sentence.text, 0.75))
        elif cue:
            notes.append(Note("generic_ack", sentence.text))
            bare = n
        carried = "topic" if own and (facts or overlap >= 2) else ""
    return notes, frozenset(noticed)
