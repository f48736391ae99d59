"""Whether a turn answers yes or no, and whether the yes is to all of it."""

from __future__ import annotations

from coolhead.bench.customers.cues import book
from coolhead.bench.customers.hearing.echoes import echoes
from coolhead.bench.customers.text import Message, Sentence

_SOME = frozenset({"both", "first", "these"})


def partial(message: Message) -> bool:
    """A yes to some of it: it counts them, or a sentence of its own leaves something out."""
    head = set(message.words[:6])
    return bool(_SOME & head) or any(s.words[0] in {"no", "not", "nothing"} for s in message.sentences[1:])


def _asking(sentence: Sentence) -> bool:
    """A question is no answer: "Are you safe right now?"; "Yes, and which day?" begins with one."""
    return sentence.question and not any(
        hit.kind == "assent" and hit.start == 0 for hit in book("mood").find(sentence.words[:3], sentence.stems[:3])
    )


_FILLER = 3
_YES = frozenset({"yes", "yeah", "yep"})


def _after_a_filler(message: Message) -> Sentence:
    """The sentence that answers: the first, or a "yes" behind two or three words like "Bear with me."."""
    first, *rest = message.sentences
    filler = len(first.words) <= _FILLER and not first.question and not {"no", "not", "nope"} & set(first.words)
    return rest[0] if filler and rest and rest[0].words[0] in _YES else first


def answer(message: Message, said: Message) -> tuple[bool, bool, bool]:
    """Whether the turn opens with a yes, whether it says no anywhere, and whether there is little but the yes."""
    first = _after_a_filler(message)
    opening = {hit.kind for hit in book("mood").find(first.words[:6], first.stems[:6])}
    anywhere = {
        hit.kind for s in message.sentences for hit in book("mood").find(s.words, s.stems) if hit.kind == "deny"
    } or ({"deny"} if message.words[0] in {"no", "nope"} else set())
    yes = (
        "assent" in opening
        and first.words[0] not in {"no", "not"}
        and first.words[1:2] != ("or",)
        and not echoes(first, said)
        and not _asking(first)
    )
    return yes, bool(anywhere), yes and len(message.words) <= 14
