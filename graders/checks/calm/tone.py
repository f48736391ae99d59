"""Hostile wording: what the text model hears, held against what the words themselves can and cannot mean."""

from __future__ import annotations

import re

from coolhead.graders.base import MET
from coolhead.graders.checks.calm.attacks import attack
from coolhead.graders.checks.calm.polices import ADVISES, OTHERWISE, polices
from coolhead.graders.checks.calm.remarks import accuses, at_somebody, blaming, pointed, scornful, slights
from coolhead.graders.checks.calm.temper import (
    ACKNOWLEDGES,
    AGREES,
    DIRECTS,
    LIMITS,
    PRAISED,
    SHORT,
    TINY_WORDS,
    UNDONE,
    acknowledges,
    alone,
    limits,
    provoked,
)
from coolhead.graders.checks.calm.weighed import weighed
from coolhead.graders.checks.speech.common import UPSET, boilerplate, conditional, hot_before, said
from coolhead.graders.checks.speech.listening import is_check, open_question
from coolhead.graders.checks.speech.odds import AGAINST, BORNE_OUT, shifted
from coolhead.graders.checks.speech.promises import promise_form
from coolhead.graders.checks.speech.refusals import refusal_form, refuses
from coolhead.graders.checks.speech.repeats import ECHO, parroted
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import expression, phrases, word_set

HOSTILE = ("CT-1", "CT-2", "CT-3", "CT-4", "CT-7")
_SHARP = ("mockery", "contempt", "plain_blame", "takes_offence")
_AUXILIARY = expression("toned", "auxiliary")
_HAD = expression("toned", "had")
"""A question for what had been done: without its mark it says what should have been."""
_WHETHER = expression("toned", "whether")
"""How a question for a yes or a no begins, with its mark or without."""
_DEED = expression("toned", "deed")
_DONE = expression("toned", "done")
"""What was done or not done, as advice for now does not say."""
_AS_BEFORE = expression("toned", "as_before")
"""What was said before still holds."""
_TAG = expression("toned", "tag")
"""A tag question that ends with a full stop."""
FORMLESS, NOBODY = -0.8, -1.5
"""What it weighs against scorn that it has no form of it (jargon and stuffing are no scorn), and against blame that no
word of it stands for anybody."""
_QUOTED = re.compile(r"[\"\u201c] [\"\u201d]")
"""Where the customer was quoted: the reader leaves such words out."""
ATTACKED = 0.4
"""Probability from which a customer's turn attacks."""
HONOURED = 0.3
"""Strength of scorn from which mock honours are such to anybody."""
PLAIN = 0.75
"""Strength of a slip in so many words."""


def hostile(reading: Reading, x: Sentence, label: str) -> float:
    """How surely a sentence is a slip of this kind, 0-1."""
    if label not in x.memo:
        x.memo[label] = _hostile(reading, x, label)
    known: float = x.memo[label]
    return known


def _hostile(reading: Reading, x: Sentence, label: str) -> float:
    if label == "CT-1":
        return attack(reading, x)
    if said(x) in boilerplate(reading) and not _plain(x, label):
        return 0.0  # a line under every turn speaks to nobody, unless it is unkind in so many words
    heard = shifted(reading.s(x, label), provoked(reading), ACKNOWLEDGES * acknowledges(reading, x))
    if label == "CT-2":
        return polices(reading, x, heard)
    if phrases("conduct", "praises").search(x.text) or phrases("slights", "served").search(x.text):
        heard *= PRAISED  # "people like you keep a shop like ours alive"
    if _inquires(reading, x):
        heard = shifted(heard, AGAINST)
    if parroted(reading, x) > ECHO:
        return shifted(heard, AGAINST)  # the customer's own sarcasm, taken up as a fact
    if label == "CT-3":
        return _mocks(reading, x, heard)
    return _blames(reading, x, heard) if label == "CT-4" else _takes_offence(reading, x, heard)


_PLAIN_WORDS = {
    "CT-2": ("policing",),
    "CT-3": ("mockery", "contempt"),
    "CT-4": ("plain_blame",),
    "CT-7": ("takes_offence",),
}


def _plain(x: Sentence, label: str) -> bool:
    """The slip stands there in so many words."""
    return any(phrases("conduct", name).search(x.text) for name in _PLAIN_WORDS[label])


@once
def _inquires(reading: Reading, x: Sentence) -> bool:
    """A question about what happened, asked in earnest: neither scorn nor blame in its words."""
    consents = max(reading.s(x, label) for label in ("RE+3", "RE+7")) >= MET
    if x.asks and (_HAD.search(x.text) or is_check(x) or consents):
        return True
    if any(phrases("conduct", words).search(x.text) for words in _SHARP):
        return False
    if x.asks and (open_question(reading, x) > 0 or _AUXILIARY.search(x.text) is not None):
        return True
    return _WHETHER.search(x.text) is not None


