"""What the small learned ear adds to the cue lists: promises without a verb, matters declared closed, policed tone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coolhead.bench.customers.cues import book
from coolhead.bench.customers.hearing.clauses import Mood
from coolhead.bench.customers.hearing.echoes import told_back
from coolhead.bench.customers.hearing.notes import Note
from coolhead.bench.customers.text import Message

_TELEPHONE = re.compile(r"\b\d{3}-\d{4}\b")
"""A line with a number to ring says where to turn, unless it has a verb that commits."""


def hear(message: Message, learnt: Sequence[frozenset[str]], notes: Sequence[Note], *, said: Message) -> list[Note]:
    """Notes of the ear beside these; `learnt` = its labels for each sentence, `said` = the customer's last words."""
    found = _closes(message, learnt, frozenset(n.quote for n in notes if n.name == "closer"))
    if any(n.name == "fair_limit" for n in notes):
        return found
    return found + _calms(message, learnt, frozenset(n.quote for n in (*notes, *found)), said)


def promised(
    message: Message, all_moods: list[tuple[Mood, ...]], learnt: Sequence[frozenset[str]]
) -> list[tuple[Mood, ...]]:
    """The moods with what the ear knows for a promise: "Declan is with you before noon" has no verb that commits."""
    return [
        tuple("firm" for _ in moods)
        if "PROMISE" in labels and set(moods) == {"statement"} and not _TELEPHONE.search(sentence.text)
        else moods
        for sentence, moods, labels in zip(message.sentences, all_moods, learnt, strict=True)
    ]


def _closes(message: Message, learnt: Sequence[frozenset[str]], known: frozenset[str]) -> list[Note]:
    """What the ear knows for a matter declared closed, beside the sentences where a cue says so."""
    return [
        Note("closer", s.text)
        for s, labels in zip(message.sentences, learnt, strict=True)
        if "SOLVED" in labels
        and not s.question
        and s.text not in known
        and not any(hit.kind == "not_closer" for hit in book("conduct").find(s.words, s.stems))
    ]


_WANTS = frozenset("ask need suggest insist expect want propose".split())
"""Without one of these a sentence that begins with "I" is about the agent: "I keep a cool head"."""


def _calms(message: Message, learnt: Sequence[frozenset[str]], known: frozenset[str], said: Message) -> list[Note]:
    """What the ear knows for policing of tone and feeling, in sentences that no cue has judged."""
    return [
        Note("calm_down", s.text)
        for s, labels in zip(message.sentences, learnt, strict=True)
        if "CALMDOWN" in labels
        and not labels & {"PROMISE", "WARM", "SORRY"}
        and s.text not in known
        and not (s.words[0] in {"i", "we"} and not _WANTS & set(s.words[:6]))
        and not told_back(s, said)
        and not any(hit.kind in {"not_calm_down", "limit"} for hit in book("conduct").find(s.words, s.stems))
    ]
