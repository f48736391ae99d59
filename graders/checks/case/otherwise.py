"""A figure for a thing of which the file or the customer has another: flat 33 for flat 14, a 35 fee for one of 45."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from coolhead.graders.checks.case.sums import worked_out
from coolhead.graders.checks.speech.figures import told_values
from coolhead.graders.checks.speech.repeats import ECHO, parroted
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.money import money
from coolhead.graders.reading.once import once
from coolhead.graders.reading.slots import Slot, slots, values
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import expression, stem, word_set

FILED, TOLD = 0.75, 0.65
"""Strength where the file has the thing's figure, and where only the customer gave it, who may have been misheard."""
RUN = 4
"""Words before and behind a figure among which its thing is looked for."""
_LINK = expression("otherwise", "link")
_BEFORE = re.compile(rf"((?:[a-z][\w'-]* ?){{1,{RUN}}})$")
_BEHIND = re.compile(rf"^(?: ?(?:cr|credits?|eur|usd|gbp|euros?|dollars?|pounds?)\b)?((?: [a-z][\w'-]*){{1,{RUN}}})")
_CENTS = re.compile(r"\d{1,3}\.\d\d")


@dataclass(frozen=True)
class Named:
    """A thing, by the words around its figure."""

    head: str
    """Its noun, as a stem."""
    words: frozenset[str]
    """Stems of what stands before the noun: "call-out" of a fee."""
    form: str
    """How it is tied to the figure: "before" it ("flat 14"), "linked" ("the fee of 45"), "behind" it ("the 45 fee"), or
    put "to" it ("corrected the flat to 31")."""


_NO_TIE = frozenset(("", "number", "no", "no."))


def _figures(text: str) -> list[tuple[Slot, float]]:
    """Numbers, sums and plain figures with cents, which the clock is not told by here."""
    found = []
    for slot in slots(text):
        plain = slot.kind == "number" or slot.money or (slot.kind == "time" and _CENTS.fullmatch(slot.text))
        if plain and slot.values:
            found.append((slot, values(slot.text)[0] if slot.kind == "time" else slot.values[0]))
    return found


def _things(text: str, slot: Slot) -> Iterator[Named]:
    """The words that a figure of a lower-case text may be tied to, nearest first; many are no nouns."""
    head = text[: slot.start]
    link = _LINK.search(head)
    before = _BEFORE.search(head[: link.start()] if link else head.rstrip())
    if before:
        words = before[1].split()
        tie = link.group().strip() if link else ""
        yield _named(words, "before" if tie in _NO_TIE else "to" if tie == "to" else "linked")
    behind = _BEHIND.search(text[slot.end :])
    if behind:
        words = behind[1].split()
        for count in range(1, len(words) + 1):
            yield _named(words[:count], "behind")


def _named(words: list[str], form: str) -> Named:
    opened = max((n for n, word in enumerate(words[:-1]) if word in word_set("common", "function")), default=-1)
    return Named(stem(words[-1]), frozenset(stem(word) for word in words[opened + 1 : -1]), form)


@lru_cache(maxsize=4_000)
def _named_in(text: str, title: str = "") -> tuple[tuple[str, frozenset[str], float], ...]:
    """(Noun, words around it, figure) of a text that is known; `title`: the entry of the file which it stands in."""
    low = text.lower()
    titled = [word for word in re.findall(r"[a-z][\w'-]*", title.lower()) if word not in word_set("common", "function")]
    around = frozenset(stem(word) for word in titled)
    found = []
    figures = _figures(low)
    for slot, value in figures:
        found += [(one.head, one.words | around, value) for one in _things(low, slot)]
        if figures[0][0].start <= OPENS:
            found += [(head, around, value) for head in around]  # "paid: 2 x 18"
    return tuple(found)


OPENS = 12
"""Letters of an entry in which its own figure stands: "call-out fee: 45 cr, charged because nobody answered"."""


@once
def _filed(reading: Reading) -> tuple[tuple[str, frozenset[str], float], ...]:
    case = reading.case
    if case is None:
        return ()
    found = [one for name, text in case.record.items() for one in _named_in(text, name)]
    for grant in case.policy.grants:
        found += [one for text in (grant.label, grant.limit) for one in _named_in(text)]
    return tuple(found)


@once
def otherwise(reading: Reading, x: Sentence) -> float:
    """How surely a sentence gives a thing another figure than the file or the customer did, 0-1.

    Only with a case file, and only a figure that stands nowhere and cannot be worked out; what is changed, newly given,
    or a part of it has a figure of its own.
    """
    if reading.case is None or x.asks or not x.slots or parroted(reading, x) > ECHO:
        return 0.0
    text = x.text.lower()
    figures = [(slot, value) for slot, value in _figures(text) if value not in _known(reading, x)]
    if not figures:
        return 0.0
    told = tuple(one for t in reading.customers if t.index < x.turn for one in _named_in(t.text))
    worst = 0.0
    for slot, value in figures:
        for named in _things(text, slot):
            for strength, things in ((FILED, _filed(reading)), (TOLD, told)):
                if worst >= strength or named.head in _stems("own_to_give"):
                    continue
                # Of what stands before "flat 14" nothing belongs to it for certain.
                own = frozenset() if named.form == "before" else named.words
                theirs = {v for head, words, v in things if head == named.head and own <= words}
                if theirs and _stated(reading, x, Claim(text, slot, value, named, frozenset(theirs))):
                    worst = strength
    return worst


