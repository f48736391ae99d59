"""Patterns are asked only where the words they need stand."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import yaml
from graders_kit import ANGRY

from coolhead import graders
from coolhead.graders.reading.needles import needles
from coolhead.graders.reading.patterns import Pattern
from coolhead.graders.reading.words import expression, lists, phrases

WORDS = files("coolhead.graders") / "data/words"


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


def test_an_expression_is_what_its_lines_say():
    assert expression("asked", "since").pattern == r"\b(?:since when|how long (?:has|have|is|are|was|ago))\b"
    assert expression("asked", "phone").pattern == r"\bnumber\b[^?]*\byou\b|\bphone you\b"


def test_no_line_of_a_word_file_begins_with_anything_at_all():
    """Such a line is tried at every place of a text and reads on from there: the cost grows with the square."""
    slow = []
    for file in sorted(WORDS.iterdir(), key=lambda one: one.name):
        for key, block in yaml.safe_load(file.read_text("utf-8")).items():
            for line in str(block).splitlines() if isinstance(block, str) else []:
                slow += [f"{file.name} {key}: {line[:60]}" for branch in _branches(line) if _begins_openly(branch)]
    assert slow == []


def _branches(line):
    (operation, value), *rest = re._parser.parse(line) or [(None, None)]
    return value[1] if str(operation) == "BRANCH" and not rest else [re._parser.parse(line)]


def _begins_openly(branch):
    for operation, value in branch:
        if str(value) == "AT_BEGINNING":
            return False  # such a line is tried at one place only
        if str(operation) in {"AT", "ASSERT", "ASSERT_NOT"}:
            continue
        repeats = str(operation) in {"MAX_REPEAT", "MIN_REPEAT"} and value[1] > 100
        what = str(value[2][0]) if repeats else ""
        return "NEGATE" in what or "ANY" in what or "NOT_LITERAL" in what
    return False


def test_every_word_list_is_read_by_somebody():
    modules = [path.read_text("utf-8") for path in Path(graders.__file__).parent.rglob("*.py")]
    named = [set(re.findall(r"""["'](\w+)["']""", code)) for code in modules]
    paired = re.compile(r"\w+_(said|told|named|yes|no)")  # read as f"{topic}_told": the topics are found by their lists
    unread = [
        f"{path.name}: {key}"
        for path in sorted(Path(str(WORDS)).glob("*.yaml"))
        if path.stem not in {"languages", "slights"}  # read whole, or through `remarks.slights`
        for key in lists(path.stem)
        if not any({path.stem, key} <= names for names in named)
        and not paired.fullmatch(key)
        and f"{{{key}}}" not in path.read_text("utf-8")
    ]
    assert unread == []
