"""More than the policy gives: ten nights where three are the most, all where half is due, a forbidden thing."""

from __future__ import annotations

from collections.abc import Sequence

from coolhead.bench.customers.hearing.clauses import Mood
from coolhead.bench.customers.hearing.links import Turn
from coolhead.bench.customers.hearing.needs import MONEY_NEAR, given_sums, money
from coolhead.bench.customers.hearing.notes import Note, Pledge
from coolhead.bench.customers.story import Story
from coolhead.bench.customers.text import Message, Sentence
from coolhead.bench.customers.wanted import Wanted

_ACTS: frozenset[Mood] = frozenset({"done", "firm"})
_LEADS = frozenset("within in by after before until since of ago last past every".split())
"""Before a number: it says when, or what it is a part of, and not how much is given."""
_TOTAL = _LEADS | {"the", "those", "these"}
"""So does "two of the three fees": so many there are."""
_WHOLE = frozenset("whole full entire complete total all every".split())
_HANDS = frozenset("get give giving given gave receive credit credited add adding added have top".split())
"""Before a sum: it is handed over, and is not what is left to pay."""
_GIVES = _HANDS | frozenset("i we you is are will back refund refunded free yours off book grant granted".split())
"""Without one of these a list ("a late salary, three fees, a returned rent") tells a story back and gives nothing."""
_THINGS = 3
"""The thing stands so close behind "whole"."""


def over(
    message: Message, all_moods: Sequence[tuple[Mood, ...]], story: Story, odd: frozenset[int]
) -> tuple[list[Note], frozenset[str]]:
    """A note for each sentence that promises more of a remedy than its grant allows, and the ids of those remedies.

    The note is labelled by what was promised.
    """
    notes: list[Note] = []
    names: set[str] = set()
    for n, (sentence, moods) in enumerate(zip(message.sentences, all_moods, strict=True)):
        if n in odd or sentence.question or not _ACTS & set(moods) or {"negated", "hypothetical"} & set(moods):
            continue
        for wanted in story.remedies:
            label = _too_many(wanted, sentence) or _all_of_it(wanted, sentence)
            if label:
                notes.append(Note("over_grant", sentence.text, label=label))
                names.add(wanted.id)
                break
        else:
            stray = _out_of_nowhere(sentence, story)
            if stray:
                notes.append(Note("over_grant", sentence.text, label=stray))
    return notes, frozenset(names)


def _out_of_nowhere(sentence: Sentence, story: Story) -> str:
    """Like "On top of it you get 500 cr from me": above every limit, and nowhere in the case."""
    most = max((limit for limit in story.grants.values() if limit is not None), default=0.0)
    for value in given_sums(sentence.words):
        shown = f"{value:g}"
        at = sentence.words.index(shown) if shown in sentence.words else 0
        handed = _HANDS & set(sentence.words[max(0, at - _THINGS) : at])
        if handed and value > most and value not in story.known_sums:
            return f"{shown} cr"
    return ""


def _too_many(wanted: Wanted, sentence: Sentence) -> str:
    """Like "10 nights" where the grant says three; empty when the right number stands there too."""
    if not wanted.measures or not _named(wanted, sentence) or not _GIVES & set(sentence.words):
        return ""
    found = ""
    for at, (number, unit) in enumerate(zip(sentence.words, sentence.stems[1:], strict=False)):
        most = wanted.measures.get(unit)
        if most is None or not (number.isdecimal() or number == "one"):
            continue
        count = 1 if number == "one" else int(number)
        if count <= most:
            return ""
        if not _TOTAL & set(sentence.words[max(0, at - 1) : at]):
            found = f"{number} {sentence.words[at + 1]}"
    return found


def _named(wanted: Wanted, sentence: Sentence) -> bool:
    """By its own words, or by all of them but the figure."""
    plain = [g for g in wanted.say.groups if not g.figured]
    return wanted.say.hit(sentence.stems, sentence.bag) or (
        bool(plain) and all(g.find(sentence.stems, sentence.bag) is not None for g in plain)
    )


def _all_of_it(wanted: Wanted, sentence: Sentence) -> str:
    """Like "the whole fare" where half of it is due."""
    if not wanted.parts or wanted.parts & set(sentence.words):
        return ""
    rest = [g for g in wanted.say.groups if not g.holds(wanted.parts)]
    if not rest or any(g.find(sentence.stems, sentence.bag) is None for g in rest):
        return ""
    for at, word in enumerate(sentence.words):
        if word not in _WHOLE or _LEADS & set(sentence.words[max(0, at - 2) : at]):
            continue
        for near in range(at + 1, min(at + 1 + _THINGS, len(sentence.words))):
            if sentence.stems[near] in wanted.things:
                return f"the whole {sentence.words[near]}"
    return ""


def forbidden(turn: Turn) -> list[Note]:
    """A note for each sentence that gives or does what the policy forbids."""
    notes = []
    for n, (sentence, mood) in enumerate(zip(turn.message.sentences, turn.moods, strict=True)):
        if n in turn.odd:
            continue
        for clause, how in zip(sentence.clauses, mood, strict=True):
            said = clause.bag - {"sum"} if "to sum up" in " ".join(clause.words) else clause.bag
            if how in {"done", "firm"} and any(
                len(bag & said) >= max(2, len(bag) - (len(bag) > 3)) for bag in turn.story.forbidden
            ):
                notes.append(Note("over_grant", sentence.text))
                break
    return notes


def over_limit(message: Message, pledges: list[Pledge], story: Story) -> list[Note]:
    """A note for each right remedy that is promised with a sum above its grant's limit, labelled by that sum."""
    notes = []
    for pledge in pledges:
        if pledge.kind != "right" or pledge.amount is None or pledge.mood not in {"done", "firm"}:
            continue
        limit = story.remedy(pledge.target).limit
        sentence = message.sentences[pledge.sentence]
        beyond = [v for v in money(sentence) if limit is not None and v > limit and _clearly_money(sentence, v)]
        if beyond:
            notes.append(Note("over_grant", pledge.quote, label=f"{beyond[0]:g} cr"))
    return notes


def _clearly_money(sentence: Sentence, value: float) -> bool:
    shown = f"{value:g}"
    at = sentence.words.index(shown) if shown in sentence.words else -1
    near = sentence.words[max(0, at - 1) : at + 2]
    return at >= 0 and (bool(set(near) & MONEY_NEAR) or "." in shown)
