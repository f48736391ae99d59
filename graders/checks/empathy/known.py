"""Whether the agent asks for what it was told or has on record."""

from __future__ import annotations

import re

from coolhead.graders.base import MET
from coolhead.graders.checks.empathy.sought import sought
from coolhead.graders.checks.empathy.told import beside, named_before
from coolhead.graders.checks.empathy.topics import STORY, TOPICS, number_told
from coolhead.graders.checks.empathy.topics import told as answered_by
from coolhead.graders.checks.requests.requests import is_request
from coolhead.graders.checks.speech.common import UPSET, hot_before
from coolhead.graders.checks.speech.listening import is_check, open_question, own
from coolhead.graders.checks.speech.odds import shifted
from coolhead.graders.checks.speech.repeats import repeated_sentence
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.patterns import Pattern
from coolhead.graders.reading.slots import slots
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import TOKEN, content, expression, phrases, stem, tokens


def heard_before(reading: Reading, upto: int) -> str:
    """All that the customer said before turn `upto`, in one text."""
    return " ".join(t.text for t in reading.customers if t.index < upto)


@once
def reasked(reading: Reading, sentence: Sentence) -> float:
    """How surely a question asks for something the customer has already told, 0-1."""
    if not sentence.asks and not _ASKS.search(sentence.text):
        return 0.0
    if sentence.has("reference"):
        return 0.0  # it names the number itself: it tells, it does not ask
    if is_check(sentence) or phrases("listening", "agree").search(sentence.text):
        return 0.0  # "Do you agree?" asks for nothing that could be known
    model = reading.s(sentence, "EM-4")
    told = heard_before(reading, sentence.turn)
    if not told:
        return 0.0
    best = 0.0
    for name, pattern, kind in TOPICS:
        if name == "problem" and _INVITES.search(sentence.text):
            continue  # "walk me through what happened on your side" asks for the story, not for the complaint
        if pattern.search(sentence.text) and answered_by(kind, told, sentence):
            best = max(best, 0.6 if kind in {"photo", "reference", "times", "email", "phone"} else 0.3)
    best = max(best, _on_file(reading, sentence))
    if best and reading.agents and sentence.turn == reading.agents[0].index and model < 0.2:
        best *= 0.6
    # A day or a sum in the same breath may be another one, where the text model hears no needless question.
    best = max(best, _same_fact(reading, sentence) * (0.7 if model < 0.1 else 1.0), named_before(reading, sentence))
    # The text model knows the look of a needless question; that the answer was given must show in the dialogue.
    protested = _protested(reading, sentence)
    doubted = UNSHOWN * (0.6 if _asks_openly(reading, sentence) else 1.0)
    alone = doubted + 0.5 * protested
    if _plainly(reading, sentence):
        alone = max(alone, shifted(model, PLAINLY) / max(model, 0.01))
    if _follows(reading, sentence, told):
        doubt = UNSHOWN_ODDS + OVERLAP * _said_already(reading, sentence)
        alone = max(alone, shifted(model, doubt) / max(model, 0.01))
    shown = min(1.0, max(model * alone, best))
    if best:
        shown = min(1.0, max(shown, 0.6 * best + 0.7 * model * max(0.55, best)))
    by = sought(reading, sentence) if sentence.asks else None
    if by is not None and not _answered(reading, sentence):
        # In a booking the same is asked once more, item by item, and nobody minds as much.
        shown = max(shown, shifted(model, min(by, ONCE_MORE) if is_request(reading) else by))
    shown = max(shown, _asked_twice(reading, sentence), _for_the_matter(reading, sentence, told))
    # Before a file can be opened it must be known whose it is; that costs only when the customer has said it.
    opening = sentence.turn in {turn.index for turn in reading.agents[:2]}
    unsaid = _ITEMS.search(sentence.text) is not None and not number_told(told)
    return min(shown, EXCUSED) if (opening and unsaid) or _missing(reading, sentence) else shown


def _missing(reading: Reading, x: Sentence) -> bool:
    """What is asked for did not reach the agent, who says so beside the question."""
    turn = reading.turns[x.turn].sentences
    return any(_MISSING.search(y.text) for y in turn[max(0, x.place - 2) : x.place + 2])


def _asked_twice(reading: Reading, x: Sentence) -> float:
    """The agent's own question for a number or an address again, nearly word for word, after it was given, 0-1."""
    kinds = [kind for _, pattern, kind in TOPICS if kind in _GIVEN and pattern.search(x.text)]
    for turn in reading.agents if kinds else ():
        answer = reading.after(turn)
        if answer is None or answer.index > x.turn:
            continue
        again = repeated_sentence(x, [y for y in turn.sentences if y.asks or _ASKS.search(y.text)])
        if again >= AGAIN and any(answered_by(kind, answer.text, x) for kind in kinds):
            return TWICE
    return 0.0