def _mocks(reading: Reading, x: Sentence, heard: float) -> float:
    """Scorn speaks to somebody. In an offer or in agreement it is most likely misheard."""
    if _jeers(_AS_BEFORE.sub(" ", x.text)) or slights(reading, x, "mocks"):
        return max(heard, PLAIN)
    if _PLAINLY_AGAIN.search(x.text):
        return OTHERWISE * heard  # curt, and no more
    upset = hot_before(reading.turns[x.turn]) >= UPSET
    if (upset or heard >= HONOURED) and phrases("conduct", "mock_honours").search(x.text):
        return max(heard, PLAIN)
    if _TAG.search(x.text) and upset:
        return max(heard, 0.55)  # a question that wants no answer
    plain = phrases("acts", "reported").search(x.text) or phrases("conduct", "thanks").search(x.text)
    if phrases("remarks", "pities").search(x.text) or phrases("conduct", "our_failure").search(x.text):
        return shifted(heard, 2 * AGAINST)
    yields = (
        _AS_BEFORE.search(x.text)
        or phrases("acts", "leaves_choice").search(x.text)
        or phrases("conduct", "agrees").search(x.text)
        or phrases("conduct", "can_help").search(x.text)
    )
    quotes = SHORT * bool(plain or x.text.rstrip().endswith(":"))
    bare = FORMLESS * (not pointed(x))
    beside = 0.0 if pointed(x) else weighed(reading, x)
    form = scornful(reading, x) if pointed(x) else min(0.0, scornful(reading, x))
    return alone(reading, x, heard, quotes, AGREES * bool(yields), bare, form, beside)


def _jeers(text: str) -> bool:
    """Holds words of mockery that nobody else is said to have used: "being called a drama queen"."""
    found = phrases("conduct", "mockery").search(text)
    return found is not None and _CALLED.search(text[: found.start()]) is None


_CALLED = expression("toned", "called")
_PLAINLY_AGAIN = expression("toned", "plainly_again")
"""Says that it was said, and nothing besides."""


def _blames(reading: Reading, x: Sentence, heard: float) -> float:
    blamed = phrases("conduct", "plain_blame").search(x.text) is not None and not (x.asks and _HAD.search(x.text))
    ours = any(phrases("conduct", name).search(x.text) for name in ("our_failure", "shared"))
    blamed = blamed and (not ours or phrases("conduct", "counters").search(x.text) is not None)
    if blamed or slights(reading, x, "needles"):
        return max(heard, PLAIN)
    if ours:
        return shifted(heard, 2 * AGAINST)  # "you should have received it" blames the firm, however it sounds
    if _QUOTED.search(x.text):
        return shifted(heard, AGAINST)  # what sounded like blame were the customer's own words
    # Blame is for something that was done or left undone.
    open_case = ADVISES.search(x.text) is not None or conditional(x)
    if phrases("conduct", "blame_form").search(x.text) and not (open_case and _DONE.search(x.text) is None):
        return shifted(heard, BORNE_OUT, max(0.0, blaming(reading, x)))
    away = any(phrases(*name).search(x.text) for name in (("limits", "elsewhere"), ("course", "pointer")))
    idle = DIRECTS * open_case + UNDONE * (_DEED.search(x.text) is None)
    # Who points elsewhere blames nobody; "it does say on the page" points at the customer.
    pointed_at = phrases("remarks", "emphatic").search(x.text) is not None
    if away and not pointed_at and not word_set("common", "addressed") & set(x.words):
        return OTHERWISE * heard  # "Information is on our help page" speaks of nobody
    idle += 0.0 if pointed_at else AGAINST * max(float(away), reading.s(x, "RE-4"))
    bare = NOBODY * (not at_somebody(x))
    form = blaming(reading, x) if accuses(x) else min(0.0, blaming(reading, x))
    return alone(reading, x, heard, idle, bare, form, weighed(reading, x))


def _takes_offence(reading: Reading, x: Sentence, heard: float) -> float:
    heard = shifted(heard, LIMITS * limits(reading, x))
    if phrases("conduct", "takes_offence").search(x.text):
        return max(heard, PLAIN)
    if phrases("limits", "grovels").search(x.text):
        return shifted(heard, AGAINST)  # who grovels has taken the blame
    if "sorry" in x.text.lower():
        heard = shifted(heard, SHORT)
    if phrases("conduct", "regret").search(x.text):
        return shifted(heard, AGAINST)
    if len(x.words) > TINY_WORDS and phrases("conduct", "offence").search(x.text):
        return shifted(heard, BORNE_OUT)
    if len(x.words) > TINY_WORDS and _defends(reading, x) and refuses(reading, x, plain=True) < MET:
        return heard
    # Who takes offence speaks of itself.
    absent = AGREES * (not word_set("common", "myself") & set(x.words))
    return alone(reading, x, heard, absent, weighed(reading, x))


def _defends(reading: Reading, x: Sentence) -> bool:
    """Speaks of itself to a customer who has just attacked or accused, and offers nothing."""
    before = reading.turns[x.turn].before
    if (
        before is None
        or promise_form(x.text)
        or refusal_form(x.text)
        or not word_set("common", "myself") & set(x.words)
    ):
        return False
    return max(reading.p(before, label) for label in ("ABUSE", "ACCUSE", "OFFENSIVE")) >= ATTACKED
