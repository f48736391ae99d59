"""Named features of a text beside the turn before: overlap, copying, contradiction, a question and its answer."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from coolhead.graders.model.reading import Reading
from coolhead.graders.model.tables import DAYS, OPENERS, OPPOSITES, QUESTIONS

_HOW = frozenset({"much", "many", "long", "often", "do"})
_TIMES = frozenset({"day_word", "near_time", "month_word", "time_unit"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What of a text matters beside any context, worked out once."""

    stems: list[str]
    """Of its content words, in order."""
    days: frozenset[str]
    opposites: frozenset[str]
    """Opposites of its words."""
    kinds: list[str]
    """Names of the kinds of its numbers."""
    facts: list[str]
    """What it does that may answer a question."""
    asked: list[list[str]]
    """The stems of each of its questions."""


@dataclass(frozen=True, slots=True)
class Before:
    """What of a context matters beside any text, worked out once."""

    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    """Tokens side by side."""
    days: frozenset[str]
    values: frozenset[str]
    """Its numbers."""
    unit: dict[str, str]
    """What its numbers count -> the number."""
    question: str
    """Kind of its first question; "" when it asks nothing."""
    topic: frozenset[str]
    """Stems of that question."""


def answer_of(text: Reading) -> Answer:
    """A text, ready to be laid beside contexts."""
    words = frozenset(text.tokens)
    return Answer(
        stems=[stem for stem in text.stems if stem],
        days=DAYS & words,
        opposites=frozenset(OPPOSITES[word] for word in OPPOSITES.keys() & words),
        kinds=["num:" + kind for kind in sorted({kind for kind, _ in text.numbers.values()})],
        facts=_facts(text, len(words)),
        asked=[
            [stem for stem in text.stems[first:end] if stem]
            for (first, end), asks in zip(text.bounds, text.asks, strict=True)
            if asks
        ],
    )


def _facts(text: Reading, words: int) -> list[str]:
    spans = {name for _, _, name in text.spans}
    facts = {
        "num": bool(text.numbers),
        "time": not spans.isdisjoint(_TIMES),
        "cause": "cause" in spans,
        "ask": True in text.asks,
        "deflect": "deflect" in spans,
        "refuse": "refuse" in spans,
        "name": "human_word" in spans,
        "vague": "vague_time" in spans,
        "short": words <= 8,
    }
    return [fact for fact, met in facts.items() if met]


def before_of(context: Reading) -> Before:
    """A context, ready to be laid beside texts."""
    words = frozenset(context.tokens)
    question, topic = _question(context) if True in context.asks else ("", frozenset[str]())
    return Before(
        words=words,
        pairs=frozenset(pairwise(context.tokens)),
        days=DAYS & words,
        values=frozenset(value for _, value in context.numbers.values()),
        unit={
            context.stems[at + 1]: value
            for at, (_, value) in context.numbers.items()
            if at + 1 < len(context.stems) and context.stems[at + 1]
        },
        question=question,
        topic=topic,
    )


def _question(context: Reading) -> tuple[str, frozenset[str]]:
    first, end = context.bounds[context.asks.index(True)]
    body = context.tokens[first:end]
    kind = next((t for t in body if t in QUESTIONS), "or" if "or" in body else "yn")
    if kind == "how":
        at = body.index("how")
        kind = "how " + (body[at + 1] if at + 1 < len(body) and body[at + 1] in _HOW else "_")
    return kind, frozenset(stem for stem in context.stems[first:end] if stem)


def context_names(text: Reading, answer: Answer, context: Reading, before: Before) -> list[str]:
    """Overlap with the other's words: stems shared or copied, numbers that agree or contradict, questions answered."""
    if not context.tokens:
        return ["x:none"]
    theirs, ours = context.content, answer.stems
    shared = len([stem for stem in ours if stem in theirs])
    names = [f"o:{min(shared, 4)}"]
    if ours:
        share = shared / len(ours)
        names.append(f"os:{0 if share == 0 else 1 if share < 0.2 else 2 if share < 0.4 else 3 if share < 0.7 else 4}")
    names.append(f"run:{min(_longest_run(text.tokens, before.pairs), 8) // 2}")
    if text.numbers:
        names += _number_names(text, answer, before)
    if answer.days:
        if answer.days & before.days:
            names.append("day:same")
        if answer.days - before.days:
            names.append("day:new" + ("other" if before.days else ""))
    if answer.opposites and any(
        word in before.words and OPPOSITES[word] not in before.words for word in answer.opposites
    ):
        names.append("x:opposite")
    if before.question:
        names += _answer_names(text, answer, before)
    for stems in answer.asked:
        hit = len([stem for stem in stems if stem in theirs])
        names.append(f"qo:{min(hit, 3)}")
        names.append(f"qn:{min(len(stems) - hit, 4)}")
    return names


def _longest_run(ours: list[str], sides: frozenset[tuple[str, str]]) -> int:
    """Words in a row, of which each two stand side by side in the other text as well."""
    if sides.isdisjoint(pairwise(ours)):
        return 0
    return 1 + max(map(len, bytes([pair in sides for pair in pairwise(ours)]).split(b"\0")))


def _number_names(text: Reading, answer: Answer, before: Before) -> list[str]:
    names = [*answer.kinds]
    same = len([value for _, value in text.numbers.values() if value in before.values])
    fresh = len(text.numbers) - same
    if same:
        names.append(f"num:same{min(same, 2)}")
    if fresh:
        names.append(f"num:new{min(fresh, 2)}" + ("" if before.values else "only"))
    if before.unit:
        for at, (_, value) in text.numbers.items():
            counted = before.unit.get(text.stems[at + 1]) if at + 1 < len(text.stems) else None
            if counted is not None:
                names.append("num:agree" if counted == value else "num:contradict")
    return names


def _answer_names(text: Reading, answer: Answer, before: Before) -> list[str]:
    kind = before.question
    names = ["x:asked", "xq:" + kind]
    if text.tokens and text.tokens[0] in OPENERS:
        names.append(f"xq:{kind}:{text.tokens[0]}")
    for fact in answer.facts if before.topic.isdisjoint(answer.stems) else ["overlap", *answer.facts]:
        names += (f"xq:{kind}&{fact}", f"xq&{fact}")
    return names
