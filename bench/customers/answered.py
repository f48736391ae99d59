"""Short answers to what the customer asked for: "tomorrow at nine" to "when?", "done" to "then do it"."""

from __future__ import annotations

from coolhead.bench.customers.hearing.appointed import mistimed
from coolhead.bench.customers.hearing.notes import Heard, Note
from coolhead.bench.customers.ledger import WORD, Entry, Ledger
from coolhead.bench.customers.promised import misdated, settle
from coolhead.bench.customers.text import read
from coolhead.bench.customers.wanted import Wanted


def answered(ledger: Ledger, heard: Heard, asked_need: tuple[str, str] | None, disclosed: frozenset[str]) -> list[Note]:
    """Short answers: "tomorrow at nine" to "when?", "done" to "then do it"."""
    notes: list[Note] = []
    if asked_need and asked_need[0] in ledger.entries:
        name, need = asked_need
        wanted, entry = ledger.story.remedy(name), ledger.entries[name]
        yes = heard.assent and not (heard.denial or heard.partial)
        if need == WORD and yes and all(fact in disclosed for fact in wanted.locked_by):
            entry.stage, entry.early, entry.since = "promised", False, ledger.turn
            quote = heard.doing or next((a.quote for a in heard.asked), "")
            return [Note("settled" if settle(ledger, wanted) else "promise", quote)]
        brings = _brought(ledger, heard, wanted)
        good = need in brings or (need == "confirm" and bool(heard.doing or heard.assent))
        notes += _timely(ledger, entry, heard, good=good) if need == "when" else []
        if need == "amount" and wanted.amount is not None:
            good = bool(wanted.sums & heard.numbers)
            if good:
                entry.misstated = False
        if good and need not in entry.has:
            entry.has.add(need)
            quote = heard.brings.get(need) or heard.doing or ""
            notes.append(Note("settled" if settle(ledger, wanted) else "promise", quote))
    if heard.doing:
        for wanted in ledger.waiting("agreed"):
            if any(fact not in disclosed for fact in wanted.locked_by):
                continue
            entry = ledger.entries[wanted.id]
            entry.stage = "promised"
            entry.has.add("confirm")
            entry.has |= (
                {need for need in _brought(ledger, heard, wanted) if need in {"when", "reference", "route"}}
                if len(ledger.waiting("agreed")) == 0
                else set()
            )
            notes.append(Note("settled" if settle(ledger, wanted) else "promise", heard.doing))
        for wanted in ledger.waiting("promised"):
            entry = ledger.entries[wanted.id]
            if ledger.missing(wanted) == ["confirm"]:
                entry.has.add("confirm")
                if settle(ledger, wanted):
                    notes.append(Note("settled", heard.doing))
    return notes


def _timely(ledger: Ledger, entry: Entry, heard: Heard, *, good: bool) -> list[Note]:
    """The answer to "when?": the case's time mends a wrong one, any other spoils it."""
    if good:
        entry.misdated = False
    return misdated(ledger, entry, heard.brings["when"]) if "when" in heard.brings and not good else []


def _brought(ledger: Ledger, heard: Heard, wanted: Wanted) -> set[str]:
    """What the turn brings for this remedy; a time that is not the case's is none."""
    brings = set(heard.brings)
    times = [s for text in heard.times for s in read(text).sentences]
    off = any(p.target == wanted.id and p.misdated for p in heard.pledges)
    return brings - {"when"} if off or any(mistimed(wanted, s, ledger.story) for s in times) else brings
