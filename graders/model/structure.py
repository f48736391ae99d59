"""Named yes/no features of a text alone: question forms, persons, acts, word classes and what stands around them.

Names are strings so that a weight can be read: `neg:emo_anger` is an anger word under a negation, `you>blame_word` a
blame
word with "you" before it. Names unseen in training weigh nothing.
"""

from __future__ import annotations

from coolhead.graders.model.reading import Reading, surface
from coolhead.graders.model.tables import (
    AFTER_I,
    AFTER_YOU,
    AUXILIARIES,
    BE,
    FUNCTION,
    NEGATIONS,
    PARTICIPLES,
    PERSONS,
    QUESTIONS,
)

_BETWEEN = frozenset({"n't", "not", "being", "been", "already", "now", "all"})
"""Words that may stand between "be" and its participle."""


def length_names(reading: Reading) -> list[str]:
    """Length and shape: number of words and sentences in steps."""
    words = sum(1 for t in reading.tokens if t[0].isalnum())
    step = 0 if words <= 3 else 1 if words <= 6 else 2 if words <= 10 else 3 if words <= 16 else 4 if words <= 26 else 5
    return [f"n:{step}", f"ns:{min(len(reading.asks), 4)}"]


def question_names(reading: Reading) -> list[str]:
    """How the text asks: open, yes or no, tag, statement with a mark; and whether it opens with yes or no."""
    names = []
    tokens = reading.tokens
    starts = [at for at in range(len(tokens)) if at == 0 or reading.sentence[at] != reading.sentence[at - 1]]
    for at in starts:
        number = reading.sentence[at]
        asks = reading.asks[number]
        size = reading.sentence.count(number)
        head = tokens[at]
        if not asks:
            names.append("s:wh" if head in QUESTIONS else f"s:{head}" if head in FUNCTION else "s:_")
            continue
        body = tokens[at : at + size]
        if head in QUESTIONS or any(t in QUESTIONS for t in body[:3]):
            names.append("q:wh")
        elif head in AUXILIARIES or any(t in AUXILIARIES for t in body[:2]):
            names.append("q:yn")
        else:
            names.append("q:other")
        if "," in body and size - 1 - body[::-1].index(",") <= 5 and body[-1].startswith("?"):
            names.append("q:tag")
        if "or" in body:
            names.append("q:or")
        names.append("q:short" if size <= 6 else "q:long")
        names.append("q:i" if "i" in body else "q:you" if "you" in body or "your" in body else "q:it")
        if number and number == len(reading.asks) - 1:
            names.append("q:last")
    if reading.asks.count(True) > 1:
        names.append("q:many")
    if tokens and tokens[0] in {"yes", "no", "yep", "nope", "yeah"}:
        names.append("a:" + ("yes" if tokens[0][0] == "y" else "no"))
    return names


def act_names(reading: Reading) -> list[str]:
    """Who does what: "i'll VERB", "i've VERBed", "let me VERB", passives without an owner, imperatives."""
    names = []
    tokens = reading.tokens
    does = {first for first, _, name in reading.spans if name == "commit_verb"}
    for at, token in enumerate(tokens):
        after = tokens[at + 1] if at + 1 < len(tokens) else ""
        third = tokens[at + 2] if at + 2 < len(tokens) else ""
        if token in {"i", "we"} and after in AFTER_I:
            verb = "V" if any(i in does for i in range(at + 2, min(at + 6, len(tokens)))) else "_"
            names.append(f"{token} {after}+{verb}{'!' if third in NEGATIONS else ''}")
        elif token in {"i", "we"} and at + 1 in does:
            names.append(f"{token}+V")
        elif token == "let" and after in {"me", "us", "'s"}:
            names.append("let+V" if any(i in does for i in range(at + 2, at + 4)) else "let+_")
        elif token in BE and after:
            verb = third if after in _BETWEEN else after
            if verb.endswith(("ed", "en")) or verb in PARTICIPLES:
                names.append(f"pass:{token}" + ("+by" if "by" in tokens[at + 2 : at + 6] else ""))
        if at in does and (at == 0 or reading.starts(at) or tokens[at - 1] in {"please", ",", "just", "then"}):
            names.append("imperative")
        if token in {"you", "your"} and after in AFTER_YOU:
            tail = "!" if third in NEGATIONS else "+have" if third in {"have", "'ve"} else ""
            names.append(f"you {after}{tail}")
    return names


def class_names(reading: Reading) -> list[str]:
    """Each word class with its person, negation, condition, question, place; and pairs of classes in one sentence."""
    names = []
    sentence = reading.sentence
    conditions = _first(reading, frozenset({"if", "unless", "whether", "when"}))
    turns = _first(reading, frozenset({"but", "however", "though", "although"}))
    groups: dict[int, list[str]] = {}
    last = len(reading.asks) - 1
    for first, end, name in reading.spans:
        number = sentence[first]
        group = groups.setdefault(number, [])
        if name not in group:
            group.append(name)
        names.append("c:" + name)
        if first <= 1:
            names.append("0:" + name)
        if last > 0 and number == last:
            names.append("z:" + name)
        names += _around(reading, first, end, name)
        if conditions.get(number, first) < first:
            names.append("if:" + name)
        if turns.get(number, first) < first:
            names.append("but:" + name)
        if reading.asks[number]:
            names.append("q:" + name)
    for group in groups.values():
        group.sort()
        for i, one in enumerate(group):
            names += [f"p:{one}|{two}" for two in group[i + 1 :]]
    return names


def _first(reading: Reading, words: frozenset[str]) -> dict[int, int]:
    """Sentence -> index of the first of `words` in it."""
    found: dict[int, int] = {}
    for at, token in enumerate(reading.tokens):
        if token in words:
            found.setdefault(reading.sentence[at], at)
    return found


def _around(reading: Reading, first: int, end: int, name: str) -> list[str]:
    tokens, sentence = reading.tokens, reading.sentence
    names = []
    person = ""
    for back in range(first - 1, max(-1, first - 6), -1):
        if sentence[back] != sentence[first]:
            break
        if tokens[back] in NEGATIONS and back >= first - 4:
            names.append("neg:" + name)
        if not person:
            person = PERSONS.get(tokens[back], "")
    if person:
        names.append(f"{person}>{name}")
    for token in tokens[end : end + 3]:
        if token in PERSONS:
            names.append(f"{name}>{PERSONS[token]}")
            break
    return names


def own_names(text: Reading) -> list[str]:
    """All names of the features of a text alone (with repeats)."""
    names = length_names(text) + question_names(text) + act_names(text) + surface(text) + class_names(text)
    if any(kind in {"clock", "date", "duration"} for kind, _ in text.numbers.values()):
        names.append("num:time")
    return names


def skeleton(text: Reading) -> list[str]:
    """The tokens with content words replaced by their class or shape."""
    first: dict[int, str] = {}
    for at, end, name in text.spans:
        for i in range(at, end):
            first.setdefault(i, name)
    shape = ["^"]
    for at, token in enumerate(text.tokens):
        if token in FUNCTION:
            shape.append(token)
        elif at in text.numbers:
            shape.append("#" + text.numbers[at][0])
        elif at in first:
            shape.append(first[at])
        elif token[-3:] == "ing":
            shape.append("_ing")
        elif token[-2:] in {"ed", "ly"}:
            shape.append("_" + token[-2:])
        else:
            shape.append("_" if token[0].isalpha() else "#")
    shape.append("$")
    return shape
