"""Errors of clarity: jargon, walls of text, vague times, contradictions, debris, nobody who acts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from coolhead.graders.base import MET, Finding
from coolhead.graders.checks.clarity.contradictions import contradictions
from coolhead.graders.checks.clarity.register import riddle
from coolhead.graders.checks.clarity.walls import heaped, shown_by, wall
from coolhead.graders.checks.speech.common import names, stacked
from coolhead.graders.checks.speech.odds import shifted
from coolhead.graders.checks.speech.promises import committed, over, owned, promise_form, timed, vague_only
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import expression, phrases, tokens

_DEBRIS = expression("tangled", "debris")
_NOT_A_NUMBER = re.compile(r"\bNaN\b")
_GAP = expression("tangled", "gap")
"""A gap where a word should stand, or the seam of two pieces: "Dear ,", "between , and", "for for"."""
_MASKED = re.compile(r"\[(?:CUSTOMER|USER|AGENT|URL|LINK|EMAIL|PHONE|NUMBER|HANDLE)\]")
"""What stands in published transcripts for a name or an address: no slip of the agent."""


def muddle(reading: Reading) -> list[Finding]:
    """One finding for each of CL-1 to CL-6."""
    sentences = reading.sentences
    return [
        stacked("CL-1", [(max(_jargon(reading, x), riddle(reading, x)), x) for x in sentences]),
        stacked(
            "CL-2",
            [
                *((wall(turn, _urgent(reading, turn)), shown_by(turn)) for turn in reading.agents),
                *((heaped(x), x) for x in sentences),
            ],
        ),
        _vague(reading),
        stacked("CL-4", contradictions(reading)),
        stacked("CL-5", [(max(_debris(x), form), x) for x, form in zip(sentences, _forms(sentences), strict=True)]),
        _ownerless(reading),
    ]


def _urgent(reading: Reading, turn: TurnRead) -> bool:
    """The customer has just told of a danger."""
    return turn.before is not None and reading.strength(turn.before, "SAFETY") >= MET


def _debris(x: Sentence) -> float:
    """What a template leaves behind, 0-1: a placeholder, a gap, the same hours twice; poor English is none."""
    text = _MASKED.sub(" ", x.text)
    if _DEBRIS.search(text) or _NOT_A_NUMBER.search(text):
        return 1.0
    hours = [slot for slot in x.slots if slot.kind == "time" and len(slot.text) > HOUR]
    twice = any(one.text == two.text and two.start - one.end < NEAR for one, two in combinations(hours, 2))
    return SEAM if twice or _GAP.search(text) else 0.0


def _forms(sentences: Sequence[Sentence]) -> list[float]:
    """How far each is a row of a form and no sentence, 0-1; one alone may be a summary or opening hours."""
    rows = [is_form(x) for x in sentences]
    return [FORM * (row and sum(rows) > 1) for row in rows]


@once
def is_form(x: Sentence) -> bool:
    """Nobody speaks in it: scraps between colons and slashes ("owner: me, day: D+0, paper: x2")."""
    marks = len(_SCRAPS.findall(x.text))
    return marks >= ROWS and len(x.words) < THIN * marks and not phrases("acts", "speaks").search(x.text)


FORM, ROWS, THIN = 0.8, 4, 4.0
"""How sure such rows are; marks from which a sentence may be one; words for each mark below which it is."""
_SCRAPS = re.compile(r"[:=](?!\d\d)|/|\+")
SEAM, NEAR, HOUR = 0.6, 20, 4
"""How sure a seam between two pieces of a template is one; characters within which the same hours are said twice; and
length up to which an hour may well be another one."""


def _jargon(reading: Reading, x: Sentence) -> float:
    """Unexplained codes and terms; a signature is none, and what the customer said or what is glossed is known."""
    if len(x.words) < LEAST:
        return 0.0
    heard = {w for t in reading.customers if t.index < x.turn for w in t.words}
    codes = re.findall(r"(?<![\w-])[A-Z]{2,5}\d?(?![\w-])", x.text)  # a reference is for writing down
    known = [w for w in codes if w.lower() in heard or _glossed(x.text, w)]
    terms = {match.lower() for match in _OFFICE.findall(x.text)}
    office = sum(heard.isdisjoint(tokens(term)) for term in terms)
    strength = max(reading.s(x, "CL-1"), min(1.0, TERMS + ANOTHER * (office - 2)) if office > 1 else 0.0)
    if (codes and len(known) == len(codes)) or (not codes and x.has("reference")):
        return 0.4 * strength
    return strength * (1.0 if codes or strength > 0.7 else 0.8)


TERMS, ANOTHER = 0.6, 0.15
"""How sure jargon is where a sentence holds two terms of the office, and what each more adds."""
_OFFICE = expression("tangled", "office")
UNBORNE = -0.4
"""Log-odds of vagueness that the text model hears where neither a vague time nor a passive stands."""
LEAST = 3
"""Words below which a sentence is a signature or an interjection."""


def _glossed(text: str, code: str) -> bool:
    return (
        re.search(
            rf"\w+ \w+, (?:the |or |called |short )?{code}\b|\({code}\)|"
            rf"\b{code} \(|\b{code}, (?:that is|which|your|the)",
            text,
        )
        is not None
    )


def _vague(reading: Reading) -> Finding:
    """Vague times where no concrete one stands in the same turn; a question and a tale of the past promise nothing."""
    cases: list[tuple[float, Sentence]] = []
    for turn in reading.agents:
        concrete_time = any(timed(x) and committed(reading, x) >= 0.3 for x in turn.sentences)
        for x in turn.sentences:
            if x.asks or over(x) or phrases("acts", "awaits").search(x.text) or _BRIEFLY.search(x.text):
                continue
            vague = vague_only(x)
            ahead = promise_form(x.text) or phrases("acts", "ahead").search(x.text)
            waited = turn.before is not None and _WHEN.search(turn.before.text) is not None
            heard = reading.s(x, "CL-3")
            borne_out = vague or waited or (ahead and heard >= DOUBTLESS)
            if waited and not vague:
                heard = shifted(heard, WAITED)
            strength = max(heard if borne_out else shifted(heard, UNBORNE), 0.7 if vague and ahead else 0.0)
            cases.append((strength * (0.35 if concrete_time or timed(x) else 1.0), x))
    return stacked("CL-3", cases)


_BRIEFLY = expression("tangled", "briefly")
"""How one speaks is no time."""
_WHEN = expression("tangled", "when")
WAITED = 0.8
"""Log-odds of vagueness that the text model hears in the answer to somebody who asked when."""
DOUBTLESS = 0.9
"""From this strength the text model's word counts where something is promised."""
_PASSIVE = expression("tangled", "passive")


_ABLE = expression("tangled", "able")
_IS_DONE = expression("tangled", "is_done")


def _ownerless(reading: Reading) -> Finding:
    """Something is to happen and nobody does it."""
    cases = []
    for x in reading.sentences:
        if len(x.words) < LEAST or _ABLE.search(x.text) or _IS_DONE.search(x.text):
            continue  # "a person can be reached at the desk", "it has been sent" promise nothing
        passive = _PASSIVE.search(x.text) is not None and not x.asks
        heard = reading.s(x, "CL-6")
        strength = heard if passive else shifted(heard, 2 * UNBORNE)
        somebody = timed(x) or owned(x.text) > 0 or (not passive and names(x.text))
        cases.append((strength * (0.4 if somebody else 1.0), x))
    return stacked("CL-6", cases)