EXCUSED = 0.35
"""What a needless question is at most where there is a reason for it."""
_GIVEN = ("reference", "email", "phone")
AGAIN, TWICE = 0.7, 0.7
"""Likeness of the same question; how needless it is."""


def _for_the_matter(reading: Reading, x: Sentence, told: str) -> float:
    """Asks an upset customer who has told it all what the matter is, and takes up nothing of it, 0-1."""
    if (
        is_request(reading)
        or not _HELP.search(x.text)
        or hot_before(reading.turns[x.turn]) < UPSET
        or not answered_by("story", told, x)
    ):
        return 0.0
    turn = reading.turns[x.turn]
    return 0.0 if max(own(reading, y) for y in turn.sentences) >= TAKEN else TWICE


TAKEN = 0.35
"""Share of the story from which a sentence takes it up."""
_MISSING = expression("asked", "missing")
_HELP = expression("asked", "help")
_ASKS = expression("asked", "asks")
_INVITES = expression("asked", "invites")
ANSWERED = 0.75
"""From this an open question has brought something new."""
UNSHOWN, UNSHOWN_ODDS = 0.4, -1.8
"""What is left of the text model's word where the dialogue does not show that the answer was given, as a share; and in
log-odds in a complaint, whose teller has mostly told it."""
ONCE_MORE = 0.6
"""Log-odds of a needless question in a plain request, at most."""
OVERLAP = 2.0
"""Log-odds of a question made of the customer's own words."""


def _follows(reading: Reading, sentence: Sentence, told: str) -> bool:
    """A complaint was told, and the question asks for it or names something of it: its answer may well be in there."""
    if not _INTERROGATIVE.search(sentence.text) or phrases("acts", "works_for_you").search(sentence.text):
        return False  # "Three fees in one week?" says it back, "would this do?" asks for consent
    if is_request(reading) or is_check(sentence) or _INVITES.search(sentence.text):
        return False  # bookings are asked for item by item, and "walk me through it" asks for the story
    if (
        reading.s(sentence, "EM+6") >= MET
        or open_question(reading, sentence) >= ANSWERED
        or _answered(reading, sentence)
    ):
        return False  # an open question asks for more; and what is answered without a protest was not known
    if _YES_NO.search(sentence.text) and _said_already(reading, sentence) < MOSTLY:
        return False  # "Did you get a tracking mail?" is about something of which nobody spoke
    return bool(sentence.stems & reading.heard(sentence.turn)) or len(content(tokens(told))) >= STORY


MOSTLY = 0.75
"""Share of a yes-or-no question that was said, from which its answer was."""
PLAINLY = -1.5
"""Log-odds of a needless question where nothing but the text model says so: it must be nearly sure."""
_YES_NO = expression("asked", "yes_no")


def _plainly(reading: Reading, sentence: Sentence) -> bool:
    """Nothing else explains the question: no consent, no check, no offer for sale, no dig, no door to a story."""
    if is_request(reading) or consents(reading, sentence) or _INVITES.search(sentence.text):
        return False
    answer = reading.after(reading.turns[sentence.turn])
    if answer is not None and _protested(reading, sentence) < MET:
        return False  # what is answered without a protest was not known
    if open_question(reading, sentence) > 0:
        return False
    if _YES_NO.search(sentence.text) and not _said_already(reading, sentence):
        return False  # "Are you seeing an error?" is about something of which the customer did not speak
    other = max(reading.s(sentence, label) for label in ("EM+6", "EM+7", "RE-7", "CT-3", "RE+3"))
    return other < MET


@once
def consents(reading: Reading, sentence: Sentence) -> bool:
    """Asks whether an outcome suits the customer, or which of two does."""
    asks = any(phrases("acts", name).search(sentence.text) for name in ("works_for_you", "leaves_choice"))
    return asks or reading.s(sentence, "RE+7") >= MET or phrases("listening", "agree").search(sentence.text) is not None


_INTERROGATIVE = expression("asked", "interrogative")


def _answered(reading: Reading, sentence: Sentence) -> bool:
    """The customer answers, and does not say that it was told before."""
    answer = reading.after(reading.turns[sentence.turn])
    return answer is not None and _protested(reading, sentence) < MET


def _said_already(reading: Reading, sentence: Sentence) -> float:
    """Share of a question's content that the customer has said, 0-1."""
    about = sentence.stems - _SMALL
    return len(about & reading.heard(sentence.turn)) / len(about) if about else 0.0


