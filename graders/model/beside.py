"""Named features of a text beside the turn before: overlap, copying, contradiction, a question and its answer."""

from __future__ import annotations

from itertools import pairwise

from coolhead.graders.model.reading import Reading
from coolhead.graders.model.tables import DAYS, OPENERS, OPPOSITES, QUESTIONS

_HOW = frozenset({"much", "many", "long", "often", "do"})
_TIMES = frozenset({"day_word", "near_time", "month_word", "time_unit"})


def context_names(text: Reading, context: Reading) -> list[str]:
    """Overlap with the other's words: stems shared or copied, numbers that agree or contradict, questions answered."""
    if not context.tokens:
        return ["x:none"]
    names = []
    theirs = context.content
    ours = [s for s in text.stems if s]
    shared = sum(s in theirs for s in ours)
    names.append(f"o:{min(shared, 4)}")
    if ours:
        share = shared / len(ours)
        names.append(f"os:{0 if share == 0 else 1 if share < 0.2 else 2 if share < 0.4 else 3 if share < 0.7 else 4}")
    names.append(f"run:{min(_longest_run(text.tokens, context.tokens), 8) // 2}")
    names += _number_names(text, context)
    pointed = OPPOSITES.keys() & set(text.tokens)
    if any(OPPOSITES[t] in context.tokens and t not in context.tokens for t in pointed):
        names.append("x:opposite")
    asked = any(context.asks)
    if asked:
        names += _answer_names(text, context)
    for number, asks in enumerate(text.asks):
        if asks:
            stems = [s for at, s in enumerate(text.stems) if s and text.sentence[at] == number]
            hit = sum(s in theirs for s in stems)
            names.append(f"qo:{min(hit, 3)}")
            names.append(f"qn:{min(len(stems) - hit, 4)}")
    return names


def _longest_run(ours: list[str], theirs: list[str]) -> int:
    """Words in a row, of which each two stand side by side in the other text as well."""
    sides = set(pairwise(theirs))
    best = run = 0
    for pair in pairwise(ours):
        run = run + 1 if pair in sides else 0
        best = max(best, run)
    return best + 1 if best else 0


def _number_names(text: Reading, context: Reading) -> list[str]:
    names = []
    theirs = {value for _, value in context.numbers.values()}
    for kind in sorted({kind for kind, _ in text.numbers.values()}):
        names.append("num:" + kind)
    same = sum(value in theirs for _, value in text.numbers.values())
    fresh = len(text.numbers) - same
    if same:
        names.append(f"num:same{min(same, 2)}")
    if fresh:
        names.append(f"num:new{min(fresh, 2)}" + ("" if theirs else "only"))
    unit = {
        context.stems[at + 1]: value
        for at, (_, value) in context.numbers.items()
        if at + 1 < len(context.stems) and context.stems[at + 1]
    }
    for at, (_, value) in text.numbers.items():
        if at + 1 < len(text.stems) and text.stems[at + 1] in unit:
            names.append("num:agree" if unit[text.stems[at + 1]] == value else "num:contradict")
    ours, yours = DAYS & set(text.tokens), DAYS & set(context.tokens)
    if ours & yours:
        names.append("day:same")
    if ours - yours:
        names.append("day:new" + ("other" if yours else ""))
    return names


def _answer_names(text: Reading, context: Reading) -> list[str]:
    names = ["x:asked"]
    start = next((at for at in range(len(context.tokens)) if context.asks[context.sentence[at]]), 0)
    number = context.sentence[start]
    body = [t for at, t in enumerate(context.tokens) if context.sentence[at] == number]
    theirs = {s for at, s in enumerate(context.stems) if s and context.sentence[at] == number}
    kind = next((t for t in body if t in QUESTIONS), "or" if "or" in body else "yn")
    if kind == "how" and "how" in body:
        at = body.index("how")
        kind = "how " + (body[at + 1] if at + 1 < len(body) and body[at + 1] in _HOW else "_")
    names.append("xq:" + kind)
    tokens = set(text.tokens)
    spans = {name for _, _, name in text.spans}
    if text.tokens and text.tokens[0] in OPENERS:
        names.append(f"xq:{kind}:{text.tokens[0]}")
    facts = {
        "num": bool(text.numbers),
        "time": bool(spans & _TIMES),
        "cause": "cause" in spans,
        "ask": any(text.asks),
        "deflect": "deflect" in spans,
        "overlap": any(s in theirs for s in text.stems),
        "refuse": "refuse" in spans,
        "name": "human_word" in spans,
        "vague": "vague_time" in spans,
        "short": len(tokens) <= 8,
    }
    for flag, met in facts.items():
        if met:
            names += [f"xq:{kind}&{flag}", f"xq&{flag}"]
    return names
