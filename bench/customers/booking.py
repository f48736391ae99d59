"""Booking a heard turn: what was promised, granted in excess, brought up that does not help, or taken back."""

from __future__ import annotations

from dataclasses import replace

from coolhead.bench.customers.answered import answered
from coolhead.bench.customers.hearing.notes import Heard, Note
from coolhead.bench.customers.ledger import Entry, Ledger
from coolhead.bench.customers.promised import promised

_ALL_OF_IT = "all of that"
"""What was granted in excess, where it has no name of its own."""
_HANDFUL = 3
"""So many promises before the case is known are a guess."""


def book(  # noqa: PLR0912
    ledger: Ledger, heard: Heard, *, disclosed: frozenset[str], asked_need: tuple[str, str] | None, trap_open: bool
) -> list[Note]:
    """Book a heard turn; the notes say what moved. `asked_need`: the (remedy, need) that the customer asked for."""
    ledger.turn += 1
    notes: list[Note] = []
    if heard.explains:
        ledger.cause = True
    blocked = heard.has("garble", "forged", "silence", "parrot", "uncanny", "recited")
    opened = {fact.id for fact in ledger.story.facts if fact.fact.level == "open"}
    ledger.understood |= not blocked and bool(heard.noticed or heard.explains or disclosed - opened)
    if heard.has("scattershot"):
        _void_silent(ledger)
    notes += _taken_back(ledger, heard)
    # Said before, it counts only as the answer to a question about that very thing.
    asked_for = {w.id for w in ledger.waiting("agreed", "promised")} if heard.repeated else None
    if asked_for is not None:
        asked_for |= {name for name, entry in ledger.entries.items() if entry.early}
    # Right and wrong promised in one breath: throwing things at somebody, so the right ones are only offers.
    wrong = {p.target for p in heard.pledges if p.kind == "wrong" and p.mood in {"done", "firm"}}
    on_top = _on_top(ledger, heard, wrong, disclosed)
    # So are three things at once from somebody who has shown no sign of knowing the case.
    given = sum(p.kind != "trap" and p.mood in {"done", "firm"} for p in heard.pledges)
    mixed = (bool(wrong) and not on_top) or (given >= _HANDFUL and not ledger.understood)
    for pledge in heard.pledges:
        if blocked:
            break
        if mixed and pledge.kind == "right" and pledge.mood in {"done", "firm"}:
            pledge = replace(pledge, mood="offer")  # noqa: PLW2901
        if asked_for is not None and pledge.target not in asked_for:
            continue
        if pledge.kind == "right":
            notes += promised(ledger, pledge, disclosed)
        elif pledge.kind == "wrong" and pledge.mood == "offer":
            ledger.brought_up.add(pledge.target)
        elif pledge.kind == "wrong" and pledge.mood in {"done", "firm"}:
            fresh = pledge.target not in ledger.wrong
            ledger.wrong.add(pledge.target)
            if fresh and not on_top:  # named once more in a recap, it is no second mistake
                notes.append(Note("wrong_remedy", pledge.quote))
        elif pledge.kind == "trap":
            notes += _excess(ledger, pledge.quote)
    if heard.has("over_grant") and not any(n.name == "over_grant" for n in notes):
        label = next((n.label for n in heard.notes if n.name == "over_grant" and n.label), _ALL_OF_IT)
        _excess(ledger, "", label)
    if heard.has("trap_refused") and ledger.over_open and not any(p.kind == "trap" for p in heard.pledges):
        ledger.over_open = False
    if not blocked:
        notes += answered(ledger, heard, asked_need, disclosed)
        names_it = any(p.kind == "right" and p.mood in {"done", "firm", "offer"} for p in heard.pledges)
        if trap_open and heard.bare and not heard.denial and not names_it:
            notes += _excess(ledger, "yes")
    return notes


def _taken_back(ledger: Ledger, heard: Heard) -> list[Note]:
    """What the agent withdraws stands no longer; to lose what was as good as given hurts."""
    notes = []
    for name, quote in heard.back.items():
        ledger.wrong.discard(name)
        entry = ledger.entries.get(name)
        if entry is None or entry.stage == "nothing":
            continue
        if entry.stage in {"promised", "settled"}:
            notes.append(Note("taken_back", quote))
        ledger.entries[name] = Entry(since=ledger.turn)
    return notes


def _void_silent(ledger: Ledger) -> None:
    """Who declares everything has done nothing in particular."""
    for entry in ledger.entries.values():
        if entry.silent and entry.stage in {"promised", "settled"}:
            entry.stage = "offered"


def _on_top(ledger: Ledger, heard: Heard, wrong: set[str], disclosed: frozenset[str]) -> bool:
    """One thing that was not needed, beside the right ones and once in a dialogue, is a kindness and no mistake."""
    given = [p.target for p in heard.pledges if p.kind == "right" and p.mood in {"done", "firm", "offer"}]
    fits = any(set(ledger.story.remedy(name).locked_by) <= disclosed for name in given)
    wanted = all(w.remedy.tempting for w in ledger.story.wrong if w.id in wrong)
    return wanted and len(wrong | ledger.wrong) <= 1 and (fits or bool(ledger.settled()))


def _excess(ledger: Ledger, quote: str, label: str = "") -> list[Note]:
    trap = ledger.story.persona.trap
    ledger.over += 1
    ledger.over_open = True
    ledger.over_label = label or (trap.label if trap else _ALL_OF_IT)
    return [Note("over_grant", quote)]
