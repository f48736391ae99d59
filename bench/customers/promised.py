"""How a promise moves a remedy on: from nothing over an offer to a promise that is settled, or back where it errs."""

from __future__ import annotations

from coolhead.bench.customers.hearing.notes import Note, Pledge
from coolhead.bench.customers.ledger import Entry, Ledger
from coolhead.bench.customers.wanted import Wanted


def promised(ledger: Ledger, pledge: Pledge, disclosed: frozenset[str]) -> list[Note]:  # noqa: PLR0912
    """What a promise of a right remedy moves; none where the facts that make sense of it are not told yet."""
    wanted, entry = ledger.story.remedy(pledge.target), ledger.entries[pledge.target]
    if pledge.mood not in {"done", "firm", "offer", "statement"}:
        return []
    told = wanted.remedy.grant is None and pledge.mood in {"done", "firm"}  # what is given by being said is given
    if not told and any(fact not in disclosed for fact in wanted.locked_by):
        first = not entry.early
        entry.early = entry.early or pledge.mood != "statement"
        entry.has |= pledge.brings - {"confirm"}  # what it was told then it need not be told again
        early = first and pledge.mood in {"done", "firm"} and wanted.remedy.grant is not None
        return [Note("premature", pledge.quote)] if early else []
    if pledge.silent and not ledger.understood:
        return []
    entry.early = False
    entry.silent = pledge.silent and (entry.silent or entry.stage == "nothing")
    notes: list[Note] = []
    firm = pledge.mood in {"done", "firm"}
    if pledge.amount is not None and "amount" in wanted.needs and "amount" not in pledge.brings:
        entry.misstated = True
        if wanted.amount is not None and firm:
            notes.append(Note("wrong_amount", pledge.quote))
            entry.has.discard("amount")  # also when the right one had been named before
            if entry.stage == "settled":
                entry.stage = "promised"
    elif "amount" in pledge.brings:
        entry.misstated = False
    if pledge.misdated:
        notes += misdated(ledger, entry, pledge.quote) if firm else []
    elif "when" in pledge.brings:
        entry.misdated = False
    if firm:
        notes += _misnamed(entry, pledge)
    new = set(pledge.brings) - entry.has
    entry.has |= pledge.brings
    before = entry.stage
    entry.since = ledger.turn
    if firm:
        if before != "settled":
            entry.stage = "promised"
            settle(ledger, wanted)
    elif before == "nothing":
        entry.stage = "offered"
    if entry.stage == "settled" and before != "settled":
        notes.append(Note("settled", pledge.quote))
    elif entry.stage == "promised" and before in {"nothing", "offered", "agreed"}:
        notes.append(Note("promise", pledge.quote))
    elif entry.stage == "offered" and before == "nothing":
        notes.append(Note("offer", pledge.quote))
    elif new & set(wanted.needs):
        notes.append(Note("promise", pledge.quote, 0.5))
    return notes


def misdated(ledger: Ledger, entry: Entry, quote: str) -> list[Note]:
    """A time that cannot be: whatever was named before, it is open again."""
    entry.misdated = True
    entry.has.discard("when")
    if entry.stage == "settled":
        entry.stage = "promised"
    return [Note("wrong_time", quote)]


def _misnamed(entry: Entry, pledge: Pledge) -> list[Note]:
    """A figure of a thing that has another: the promise does not hold until it is made without."""
    entry.misnamed = pledge.misnamed
    if not pledge.misnamed:
        return []
    if entry.stage == "settled":
        entry.stage = "promised"
    return [Note("wrong_figure", pledge.quote)]


def settle(ledger: Ledger, wanted: Wanted) -> bool:
    """Whether a promise has all that it needs, nothing in it is wrong, and it is settled with that."""
    entry = ledger.entries[wanted.id]
    if entry.stage == "promised" and not ledger.missing(wanted) and not (entry.misstated or entry.misnamed):
        entry.stage = "settled"
        return True
    return False
