"""How one clause commits itself: done, firm, offer, statement, question, hypothetical, negated, deflect, report."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from coolhead.bench.customers.cues import Hit, book, covered, cue_part, overlap, starts_with
from coolhead.bench.customers.text import Clause

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
GIVES: frozenset[Mood] = frozenset({"done", "firm", "offer"})
"""Moods in which the customer is given something, if only by an offer."""
ME = frozenset({"i", "we", "us"})
"""The agent, as it speaks of itself when it acts."""
VERBS = frozenset(
    "is are was were be been am has have had do does did will would can could may might shall should must i we you "
    "he she they it please".split()
)
"""With none of these a line is a bare point."""
_TIES = frozenset({"so", "with", "at", "while", "until", "which", "as", "because", "since", "before", "than"})
_OF_THE_PAST = {(link, was) for link in ("that", "which", "who", "you") for was in ("was", "were")}
"""Before a "not": it tells what a thing was, "payments that were not yours", and takes nothing back."""
_NOT_THIRD = frozenset({"you", "i", "we", "customers", "people", "nobody", "nothing"})
_ABLE = frozenset({"can", "could", "will", "shall", "may", "able", "possible", "allowed", "permitted"})


def clause_mood(clause: Clause, *, question: bool, denied: bool = False) -> Mood:  # noqa: PLR0911
    """The mood of one clause; a "no" beats a condition, a condition beats a promise, a promise beats an offer.

    `denied` = a "no" in it is not counted, and what is no longer so has been brought about.
    """
    hits = book("mood").find(clause.words, clause.stems)
    kinds: dict[str, list[Hit]] = {}
    for hit in hits:
        kinds.setdefault(hit.kind, []).append(hit)
    for kind in ("firm", "fine_not"):
        kinds[kind] = [*kinds.get(kind, ()), *kinds.get("relief", ())]
    if denied:
        kinds["done"] = [*kinds.get("done", ()), *kinds.get("ended", ())]
    elif any(_denies(hit, kinds, clause) for hit in kinds.get("negated", ())):
        return "negated"
    if question:
        return _asked(clause, kinds)
    if "deflect" in kinds and "not_deflect" not in kinds:
        return "deflect"
    kinds["offer"] = [hit for hit in kinds.get("offer", ()) if not _asked_what(hit, clause)]
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
    acts = (*kinds.get("done", ()), *kinds.get("firm", ()))
    told = [hit for hit in kinds.get("hearsay", ()) if strong is None or not starts_with(hit, acts)]
    if told and (strong is None or clause.words[0] in {"you", "they"}):
        return "report"
    if strong:
        return strong
    return "offer" if kinds["offer"] else _bare(clause, question=question, denied=denied)


def _asked(clause: Clause, kinds: dict[str, list[Hit]]) -> Mood:
    """An offer, where the question holds one out; one about what was ("Did you get a call before?") never does."""
    if clause.words[0] in _BEFORE and not _WISHED & set(clause.words):
        return "question"
    asks_leave = kinds.get("not_offer", ())
    return "offer" if any(not overlap(hit, asks_leave) for hit in kinds.get("offer", ())) else "question"


_BEFORE = frozenset({"did", "have", "has", "had", "was", "were"})
_WISHED = frozenset({"want", "like", "prefer", "rather", "wish", "considered", "thought"})


def _asked_what(hit: Hit, clause: Clause) -> bool:
    """Like "he looks at it and says what can be done": that is looked into, and nothing is held out."""
    return (
        hit.start > 0 and clause.words[hit.start - 1] == "what" and clause.words[hit.start] in {"can", "could", "may"}
    )


def _bare(clause: Clause, *, question: bool, denied: bool) -> Mood:
    """The mood of a clause in which no cue was found as it stands."""
    if _in_short(clause):
        return "done"
    plain = _without_adverbs(clause)
    return clause_mood(plain, question=question, denied=denied) if plain is not clause else "statement"


def _in_short(clause: Clause) -> bool:
    """Like "Appeal filed", "Handed over to a person": a deed without its verb "to be" or the one who did it."""
    words = clause.words
    if len(words) < 2 or words[0] in _LINKS or VERBS & set(words) or _PAST_TENSE & set(words):
        return False
    deed = next((n for n, word in enumerate(words[:5]) if _PARTICIPLE.fits(word, word)), None)
    return deed is not None and words[deed] not in _NO_DEED and (deed > 0 or words[1:2] != ("by",))


_PARTICIPLE = cue_part("+done")
_LINKS = frozenset("if once when as until till unless while since because after before had to that which who".split())
_PAST_TENSE = frozenset("went came took gave said told rang wrote who which".split())
_NO_DEED = frozenset(
    """based given compared located supposed related concerned used left provided received noted said told needed
    required named called interested tired relieved worried upset pleased delighted expected planned promised
    offered""".split()
)
_ADVERBS = frozenset("also now just already then both still therefore personally gladly all even too again".split())


def _without_adverbs(clause: Clause) -> Clause:
    """The clause as the cues know it: "You are also on the list" commits like "You are on the list"."""
    if not _ADVERBS & set(clause.words[1:]):
        return clause
    kept = [n for n, word in enumerate(clause.words) if not n or word not in _ADVERBS]
    return Clause(tuple(clause.words[n] for n in kept), tuple(clause.stems[n] for n in kept), clause.bag)


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
    if between[-1:] == ("and",) and clause.words[hit.start] != "without":
        return False
    if "and" in between:
        if any(lifted.start == hit.start for lifted in kinds.get("spared", ())):
            return False  # "I put the charge on hold and will not collect it"
        between = between[
            len(between) - between[::-1].index("and") :
        ]  # what ties the "no" stands behind the last "and"
    return clause.words[hit.start] != "without" and not _TIES & set(between)


def refuses(words: tuple[str, ...]) -> bool:
    """Like "I cannot", "it is not possible"; a "not" about something else takes nothing back."""
    said = {*pairwise(words)}
    return words[0] == "no" or any((able, "not") in said or ("not", able) in said for able in _ABLE)
