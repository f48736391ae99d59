"""The moods of a whole message: bare points take part in what the line above them says."""

from __future__ import annotations

from coolhead.bench.customers.cues import book
from coolhead.bench.customers.hearing.clauses import GIVES, ME, VERBS, Mood, refuses
from coolhead.bench.customers.hearing.moods import moods
from coolhead.bench.customers.text import Message, Sentence, read

_HEAD = 12
"""Words in which a sentence says that it reads from a file."""
_EMPTY = frozenset({"none", "no", "yes", "empty", "nothing", "unknown", "not recorded", "off", "on"})
"""What a field of a record holds."""


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
            lead = ("offer" if several(sentence) else _lead(found[n])) if sentence.text.endswith(":") else None
    return _told_in_short(message, found)


def several(sentence: Sentence) -> bool:
    """Like "There are two options": what follows is to be chosen from."""
    return any(hit.kind == "several" for hit in book("asking").find(sentence.words, sentence.stems))


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
        own = ME & set(clause.words) and not any(start <= at < start + len(clause.words) for at in reads)
        moods_.append(mood if own or mood in {"negated", "question", "hypothetical"} else "report")
        start += len(clause.words)
    return tuple(moods_)


def _told_in_short(message: Message, found: list[tuple[Mood, ...]]) -> list[tuple[Mood, ...]]:
    """Like "What I have booked: the bed on Saturday. 88 cr off." Bare points that follow such a line go with it."""
    lead: Mood | None = None
    for n, sentence in enumerate(message.sentences):
        if ": " in sentence.text and not sentence.question and not sentence.item:
            lead = next((m for m in ("done", "firm") if m in found[n]), None)
        elif lead and not sentence.question and not VERBS & set(sentence.words):
            found[n] = tuple(_under(lead, mood) for mood in found[n])
        else:
            lead = None
    return found


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
    return words[0] in {"no", "not", "nothing", "none", "sorry"} or refuses(words) or bool(ME & set(words))


def _held_out(mood: Mood, words: tuple[str, ...]) -> bool:
    """A point under "What I can do:": held out, whatever participle stands in it; "I have booked it" is done."""
    return mood in {"statement", "firm", "done"} and not (mood == "done" and ME & set(words))


def _under(lead: Mood | None, mood: Mood) -> Mood:
    if lead in {"done", "firm"} and mood == "statement":
        return lead
    if lead == "offer" and mood in {"statement", "firm"}:
        return lead
    if lead == "negated" and mood in {"statement", "firm", "offer"}:
        return lead
    return mood
