"""What falls short of a promise: vague times, pointers elsewhere, a bare no."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from coolhead.bench.customers.cues import book, overlap
from coolhead.bench.customers.dates import moments
from coolhead.bench.customers.hearing.clauses import GIVES, Mood
from coolhead.bench.customers.hearing.contacts import in_case
from coolhead.bench.customers.hearing.notes import Note
from coolhead.bench.customers.text import Clause, Message


def vague(message: Message, all_moods: list[tuple[Mood, ...]], *, learnt: Sequence[frozenset[str]] = ()) -> list[Note]:
    """A promise whose only time is "soon", a "we'll see" in place of one, or a pointer elsewhere instead of a step."""
    notes = []
    given = any(m in GIVES for ms in all_moods for m in ms)
    for n, sentence in enumerate(message.sentences):
        hits = book("mood").find(sentence.words, sentence.stems)
        plain = [hit for hit in hits if hit.kind == "not_vague"]
        soon = any(hit.kind == "vague" and not overlap(hit, plain) for hit in hits)
        gives = GIVES & set(all_moods[n]) or {"should", "expect"} & set(sentence.words)
        plainly = not sentence.question and not sentence.quoted and not _RECALLS & {*pairwise(sentence.words)}
        thin = not given and any(hit.kind == "thin" for hit in hits)
        hazy = bool(learnt) and "VAGUE" in learnt[n] and not moments(sentence.words)
        if plainly and (thin or hazy or (soon and gives and not moments(sentence.words))):
            notes.append(Note("vague", sentence.text))
        if "deflect" in all_moods[n] and not given and not in_case(sentence):
            notes.append(Note("deflect", sentence.text))
    return notes


_RECALLS = {("you", told) for told in ("say", "said", "write", "wrote", "told", "mentioned")}
_REFUSERS = frozenset(
    {"can", "could", "will", "possible", "able", "allowed", "permitted", "way", "unable", "impossible", "may"}
)


def bare_refusal(message: Message, all_moods: list[tuple[Mood, ...]]) -> list[Note]:
    """A "no" with nothing beside it: no step, no offer, no question."""
    if any(m in {"firm", "done", "offer", "question"} for ms in all_moods for m in ms):
        return []
    for sentence, mood in zip(message.sentences, all_moods, strict=True):
        for clause, how in zip(sentence.clauses, mood, strict=True):
            if how == "negated" and _declines(clause):
                return [Note("refusal", sentence.text)]
    return []


_OURS = frozenset({"excuse", "defending", "hurry", "harm", "need", "way", "problem", "worries", "wonder"})
_OWN_FAILING = frozenset({"never", "did", "had", "was", "were", "sat", "lost", "could", "should", "would"})


def _declines(clause: Clause) -> bool:
    """A no to what is wanted; "we never checked", "no excuse on our side" are the agent's own failing."""
    words = set(clause.words)
    if clause.words[0] == "no":
        return not _OURS & set(clause.words[1:3])
    if words & _OWN_FAILING and not words & {"can", "will", "possible", "able", "allowed", "way"}:
        return False
    return bool(words & _REFUSERS) or {("we", "do"), ("i", "do")} & {*pairwise(clause.words)} != set()
