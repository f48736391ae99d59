"""Labelled sentences with slips of the finger: what hurried writing costs the graders.

Slips are seeded and of seven kinds: two letters changed round, a letter left out, doubled or taken from the key beside
it, one of a pair left out, an apostrophe left out, a chat spelling; or the blank behind a mark is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from coolhead.bench.types import Dialogue
from coolhead.bench.validation.model import SentenceRow

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = {key: row[max(0, n - 1) : n] + row[n + 1 : n + 2] for row in _ROWS for n, key in enumerate(row)}
_CHAT = {
    "please": "pls", "you": "u", "your": "ur", "thanks": "thx", "tomorrow": "tmrw", "because": "cos", "people": "ppl",
    "are": "r", "great": "gr8", "before": "b4",
}  # fmt: skip
_WORD = re.compile(r"[A-Za-z']+")
_MARK = re.compile(r"([,.!?]) (?=[A-Za-z])")
_PAIR = re.compile(r"([a-z])\1")
_KINDS = ("swap", "drop", "double", "beside", "single", "apostrophe", "chat")
_LEAST = 5
"""Letters of a word that a finger slips in."""
_TRIES = 60


def misspelt_rows(rows: Sequence[SentenceRow], *, slips: int, seed: int) -> list[SentenceRow]:
    """The rows with so many slips in every sentence of the agent (fewer where it has no room for them)."""
    return [
        SentenceRow(row.id, _misspelt_agent(row.dialogue, Random(f"{seed}:{row.id}"), slips), row.label) for row in rows
    ]


def _misspelt_agent(dialogue: Dialogue, rng: Random, slips: int) -> Dialogue:
    turns = [
        turn.model_copy(update={"text": misspelt(turn.text, rng, slips=slips)}) if turn.role == "agent" else turn
        for turn in dialogue.turns
    ]
    return dialogue.model_copy(update={"turns": tuple(turns)})


def misspelt(text: str, rng: Random, *, slips: int) -> str:
    """A text with slips in each of its sentences; names and other capitals inside a sentence stay whole."""
    return " ".join(_sentence(said, rng, slips) for said in re.split(r"(?<=[.!?]) ", text))


def _sentence(said: str, rng: Random, slips: int) -> str:
    for _ in range(_TRIES):
        if not slips:
            break
        made = _word_of(said, rng) if rng.randrange(len(_KINDS) + 1) else _MARK.sub(r"\1", said, count=1)
        slips -= made != said
        said = made
    return said


def _word_of(said: str, rng: Random) -> str:
    words = [word for word in _WORD.finditer(said) if word.start() == 0 or not word.group()[0].isupper()]
    if not words:
        return said
    word = rng.choice(words)
    return said[: word.start()] + slipped(word.group(), rng) + said[word.end() :]


def slipped(word: str, rng: Random) -> str:
    """A word with a slip of a random kind; as it is where the kind does not fit it."""
    kind = rng.choice(_KINDS)
    if kind == "chat":
        return _CHAT.get(word.lower(), word)
    if kind == "apostrophe":
        return word.replace("'", "")
    if len(word) < _LEAST or not word.isalpha():
        return word
    if kind == "single":
        return _PAIR.sub(r"\1", word, count=1)
    at = rng.randrange(1, len(word) - 1)
    put = {
        "swap": word[at + 1] + word[at] + word[at + 2 :],
        "drop": word[at + 1 :],
        "double": word[at] + word[at:],
        "beside": rng.choice(_BESIDE[word[at].lower()]) + word[at + 1 :],
    }
    return word[:at] + put[kind]
