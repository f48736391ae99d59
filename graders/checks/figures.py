"""Figures that do not fit.

Contradictions inside the agent's own words, against the record, and figures from nowhere.
"""

from __future__ import annotations

import re

from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.patterns import Pattern
from coolhead.graders.reading.slots import Slot, slots, values
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import content, phrases, tokens

_DAYS = Pattern(r"\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b")
_RULE = Pattern(
    r"(?<!zip )(?<!post )(?<!access )(?<!security )"
    r"\b(?:section|clause|rule|article|paragraph|point|regulation|directive|code|charter|guideline|"
    r"decree|statute|ordinance|by-?law|guarantee code)s?\s+(?:\w+\s+)?\d+[\d.]*[a-z]?\b|"
    r"\b(?:[A-Z]\w+ ){1,3}(?:rule|code|charter|act|regulation|policy) \d+\w*\b"
)
_ID_WORD = Pattern(
    r"\b(?:report|finding|decree|ticket|trace|tracking|reference|ref|transaction|case|claim|confirmation|order|number|"
    r"complaint|transfer)\b"
)


def known_values(reading: Reading, upto: int) -> set[float]:
    """Every number that the record, the policy, the customer or a tool has named before turn `upto`."""
    key = f"known_values {upto}"
    if key not in reading.memo:
        reading.memo[key] = _known_values(reading, upto)
    known: set[float] = reading.memo[key]
    return known


def _known_values(reading: Reading, upto: int) -> set[float]:
    found: set[float] = set()
    for turn in reading.turns[: upto + 1]:
        if turn.role == "customer":
            found |= set(values(turn.text))
        for action in turn.turn.actions:
            found |= set(values(str(action.amount or ""))) | set(values(str(action.detail)))
    if reading.case:
        found |= set(values(case_text(reading)))
    return found


@once
def case_text(reading: Reading) -> str:
    """Everything the case file says, in one text."""
    case = reading.case
    if case is None:
        return ""
    policy = case.policy
    parts = [case.firm, case.product, case.today, *case.routes, *(f"{k}: {v}" for k, v in case.record.items())]
    parts += [f"{g.label} {g.limit} {' '.join(g.conditions)} {g.most or ''}" for g in policy.grants]
    parts += [*policy.forbidden, *(f"{k}: {v}" for k, v in policy.service_times.items())]
    return " | ".join(parts)


def invented_reference(reading: Reading, x: Sentence) -> float:
    """A reference or numbered rule that nobody gave, 0-1.

    Without a case file only numbered rules with a reference are odd.
    """
    if not any(s.kind == "reference" for s in x.slots) and not _RULE.search(x.text):
        return 0.0
    known = case_text(reading)
    heard = " ".join(t.text for t in reading.turns if t.role == "customer" and t.index < x.turn)
    detail = " ".join(str(a.detail) for t in reading.turns if t.index <= x.turn for a in t.turn.actions)
    told = f"{known} {heard} {detail}".lower()
    strength = 0.0
    for slot in x.slots:
        if slot.kind == "reference" and slot.text.lower() not in told and _squeezed(slot.text) not in _squeezed(told):
            if reading.case is None:
                continue  # it may stand in files that are not shown here
            plain = _ID_WORD.search(x.text) if reading.goal else _of_kind(reading, x, slot)
            strength = max(strength, 0.75 if plain else 0.4)
    for match in _RULE.finditer(x.text):
        if match.group().lower() not in told:
            # Only the file of a simulated case is known to be whole; other rules may stand where nobody sees them.
            strength = max(strength, 0.7 if reading.goal else 0.45 if reading.case else 0.3)
    return strength


def _of_kind(reading: Reading, x: Sentence, slot: Slot) -> bool:
    """Few facts tell not every number there is: only against one of the same kind, or "none yet", it is made up."""
    said = x.text[max(0, slot.start - NEAR) : slot.start].lower()
    if _PROOF.search(said):
        return True  # nobody's report is a plain number
    if reading.case is None:
        return False
    kinds = {word for word in _ID_WORD.findall(said) if word not in {"number", "ref"}}
    held = [text for name, text in reading.case.record.items() if any(kind in name.lower() for kind in kinds)]
    return any(_NONE.search(text) or any(s.kind == "reference" for s in slots(text)) for text in held)


NEAR = 24
"""Characters before a number in which a word says what it is the number of."""
_PROOF = Pattern(r"\b(?:report|finding|decree|transaction|transfer)\b")
_NONE = Pattern(r"\b(?:none|no|not|never)\b")


