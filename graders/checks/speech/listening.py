"""Signs that an agent listened: a feeling named, facts taken up, a summary that is checked, open questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from coolhead.graders.checks.speech.common import hollow
from coolhead.graders.checks.speech.figures import known_values
from coolhead.graders.checks.speech.promises import committed, promise_form
from coolhead.graders.checks.speech.repeats import echoed
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.patterns import Pattern
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import content, expression, phrases, stem, word_set

_YOU = word_set("common", "addressed") | {"anyone", "anybody", "nobody"}


_CORRECT_ME = re.compile(r"\W*(?:please )?(?:correct|stop|tell) me\b", re.I)
_MAKING_SURE = re.compile(
    r"\W*(?:just )?(?:so that|to (?:make|be) sure|let me (?:see|check|make sure)|if i)\b[^:,]*"
    r"\b(?:understood|understand|right|follow(?:ed)?|got)\b",
    re.I,
)
_FEELING = phrases("listening", "feeling").pattern
_ARE = r"(?:'re|'d| (?:are|were|must|may|feel|felt|have|be|would|will|can|could|get|got|sound|seem))"
_MADE = r"(?:makes?|made|making|leaves?|left|leaving|gets?|got|drives?|drove|keeps?|kept)"
_STIRS = r"(?:anger|sadden|frighten|worri|annoy|scar|humiliat|embarrass|insult|disappoint|infuriat|enrag)"
_FELT_BY_YOU = Pattern(
    rf"\b(?:you|anyone|anybody|one){_ARE}(?: \w+){{0,4}} {_FEELING}"
    rf"|\b(?:{_MADE}|make)(?: \w+)? (?:you|me|anyone|anybody)(?: \w+){{0,2}} {_FEELING}"
    rf"|\byour (?:\w+ )?{_FEELING}|\b(?:how|so|too|why|being|feeling|feel) (?:\w+ )?{_FEELING}\b[^.;]*\byou\b"
    rf"|\b{_STIRS}(?:ed|es|s|d)? you\b"
    rf"|\byou[^.;,]*\b(?:feel\w*|felt|being|been|left|are|were) (?:\w+ )?{_FEELING}"
)
_MANNER = expression("spoken", "manner")


@lru_cache(maxsize=4_000)
def feeling_form(text: str) -> bool:
    """Names a state of the person spoken to: not denied, not supposed, not somebody else's."""
    if phrases("listening", "feeling").search(text) is None:
        return False
    return phrases("listening", "unfelt").search(text) is None


@lru_cache(maxsize=4_000)
def legitimate_form(text: str) -> bool:
    """Says that the reaction is fair: "no wonder", "anyone would", "you have every right"."""
    return phrases("listening", "legitimate").search(text) is not None and not unfelt(text)


@lru_cache(maxsize=4_000)
def perceives(text: str) -> bool:
    """Says that one notices what somebody feels: "I hear how", "I can tell you"."""
    return phrases("listening", "perceives").search(text) is not None


@lru_cache(maxsize=4_000)
def unfelt(text: str) -> bool:
    """Words of feeling that acknowledge nothing: denied, supposed, or said of somebody else."""
    return phrases("listening", "unfelt").search(text) is not None


@lru_cache(maxsize=4_000)
def impact_form(text: str) -> bool:
    """Says what it does to somebody: "that is infuriating", not "take one more if it hurts"."""
    said = phrases("listening", "impact").search(text)
    return said is not None and not unfelt(text) and _SUPPOSED.search(text[: said.start()]) is None


_SUPPOSED = re.compile(r"\b(?:if|unless|whenever|in case|should)\b[^,;:]*$", re.I)


@once
def feeling_named(x: Sentence) -> float:
    """How plainly a sentence names what this customer feels, 0-1."""
    if (x.asks and not _rhetorical(x.text)) or '"' in x.text or not feeling_form(x.text):
        return 0.0
    if legitimate_form(x.text) or perceives(x.text):
        return 0.9
    return 0.75 if _ascribed(x.text) else 0.0


def _rhetorical(text: str) -> bool:
    """A question that says it: "Who wouldn't be livid?"."""
    return phrases("listening", "rhetorical").search(text) is not None


@lru_cache(maxsize=4_000)
def _ascribed(text: str) -> bool:
    """The feeling is said of the person spoken to: a parcel gets lost, and "I'm afraid" is a manner of speaking."""
    return _FELT_BY_YOU.search(_MANNER.sub(" ", text)) is not None


@once
def exclaims(x: Sentence) -> bool:
    """Says in one plain breath how bad it is: "That is really infuriating." Worn words for it are a formula."""
    return not x.asks and phrases("listening", "exclaims").search(x.text) is not None and not unfelt(x.text)


@once
def cue(x: Sentence) -> float:
    """How surely a sentence speaks of feeling, impact or fairness, 0-1, whatever it says besides."""
    if (x.asks and not _rhetorical(x.text)) or unfelt(x.text):
        return 0.0
    if feeling_named(x) or legitimate_form(x.text):
        return 0.9
    if phrases("acts", "apology").search(x.text) and len(x.words) >= 5:
        return 0.8
    return 0.7 if impact_form(x.text) else PLAIN if phrases("listening", "toll").search(x.text) else 0.0


PLAIN = 0.6
"""How surely plain words ("that is a long wait") speak of what it did to somebody."""


@once
def echo(reading: Reading, x: Sentence) -> float:
    """Share of a sentence that only says the customer's own words again, 0-1; a feeling or an apology is more."""
    share, added = echoed(reading, x)
    said = (_ascribed(added), legitimate_form(added), impact_form(added), phrases("acts", "apology").search(added))
    new = share > 0 and any(said)
    return 0.0 if new else share


