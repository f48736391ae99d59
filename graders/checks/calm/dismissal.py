"""A bare no: a refusal in a turn that holds no way forward."""

from __future__ import annotations

from coolhead.graders.base import MET
from coolhead.graders.checks.calm.courtesy import FRAGMENT
from coolhead.graders.checks.calm.taken_back import SAME, closes
from coolhead.graders.checks.calm.temper import SAID, SHORT, provoked, troubled
from coolhead.graders.checks.speech.common import boilerplate, negated, said
from coolhead.graders.checks.speech.odds import AGAINST, BORNE_OUT, NO_WORDS, shifted
from coolhead.graders.checks.speech.promises import remedy
from coolhead.graders.checks.speech.refusals import nearest, refusal_form, refuses
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import expression, phrases

_NO, _NO_AND, _WISHES = (expression("toned", name) for name in ("no", "no_and", "wishes"))


def dismissal(reading: Reading, turn: TurnRead) -> tuple[float, Sentence | TurnRead]:
    """A bare no: a refusal in a turn that holds no way forward."""
    own = [
        x
        for x in turn.sentences
        if said(x) not in boilerplate(reading) and not (_no_answer(x) or _only_answers(turn, x))
    ]
    heard = {id(x): reading.s(x, "CT-6") for x in own}
    final = [x for x in own if phrases("conduct", "dismissal").search(x.text) or SAME.search(x.text)]
    nos = [x for x in own if refuses(reading, x, plain=True) >= MET]
    where = max(final or nos or own, key=lambda x: heard[id(x)], default=None)
    if where is None:
        return 0.0, turn
    ahead = _way_forward(reading, turn, where)
    if final:
        return max(0.8, heard[id(where)]) * (1 - ahead), where
    if nos:
        read = max(reading.s(turn, "CT-6"), heard[id(where)])
        tame = 1.0 if troubled(reading, turn) else TAME  # a short no to a plain question is an answer
        return tame * shifted(read, BORNE_OUT, provoked(reading)) * (1 - 0.85 * ahead), where
    # A curt answer dismisses somebody who is upset; to anybody else it is an answer.
    leave = phrases("conduct", "greets").search(where.text) or phrases("conduct", "thanks").search(where.text)
    short = AGAINST if leave or len(where.words) <= FRAGMENT else SHORT * (len(where.words) < SAID)
    denies = negated(where) or phrases("refusals", "reason").search(where.text) is not None
    words = NO_WORDS * (1 if denies else 2.5)
    done = AGAINST * max(remedy(reading, where), reading.s(where, "RE-v"))
    return shifted(heard[id(where)], words, provoked(reading), short, done) * (1 - 0.85 * ahead), where


def _no_answer(x: Sentence) -> bool:
    """Apologises and turns nothing down, only begins ("the position is as follows"), or says that all is done."""
    begins = x.text.rstrip().endswith(("as follows.", "as follows:", "as follows"))
    begins = begins or phrases("conduct", "all_done").search(x.text) is not None
    return begins or (phrases("acts", "apology").search(x.text) is not None and not refusal_form(x.text))


def _only_answers(turn: TurnRead, x: Sentence) -> bool:
    """A no that answers a question of how things are: a word or two on it, or a no that turns nothing down.

    A no to "will you …?" turns something down.
    """
    match = _NO.search(x.text)
    if match is None:
        return False
    rest = x.text[match.end() :]
    asked = [y.text for y in turn.before.sentences if y.asks] if turn.before is not None else []
    if any(_WISHES.search(text) for text in asked):
        return False
    if len(x.words) <= FRAGMENT:
        bare = not rest.strip(" .!")
        return _NO_AND.search(x.text) is not None or (bare and any(len(y.words) > FRAGMENT for y in turn.sentences))
    return bool(asked) and not refusal_form(rest)


def _way_forward(reading: Reading, turn: TurnRead, beside: Sentence) -> float:
    """What the turn offers instead, 0-1: in another sentence, or in the second half of the one that says no."""
    read = max(
        (
            max(reading.s(x, label) for label in ("RE+2", "RE+3", "RE+10", "PB+4", "GRANT"))
            for x in turn.sentences
            if x is not beside
        ),
        default=0.0,
    )
    # Behind the end of the matter, in the same sentence, only a but that goes on to something leads anywhere.
    here = 0.0 if closes(beside.text) else nearest(reading, beside)
    form = max([here, *(nearest(reading, x) for x in turn.sentences if x.place > beside.place)])
    stands = 0.8 if phrases("refusals", "stands").search(turn.text) else 0.0
    goes_on = phrases("conduct", "goes_on").search(turn.text) is not None
    return max(read, form, stands, GOES_ON * goes_on)


TAME = 0.6
"""What is left of a bare no to a customer who tells of no trouble."""
GOES_ON = 0.7
"""How much of a way forward it is that something else is done all the same: "but the list gets fixed"."""
