"""Questions without their courtesies, and what only looks like a read-back.

"What happened, if I may ask?" asks what happened; "Just so I get it right, what led up to this?" checks nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from coolhead.bench.customers.cues import book
from coolhead.bench.customers.text import Message, Sentence, read

_PIECES = re.compile(r"\s*[,;:]\s+|\s+-\s+")
_LONG = 12
"""A courtesy has at most so many words; a longer piece says something of its own."""
_TAG = re.compile(r"(?:^|[,;:.-]\s*)(?:right|correct)(?:\s+then)?\s*\?+\W*$", re.I)
_PREDICATE = frozenset(
    """this that it things everything all them you be is are feel feels sit sits seem seems look looks sound sounds
    make made put set get got do done as quite not all""".split()
)
"""Before a last "right" or "correct": there it says how something is, and is no tag."""
_ASKS = frozenset("what which when where who why how whose".split())
_WH = _ASKS | frozenset("shall should may can could would will does do".split())


@lru_cache(maxsize=4096)
def bare(sentence: Sentence) -> Sentence:
    """The sentence without the courtesies and purposes beside its question; the same when there are none."""
    pieces = [piece for piece in _PIECES.split(sentence.text) if piece]
    if len(pieces) < 2:
        return sentence
    kept = [piece for piece in pieces if not _courtesy(piece)]
    if not kept or len(kept) == len(pieces):
        return sentence
    end = "?" if sentence.question else "."
    found = read(", ".join(kept).rstrip(" ?.!") + end).sentences
    return found[0] if len(found) == 1 else sentence


def _courtesy(piece: str) -> bool:
    sentences = read(piece).sentences
    if not sentences or len(sentences) > 1 or len(sentences[0].words) > _LONG:
        return False
    only = sentences[0]
    return not _ASKS & set(only.words) and any(
        hit.kind == "courtesy" and hit.start == 0 for hit in book("asking").find(only.words, only.stems)
    )


def reads_back(sentence: Sentence) -> bool:
    """Whether it asks if something told back is right: "…, right?", "have I got that right?"."""
    hits = book("asking").find(sentence.words, sentence.stems)
    consent = [hit for hit in hits if hit.kind == "not_check"]
    if any(hit.kind == "check" and not any(c.start < hit.end and hit.start < c.end for c in consent) for hit in hits):
        return True
    words = sentence.words
    if not sentence.question or words[-1] not in {"right", "correct"} or consent:
        return False
    if _TAG.search(sentence.text) or len(words) == 1:
        return words[0] not in _WH
    return words[0] not in _WH and words[-2] not in _PREDICATE


_VERDICT = frozenset({"right", "correct"})
_STATED = 2
"""So many words with a topic make something that can be checked."""


def something_to_check(message: Message, sentence: Sentence) -> bool:
    """Whether the turn tells anything back that this question could be about."""
    if len(sentence.bag & message.content - _VERDICT) >= _STATED:
        return True
    return any(not s.question and len(s.bag & message.content) >= _STATED for s in message.sentences)
