"""RE+7 and RE+8: whether the outcome works is asked before the end, and who comes back, when and how is said."""

from __future__ import annotations

from coolhead.graders.base import MET, Finding, strongest
from coolhead.graders.checks.resolution.offers import idles
from coolhead.graders.checks.resolution.outcome import promised
from coolhead.graders.checks.speech.listening import is_check
from coolhead.graders.checks.speech.odds import heard, shifted
from coolhead.graders.checks.speech.promises import echoed, promise_form, timed
from coolhead.graders.checks.speech.refusals import refuses
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import expression, phrases

ASKS_BACK = -1.8
"""Log-odds of a question for the customer's content that rather asks for a fact, or whether it was understood."""
UNJUDGED = 0.4
"""What is left of a question about the outcome that has no word of how an outcome suits."""
LEAVE = 0.3
"""What is left of it where leave is asked for a deed, or where it sells or surveys."""
UNNAMED = -0.6
"""Log-odds of what the text model hears and no form of words shows: who comes back, when or where, the no."""


def closing(reading: Reading) -> list[Finding]:
    """The surest check of the outcome and the surest follow-up in the last turns."""
    last = reading.agents[-3:]
    offered = _offered(reading)
    checks = [(_settles(reading, x) * (1.0 if x.turn >= offered else 0.4), x) for t in last for x in t.sentences]
    follows = [(_follow_up(reading, x), x) for t in last for x in t.sentences]
    both = [strongest("RE+7", checks), strongest("RE+8", follows)]
    if len(reading.agents) < 2:  # too early to close; done all the same it counts
        return [f if (f.strength or 0.0) >= MET else Finding(f.indicator, None) for f in both]
    return both


def _offered(reading: Reading) -> int:
    """The turn of the first offer that the answer key knows, from which it can be asked whether it works; else 0."""
    if reading.goal is None:
        return 0
    firm = [promised(reading, remedy) for remedy in reading.goal.remedies]
    return min((x.turn for strength, x in firm if x is not None and strength >= 0.3), default=len(reading.turns))


def _settles(reading: Reading, x: Sentence) -> float:
    """Asks whether the outcome works for this customer."""
    if any(phrases("acts", name).search(x.text) for name in ("asks_leave", "probes")):
        return LEAVE * heard(reading, x, "RE+7")
    of_fact = any(phrases("acts", name).search(x.text) for name in ("wants_fact", "wants_detail"))
    judges = phrases("acts", "judges").search(x.text) is not None
    form = x.asks and judges and phrases("acts", "works_for_you").search(x.text) is not None
    form = (form and not (is_check(x) or of_fact)) or phrases("acts", "all_there").search(x.text) is not None
    asks_back = of_fact or (is_check(x) and ("i" in x.words or "you" not in x.words))
    read = shifted(heard(reading, x, "RE+7"), ASKS_BACK * asks_back)
    read *= LEAVE if reading.s(x, "RE-7") >= MET else 1.0
    read *= 1.0 if judges else UNJUDGED
    return max(read * (0.5 + 0.5 * (x.asks or read > 0.7)), 0.8 if form else 0.0)


def _follow_up(reading: Reading, x: Sentence) -> float:
    """Says who gets back to whom, when, and how."""
    form = phrases("acts", "follow_up").search(x.text) is not None and not x.asks
    route = phrases("limits", "reach").search(x.text) is not None or x.has("reference")
    back = form and phrases("acts", "comes_back").search(x.text) is not None and promise_form(x.text) > 0
    plain = (0.8 + 0.2 * route) * (0.7 + 0.3 * timed(x)) if form and timed(x) else 0.45 * (form and route)
    plain = max(plain, BACK * back)
    read = shifted(heard(reading, x, "RE+8"), UNNAMED * (not form) + UNNAMED * (not (timed(x) or route)))
    other = x.asks or idles(x) or _AGO.search(x.text) or echoed(reading, x)
    other = other or (refuses(reading, x, plain=True) >= MET and promise_form(x.text) == 0.0)
    return max(plain, read) * (0.4 if other else 1.0)


BACK = 0.6
"""A way back to the one who answers, for the case that it goes wrong: no time is needed for it."""
_AGO = expression("settled", "ago")
