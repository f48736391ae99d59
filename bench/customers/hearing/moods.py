"""The mood of every clause of a sentence: what an "if", somebody else or a whole kind of things makes of it."""

from __future__ import annotations

from itertools import pairwise

from coolhead.bench.customers.dates import moments
from coolhead.bench.customers.hearing.clauses import GIVES, ME, Mood, clause_mood
from coolhead.bench.customers.text import Clause, Sentence

_UNREAL = {("if", who, how) for who in ("i", "we") for how in ("could", "had", "were")}
_WISHES = frozenset(
    "like want prefer rather sooner wish agree need say choose happy suits suit works work helps help ok okay fine "
    "right decide".split()
)
_TAILS = frozenset({"no", "nothing", "without"})
_WHAT_I_CAN = {("what", who, can) for who in ("i", "we") for can in ("can", "could")}
_INVERTED = frozenset(
    "shall would could can may do does did is are was were have has will should what when where which who why "
    "how".split()
)


def moods(sentence: Sentence) -> tuple[Mood, ...]:
    """The mood of every clause of the sentence, in order."""
    last = len(sentence.clauses) - 1
    if not sentence.question and len(sentence.clauses) > 1 and sentence.words[:3] in _UNREAL:
        return tuple("hypothetical" for _ in sentence.clauses)
    inverted = sentence.question and sentence.words[0] in _INVERTED
    found: list[Mood] = []
    for n, clause in enumerate(sentence.clauses):
        mood = clause_mood(clause, question=sentence.question and (inverted or n == last))
        if mood == "negated" and clause.words[0] in _TAILS and GIVES & set(found):
            mood = "statement"  # "…, no letters in that time" is part of what is given
        if mood in GIVES and _in_general(clause):
            mood = "statement"
        found.append(mood)
    if _for_others(sentence):
        timed = bool(moments(sentence.words))  # a plain statement with a time would be a promise in short
        return tuple("hypothetical" if m in GIVES or (m == "statement" and timed) else m for m in found)
    return _conditional(sentence, found)


def _for_others(sentence: Sentence) -> bool:
    """Like "Room 40 is free, anybody can book it" or "He visits customers when he has time": given to nobody here."""
    words = sentence.words
    if _HERE & set(words):
        return False
    said = {*pairwise(words)}
    waits = any(a in {"when", "once", "if"} and b in _THEIRS for a, b in said)
    return waits or bool(_ELSE & said)


_HERE = frozenset("you your yours i we my our us me".split())
_THEIRS = frozenset("he she they it all everything everybody somebody someone".split())
_ELSE = {
    (who, what) for who in ("somebody", "someone", "anybody", "anyone", "others") for what in ("else", "can", "may")
}


def _in_general(clause: Clause) -> bool:
    """Like "Complaints get a number like CP-92": said of all of a kind, to nobody, at no time."""
    head = clause.words[0]
    bare = len(head) > _PLURAL and head.endswith("s") and not head.endswith("ss")
    return (
        bare
        and bool(_OF_KINDS & set(clause.words[1:3]))
        and not _TO_SOMEBODY & set(clause.words)
        and not moments(clause.words)
    )


_PLURAL = 4
_OF_KINDS = frozenset("get are have come go take can reach arrive start run last end".split())
_TO_SOMEBODY = frozenset("you your yours i we my our us done booked him her".split())


def _conditional(sentence: Sentence, found: list[Mood]) -> tuple[Mood, ...]:
    """Like "If you would rather leave, I let you go by noon": what follows an "if" waits for it.

    So does what stands before one that somebody else decides: "Saturday would do, if the depot agrees".
    """
    head = sentence.clauses[0].words
    if _on_a_word(head):
        found = [
            "offer" if m == "firm" and c.words[:1] == ("and",) and ME & set(c.words[:3]) else m
            for c, m in zip(sentence.clauses, found, strict=True)
        ]
    found = [
        "hypothetical" if m in {"firm", "offer"} and _hangs(clause.words) else m
        for clause, m in zip(sentence.clauses, found, strict=True)
    ]
    if head[:3] in _WHAT_I_CAN:
        return tuple("offer" if mood == "firm" else mood for mood in found)
    if head[0] not in {"if", "should"} or len(found) < 2:
        return tuple(found)
    wish = head[1:2] in (("you",), ("that",), ("it",), ("this",)) and _WISHES & set(head)
    return (found[0], *(("offer" if wish else "hypothetical") if m in GIVES else m for m in found[1:]))


def _hangs(words: tuple[str, ...]) -> bool:
    """Whether a condition ends the clause that neither the customer nor the future decides."""
    for at in range(2, len(words) - 1):
        if words[at] in {"if", "provided", "assuming"} and words[at - 1] not in {"see", "know", "ask", "even", "as"}:
            return words[at + 1] in _OTHERS and not _EVENTS & set(words[at + 1 :])
    return False


_OTHERS = frozenset("the a an one our my he she they somebody someone management accounts it".split())
_EVENTS = frozenset("fails fail not late again ever never no wrong helps suits works breaks stops goes comes".split())


def _on_a_word(words: tuple[str, ...]) -> bool:
    """Like "Say the word and I book it": what follows waits for the customer."""
    first = next((word for word in words if word not in _PLEASE), "")
    return first in _ORDERS


_PLEASE = frozenset("just simply please only so then".split())
_ORDERS = frozenset("say tell let give send confirm nod reply answer name choose pick text mail show".split())
