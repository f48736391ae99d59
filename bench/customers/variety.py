"""Whether the customers' words vary: distinct n-grams in a fixed amount of text, sentences that keep coming back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from coolhead.bench.customers.fidelity import Share, share
from coolhead.bench.types import Dialogue

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_NUMBER = re.compile(r"\d+")


def distinct(dialogues: Iterable[Dialogue], *, n: int = 2, words: int | None = None) -> float | None:
    """Distinct-n of the customers' words: different n-grams per n-gram, 0-1 (Li et al. 2016); None without words.

    The plain figure falls with the length of the text, whoever wrote it. With `words` it is the mean over
    consecutive pieces of so many words each (as MATTR does for single words; Covington & McFall 2010), so that texts of
    different length can be compared; None when there is less than one piece.
    """
    said = [word for dialogue in dialogues for text in _texts(dialogue) for word in _WORD.findall(text.lower())]
    pieces = [said] if words is None else [said[k : k + words] for k in range(0, len(said) - words + 1, words)]
    shares = [value for piece in pieces if (value := _distinct(piece, n)) is not None]
    return sum(shares) / len(shares) if shares else None


def _distinct(said: Sequence[str], n: int) -> float | None:
    grams = list(zip(*(said[k:] for k in range(n)), strict=False))
    return len(set(grams)) / len(grams) if grams else None


def shared_sentences(dialogues: Iterable[Dialogue], *, others: int = 3) -> Share:
    """Share of the sentences of each dialogue that at least `others` of the other dialogues hold too.

    A sentence counts once a dialogue; numbers are taken as equal, so that another date or sum makes no new sentence.
    """
    every = [_sentences(dialogue) for dialogue in dialogues]
    holders: dict[str, int] = defaultdict(int)
    for sentences in every:
        for sentence in sentences:
            holders[sentence] += 1
    again = sum(holders[sentence] > others for sentences in every for sentence in sentences)
    return share(again, sum(map(len, every)))


def _sentences(dialogue: Dialogue) -> set[str]:
    pieces = (piece for text in _texts(dialogue) for piece in _SENTENCE.split(text))
    return {" ".join(words) for piece in pieces if (words := _WORD.findall(_NUMBER.sub("0", piece.lower())))}


def _texts(dialogue: Dialogue) -> Iterator[str]:
    return (turn.text for turn in dialogue.turns if turn.role == "customer")
