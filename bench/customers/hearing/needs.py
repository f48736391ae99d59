"""What a promise must bring along: the sum, the time, a reference, a way to reach people."""

from __future__ import annotations

import re
from functools import lru_cache

from coolhead.bench.customers import dates
from coolhead.bench.customers.hearing.clauses import Mood
from coolhead.bench.customers.hearing.courtesies import reads_back
from coolhead.bench.customers.story import Story
from coolhead.bench.customers.text import Message, Sentence, numbers
from coolhead.bench.customers.tokens import MAY
from coolhead.bench.customers.wanted import Wanted

_REFERENCE = re.compile(
    r"(?-i:\b[A-Z]{1,6}[-/]?\d{2,}[\w-]*)|\b(?:reference|case|ticket|claim|incident|complaint|file|order|booking)"
    r"(?: (?:number|no\.?|id))?(?: is|:)? #?[A-Z0-9-]*\d[\w-]*",
    re.I,
)
_ROUTE = re.compile(
    r"\d{3}-\d{4}|\S+@\S+\.\w+|\b(?:reply|answer|write|come back) (?:here|to this|in this)"
    r"|\b(?:in|to|through|via|on) this (?:chat|thread|line|number)\b|\b(?:direct|own) (?:line|number|extension|way)"
    r"|\b(?:desk|office|counter) (?:on|at|is)\b|\b(?:and )?ask for\b"
    r"|\b(?:ring|call|text|reach|message|contact|write to|come to) (?:me|us|him|her) (?:on|at|here|in|by|under|any)"
    r"|\b(?:in|through|via) the (?:app|portal|online account)\b",
    re.I,
)
_UNIT_AFTER = frozenset(
    "days day hours hour minutes minute min weeks week months month years year % percent times oclock th st nd rd "
    "january february march april maymonth june july august september october november december "
    "working business nights people visits steps points calls letters photos boxes".split()
)
_NO_SUM_AFTER = frozenset(
    "at between and to until till from by on hall desk gate room step number platform line seat "
    "door page point level floor bay".split()
) | {MAY, *dates.MONTHS, *dates.WEEKDAYS}
_NUMBERED = frozenset(
    "ending number no nr account card id code order case ref reference file ticket slip claim".split()
)
"""What follows one of these is a name and no sum."""
_NOW: frozenset[Mood] = frozenset({"done", "firm", "offer"})
MONEY_NEAR = frozenset("cr credit credits".split())


_REFUSES = frozenset({"not", "no", "never", "cannot", "unable"})
"""A time beside the promise is none where it is part of what is refused: "I may not take it off on the spot"."""


def along(wanted: Wanted, mood: Mood, n: int, message: Message, story: Story) -> tuple[set[str], float | None]:
    """Needs met in this sentence and its neighbours, and the sum named in it when that is not the right one."""
    around = message.sentences[max(0, n - 1) : n + 2]
    brings: set[str] = set()
    amount: float | None = None
    here = message.sentences[n]
    sums = {value for s in around for _, value in numbers(s.words)}
    if wanted.amount is not None:
        other = _promised(wanted, here) if mood in {"done", "firm"} else None
        if other is not None:
            amount = other  # "You paid 8 cr. I refund your 12 cr": the right sum beside it does not make that right
        elif wanted.sums & sums:
            brings.add("amount")
        else:
            amount = next(iter(given_sums(here.words)), None)
    elif sums and any(money(s) for s in around):
        brings.add("amount")
    if "when" in wanted.needs and (
        any(timed(s, story) for s in around if s is here or _lends(s, wanted, story))
        or (mood in _NOW and any(dates.instants(c.stems) for c in here.clauses if wanted.say.share(c.bag, c.stems)))
    ):
        brings.add("when")
    if "reference" in wanted.needs and any(referred(s.text) for s in around):
        brings.add("reference")
    if "route" in wanted.needs and any(routed(s, story) for s in around):
        brings.add("route")
    if mood == "done":
        brings.add("confirm")
    return brings, amount


def _lends(beside: Sentence, wanted: Wanted, story: Story) -> bool:
    """Whether a time in the sentence beside it can be this promise's: it is no other thing's, nor part of a no."""
    if beside.question or _REFUSES & set(beside.words):
        return False
    others = (w for w in (*story.remedies, *story.wrong) if w.id != wanted.id)
    own = wanted.say.hit(beside.stems, beside.bag)
    return own or not any(w.say.hit(beside.stems, beside.bag) for w in others)


def _promised(wanted: Wanted, sentence: Sentence) -> float | None:
    """A sum of money, and not the right one, in the very clause that gives the remedy."""
    if wanted.sums & {value for _, value in numbers(sentence.words)}:
        return None
    for clause in sentence.clauses:
        if wanted.say.hit(clause.stems, clause.bag):
            return next(iter(given_sums(clause.words)), None)
    return None


