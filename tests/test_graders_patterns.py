"""Patterns are asked only where the words they need stand."""

from __future__ import annotations

import re

from graders_kit import ANGRY

from coolhead.graders.reading.needles import needles
from coolhead.graders.reading.patterns import Pattern
from coolhead.graders.reading.words import lists, phrases


def test_patterns_never_hide_a_match():
    texts = [line.partition(": ")[2] for line in (ANGRY, *map(str, lists("acts").values()))]
    texts += [
        "I'm SORRY that we can't; you should have been told on 3 May.",
        "Don't shout!",
        "'No,' she said: call 555-0142.",
    ]
    for name in ("acts", "conduct", "limits", "feeling", "listening", "refusals", "mood", "abuse", "course", "actions"):
        for key in lists(name):
            pattern = phrases(name, key)
            for text in texts:
                assert bool(pattern.search(text)) == bool(re.search(pattern.pattern, text, re.I)), (name, key, text)


def test_a_pattern_knows_the_words_it_needs():
    assert needles(r"(?<![\w'])(?:sorry|apolog(?:y|ies))(?![\w])") == frozenset({"sorr", "apol"})
    assert needles(r"\d{3}-\d{4}") is None
    assert Pattern(r"\bfree year\b").search("A FREE Year, please") is not None
    # A text that was looked through before a pattern was made is looked through again.
    assert Pattern(r"\bwhole decade\b").search("A whole decade!") is not None
    assert Pattern(r"\bdecades?\b").search("A whole decade!") is not None