@once
def _known(reading: Reading, x: Sentence) -> frozenset[float]:
    """The figures that the file, the customer or the log has, and those which the agent itself has changed or given."""
    sums = frozenset(v for t in reading.customers if t.index < x.turn for _start, _end, v in money(t.text))
    mine = frozenset(
        value
        for y in reading.sentences
        if y.turn < x.turn or (y.turn == x.turn and y.place < x.place)
        if _CHANGED.search(y.text) or _GIVEN.search(y.text)
        for value in values(y.text)
    )
    return sums | mine | told_values(reading, x.turn) | _of_things(reading)


@once
def _of_things(reading: Reading) -> frozenset[float]:
    """The figures of record and policy; hours and lines that one may call are none of things."""
    case = reading.case
    if case is None:
        return frozenset()
    grants = [f"{g.label} {g.limit} {' '.join(g.conditions)} {g.most or ''}" for g in case.policy.grants]
    texts = [case.product, *case.policy.forbidden, *grants, *(f"{name}: {text}" for name, text in case.record.items())]
    return frozenset(value for text in texts for value in (*values(text), *(v for _start, _end, v in money(text))))


@dataclass(frozen=True)
class Claim:
    """A figure in a sentence for a thing of which others are known."""

    text: str
    """The sentence, in lower case."""
    slot: Slot
    value: float
    named: Named
    theirs: frozenset[float]
    """The figures that the thing is known by."""

    @property
    def before(self) -> str:
        """What stands before the figure."""
        return self.text[: self.slot.start]


def _stated(reading: Reading, x: Sentence, claim: Claim) -> bool:
    """The sentence says of this very thing, as it stands, that this is its figure."""
    text, slot, named, before = claim.text, claim.slot, claim.named, claim.before
    if named.form == "to":
        return _RIGHTED.search(before) is not None
    if named.form == "before":
        turned = _turned(claim) and not (_GIVEN.search(text) or _CHANGED.search(text))
        return turned or (_labelled(text, before, named) and not _reckoned(reading, x, claim))
    if _CHANGED.search(text) or any(_ROUND.search(t.text) for t in reading.customers if t.index < x.turn):
        return False
    if named.form == "behind":
        behind = _BEHIND.search(text[slot.end :])
        word = next((w for w in behind[1].split() if stem(w) == named.head), "") if behind else ""
        if word.endswith("s") and not slot.money:
            return _WHOLE_COUNT.search(before) is not None and claim.value > max(claim.theirs)
        return _THIS_ONE.search(before) is not None and not _reckoned(reading, x, claim)
    return _defined(before, named) and not _reckoned(reading, x, claim)


def _labelled(text: str, before: str, named: Named) -> bool:
    """A number that stands behind its thing: as the record has it, as it was, or put right."""
    if before.rsplit(maxsplit=1)[-1] in word_set("otherwise", "past"):
        return _YOU_DID.search(before.rsplit(maxsplit=1)[0] + " ") is not None and not _CHANGED.search(text)
    if _RIGHTED.search(text):
        return True
    if _GIVEN.search(text):
        return False
    if named.head in _stems("papers"):
        return re.search(rf"\byour (?:\w+ )?{named.head}", before) is not None
    return _CITES.search(before) is not None and _YOURS.search(before) is not None  # the neighbour has a room as well


@cache
def _stems(block: str) -> frozenset[str]:
    return frozenset(stem(word) for word in word_set("otherwise", block))


def _turned(claim: Claim) -> bool:
    """Digits changed round: room 340 for room 304."""
    return any(sorted(f"{claim.value:g}") == sorted(f"{one:g}") for one in claim.theirs)


def _defined(before: str, named: Named) -> bool:
    """The noun has an article or an owner: "the fee of 45", "your seat number is 12"."""
    return re.search(rf"\b(?:the|your|that|this|our) (?:[\w'-]+ ){{0,2}}{re.escape(named.head)}", before) is not None


def _reckoned(reading: Reading, x: Sentence, claim: Claim) -> bool:
    """The figure comes out of the thing's own and the sums that are known."""
    case = reading.case
    assert case is not None
    texts = [f"{k} {v}" for k, v in case.record.items()] + [f"{g.label} {g.limit}" for g in case.policy.grants]
    texts += [t.text for t in reading.customers if t.index < x.turn]
    sums = {*claim.theirs} | {v for text in texts for _start, _end, v in money(text)}
    shares = {
        v for text in texts for slot in slots(text) if "%" in slot.text or "cent" in slot.text for v in slot.values
    }
    times = {2.0, 3.0, MONTHS, *(v for v in _known(reading, x) if v <= TIMES)}
    return worked_out(claim.value, set(), sums, shares | {100 - share for share in shares}, times)


TIMES, MONTHS = 12, 12.0
"""Up to so many of a thing its price is multiplied; a price a month comes to this many times in a year."""


_CHANGED = expression("otherwise", "changed")
_GIVEN = expression("otherwise", "given")
_CITES = expression("otherwise", "cites")
_RIGHTED = expression("otherwise", "righted")
_YOURS = expression("otherwise", "yours")
_THIS_ONE = expression("otherwise", "this_one")
_WHOLE_COUNT = expression("otherwise", "whole_count")
_YOU_DID = expression("otherwise", "you_did")
_ROUND = expression("otherwise", "round")
