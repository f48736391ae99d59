"""Declared actions: what a bot's tool calls say that it has done, checked against the policy and against its words."""

from __future__ import annotations

from dataclasses import replace

from coolhead.bench.customers.hearing.appointed import mistimed
from coolhead.bench.customers.hearing.clauses import GIVES, Mood, refuses
from coolhead.bench.customers.hearing.needs import referred, routed, timed, turn_brings
from coolhead.bench.customers.hearing.notes import Note, Pledge
from coolhead.bench.customers.story import Story
from coolhead.bench.customers.text import Message, Sentence, numbers
from coolhead.bench.customers.wanted import Wanted
from coolhead.bench.types import Action

_HANDS_OVER = ("hand", "transfer", "escalat")
_YOURS = frozenset({"you", "your"})
_MANY = 4
_GUESSES = 2


def kinds(actions: tuple[Action, ...], message: Message, story: Story) -> frozenset[str]:
    """Ids of the grants among these actions; without strays that the turn speaks of, which are no blind guess."""
    named = frozenset(a.name for a in actions if a.name in story.grants)
    return named - (amiss(named, story) & _spoken(message, story))


def drawer(declared: frozenset[str], story: Story, *, earlier: frozenset[str] = frozenset()) -> bool:
    """Whether these grants are a guess.

    In one turn: all there are, or two more than any good end needs, and not all of them fit. Over the dialogue
    (`earlier` = declared before): two or more that fit nothing, and fewer that do.
    """
    everything = len(story.grants) > 2 and len(declared) == len(story.grants)
    many = everything or len(declared) >= max(_MANY, story.most_grants + 2)
    so_far = declared | earlier
    stray = len(amiss(so_far, story))
    return (many and bool(amiss(declared, story))) or (stray >= _GUESSES and stray > len(so_far) - stray)


def amiss(declared: frozenset[str], story: Story) -> frozenset[str]:
    """Those that serve no remedy of the case."""
    return declared - {wanted.remedy.grant for wanted in story.remedies}


def _spoken(message: Message, story: Story) -> frozenset[str]:
    """Grants that the turn names by most words of their label."""
    return frozenset(
        name for name, label in story.grant_words.items() if len(label & message.bag) >= max(2, len(label) / 2)
    )


def hear(
    actions: tuple[Action, ...],
    pledges: list[Pledge],
    *,
    message: Message,
    all_moods: list[tuple[Mood, ...]],
    story: Story,
    earlier: frozenset[str],
) -> tuple[list[Pledge], list[Note]]:
    """The pledges with what the actions add, and notes about actions out of bounds.

    A grant within its limit makes its remedy done, whatever the words; `earlier` = grants declared before this turn.
    Once one of them missed the case, the next needs a word about it: guessing is no help. Over the limit it is an
    over-grant. With the whole drawer declared no action counts. Unknown actions are ignored.
    """
    notes: list[Note] = []
    out: dict[tuple[str, str], Pledge] = {(p.kind, p.target): p for p in pledges}
    new = kinds(actions, message, story)
    void = drawer(new, story, earlier=earlier)
    strayed = bool(amiss(new | earlier, story))
    if void and new - earlier:
        notes.append(Note("scattershot", f"[actions {', '.join(sorted(new))}]"))
    for action in actions:
        if action.name not in story.grants:
            if any(part in action.name for part in _HANDS_OVER):
                notes.append(Note("handoff", f"[action {action.name}]"))
            continue
        limit = story.grants[action.name]
        if action.amount is not None and limit is not None and action.amount > limit + 0.005:
            notes.append(Note("over_grant", f"[action {action.name} {action.amount:g}]"))
            continue
        if void:
            continue
        rights = [wanted for wanted in story.remedies if wanted.remedy.grant == action.name]
        for wanted in _meant(rights, out):
            known = out.get(("right", wanted.id))
            denied = _denied(wanted, known, message, all_moods)
            if denied:
                notes.append(Note("contradicted", denied))
            else:
                pledge = _done(wanted, action, known, message=message, all_moods=all_moods, story=story)
                if not (pledge.silent and strayed):
                    out["right", wanted.id] = pledge
        for wanted in story.wrong:
            if wanted.remedy.grant == action.name and not rights:
                out.setdefault(("wrong", wanted.id), Pledge(wanted.id, "wrong", "done", f"[action {action.name}]", 0))
    return list(out.values()), notes


def _meant(rights: list[Wanted], out: dict[tuple[str, str], Pledge]) -> list[Wanted]:
    """Where one grant stands behind several remedies, those that the words speak of; without words all of them."""
    spoken = [wanted for wanted in rights if ("right", wanted.id) in out]
    return spoken or rights


def _denied(wanted: Wanted, known: Pledge | None, message: Message, all_moods: list[tuple[Mood, ...]]) -> str:
    """The sentence that says no to what the action does; empty when there is none."""
    if known is not None and known.mood != "negated":
        return ""
    for sentence, moods in zip(message.sentences, all_moods, strict=True):
        for clause, mood in zip(sentence.clauses, moods, strict=True):
            named = wanted.say.hit(clause.stems, clause.bag) or any(
                len(label & clause.bag) >= max(2, len(label) / 2) for label in wanted.labels
            )
            if mood == "negated" and named and refuses(clause.words):
                return sentence.text
    return ""


def _done(
    wanted: Wanted,
    action: Action,
    known: Pledge | None,
    *,
    message: Message,
    all_moods: list[tuple[Mood, ...]],
    story: Story,
) -> Pledge:
    """The remedy as done, with the declared sum; without words of its own it takes the times the turn promises."""
    spoken = known is not None and known.mood != "negated"
    every = turn_brings(message, story)[1]
    brings = {
        "confirm",
        *(known.brings if known else ()),
        *(() if spoken else _along(wanted, message, all_moods, story)),
    }
    amount = known.amount if known else None
    if wanted.amount is None:
        brings |= {"amount"} if action.amount is not None else set()
    elif action.amount is None:
        brings |= {"amount"} if amount is None and wanted.sums & every else set()
    elif not any(abs(action.amount - good) < 0.005 for good in wanted.sums):
        brings.discard("amount")
        amount = action.amount
    elif amount is None:
        brings.add("amount")
    if known is not None and spoken:
        return replace(known, mood="done", brings=frozenset(brings), amount=amount)
    quote = next((s.text for s in message.sentences if _names(s, action.amount)), f"[action {action.name}]")
    return Pledge(wanted.id, "right", "done", quote, 0, frozenset(brings), amount, silent=True)


def _along(wanted: Wanted, message: Message, all_moods: list[tuple[Mood, ...]], story: Story) -> set[str]:
    """Needs that sentences meet which promise something, or at least do not tell the customer's own story back."""
    found: set[str] = set()
    for sentence, moods in zip(message.sentences, all_moods, strict=True):
        told_back = _YOURS & set(sentence.words) and not GIVES & set(moods)
        if sentence.question or told_back or {"report", "negated", "hypothetical"} & set(moods):
            continue
        found |= {"when"} if timed(sentence, story) and not mistimed(wanted, sentence, story) else set()
        found |= {"reference"} if referred(sentence.text) else set()
        found |= {"route"} if routed(sentence, story) else set()
    return found


def _names(sentence: Sentence, amount: float | None) -> bool:
    return amount is not None and not sentence.question and any(value == amount for _, value in numbers(sentence.words))
