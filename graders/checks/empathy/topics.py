"""What a question asks for, by topic, and whether what the customer said holds an answer of that kind."""

from __future__ import annotations

import re

from coolhead.graders.reading.patterns import Pattern
from coolhead.graders.reading.slots import slots
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import content, expression, tokens

_TOPICS: tuple[tuple[str, str, str], ...] = (
    # what is asked; how the question looks; how the answer looks in what the customer said
    ("number", (
r"(?:order|booking|reference|ticket|account|customer|contract|invoice|policy|membership|tracking|"
r"flight|case)(?: |-)?(?:number|no\b|id|code|reference)"
), "reference"),
    ("date", r"\b(?:when|what (?:day|date)|which (?:day|date)|since when|how long ago|the day)\b", "date"),
    ("long", r"\bhow long\b|\bsince when\b", "duration"),
    ("times", r"\bhow (?:many times|often)\b", "times"),
    ("amount", r"\bhow much\b|\bwhat (?:amount|sum)\b|\bthe amount\b", "amount"),
    ("many", r"\bhow many\b", "number"),
    ("photo", r"\b(?:photo(?:graph)?|picture|image|screenshot|receipt|proof|document)s?\b", "photo"),
    ("email", r"\be-?mail address\b|\bwhich e-?mail\b|\b(?:the|your) e-?mail (?:on|of|for|to|you)\b", "email"),
    ("phone", (
r"\b(?:(?:phone|mobile|telephone) number|number (?:\w+ ){0,3}(?:to )?(?:reach|call|ring|phone) you)\b"
), "phone"),
    ("problem", (
r"\b(?:what(?:'s| is| was| seems to be)? (?:the |your )?(?:problem|issue|matter|wrong)|"
r"what (?:happened|can i do|is this about)|how (?:can|may) i help|"
r"describe (?:the|your) (?:\w+ )?(?:problem|issue|matter|concern|complaint|case|fault|situation|request))\b"
), "story"),
)  # fmt: skip
TOPICS = [(name, Pattern(pattern), kind) for name, pattern, kind in _TOPICS]
"""Name, how the question looks, and of which kind its answer is."""
STORY = 6
"""Content words from which a customer has told what is wrong."""
_SENT = expression("asked", "sent")
_TIMES = expression("asked", "times")


_NUMBERED = expression("asked", "numbered")


def number_told(told: str) -> bool:
    """The customer has given a reference, or a number by its name: "booking 5518"."""
    return _NUMBERED.search(told) is not None or any(s.kind == "reference" for s in slots(told))


_PAPERS = (
    Pattern(r"\b(?:photo(?:graph)?|picture|image|screenshot)s?\b"),
    Pattern(r"\b(?:receipt|invoice|bill)s?\b"),
    Pattern(r"\b(?:proof|document|paper|form|certificate)s?\b"),
)
"""What is sent in, by other names."""


def told(kind: str, said: str, sentence: Sentence) -> bool:
    """What the customer said holds an answer of this kind to the question."""
    if kind == "times":
        return bool(_TIMES.search(said))
    if kind == "photo":
        what = next((kinds for kinds in _PAPERS if kinds.search(sentence.text)), None)
        return what is not None and what.search(said) is not None and _SENT.search(said) is not None
    if kind == "email":
        return "@" in said
    if kind == "phone":
        return bool(re.search(r"\b\d{3}[- ]?\d{3,}\b", said))
    if kind == "story":
        return len(content(tokens(said))) >= STORY
    return kind == "reference" and number_told(said)
