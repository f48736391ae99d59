"""What a turn means by what went before: slights that were none, hollow words, answers to a trap or a wrong option."""

from __future__ import annotations

from collections.abc import Sequence

from coolhead.bench.customers.concepts import Concept
from coolhead.bench.customers.hearing.notes import Heard, Note
from coolhead.bench.customers.hearing.plainly import declines
from coolhead.bench.customers.naming import named
from coolhead.bench.customers.scene import Mind
from coolhead.bench.customers.text import Message, read


def fair(mind: Mind, notes: list[Note], heard: Heard) -> list[Note]:
    """Without slights that were none: a good-bye when all is settled, a hand-over that is what the case needs."""
    names = {n.name for n in notes}
    done = mind.ledger.outcome() is not None or bool(names & {"settled", "promise", "offer"})
    wanted = [
        mind.story.remedy(p.target).say
        for p in heard.pledges
        if p.kind == "right" and p.mood in {"done", "firm", "offer"}
    ]
    return [
        n
        for n in notes
        if not (n.name == "closer" and done)
        and not (n.name == "handoff" and (_holds(n.quote, wanted) or _passes_on(n.quote, done=done or heard.move)))
    ]


def in_situation(
    mind: Mind, heard: Heard, notes: list[Note], message: Message, *, wrong_probe: bool, trap_open: bool
) -> list[Note]:
    """Notes that depend on what went before: hollow words, the answer to a trap or to a wrong option."""
    memory = mind.memory
    extra: list[Note] = []
    names = {n.name for n in notes}
    warm = names & {"specific_ack", "generic_ack", "formula"}
    settled = names & {"settled", "promise", "offer"}
    if (
        warm
        and not heard.move
        and not settled
        and mind.feelings.empty + mind.feelings.warm + mind.feelings.formulas >= 1
        and mind.ledger.outcome() is None  # with all settled, a kind word is no evasion
    ):
        quote = next(n.quote for n in notes if n.name in warm)
        extra.append(Note("hollow", quote))
    if heard.assent:
        memory.yeses += 1
    if wrong_probe and heard.assent and _really_given(mind, heard):
        mind.ledger.over_open = False  # no lie: the policy allows it, and it has been given
    elif wrong_probe and _names_the_deal(mind, heard) and not _names_wrong(heard):
        mind.ledger.over_open = mind.ledger.over_open and "over_grant" in names
        memory.honest = True
        extra.append(Note("confirmed", ""))
    elif wrong_probe and heard.assent and (_names_wrong(heard) or not (heard.denial or heard.partial)):
        extra.append(Note("yes_to_wrong", heard.doing))
        mind.ledger.over += 1
        mind.ledger.over_open = True
        mind.ledger.over_label = memory.option
        memory.checked = False
    elif wrong_probe:
        # Said again, or talked past, it stands; only a no takes it back.
        no = heard.denial or heard.partial or heard.has("trap_refused", "turned_down") or declines(message)
        mind.ledger.over_open = mind.ledger.over_open and ("over_grant" in names or not no)
        memory.honest = memory.honest or heard.denial
        if heard.denial and not heard.repeated:
            extra.append(Note("confirmed", ""))
            trap = mind.story.persona.trap
            if trap and memory.trap_said == 0 and memory.option == named(trap.label):
                memory.trap_said, memory.trap_closed = 1, True  # asked about and refused: it is not demanded as well
    if trap_open and "over_grant" not in names:
        said_no = heard.has("trap_refused", "turned_down", "dismiss", "refusal", "refusal_with_way")
        said_no = said_no or declines(message)
        way = bool(settled) or any(p.mood in {"done", "firm", "offer"} for p in heard.pledges)
        if said_no:
            well = way or heard.move or bool(mind.ledger.settled())
            extra.append(Note("trap_refused_well" if well else "trap_refused_barely", ""))
            if well or memory.trap_said > 1:
                memory.trap_open, memory.trap_closed = False, True
    return extra


def _really_given(mind: Mind, heard: Heard) -> bool:
    """Whether the thing asked about is a grant without a condition that the agent gives, now or before."""
    free = {g.id for g in mind.story.persona.case.policy.grants if not g.conditions}
    given = {p.target for p in heard.pledges if p.kind == "wrong" and p.mood in {"done", "firm"}}
    given |= mind.ledger.wrong | mind.ledger.brought_up
    return any(
        wanted.id in given and wanted.remedy.grant in free
        for wanted in mind.story.wrong
        if mind.memory.option in {wanted.remedy.label, named(wanted.remedy.label)}
    )


def _names_wrong(heard: Heard) -> bool:
    """Whether the answer promises the wrong thing by name."""
    return any(p.kind in {"wrong", "trap"} and p.mood in {"done", "firm", "offer"} for p in heard.pledges)


def _names_the_deal(mind: Mind, heard: Heard) -> bool:
    """Like "Agreed is: the certificate and half of the fare": all that is settled, by name, and so nothing more."""
    said = {p.target for p in heard.pledges if p.kind == "right" and p.mood in {"done", "firm", "statement"}}
    settled = set(mind.ledger.settled())
    return bool(settled) and settled <= said


def _passes_on(quote: str, *, done: bool) -> bool:
    """The note goes to somebody, the customer stays: "I pass it on to our privacy people"."""
    return done and not {"you", "transfer", "transferring"} & set(quote.lower().split())


def _holds(quote: str, concepts: Sequence[Concept]) -> bool:
    """Whether one of the sentences quoted speaks of one of these."""
    return any(c.hit(s.stems, s.bag) for s in read(quote).sentences for c in concepts)
