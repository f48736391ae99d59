"""Named yes/no features of a text beside its context: question forms, persons, overlaps, contradictions, crossings.

Names are strings so that a weight can be read: `neg:emo_anger` is an anger word under a negation, `you>blame_word` a blame
word with "you" before it. Names unseen in training weigh nothing.
"""

from __future__ import annotations

from coolhead.graders.model.reading import Reading, surface
from coolhead.graders.model.words import FUNCTION

_NEG = frozenset({"not", "n't", "no", "never", "nothing", "nobody", "none", "without", "neither", "nor", "hardly"})
_PERSON = {
    "i": "i", "me": "i", "my": "i", "you": "you", "your": "you", "yourself": "you", "yours": "you", "we": "we", "us": "we", "our": "we",
    "he": "they", "she": "they", "they": "they", "his": "they", "her": "they", "their": "they", "them": "they", "him": "they",
    "it": "it", "that": "it", "this": "it", "anyone": "any", "anybody": "any", "everyone": "any", "nobody": "any", "who": "any",
}  # fmt: skip
_WH = frozenset({"what", "when", "where", "why", "who", "whom", "whose", "which", "how"})
_AUX = frozenset("do does did is are was were have has had can could will would shall should may might am".split())
_IRREGULAR = frozenset(
    "done sent made taken given got gotten put found told seen gone paid booked held kept left lost shown written begun chosen brought bought sorted set fixed".split()
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_OPPOSITE = {
    "left": "right", "right": "left", "early": "late", "late": "early", "before": "after", "black": "white", "white": "black",
    "hot": "cold", "cold": "hot", "mother": "father", "father": "mother", "son": "daughter", "daughter": "son", "wife": "husband",
    "husband": "wife", "wedding": "funeral", "funeral": "wedding", "red": "blue", "blue": "red", "big": "small", "small": "big",
    "summer": "winter", "winter": "summer", "morning": "evening", "evening": "morning", "happy": "sad", "buy": "sell", "open": "closed",
}  # fmt: skip


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
            names.append("s:wh" if head in _WH else f"s:{head}" if head in FUNCTION else "s:_")
            continue
        body = tokens[at : at + size]
        if head in _WH or any(t in _WH for t in body[:3]):
            names.append("q:wh")
        elif head in _AUX or any(t in _AUX for t in body[:2]):
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
        if token in {"i", "we"} and after in {"'ll", "will", "shall", "'m", "am", "'re", "are", "'ve", "have", "'d", "can", "could"}:
            verb = next((i for i in range(at + 2, min(at + 6, len(tokens))) if i in does), None)
            tail = tokens[at + 2] if at + 2 < len(tokens) else ""
            names.append(f"{token} {after}+{'V' if verb is not None else '_'}{'!' if tail in _NEG else ''}")
        elif token in {"i", "we"} and at + 1 in does:
            names.append(f"{token}+V")
        elif token == "let" and after in {"me", "us", "'s"}:
            names.append("let+V" if any(i in does for i in range(at + 2, at + 4)) else "let+_")
        elif token in {"be", "been", "being", "is", "are", "was", "were", "get", "gets", "got"} and after:
            verb = after if after not in {"n't", "not", "being", "been", "already", "now", "all"} else tokens[at + 2] if at + 2 < len(tokens) else ""
            if verb.endswith("ed") or verb in _IRREGULAR or verb.endswith("en"):
                names.append(f"pass:{token}" + ("+by" if "by" in tokens[at + 2 : at + 6] else ""))
        if at in does and (at == 0 or reading.sentence[at - 1] != reading.sentence[at] or tokens[at - 1] in {"please", ",", "just", "then"}):
            names.append("imperative")
        if token in {"you", "your"} and after in {"should", "could", "would", "must", "'ve", "did", "never", "failed", "forgot", "have", "need", "can"}:
            third = tokens[at + 2] if at + 2 < len(tokens) else ""
            tail = "!" if third in _NEG else "+have" if third in {"have", "'ve"} else ""
            names.append(f"you {after}{tail}")
    return names


def class_names(reading: Reading) -> list[str]:
    """Each word class with its person, negation, condition, question and place; and pairs of classes in one sentence."""
    names = []
    tokens, sentence = reading.tokens, reading.sentence
    flags: dict[int, tuple[int, int]] = {}
    for at, token in enumerate(tokens):
        number = sentence[at]
        if number not in flags:
            flags[number] = (-1, -1)
        if token in {"if", "unless", "whether", "when"} and flags[number][0] < 0:
            flags[number] = (at, flags[number][1])
        if token in {"but", "however", "though", "although"} and flags[number][1] < 0:
            flags[number] = (flags[number][0], at)
    per: dict[int, list[str]] = {}
    last = len(reading.asks) - 1
    for first, end, name in reading.spans:
        number = sentence[first]
        group = per.setdefault(number, [])
        if name not in group:
            group.append(name)
        names.append("c:" + name)
        if first <= 1:
            names.append("0:" + name)
        if last > 0 and number == last:
            names.append("z:" + name)
        person = ""
        for back in range(first - 1, max(-1, first - 6), -1):
            if sentence[back] != number:
                break
            if tokens[back] in _NEG and back >= first - 4:
                names.append("neg:" + name)
            if not person:
                person = _PERSON.get(tokens[back], "")
        if person:
            names.append(f"{person}>{name}")
        for token in tokens[end : end + 3]:
            if token in _PERSON:
                names.append(f"{name}>{_PERSON[token]}")
                break
        condition, but = flags[number]
        if 0 <= condition < first:
            names.append("if:" + name)
        if 0 <= but < first:
            names.append("but:" + name)
        if reading.asks[number]:
            names.append("q:" + name)
    for group in per.values():
        group.sort()
        for i, one in enumerate(group):
            names += [f"p:{one}|{two}" for two in group[i + 1 :]]
    return names


def context_names(text: Reading, context: Reading) -> list[str]:
    """Overlap with the customer's words: shared stems, share copied, numbers that agree or contradict, answers to its question."""
    if not context.tokens:
        return ["x:none"]
    names = []
    theirs = {s for s in context.stems if s}
    ours = [s for s in text.stems if s]
    shared = sum(s in theirs for s in ours)
    names.append(f"o:{min(shared, 4)}")
    if ours:
        share = shared / len(ours)
        names.append(f"os:{0 if share == 0 else 1 if share < 0.2 else 2 if share < 0.4 else 3 if share < 0.7 else 4}")
    names.append(f"run:{min(_longest_run(text.tokens, context.tokens), 8) // 2}")
    names += _number_names(text, context)
    if any(_OPPOSITE.get(t) in context.tokens and t not in context.tokens for t in text.tokens if t in _OPPOSITE):
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
    where: dict[str, list[int]] = {}
    for at, token in enumerate(theirs):
        where.setdefault(token, []).append(at)
    best = 0
    live: dict[int, int] = {}
    for token in ours:
        fresh = {at: live.get(at - 1, 0) + 1 for at in where.get(token, ())}
        best = max(best, max(fresh.values(), default=0))
        live = fresh
    return best


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
    unit = {context.stems[at + 1]: value for at, (_, value) in context.numbers.items() if at + 1 < len(context.stems) and context.stems[at + 1]}
    for at, (_, value) in text.numbers.items():
        if at + 1 < len(text.stems) and text.stems[at + 1] in unit:
            names.append("num:agree" if unit[text.stems[at + 1]] == value else "num:contradict")
    ours, yours = _DAYS & set(text.tokens), _DAYS & set(context.tokens)
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
    kind = next((t for t in body if t in _WH), "or" if "or" in body else "yn")
    if kind == "how" and "how" in body:
        at = body.index("how")
        kind = "how " + (body[at + 1] if at + 1 < len(body) and body[at + 1] in {"much", "many", "long", "often", "do"} else "_")
    names.append("xq:" + kind)
    tokens = set(text.tokens)
    spans = {name for _, _, name in text.spans}
    if text.tokens and text.tokens[0] in {"yes", "no", "it", "they", "he", "she", "you", "both", "neither", "not", "only", "from", "at", "by", "in", "on", "because"}:
        names.append(f"xq:{kind}:{text.tokens[0]}")
    for flag, met in (
        ("num", bool(text.numbers)), ("time", bool(spans & {"day_word", "near_time", "month_word", "time_unit"})), ("cause", "cause" in spans),
        ("ask", any(text.asks)), ("deflect", "deflect" in spans), ("overlap", any(s in theirs for s in text.stems)),
        ("refuse", "refuse" in spans), ("name", "human_word" in spans), ("vague", "vague_time" in spans), ("short", len(tokens) <= 8),
    ):  # fmt: skip
        if met:
            names.append(f"xq:{kind}&{flag}")
            names.append(f"xq&{flag}")
    return names


def names_of(text: Reading, context: Reading) -> list[str]:
    """All feature names of a text in its context (with repeats)."""
    own = question_names(text) + act_names(text)
    names = length_names(text) + own + surface(text) + class_names(text) + context_names(text, context)
    if any(kind in {"clock", "date", "duration"} for kind, _ in text.numbers.values()):
        names.append("num:time")
    return names


def skeleton(text: Reading, context: Reading) -> list[str]:
    """The tokens with content words replaced by their class or shape; a content word of the customer's becomes CTX."""
    theirs = {s for s in context.stems if s}
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
        elif text.stems[at] and text.stems[at] in theirs:
            shape.append("CTX")
        elif token[-3:] == "ing":
            shape.append("_ing")
        elif token[-2:] in {"ed", "ly"}:
            shape.append("_" + token[-2:])
        else:
            shape.append("_" if token[0].isalpha() else "#")
    shape.append("$")
    return shape
