"""How a clause commits itself: done, firm, offer, statement, question, hypothetical, negated, deflect, report."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from coolhead.bench.customers.cues import Hit, book, cue_part
from coolhead.bench.customers.dates import moments
from coolhead.bench.customers.text import Clause, Message, Sentence, read

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
GIVES: frozenset[Mood] = frozenset({"done", "firm", "offer"})
"""Moods in which the customer is given something, if only by an offer."""
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


def _hangs(words: tuple[str, ...]) -> bool:
    """Whether a condition ends the clause that neither the customer nor the future decides."""
    for at in range(2, len(words) - 1):
        if words[at] in {"if", "provided", "assuming"} and words[at - 1] not in {"see", "know", "ask", "even", "as"}:
            return words[at + 1] in _OTHERS and not _EVENTS & set(words[at + 1 :])
    return False


def _on_a_word(words: tuple[str, ...]) -> bool:
    """Like "Say the word and I book it": what follows waits for the customer."""
    first = next((word for word in words if word not in _PLEASE), "")
    return first in _ORDERS


_PLEASE = frozenset("just simply please only so then".split())
_ORDERS = frozenset("say tell let give send confirm nod reply answer name choose pick text mail show".split())
_OTHERS = frozenset("the a an one our my he she they somebody someone management accounts it".split())
_EVENTS = frozenset("fails fail not late again ever never no wrong helps suits works breaks stops goes comes".split())
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
            "offer" if m == "firm" and c.words[:1] == ("and",) and _ME & set(c.words[:3]) else m
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


def of_message(message: Message) -> list[tuple[Mood, ...]]:
    """The moods of every sentence; the points of a list take part in what the line above them says.

    "Here is what I have done:" makes its bare points done, "What I can do:" makes them offers, "What I cannot do:"
    takes them back.
    """
    found = [_behind_its_lead(sentence, moods(sentence)) for sentence in message.sentences]
    lead: Mood | None = None
    last = max((n for n, sentence in enumerate(message.sentences) if sentence.item), default=-1)
    for n, sentence in enumerate(message.sentences[: last + 1]):
        if sentence.item or (lead is not None and not sentence.text.endswith(":")):
            found[n] = _item(lead, sentence, found[n])
        else:
            lead = ("offer" if _several(sentence) else _lead(found[n])) if sentence.text.endswith(":") else None
    return _told_in_short(message, found)


def _several(sentence: Sentence) -> bool:
    """Like "There are two options": what follows is to be chosen from."""
    return any(hit.kind == "several" for hit in book("asking").find(sentence.words, sentence.stems))


_HEAD = 12
"""Words in which a sentence says that it reads from a file."""
_ME = frozenset({"i", "we", "us"})
_EMPTY = frozenset({"none", "no", "yes", "empty", "nothing", "unknown", "not recorded", "off", "on"})
"""What a field of a record holds."""


def _behind_its_lead(sentence: Sentence, found: tuple[Mood, ...]) -> tuple[Mood, ...]:
    """Like "What stands: the visit on Friday, at nine; 30 cr back, on your card": all of it, not the first point alone.

    What is read from a file ("Our file says: booked for Friday") is a report, whatever stands there.
    """
    reads = [hit for hit in book("mood").find(sentence.words[:_HEAD], sentence.stems[:_HEAD]) if hit.kind == "record"]
    if reads:
        return _reported(sentence, found, {hit.start for hit in reads})
    head, colon, tail = sentence.text.partition(": ")
    if colon and sentence.text.rpartition(": ")[2].strip(" .").lower() in _EMPTY:
        return tuple("report" for _ in found)  # "Fee refunds in the last twelve months: none."
    if not colon or not tail or sentence.question or len(found) < 2:
        return found
    above = read(head).sentences
    lead = next((m for s in above[-1:] for m in ("done", "firm") if m in moods(s)), None)
    return tuple(_under(lead, mood) for mood in found) if lead else found


def _reported(sentence: Sentence, found: tuple[Mood, ...], reads: set[int]) -> tuple[Mood, ...]:
    """All of it is read from the file, but for what the agent does in a clause of its own."""
    moods_: list[Mood] = []
    start = 0
    for clause, mood in zip(sentence.clauses, found, strict=True):
        own = _ME & set(clause.words) and not any(start <= at < start + len(clause.words) for at in reads)
        moods_.append(mood if own or mood in {"negated", "question", "hypothetical"} else "report")
        start += len(clause.words)
    return tuple(moods_)


def _told_in_short(message: Message, found: list[tuple[Mood, ...]]) -> list[tuple[Mood, ...]]:
    """Like "What I have booked: the bed on Saturday. 88 cr off." Bare points that follow such a line go with it."""
    lead: Mood | None = None
    for n, sentence in enumerate(message.sentences):
        if ": " in sentence.text and not sentence.question and not sentence.item:
            lead = next((m for m in ("done", "firm") if m in found[n]), None)
        elif lead and not sentence.question and not _VERBS & set(sentence.words):
            found[n] = tuple(_under(lead, mood) for mood in found[n])
        else:
            lead = None
    return found


_VERBS = frozenset(
    "is are was were be been am has have had do does did will would can could may might shall should must i we you "
    "he she they it please".split()
)
"""With none of these a line is a bare point."""


def _lead(above: tuple[Mood, ...]) -> Mood | None:
    return next((mood for mood in ("negated", "offer", "done", "firm") if mood in above), None)


def _item(lead: Mood | None, sentence: Sentence, found: tuple[Mood, ...]) -> tuple[Mood, ...]:
    """A point of a list; the "no" of "30 days in which nothing is due" says what the thing is and refuses nothing."""
    return tuple(
        lead
        if lead in GIVES and mood == "negated" and not _refuses_itself(clause.words)
        else "offer"
        if lead == "offer" and _held_out(mood, clause.words)
        else _under(lead, mood)
        for clause, mood in zip(sentence.clauses, found, strict=True)
    )


def _refuses_itself(words: tuple[str, ...]) -> bool:
    return words[0] in {"no", "not", "nothing", "none", "sorry"} or refuses(words) or bool(_ME & set(words))


def _held_out(mood: Mood, words: tuple[str, ...]) -> bool:
    """A point under "What I can do:": held out, whatever participle stands in it; "I have booked it" is done."""
    return mood in {"statement", "firm", "done"} and not (mood == "done" and _ME & set(words))


def _under(lead: Mood | None, mood: Mood) -> Mood:
    if lead in {"done", "firm"} and mood == "statement":
        return lead
    if lead == "offer" and mood in {"statement", "firm"}:
        return lead
    if lead == "negated" and mood in {"statement", "firm", "offer"}:
        return lead
    return mood


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
    if len(words) < 2 or words[0] in _LINKS or _VERBS & set(words) or _PAST_TENSE & set(words):
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


def covered(hit: Hit, others: tuple[Hit, ...] | list[Hit]) -> bool:
    """Whether a longer, friendlier reading holds this hit ("no" inside "no charge")."""
    return any(other.start <= hit.start and hit.end <= other.end for other in others)


def overlap(hit: Hit, others: tuple[Hit, ...] | list[Hit]) -> bool:
    """Whether another reading shares a word with this hit."""
    return any(other.start < hit.end and hit.start < other.end for other in others)


def starts_with(hit: Hit, others: tuple[Hit, ...] | list[Hit]) -> bool:
    """Whether another cue begins at the same word and reaches at least as far ("I am happy to" against "I am")."""
    return any(other.start == hit.start and other.end >= hit.end for other in others)
