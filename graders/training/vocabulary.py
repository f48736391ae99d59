"""Writes `graders/data/vocabulary.tsv`: the words of support talk with how often our labelled sentences say them.

    .venv/bin/python graders/training/vocabulary.py

It is what a misspelt word may have been meant to be, and what is no slip although no dictionary has it (names, chat
words). Words of fewer than three places are left out, and so are those beside which one letter away stands a word of
the dictionary that is said fifty times as often: they are slips, or another country's spelling of it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import corpus
from symspellpy import SymSpell, Verbosity

from coolhead.graders.reading.vocabulary import dictionary

LEAST, OFTENER, LONG = 3, 50, 5
OUT = Path(__file__).resolve().parents[1] / "data" / "vocabulary.tsv"
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")


def counted() -> dict[str, int]:
    """Word -> how often it is said, most frequent first."""
    count: Counter[str] = Counter()
    authors: defaultdict[str, set[str]] = defaultdict(set)
    for row in corpus.sentences():
        for text in (row.text, row.context):
            words = _WORD.findall(text.lower().replace("’", "'"))
            count.update(words)
            for word in words:
                authors[word].add(row.author)
    plain = {word: times for word, times in count.items() if word in dictionary() and times >= LEAST}
    near = SymSpell(max_dictionary_edit_distance=1)
    for word, times in plain.items():
        near.create_dictionary_entry(word, times)
    for word, times in count.items():
        if word in plain or times < LEAST or len(authors[word]) < 2 or word.endswith("'s"):
            continue
        others = near.lookup(word, Verbosity.CLOSEST, 1)
        if len(word) < LONG or all(other.count < OFTENER * times for other in others):
            plain[word] = times
    return dict(sorted(plain.items(), key=lambda one: (-one[1], one[0])))


def main() -> None:
    """Writes the file."""
    OUT.write_text("".join(f"{word}\t{times}\n" for word, times in counted().items()), "utf-8")


if __name__ == "__main__":
    main()
