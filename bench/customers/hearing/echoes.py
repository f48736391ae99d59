"""An order of the customer said back to it: "Then do that." - "Right, then do that." Nobody has promised anything."""

from __future__ import annotations

from coolhead.bench.customers.text import Message, Sentence

_SWAP = {"my": "your", "i": "you", "me": "you", "mine": "yours", "am": "are", "us": "you", "our": "your", "we": "you"}
_COPIED = 0.6
"""This share of its runs of three words, from which on a sentence is the customer's."""
_LEADS = frozenset("then so just now and please but well okay ok right yes no".split())
_NO_ORDER = frozenset(
    """i you we it he she they that this there these those the a an my your our his her its their one nobody somebody
    everybody nothing something everything what which when where who why how if is are was were am has have had will
    would can could shall should may might must not no yes at in on for to from with of by as because since after before
    until while""".split()
)
"""A sentence that begins so orders nothing."""
_OWN = frozenset("i we yes agreed done booked confirmed arranged sorted settled gladly will".split())
"""With one of these of its own the agent's sentence says more than the customer's did."""


def echoes(sentence: Sentence, said: Message | None) -> bool:
    """Whether the sentence only gives an order of the customer back, in its words and with none of its own."""
    if said is None or sentence.question:
        return False
    for order in said.sentences:
        verb = _verb(order)
        if not verb or verb not in sentence.words or _OWN & (set(sentence.words) - set(order.words)):
            continue
        mine, theirs = _from(verb, sentence), _from(verb, order)
        runs = _runs(mine)
        if mine == theirs[: len(mine)] or (runs and len(runs & _runs(theirs)) >= _COPIED * len(runs)):
            return True
    return False


def _from(verb: str, sentence: Sentence) -> list[str]:
    """The words from the verb on, "I" and "you" as one."""
    return [_SWAP.get(word, word) for word in sentence.words[sentence.words.index(verb) :]]


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return set(zip(words, words[1:], words[2:], strict=False))


def _verb(sentence: Sentence) -> str:
    """The word an order begins with; empty for what orders nothing."""
    first = next((word for word in sentence.words if word not in _LEADS), "")
    return "" if sentence.question or first in _NO_ORDER else first
