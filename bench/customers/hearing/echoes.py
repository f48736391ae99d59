"""The customer's words said back to it. Nobody has promised, granted or insulted anything with them.

An order: "Then do that." - "Right, then do that." Any other sentence, with "I" and "you" changed places: "You cancel
all." - "I take note that we cancel all."
"""

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


_CUSTOMERS = dict.fromkeys(("i", "me", "my", "mine", "myself", "we", "us", "our", "ours"), "<customer>")
_AGENTS = dict.fromkeys(("you", "your", "yours", "yourself"), "<agent>")
_BY_CUSTOMER = _CUSTOMERS | _AGENTS
_BY_AGENT = dict.fromkeys(_CUSTOMERS, "<agent>") | dict.fromkeys(_AGENTS, "<customer>")
"""Who is meant by these words, when the customer and when the agent says them."""
_VERB_FORMS = {"am": "be", "are": "be", "is": "be", "was": "be", "were": "be", "has": "have"}
_TOLD_BACK = (3, 0.6)
"""So many runs of three words, and such a share of a sentence's, make it the customer's own."""
_AGREES = frozenset("yes yeah yep agreed done deal sure granted certainly absolutely gladly indeed exactly".split())


def told_back(sentence: Sentence, said: Message | None) -> bool:
    """Whether most of the sentence is what the customer said, as somebody says it who is spoken to."""
    if said is None:
        return False
    mine = _meant(sentence.words, _BY_AGENT)
    runs = _runs(mine)
    theirs = _runs(_meant(said.words, _BY_CUSTOMER))
    shared = runs & theirs
    return len(shared) >= _TOLD_BACK[0] and len(shared) >= _TOLD_BACK[1] * max(1, len(runs) - _lead(mine, theirs))


def noted(sentence: Sentence, said: Message | None) -> bool:
    """Told back behind words of listening, "I take note that ...", "Ah, okay, so ...": nothing is granted by that."""
    if not told_back(sentence, said) or said is None:
        return False
    mine = _meant(sentence.words, _BY_AGENT)
    lead = _lead(mine, _runs(_meant(said.words, _BY_CUSTOMER)))
    return lead > 0 and not _AGREES & set(sentence.words[:lead])


def _meant(words: tuple[str, ...], who: dict[str, str]) -> list[str]:
    return [who.get(word, _VERB_FORMS.get(word, word)) for word in words]


def _lead(mine: list[str], theirs: set[tuple[str, ...]]) -> int:
    """Words before the first run that is the customer's."""
    return next((n for n, run in enumerate(zip(mine, mine[1:], mine[2:], strict=False)) if run in theirs), 0)
