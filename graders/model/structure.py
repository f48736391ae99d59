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
    QUESTIONS,
)

_BETWEEN = frozenset({"n't", "not", "being", "been", "already", "now", "all"})
"""Words that may stand between "be" and its participle."""


def length_names(reading: Reading) -> list[str]:
    """Length and shape: number of words and sentences in steps."""
    words = sum([token.word for token in reading.known])
    step = 0 if words <= 3 else 1 if words <= 6 else 2 if words <= 10 else 3 if words <= 16 else 4 if words <= 26 else 5
    return [f"n:{step}", f"ns:{min(len(reading.asks), 4)}"]


def question_names(reading: Reading) -> list[str]:
    """How the text asks: open, yes or no, tag, statement with a mark; and whether it opens with yes or no."""
    names = []
    tokens = reading.tokens
    for number, (at, end) in enumerate(reading.bounds):
        head, size = tokens[at], end - at
        if not reading.asks[number]:
            names.append("s:wh" if head in QUESTIONS else f"s:{head}" if head in FUNCTION else "s:_")
            continue
        body = tokens[at:end]
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
    for at in does:
        if at == 0 or reading.starts(at) or tokens[at - 1] in {"please", ",", "just", "then"}:
            names.append("imperative")
    for at in [at for at, token in enumerate(reading.known) if token.acts]:
        token = tokens[at]
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
        if token in {"you", "your"} and after in AFTER_YOU:
            tail = "!" if third in NEGATIONS else "+have" if third in {"have", "'ve"} else ""
            names.append(f"you {after}{tail}")
    return names


def class_names(reading: Reading) -> list[str]:
    """Each word class with its person, negation, condition, question, place; and pairs of classes in one sentence."""
    names = []
    sentence, asks = reading.sentence, reading.asks
    conditions, turns = _hinges(reading)
    groups: dict[int, set[str]] = {}
    last = len(asks) - 1
    place = -1
    for first, end, name in reading.spans:
        if first != place:
            place, number = first, sentence[first]
            group = groups.setdefault(number, set())
            heads = ["c:"]
            if first <= 1:
                heads.append("0:")
            if last > 0 and number == last:
                heads.append("z:")
            if conditions and conditions.get(number, first) < first:
                heads.append("if:")
            if turns and turns.get(number, first) < first:
                heads.append("but:")
            if asks[number]:
                heads.append("q:")
            heads += _before(reading, first)
        group.add(name)
        names += [head + name for head in heads]
        for token in reading.known[end : end + 3]:
            if token.person:
                names.append(f"{name}>{token.person}")
                break
    for found in groups.values():
        if len(found) > 1:
            ordered = sorted(found)
            for i, one in enumerate(ordered, 1):
                names += [f"p:{one}|{two}" for two in ordered[i:]]
    return names


def _hinges(reading: Reading) -> tuple[dict[int, int], dict[int, int]]:
    """Sentence -> index of the first word in it that begins a condition; and of that which begins a turn."""
    conditions: dict[int, int] = {}
    turns: dict[int, int] = {}
    for at, hinge in [(at, token.hinge) for at, token in enumerate(reading.known) if token.hinge]:
        (conditions if hinge == "if" else turns).setdefault(reading.sentence[at], at)
    return conditions, turns


def _before(reading: Reading, first: int) -> list[str]:
    """Heads of names for what stands before a word in its sentence: a negation, the nearest person."""
    heads = []
    person = ""
    start = reading.bounds[reading.sentence[first]][0]
    for back in range(first - 1, max(start - 1, first - 6), -1):
        token = reading.known[back]
        if token.negation and back >= first - 4:
            heads.append("neg:")
        if not person:
            person = token.person
    return [*heads, f"{person}>"] if person else heads


def own_names(text: Reading) -> list[str]:
    """All names of the features of a text alone (with repeats)."""
    names = length_names(text) + question_names(text) + act_names(text) + surface(text) + class_names(text)
    if any(kind in {"clock", "date", "duration"} for kind, _ in text.numbers.values()):
        names.append("num:time")
    return names
