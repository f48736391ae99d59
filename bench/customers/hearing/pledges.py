"""Offers and commitments, bound to one sentence: which remedy, how firmly, with what sum, time, reference, route."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from coolhead.bench.customers.hearing import structure
from coolhead.bench.customers.hearing.appointed import misdated
from coolhead.bench.customers.hearing.clauses import GIVES, Mood
from coolhead.bench.customers.hearing.contacts import contact_only
from coolhead.bench.customers.hearing.demands import demanded
from coolhead.bench.customers.hearing.echoes import echoes, noted
from coolhead.bench.customers.hearing.excess import forbidden, over, over_limit
from coolhead.bench.customers.hearing.held import asks_leave, firmest, held_in
from coolhead.bench.customers.hearing.leads import several
from coolhead.bench.customers.hearing.links import Turn, replied
from coolhead.bench.customers.hearing.misnamed import misnamed
from coolhead.bench.customers.hearing.needs import along, given_sums, sum_after
from coolhead.bench.customers.hearing.notes import Note, Pledge, Unclear
from coolhead.bench.customers.hearing.signs import cleared, pays, signs
from coolhead.bench.customers.hearing.signs import unclear as unclear_in
from coolhead.bench.customers.story import Story
from coolhead.bench.customers.text import Message, Sentence
from coolhead.bench.customers.wanted import Wanted


def hear(
    message: Message,
    *,
    all_moods: list[tuple[Mood, ...]],
    story: Story,
    asked: Message | None = None,
    unclear: tuple[Unclear, ...] = (),
) -> tuple[list[Pledge], list[Note], tuple[Unclear, ...]]:
    """Pledges of the turn, notes about wrong or excessive ones, and what was left open.

    `asked` = what the customer said before it, `unclear` = what the turn before left open.
    """
    pledges: list[Pledge] = []
    notes: list[Note] = []
    turn = Turn(
        message=message,
        moods=all_moods,
        story=story,
        odd=frozenset(
            n
            for n, s in enumerate(message.sentences)
            if structure.odd_pairs(s) or echoes(s, asked) or noted(s, asked) or contact_only(s, all_moods[n], story)
        ),
        asks_leave=asks_leave(message),
        ways=any(several(s) for s in message.sentences),
    )
    for wanted in story.remedies:
        held = held_in(wanted.say, turn, explain=wanted.remedy.grant is None)
        if "amount" in wanted.needs:
            held = [
                (mood, n)
                for mood, n in held
                if pays(wanted, message.sentences[n]) and not _anothers(wanted, message.sentences[n], story)
            ]
        if not any(mood in GIVES for mood, _ in held):
            held += replied(wanted, turn, asked) + (cleared(wanted, turn, unclear) or signs(wanted, turn))
        if held:
            pledge = _pledge(wanted, "right", held, message, story)
            if misdated(wanted, held, turn):
                pledge = replace(pledge, misdated=True, brings=pledge.brings - {"when"})
            pledges.append(replace(pledge, misnamed=misnamed(held, turn)))
    for wanted in story.wrong:
        held = held_in(wanted.say, turn) or cleared(wanted, turn, unclear)
        best = firmest(held)
        if best and best[0] in GIVES and not any(p.sentence == best[1] and p.mood in GIVES for p in pledges):
            pledges.append(_pledge(wanted, "wrong", held, message, story))
    if story.trap:
        granted, refused = demanded(story.trap, turn, asked)
        pledges += granted
        notes += refused
    more, left_open = unclear_in(turn, pledges)
    notes += more
    notes += forbidden(turn)
    beyond, too_much = over(message, all_moods, story, turn.odd)
    notes += over_limit(message, pledges, story) or beyond
    pledges = [p for p in pledges if p.kind != "right" or p.target not in too_much]
    return pledges, notes, left_open


def _anothers(wanted: Wanted, sentence: Sentence, story: Story) -> bool:
    """Like "I credit you with 5 cr, voucher for the next order": another thing by its name and by its sum."""
    sums = set(given_sums(sentence.words))
    return bool(sums) and any(
        w.say.hit(sentence.stems, sentence.bag) and sums <= {*w.sums, w.limit} and not sums & wanted.sums
        for w in story.wrong
    )


def _pledge(
    wanted: Wanted, kind: Literal["right", "wrong"], held: list[tuple[Mood, int]], message: Message, story: Story
) -> Pledge:
    """The firmest sentence, with what every sentence that gives the remedy brings along."""
    best = firmest(held)
    assert best is not None  # callers pass at least one
    mood, n = best
    brings, amount = along(wanted, mood, n, message, story)
    for other, k in held:
        if k != n and other in GIVES | {"statement"}:
            more, sum_ = along(wanted, other, k, message, story)
            brings |= more
            amount = amount if sum_ is None else sum_
    if amount is None and "amount" not in brings and mood in {"done", "firm"}:
        amount = sum_after(wanted, n, message, story)
    if amount is None and any(wanted.share.named(message.sentences[k]) for m, k in held if m in GIVES):
        brings.add("amount")
    if "amount" in brings and wanted.amount is not None:
        amount = None
    quote = message.sentences[n].text
    return Pledge(wanted.id, kind, mood, quote, n, frozenset(brings), amount)
