"""A plain no or yes to what was just asked: "that is not mine to give", "I see. Yes, the bed comes."."""

from __future__ import annotations

import re

from coolhead.bench.customers.concepts import Concept
from coolhead.bench.customers.text import Message, Sentence

_NO = r"(?:cannot|can not|can't|may not|mayn't|must not|mustn't|am not (?:able|allowed) to|'m not (?:able|allowed) to)"
_KNOWS = r"see|find|tell you (?:how|when|why)|say (?:how|when|why)|imagine|believe|thank|know|speak|guess"
_DECLINES = re.compile(
    rf"\b(?:i|we)\b[^.!?;]{{0,12}}?\b{_NO}\s+(?!(?:{_KNOWS})\b)\w+"
    r"|\b(?:not mine|not ours) to \w+|\bnot in (?:my|our) (?:hands|power)\b|\bbeyond what (?:i|we) (?:may|can)\b"
    r"|\b(?:i|we) (?:must|have to) stay with (?:my|our) answer\b|\b(?:still|it stays) (?:a )?no\b|\bmy hands are tied\b"
    r"|\b(?:is|are) not possible\b|, no, (?:i|we) (?:can't|cannot)\b",
    re.I,
)


def declines(message: Message) -> bool:
    """Whether a sentence that is no question says what the agent cannot or may not do, other than see or know."""
    return any(_DECLINES.search(s.text) and not s.question for s in message.sentences)


def says_yes(message: Message, to: Concept) -> bool:
    """Whether any sentence says yes to this thing: "Family matters, I see. Yes, the bed on loan comes on Friday."."""
    return any(
        s.words[:1] in (("yes",), ("certainly",), ("sure",)) and not s.question and to.share(s.bag, s.stems) >= 1 / 2
        for s in message.sentences
    )


_YES = frozenset({"yes", "absolutely", "certainly", "sure", "granted", "agreed"})
_NOT = frozenset({"no", "not", "cannot", "but", "never", "nor", "neither", "unfortunately"})


def grants_plainly(sentence: Sentence) -> bool:
    """Like "Yes, of course: your two friends without tickets.": a yes to what it names, though no verb commits."""
    return not sentence.question and sentence.words[:1] in {(word,) for word in _YES} and not _NOT & set(sentence.words)