def _asks_openly(reading: Reading, sentence: Sentence) -> bool:
    return open_question(reading, sentence) > 0 or is_check(sentence)


def _protested(reading: Reading, sentence: Sentence) -> float:
    """The customer answers that it was said before, 0-1."""
    answer = reading.after(reading.turns[sentence.turn])
    return reading.strength(answer, "REPEATED") if answer is not None and _SAID.search(answer.text) else 0.0


_SAID = expression("asked", "said")
_SINCE = expression("asked", "since")
_SINCE_WHEN = expression("asked", "since_when")
_SMALL = frozenset(["when", "what", "which", "where", "who", "how", "many", "much", "exactly", "tell", "describe"])


def _same_fact(reading: Reading, sentence: Sentence) -> float:
    """Asks "when" or "how much" of a thing whose day or sum stands in a customer's sentence on it, 0-1."""
    kinds = [kinds for pattern, kinds in _FIGURES if pattern.search(sentence.text)]
    about = {s for s in sentence.stems if s not in _SMALL}
    if not kinds:
        return 0.0
    for turn in reading.customers:
        if turn.index >= sentence.turn:
            break
        for x in turn.sentences:
            # A number stands for many things; a day or a sum mostly for the one that is spoken of.
            least = 1.0 if "number" in kinds[0] else 0.5
            near = any(_figure(x, thing) if "number" in kinds[0] else _dated(x, thing, kinds[0]) for thing in about)
            if near and x.has(*kinds[0]) and len(about & x.stems) / len(about) >= least:
                return 0.6
            if _SINCE.search(sentence.text) and _SINCE_WHEN.search(x.text):
                return 0.6
            # "How many are you, and on which day?" after "two of us, from the 9th": both are told in one breath.
            if len(kinds) >= 2 and kinds[0] != kinds[1] and all(x.has(*kind) for kind in kinds[:2]):
                return 0.6
    return 0.0


def _dated(x: Sentence, thing: str, kinds: tuple[str, ...]) -> bool:
    """A figure of one of these kinds stands in the same breath as the thing."""
    places = [match.start() for match in TOKEN.finditer(x.text) if stem(match.group().lower()) == thing]
    return any(abs(slot.start - place) <= BREATH for slot in x.slots if slot.kind in kinds for place in places)


BREATH = 40
"""Characters within which a day or a sum belongs to a thing."""


def _figure(x: Sentence, thing: str) -> bool:
    """A figure stands beside the thing: "two tablets", "order 5518"."""
    figures = {word for slot in x.slots for word in tokens(slot.text)}
    return any(word[:1].isdigit() or word in figures for word in beside(x, thing))


_FIGURES: tuple[tuple[Pattern, tuple[str, ...]], ...] = (
    (
        Pattern(
            r"\b(?:when (?:exactly |precisely )?(?:did|was|were|have|has|had)\b"
            r"|(?:what|which) (?:day|date)|the day|since when)\b"
        ),
        ("date", "time", "duration"),
    ),
    (Pattern(r"\bwhat (?:time|hour)\b"), ("time",)),
    (Pattern(r"\bhow (?:long|many (?:days|weeks|months))\b"), ("duration",)),
    (Pattern(r"\b(?:how much|what (?:sum|amount))\b"), ("amount",)),
    (
        Pattern(r"\b(?:how many|which (?:gate|card|order|flight|room|seat|account|booking|number))\b"),
        ("number", "reference"),
    ),
    (
        Pattern(r"\b(?:booking|order|customer|account|reference|ticket|policy) (?:number|no\b|id|code)"),
        ("number", "reference"),
    ),
)


_ITEMS = expression("asked", "items")
_REASON = expression("asked", "reason")
_WANTS = expression("asked", "wants")


def _on_file(reading: Reading, sentence: Sentence) -> float:
    """Asks for what the agent's own screen shows, and gives no reason (a security check is one), 0-1."""
    match = _ITEMS.search(sentence.text)
    if phrases("acts", "leaves_choice").search(sentence.text):
        return 0.0
    if match is None or reading.case is None or _REASON.search(sentence.text) or not _WANTS.search(sentence.text):
        return 0.0
    if sentence.asks is False and not _WANTS.search(sentence.text):
        return 0.0
    record = " | ".join(f"{k}: {v}" for k, v in reading.case.record.items())
    shown = slots(record)
    kind = match.lastgroup
    if kind == "number":
        return 0.65 if any(s.kind == "reference" for s in shown) else 0.0
    return (
        0.55
        if kind
        and re.search({"address": "address|street", "name": "name|holder", "birth": "birth"}[kind], record, re.I)
        else 0.0
    )
