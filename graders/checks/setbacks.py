"""Signs on the agent's side that it did not work out: refusals, failures, apologies for them, dead ends."""

from __future__ import annotations

from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import phrases


def setback(reading: Reading, x: Sentence) -> float:
    """How surely a sentence says that something was refused or failed, 0-1."""
    plain = phrases("setbacks", "failed").search(x.text) is not None
    soft = (
        phrases("acts", "apology").search(x.text) is not None and phrases("acts", "negation").search(x.text) is not None
    )
    return max(0.9 if plain else 0.0, 0.7 if soft else 0.0, 0.7 * reading.s(x, "REFUSE"))


def setbacks(reading: Reading) -> float:
    """How badly it went by the agent's own words, 0-1: 1 = only refusals and failures, 0 = only things that worked.

    What comes last weighs most, since an early no may be followed by a yes. Without any such word: one half.
    """
    total = weight = 0.0
    for n, turn in enumerate(reading.agents, 1):
        bad = max((setback(reading, x) for x in turn.sentences), default=0.0)
        good = max((worked(x) for x in turn.sentences), default=0.0) * (1 - bad)
        importance = (n / len(reading.agents)) ** 2 + 0.1
        total += importance * bad
        weight += importance * (bad + good)
    return (total + 0.15) / (weight + 0.3)


def worked(x: Sentence) -> float:
    """Does a sentence say that something was done or found, 0-1; questions and denials do not."""
    if x.asks or phrases("acts", "negation").search(x.text):
        return 0.0
    return 0.8 if phrases("setbacks", "worked").search(x.text) else 0.0


_READS = (
    "get",
    "find",
    "list",
    "search",
    "lookup",
    "look_up",
    "fetch",
    "read",
    "check",
    "calculate",
    "think",
    "verify",
    "authenticate",
    "query",
    "view",
)


def deeds(reading: Reading) -> float | None:
    """From the log of actions, 0-1: something was changed and it went through; None without a log.

    Looking things up is no deed; an error is none; a request for confirmation that nobody acts on leaves the matter
    open.
    """
    acted = [(t, a) for t in reading.turns for a in t.turn.actions]
    if not acted:
        return None
    writes = [(t, a) for t, a in acted if not a.name.lower().startswith(_READS) and "transfer" not in a.name.lower()]
    went = [(t, a) for t, a in writes if "error" not in str(a.detail.get("result", "")).lower()[:80]]
    agents = reading.agents
    if not agents:
        return 0.0
    late = max((t.index for t, _a in went), default=-1) / max(1, len(reading.turns) - 1)
    pending = sum(phrases("setbacks", "waiting").search(t.text) is not None for t in agents) / len(agents)
    again = sum(max(reading.p(t, "REPEATED"), reading.p(t, "STILLOPEN")) for t in reading.customers)
    brief = 1 / (1 + sum(len(t.words) for t in agents) / 600)
    return (0.3 * bool(went) + 0.2 * max(0.0, late) + 0.2 * (1 - pending) + 0.15 / (1 + again) * 2) * (
        0.6 + 0.4 * brief
    )