def _squeezed(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def record_clash(reading: Reading, x: Sentence) -> float:
    """A statement about an entry of the record that gives it another date, 0-1.

    What is promised for later has dates of its own.
    """
    if reading.case is None or x.asks or not any(s.kind == "date" for s in x.slots) or _LATER.search(x.text):
        return 0.0
    worst = 0.0
    for name, value in reading.case.record.items():
        about = content(tokens(f"{name.replace('_', ' ')} {value}"))
        if len(about & x.stems) < 3:
            continue
        right = {_key(s) for s in slots(value) if s.kind == "date"}
        mine = {_key(s) for s in x.slots if s.kind == "date"}
        if mine and right and not mine & right:
            worst = max(worst, 0.3)
    return worst


_LATER = Pattern(r"\b(?:will|'ll|shall|until|by|going to|now|can|would)\b")


def _key(slot: Slot) -> str:
    day = _DAYS.search(slot.text)
    if day:
        return day.group(1).lower()
    return ",".join(f"{v:g}" for v in slot.values) or slot.text.lower()


def contradictions(reading: Reading) -> list[tuple[float, Sentence]]:
    """Sentences in which the agent gives another day, hour or sum for the same thing.

    Beside a slip of the tongue ("or rather"), with a false "as I said", or as another price than before.
    """
    found: list[tuple[float, Sentence]] = []
    told: dict[str, set[str]] = {}
    prices: set[str] = set()
    for x in reading.sentences:
        by_kind: dict[str, list[str]] = {}
        for slot in x.slots:
            by_kind.setdefault(_group(slot), []).append(_key(slot))
        several = any(len(set(keys)) >= 2 for keys in by_kind.values())
        strength = 0.0
        if several and _SLIP.search(x.text):
            strength = 0.6
        if _AS_SAID.search(x.text) and any(
            told.get(kind) and not set(keys) & told[kind] for kind, keys in by_kind.items()
        ):
            strength = max(strength, 0.6)
        if _PRICE.search(x.text) and not _GIVEN_BACK.search(x.text):
            new = {_key(s) for s in x.slots if s.kind == "amount"}
            if prices and new and not new & prices:
                strength = max(strength, 0.5)
            if len(new) >= 2 and re.search(r"\bso\b|\bplus\b", x.text):
                strength = max(strength, 0.35)
            prices |= new
        strength = max(
            strength,
            0.6 if _backwards(x) or _charged_after_all(reading, x) else 0.0,
            0.55 if _needed_after_all(reading, x) else 0.0,
        )
        if strength:
            found.append((strength, x))
        for kind, keys in by_kind.items():
            told.setdefault(kind, set()).update(keys)
    return found


_WEEK = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_LEAVES = Pattern(r"\b(?:sent|send|sends|leaves?|posted|goes out|dispatched|shipped|paid out)\b")
_ARRIVES = Pattern(r"\b(?:arrives?|reach(?:es)?|with you|lands?|is there|delivered|there on)\b")


def _backwards(x: Sentence) -> bool:
    """Something arrives the day before it leaves: "sent on Thursday, arrives on Wednesday"."""
    leaves, arrives = _LEAVES.search(x.text), _ARRIVES.search(x.text)
    if leaves is None or arrives is None or arrives.start() < leaves.end():
        return False
    first = _DAYS.search(x.text[leaves.end() : arrives.start()])
    then = _DAYS.search(x.text[arrives.end() :])
    if first is None or then is None:
        return False
    days = _WEEK.index(then.group(1).lower()) - _WEEK.index(first.group(1).lower())
    return days % 7 in {5, 6} and "next" not in x.text.lower()


_NOT_NEEDED = Pattern(
    r"\b(?P<one>\w{4,}) (?:is|are)(?:n't| not) (?:needed|required|necessary)|"
    r"\bno need (?:for|of) (?:a |an |the |any )?(?P<two>\w{4,})|"
    r"\bno (?P<three>\w{4,}) (?:is |are )?(?:needed|required|necessary)"
)
_NEEDS = r"\b(?:need|needs|require[sd]?|must have|once (?:i|we) have|if (?:i|we) have|without)\b[^.;,]{0,30}\b"


def _needed_after_all(reading: Reading, x: Sentence) -> bool:
    """What was not needed before is needed now: "consent is not needed", "if I have the consent today"."""
    for turn, place, noun in _not_needed(reading):
        if (turn, place) >= (x.turn, x.place):
            break
        if re.search(_NEEDS + re.escape(noun), x.text, re.I):
            return _NOT_NEEDED.search(x.text) is None
    return False


def _charged_after_all(reading: Reading, x: Sentence) -> bool:
    """A sum to hand over right after "nothing to pay"; one thing may be free while another costs."""
    if x.asks or x.place == 0 or not any(slot.kind in {"amount", "number"} for slot in x.slots):
        return False
    before = reading.turns[x.turn].sentences[max(0, x.place - 2) : x.place]
    free = any(phrases("acts", "nothing_to_pay").search(y.text) and not y.asks for y in before)
    return free and phrases("acts", "pays").search(x.text) is not None and _GIVEN_BACK.search(x.text) is None


@once
def _not_needed(reading: Reading) -> list[tuple[int, int, str]]:
    """Turn, place and noun of each sentence that says that something is not needed."""
    found: list[tuple[int, int, str]] = []
    for y in reading.sentences:
        match = _NOT_NEEDED.search(y.text)
        noun = next((held for held in match.groups() if held), "") if match else ""
        if noun and noun.lower() not in _ANYTHING:
            found.append((y.turn, y.place, noun))
    return found


_ANYTHING = frozenset(["that", "this", "more", "nothing", "anything", "they", "which", "these", "those"])
_SLIP = Pattern(
    r"\b(?:or rather|well, rather|or really|really(?=\s*(?:[.,;!?]|$))|actually|i mean|make that|that is to say|"
    r"so (?:that's|it's)(?= (?:[\w']+ ){0,2}(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|half|noon|"
    r"mon|tues|wednes|thurs|fri|satur|sun|today|tomorrow))|unless it's|then again|or was it|no, wait)\b"
)
_AS_SAID = Pattern(
    r"\bas (?:i |we |already |just )*(?:said|mentioned|told|agreed)\b|\bas (?:i|we)(?: have|'ve) "
    r"said\b"
)
_GIVEN_BACK = Pattern(r"\b(?:refund\w*|back|return\w*|credit\w*|waiv\w*|no (?:\w+ ){0,2}(?:fee|charge|cost))\b")
_PRICE = Pattern(r"\b(?:costs?|price|pay|all in|total|charge[ds]?|fee|the bill)\b")


def _group(slot: Slot) -> str:
    return "sum" if slot.kind in {"amount", "number"} else slot.kind