@cache
def fits_any() -> frozenset[str]:
    """Stems of words that come up in any story, and of nouns that fit any case."""
    anywhere = word_set("story", "anywhere")
    return hollow() | frozenset(stem(word) for word in anywhere) | content(anywhere)


@once
def own(reading: Reading, x: Sentence) -> float:
    """How much of this customer's story a sentence holds, 0-1: shared content words and figures, named things."""
    turn = reading.turns[x.turn]
    heard = reading.heard(x.turn) | (reading.record_values if turn.before else frozenset())
    both = (x.stems & heard) - hollow()
    idle = len(both & fits_any())
    told = {v for t in reading.customers if t.index < x.turn for s in t.slots for v in s.values}
    figures = sum(1 for s in x.slots for v in s.values if v in told)
    return min(1.0, 0.35 * (len(both) - idle) + IDLE * idle + FIGURE * min(2, figures))


IDLE, FIGURE = 0.15, 0.4
"""What a word is worth that any story has, such as "week" or "waiting"; what a figure is worth that was told, with
which it is no longer any week."""


@once
def specific(reading: Reading, x: Sentence) -> float:
    """Feeling or impact with facts of the story, in this sentence or in the one beside it, 0-1."""
    mine = cue(x)
    turn = reading.turns[x.turn]
    beside = [turn.sentences[n] for n in (x.place - 1, x.place + 1) if 0 <= n < len(turn.sentences)]
    pairs = [(mine, own(reading, x))]
    pairs += [(mine, 0.9 * own(reading, y)) for y in beside if mine and not y.asks and not promise_form(y.text)]
    return max((one * facts for one, facts in pairs), default=0.0) if mine else 0.0


def told_beside(reading: Reading, x: Sentence) -> Sentence | None:
    """The sentence beside a feeling that holds the fact it is about, where it holds more of the story."""
    turn = reading.turns[x.turn].sentences
    near = [turn[n] for n in (x.place - 1, x.place + 1) if 0 <= n < len(turn) and not turn[n].asks]
    best = max(near, key=lambda y: own(reading, y), default=None)
    return best if best is not None and own(reading, best) >= max(0.3, own(reading, x) + 0.2) else None


@once
def is_check(x: Sentence) -> bool:
    """A short question or request whether something was understood: "Have I got that right?", "Correct me if not"."""
    asks = x.asks or _CORRECT_ME.match(x.text) is not None
    return asks and len(x.words) <= 12 and phrases("listening", "check").search(x.text) is not None


@once
def retold(reading: Reading, turn: TurnRead) -> tuple[float, Sentence | None]:
    """A summary of the customer's story with a check, 0-1, and its first sentence.

    Needs facts of the story in words of its own, and no figure that nobody named.
    """
    best: tuple[float, Sentence | None] = (0.0, None)
    for n, x in enumerate(turn.sentences):
        checked = is_check(x) or (x.asks and _tail(x))
        if not checked:
            continue
        body = [y for y in turn.sentences[max(0, n - 3) : n + 1] if not is_check(y) and committed(reading, y) < 0.5]
        facts = min(1.0, sum(own(reading, y) for y in body) / 1.4)
        copy = max((echo(reading, y) for y in body), default=0.0)
        strength = (0.95 if is_check(x) else 0.7) * facts * (0.2 if copy > 0.6 else 1.0)
        strength *= 0.5 if _wrong_figure(reading, body) else 1.0
        if body and strength > best[0]:
            best = (strength, max(body, key=lambda y: own(reading, y)))
    return best


def _tail(x: Sentence) -> bool:
    """The summary itself ends as a question, or begins as one: "To make sure I've understood: ...?"."""
    words = x.text.rstrip("?!. \"'").lower().split()
    tail = re.split(r"[:;]", x.text)[-1]
    checks = phrases("listening", "check").search(tail) is not None
    return len(words) > 6 and (
        words[-1] in {"right", "correct", "yes", "so"} or checks or _MAKING_SURE.match(x.text) is not None
    )


def _wrong_figure(reading: Reading, body: Sequence[Sentence]) -> bool:
    figures = {v for y in body for s in y.slots if s.kind != "number" for v in s.values if v >= 3}
    if not figures:
        return False
    told = known_values(reading, body[0].turn)
    return bool(figures - told) and bool(told)


@once
def open_question(reading: Reading, x: Sentence) -> float:
    """How surely a sentence lets the customer tell more, 0-1; choices, checks and forms do not.

    An answer that brings something new shows that it did.
    """
    text = x.text
    invites = x.asks or text.lower().startswith(("tell me", "walk me", "talk me", "describe", "please tell"))
    if not invites or is_check(x) or len(x.words) < 3 or phrases("listening", "closed_form").search(text):
        return 0.0
    if phrases("acts", "ask_identity").search(text) or not phrases("listening", "open_form").search(text):
        return 0.0
    if reading.s(x, "CT-3") >= 0.5 or reading.s(x, "RE-7") >= 0.5:
        return 0.0
    about = bool(_YOU & set(x.words)) or bool(x.stems & reading.heard(x.turn))
    answer = reading.after(reading.turns[x.turn])
    new = len(answer.stems - reading.heard(answer.index)) if answer is not None else 0
    doubted = 0.15 if reading.p(x, "EM+6") < CLOSED else 0.0  # "What size was the box?"
    return (0.7 if about else 0.55) - doubted + (0.2 if new >= 4 else 0.0)


CLOSED = 0.35
"""Chance of an open question below which one by its form is rather one for a detail."""
