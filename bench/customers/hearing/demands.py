"""What the answer makes of the customer's unreasonable demand: it grants it, turns it down, or says neither."""

from __future__ import annotations

from coolhead.bench.customers.concepts import Concept
from coolhead.bench.customers.hearing.appointed import pieces
from coolhead.bench.customers.hearing.clauses import GIVES, refuses
from coolhead.bench.customers.hearing.held import firmest, held_in
from coolhead.bench.customers.hearing.links import Turn
from coolhead.bench.customers.hearing.notes import Note, Pledge
from coolhead.bench.customers.hearing.plainly import grants_plainly
from coolhead.bench.customers.story import Story
from coolhead.bench.customers.text import Clause, Message, Sentence, read
from coolhead.bench.customers.tokens import STOPSTEMS, stem


def demanded(trap: Concept, turn: Turn, asked: Message | None) -> tuple[list[Pledge], list[Note]]:
    """The pledge that grants the demand, or the note that it was refused; `asked` = what the customer said before."""
    sentences = turn.message.sentences
    held = [h for h in held_in(trap, turn, own=True) if _meant(trap, sentences[h[1]], turn.story)]
    held = [("firm" if grants_plainly(sentences[n]) else mood, n) for mood, n in held]
    refused = next((n for mood, n in held if mood == "negated"), None)
    best = firmest([hit for hit in held if hit[0] in GIVES and (refused is None or hit[0] != "offer")])
    if best:
        return [Pledge("trap", "trap", best[0], sentences[best[1]].text, best[1])], []
    if refused is not None:
        return [], [Note("trap_refused", sentences[refused].text)]
    return [], _turned_down(turn, asked)


_HERE = frozenset({"that", "this", "it", "those", "them", "so"})
_NOUN = 2
"""A refusal that names so many words of a topic names what it refuses."""


def _meant(trap: Concept, sentence: Sentence, story: Story) -> bool:
    """Whether the unreasonable thing itself is spoken of, and not some words of it in what the policy does give.

    "I stop all fees; I give back two of them" has "all" and "back" of all fees back, each in another thing; "you have
    the pair today, and a courier on Wednesday" has "today" and "courier".
    """
    if _SORRY & sentence.bag:
        return False
    right = [w for w in story.remedies if w.remedy.grant and w.say.hit(sentence.stems, sentence.bag)]
    if not right:
        return True
    known = frozenset().union(*(label for w in right for label in w.labels))
    label = story.persona.trap.label if story.persona.trap else ""
    own = read(label).content - known
    return any(trap.hit(p.stems, p.bag) and (own & p.bag or not own) for p in pieces(sentence))


_SORRY = frozenset(stem(word) for word in ("sorry", "apologise", "apologize", "apology", "apologies"))
"""Who says sorry grants nothing by it."""


def _turned_down(turn: Turn, asked: Message | None) -> list[Note]:
    """A "no" to what the customer has just asked for, whatever it was; one to something else is none.

    It says no at once, or points at it ("I can't do that"), or shares a word with the customer's last turn.
    """
    said = asked.content if asked is not None else frozenset()
    for n, (sentence, moods) in enumerate(zip(turn.message.sentences, turn.moods, strict=True)):
        if n in turn.odd or sentence.question:
            continue
        if n == 0 and sentence.words[0] in {"no", "sorry", "nope"} and sentence.words[1:2] != ("wonder",):
            return [Note("turned_down", sentence.text)]
        for clause, mood in zip(sentence.clauses, moods, strict=True):
            topic = clause.bag - STOPSTEMS
            meant = bool(topic & said) or (len(topic) < _NOUN + 1 and bool(_HERE & set(clause.words)))
            if mood == "negated" and meant and (refuses(clause.words) or _declined(clause)):
                return [Note("turned_down", sentence.text)]
    return []


_DECLINED = frozenset(
    """decline declin unable impossibl refus outside beyond rule rules policy allow allowed permit permitted limit
    forbid forbidden exclud more above promise grant""".split()
)


def _declined(clause: Clause) -> bool:
    """A no that rules or powers say: "lies outside what I may grant", "our terms exclude it"."""
    return bool(_DECLINED & clause.bag or _DECLINED & set(clause.words))
