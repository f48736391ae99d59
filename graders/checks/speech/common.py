"""Small things that several graders need."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from coolhead.graders.base import MET, Finding, found
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import content, phrases, stem, tokens, word_set

UPSET = 0.35
"""Customer heat from which empathy is called for."""
HOT = 0.55

_NAME = re.compile(r"(?<=[a-z,;:] )(?:(?:Mr|Mrs|Ms|Dr) )?[A-Z][a-zA-ZäöüéèøåßÄÖÜÉ'-]+")


def stacked(indicator: str, candidates: Iterable[tuple[float, Sentence | TurnRead]], note: str = "") -> Finding:
    """One finding for something that may happen several times: the worst counts full, the next two add a little.

    Doubtful cases do not add up to a sure one: where none is met by itself the worst stands alone.
    """
    ranked = sorted(candidates, key=lambda pair: -pair[0])
    if not ranked:
        return found(indicator, 0.0)
    strength, where = ranked[0]
    if strength >= MET:
        strength += sum(more * other for more, (other, _) in zip((0.3, 0.15), ranked[1:3], strict=False))
    return found(indicator, strength, where, note)


def sure(indicator: str, candidates: Iterable[tuple[float, Sentence | TurnRead]], note: str = "") -> Finding:
    """The strongest candidate as a finding; nothing is added for repeats (for critical errors)."""
    best = max(candidates, key=lambda pair: pair[0], default=None)
    return found(indicator, best[0], best[1], note) if best else found(indicator, 0.0)


UNSAID = 0.45
"""What is left of a reading that cannot stand on its own, such as half of a pair of sentences."""


@lru_cache(maxsize=1)
def hollow() -> frozenset[str]:
    """Stems of nouns that fit any case."""
    return frozenset(stem(word) for word in word_set("common", "hollow"))


@lru_cache(maxsize=4_000)
def key_stems(text: str) -> frozenset[str]:
    """Content stems of a line of a policy or file, or of a few words."""
    return content(tokens(text)) - hollow()


def stems_of(lines: Iterable[str]) -> frozenset[str]:
    """Content stems of several lines together."""
    return frozenset().union(*(key_stems(line) for line in lines))


def names(text: str) -> list[str]:
    """Capitalised words inside sentences: people, places, products."""
    return _NAME.findall(text)


@once
def concrete(sentence: Sentence) -> float:
    """How much a sentence pins down, 0-1: times, sums, references, names and nouns that do not fit every case."""
    when = sentence.has("time", "date", "duration")
    figure = sentence.has("amount", "reference", "number")
    specific = len(sentence.stems - hollow())
    return min(1.0, 0.35 * when + 0.22 * figure + 0.15 * min(2, len(names(sentence.text))) + 0.1 * min(4, specific))


@once
def negated(sentence: Sentence) -> bool:
    """The sentence as a whole denies or refuses."""
    return phrases("acts", "negation").search(sentence.text) is not None


@once
def conditional(sentence: Sentence) -> bool:
    """The sentence speaks of a case that may or may not be: "if you were upset"."""
    return phrases("acts", "condition").search(sentence.text) is not None


@once
def hot_before(turn: TurnRead) -> float:
    """Heat of the customer's words right before an agent turn, 0-1."""
    return max((t.heat for t in (*turn.before.burst, turn.before)), default=0.0) if turn.before else 0.0


@once
def substance(reading: Reading) -> float:
    """How much the agent says at all, 0-1.

    New content words per turn. A bot that says nothing earns nothing by being harmless.
    """
    if not reading.agents:
        return 0.0
    fresh = len(frozenset().union(*(turn.stems for turn in reading.agents)))
    total = len(reading.agents) + len(reading.void)
    return min(1.0, fresh / total / 2.5)


@once
def freshness(reading: Reading) -> float:
    """How much of what the agent says was not said by it before, 0-1.

    Mean share of new words in sentences over its turns.
    """
    known: set[str] = set()
    shares = []
    for turn in reading.agents:
        own = [(len(x.words), said(x)) for x in turn.sentences if said(x) not in boilerplate(reading)]
        total = sum(count for count, _text in own)
        new = sum(count for count, text in own if text not in known)
        shares.append(new / total if total else 0.0)
        known.update(text for _count, text in own)
    return sum(shares) / len(shares) if shares else 0.0


@once
def said(x: Sentence) -> str:
    """A sentence as it is compared with others: its words alone."""
    return " ".join(x.words)


@once
def boilerplate(reading: Reading) -> frozenset[str]:
    """Sentences that stand in most turns beside other words, such as a footer: they neither repeat nor inform."""
    turns = [{said(x) for x in turn.sentences} for turn in reading.agents]
    count = Counter(text for turn in turns for text in turn)
    often = {text for text, times in count.items() if times >= 2 and times > len(turns) / 2}
    bare = any(turn <= often for turn in turns)  # a turn of nothing else is a loop, no footer
    return frozenset() if bare else frozenset(often)