_GIVEN_AS = frozenset("back off credited returned refunded".split())
_OUT_OF = frozenset("of from off on for against instead".split())
_WHOLE = frozenset("your the this that our a my".split())
_WAS_PAID = frozenset("paid charged cost costs costing owed price priced worth was billed".split())


def given_sums(words: tuple[str, ...]) -> list[float]:
    """Sums that are handed over: with a currency, or "12 back"; not the price that something is taken off.

    In "half of the 98 cr fare" or "you paid 98 cr" the sum is one on record, and nobody's promise.
    """
    found = []
    for at, value in numbers(words):
        after, before = words[at + 1 : at + 2], words[max(0, at - 3) : at]
        if not after or after[0] not in MONEY_NEAR | _GIVEN_AS:
            continue
        whole = before[-1:] and before[-1] in _WHOLE and len(before) > 1 and before[-2] in _OUT_OF
        if not whole and not (before[-1:] and before[-1] in _WAS_PAID) and before[-2:] != ("instead", "of"):
            found.append(value)
    return found


def sum_after(wanted: Wanted, n: int, message: Message, story: Story) -> float | None:
    """A wrong sum in the sentence behind the promise, like "The fee is refunded. That makes 12 cr" where 8 is due."""
    if wanted.amount is None or n + 1 >= len(message.sentences):
        return None
    after = message.sentences[n + 1]
    rivals = (w for w in (*story.remedies, *story.wrong) if w.id != wanted.id)
    if after.question or any(w.say.hit(after.stems, after.bag) for w in rivals):
        return None
    sums = given_sums(after.words)
    return sums[0] if len(sums) == 1 and sums[0] not in story.other_sums(wanted.id) | wanted.sums else None


def timed(sentence: Sentence, story: Story) -> bool:
    """Whether it says when, in general or in the words of a service time."""
    return bool(dates.moments(sentence.words)) or any(
        group.find(sentence.stems, sentence.bag) is not None for group in story.times
    )


@lru_cache(maxsize=4096)
def referred(text: str) -> bool:
    """Whether a text names a reference."""
    return _REFERENCE.search(text) is not None


@lru_cache(maxsize=4096)
def _reachable(text: str) -> bool:
    return _ROUTE.search(text) is not None


def routed(sentence: Sentence, story: Story) -> bool:
    """Whether it names a way to reach people: a number, an address, this chat, or one that the case knows."""
    if _reachable(sentence.text):
        return True
    return not sentence.question and any(len(bag & sentence.bag) >= max(2, 0.6 * len(bag)) for bag in story.routes)


def money(sentence: Sentence) -> list[float]:
    """Numbers that can be sums: with a currency word or cents, or bare and not followed by a unit."""
    found = []
    for at, value in numbers(sentence.words):
        before = sentence.words[at - 1] if at else ""
        after = sentence.words[at + 1] if at + 1 < len(sentence.words) else ""
        if (before + after)[:1].isdecimal() and (before.isdecimal() or after.isdecimal()):
            continue  # a telephone number
        if before in _NUMBERED:
            continue
        if (
            before in MONEY_NEAR
            or after in MONEY_NEAR
            or "." in sentence.words[at]
            or (after not in _UNIT_AFTER and value >= 3 and before not in _NO_SUM_AFTER and len(sentence.words[at]) < 6)
        ):
            found.append(value)
    return found


def _recap(message: Message, n: int) -> bool:
    """The customer's own story read back, "is that right?": a time in it is no date."""
    after = message.sentences[n + 1] if n + 1 < len(message.sentences) else None
    return after is not None and after.question and reads_back(after)


def turn_brings(
    message: Message, story: Story, *, told_back: frozenset[str] = frozenset()
) -> tuple[dict[str, str], frozenset[float], tuple[str, ...]]:
    """Needs met anywhere in the turn -> quote, every number, and the sentences that say when.

    `told_back` = sentences of the customer's story.
    """
    brings: dict[str, str] = {}
    every: set[float] = set()
    times: list[str] = []
    for n, sentence in enumerate(message.sentences):
        every |= {value for _, value in numbers(sentence.words)}
        if sentence.text in told_back or (sentence.question and len(message.sentences) > 1):
            continue
        if timed(sentence, story) and not _recap(message, n):
            brings.setdefault("when", sentence.text)
            times.append(sentence.text)
        if money(sentence):
            brings.setdefault("amount", sentence.text)
        if referred(sentence.text):
            brings.setdefault("reference", sentence.text)
        if routed(sentence, story):
            brings.setdefault("route", sentence.text)
    return brings, frozenset(every), tuple(times)
