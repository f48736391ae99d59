"""How a clause commits itself: done, firm, offer, statement, question, hypothetical, negated, deflect, report."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from coolhead.bench.customers.cues import Hit, book
from coolhead.bench.customers.text import Clause, Message, Sentence

Mood = Literal["done", "firm", "offer", "statement", "question", "hypothetical", "negated", "deflect", "report"]
STRENGTH: dict[Mood, int] = {
    "done": 5,
    "firm": 4,
    "offer": 3,
    "statement": 2,
    "question": 1,
    "deflect": 0,
    "report": 0,
    "hypothetical": 0,
    "negated": 0,
}
_UNREAL = {("if", who, how) for who in ("i", "we") for how in ("could", "had", "were")}
_TIES = frozenset({"so", "with", "at", "while", "until", "which", "as", "because", "since", "before", "than"})
_WISHES = frozenset(
    "like want prefer rather sooner wish agree need say choose happy suits suit works work helps help ok okay fine "
    "right decide".split()
)
_TAILS = frozenset({"no", "nothing", "without"})
_WHAT_I_CAN = {("what", who, can) for who in ("i", "we") for can in ("can", "could")}
_GIVEN: frozenset[Mood] = frozenset({"done", "firm", "offer"})
_OF_THE_PAST = {(link, was) for link in ("that", "which", "who", "you") for was in ("was", "were")}
"""Before a "not": it tells what a thing was, "payments that were not yours", and takes nothing back."""
_NOT_THIRD = frozenset({"you", "i", "we", "customers", "people", "nobody", "nothing"})
_ABLE = frozenset({"can", "could", "will", "shall", "may", "able", "possible", "allowed", "permitted"})
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
        if mood == "negated" and clause.words[0] in _TAILS and _GIVEN & set(found):
            mood = "statement"  # "…, no letters in that time" is part of what is given
        found.append(mood)
    return _conditional(sentence, found)


def _conditional(sentence: Sentence, found: list[Mood]) -> tuple[Mood, ...]:
    """Like "If you would rather leave, I let you go by noon": what follows an "if" waits for it."""
    head = sentence.clauses[0].words
    if head[:3] in _WHAT_I_CAN:
        return tuple("offer" if mood == "firm" else mood for mood in found)
    if head[0] not in {"if", "should"} or len(found) < 2:
        return tuple(found)
    wish = head[1:2] in (("you",), ("that",), ("it",), ("this",)) and _WISHES & set(head)
    return (found[0], *(("offer" if wish else "hypothetical") if m in _GIVEN else m for m in found[1:]))


def of_message(message: Message) -> list[tuple[Mood, ...]]:
    """The moods of every sentence; the points of a list take part in what the line above them says.

    "Here is what I have done:" makes its bare points done, "What I can do:" makes them offers, "What I cannot do:"
    takes them back.
    """
    found = [moods(sentence) for sentence in message.sentences]
    lead: Mood | None = None
    last = max((n for n, sentence in enumerate(message.sentences) if sentence.item), default=-1)
    for n, sentence in enumerate(message.sentences[: last + 1]):
        if sentence.item or (lead is not None and not sentence.text.endswith(":")):
            found[n] = tuple(_under(lead, mood) for mood in found[n])
        else:
            lead = _lead(found[n]) if sentence.text.endswith(":") else None
    return found


def _lead(above: tuple[Mood, ...]) -> Mood | None:
    return next((mood for mood in ("negated", "offer", "done", "firm") if mood in above), None)


def _under(lead: Mood | None, mood: Mood) -> Mood:
    if lead in {"done", "firm"} and mood == "statement":
        return lead
    if lead == "offer" and mood in {"statement", "firm"}:
        return lead
    if lead == "negated" and mood in {"statement", "firm", "offer"}:
        return lead
    return mood


def clause_mood(clause: Clause, *, question: bool) -> Mood:  # noqa: PLR0911
    """The mood of one clause; a "no" beats a condition, a condition beats a promise, a promise beats an offer."""
    hits = book("mood").find(clause.words, clause.stems)
    kinds: dict[str, list[Hit]] = {}
    for hit in hits:
        kinds.setdefault(hit.kind, []).append(hit)
    if any(_denies(hit, kinds, clause) for hit in kinds.get("negated", ())):
        return "negated"
    if question:
        asks_leave = kinds.get("not_offer", ())
        return "offer" if any(not overlap(hit, asks_leave) for hit in kinds.get("offer", ())) else "question"
    if "deflect" in kinds and "not_deflect" not in kinds:
        return "deflect"
    soft = (*kinds.get("offer", ()), *kinds.get("idle", ()))
    strong: Mood | None = None
    for kind in ("done", "firm"):
        # A lone "booked" speaks for itself only as the first word: "booked: tomorrow at nine".
        if strong is None and any(
            not starts_with(hit, soft) and (hit.end - hit.start > 1 or hit.start == 0) for hit in kinds.get(kind, ())
        ):
            strong = "done" if kind == "done" else "firm"
    if strong is None and any(
        hit.start and clause.words[hit.start - 1] not in _NOT_THIRD for hit in kinds.get("third_will", ())
    ):
        strong = "firm"
    if any(not starts_with(hit, kinds.get("offer", ())) for hit in kinds.get("hypothetical", ())):
        return "hypothetical"
    if "hearsay" in kinds and (strong is None or clause.words[0] in {"you", "they"}):
        return "report"
    if strong:
        return strong
    return "offer" if "offer" in kinds else "statement"


def _denies(hit: Hit, kinds: dict[str, list[Hit]], clause: Clause) -> bool:
    """Whether a negative word takes the promise back.

    What stands behind the promise and is tied on by "so", "with", "at" is its purpose or its price: "I block the card,
    so nothing more goes off it".
    """
    if covered(hit, kinds.get("fine_not", ())):
        return False
    if clause.words[max(0, hit.start - 2) : hit.start] in _OF_THE_PAST:
        return False
    ends = [h.end for kind in ("done", "firm", "offer") for h in kinds.get(kind, ()) if h.end <= hit.start]
    if not ends:
        return True
    between = clause.words[min(ends) : hit.start]
    return clause.words[hit.start] != "without" and not _TIES & set(between) and between[-1:] != ("and",)


def refuses(words: tuple[str, ...]) -> bool:
    """Like "I cannot", "it is not possible"; a "not" about something else takes nothing back."""
    said = {*pairwise(words)}
    return words[0] == "no" or any((able, "not") in said or ("not", able) in said for able in _ABLE)


def covered(hit: Hit, others: tuple[Hit, ...] | list[Hit]) -> bool:
    """Whether a longer, friendlier reading holds this hit ("no" inside "no charge")."""
    return any(other.start <= hit.start and hit.end <= other.end for other in others)


def overlap(hit: Hit, others: tuple[Hit, ...] | list[Hit]) -> bool:
    """Whether another reading shares a word with this hit."""
    return any(other.start < hit.end and hit.start < other.end for other in others)


def starts_with(hit: Hit, others: tuple[Hit, ...] | list[Hit]) -> bool:
    """Whether another cue begins at the same word and reaches at least as far ("I am happy to" against "I am")."""
    return any(other.start == hit.start and other.end >= hit.end for other in others)
