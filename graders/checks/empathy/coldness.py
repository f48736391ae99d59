"""Errors of empathy: half apologies, stock phrases, making small, asking again, an own life, words alone."""

from __future__ import annotations

from coolhead.graders.base import MET, Finding
from coolhead.graders.checks.empathy.excess import WARM, is_polite, overdone, spam
from coolhead.graders.checks.empathy.known import reasked
from coolhead.graders.checks.empathy.misheard import misheard
from coolhead.graders.checks.empathy.misread import misread
from coolhead.graders.checks.empathy.story import STRANGE, anothers, shared
from coolhead.graders.checks.empathy.ungrounded import GENERAL, grounded, other_cause, ungrounded
from coolhead.graders.checks.requests.requests import is_request
from coolhead.graders.checks.speech.common import UNSAID, UPSET, hollow, hot_before, stacked
from coolhead.graders.checks.speech.listening import (
    cue,
    feeling_form,
    is_check,
    legitimate_form,
    open_question,
    perceives,
)
from coolhead.graders.checks.speech.odds import AGAINST, NO_WORDS, shifted
from coolhead.graders.checks.speech.promises import remedy
from coolhead.graders.checks.speech.refusals import refusal_form, refuses
from coolhead.graders.checks.speech.repeats import ECHO, parroted, parroted_turn
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import expression, phrases, word_set

_BUT_NO = expression("sympathy", "but_no")
_NEWS = expression("sympathy", "news")
_ASIDE = expression("sympathy", "aside")
"""Sorry by the way, in the middle of something else."""
_MOVES = ("RE+2", "RE+3", "RE+4", "RE+1", "RE+8", "EM+6", "GRANT", "CL+4", "PB+6")


def coldness(reading: Reading) -> list[Finding]:
    """One finding for each of EM-1 to EM-7."""
    sentences = reading.sentences
    checked = _put_to_check(reading)
    return [
        stacked("EM-1", [(half_sorry(reading, x), x) for x in sentences]),
        spam(reading),
        stacked("EM-3", [(_belittles(reading, x), x) for x in sentences]),
        stacked("EM-4", [(reasked(reading, x), x) for x in sentences]),
        stacked("EM-5", [(_own_life(reading, x), x) for x in sentences]),
        _only_words(reading),
        stacked(
            "EM-7",
            [
                *((_wrong(reading, x, checked), x) for x in sentences),
                *((max(misheard(reading, x), misread(reading, x)) * (id(x) not in checked), x) for x in sentences),
                *((anothers(reading, x) * (id(x) not in checked), x) for x in sentences),
                *_thrown_back(reading),
                *overdone(reading),
            ],
        ),
    ]


@once
def half_sorry(reading: Reading, x: Sentence) -> float:
    """An apology with an if or a but, or for what the customer feels."""
    plain = phrases("feeling", "half_sorry").search(x.text) is not None
    if (
        not plain
        and (len(x.words) <= BRIEF or not x.stems - hollow())
        and not phrases("feeling", "hedged").search(x.text)
    ):
        return 0.0  # "sorry", "I am so sorry", beside what one is sorry for
    if _ASIDE.search(x.text) or _NEWS.search(x.text) or (refusal_form(x.text) and _BUT_NO.search(x.text)):
        return 0.0  # "sorry, but I cannot": a polite no, and no apology at all
    if plain:
        return max(reading.s(x, "EM-1"), 0.85)
    hedged = phrases("feeling", "hedged").search(x.text) is not None and not phrases("feeling", "had_to").search(x.text)
    heard = reading.s(x, "EM-1")
    if phrases("feeling", "had_to").search(x.text) and not hedged:
        return 0.4 * heard  # "sorry you had to feel alone in this" takes the blame for it
    if hedged:
        return heard
    return shifted(heard, 1.5 * AGAINST if phrases("feeling", "plain_sorry").search(x.text) else NO_WORDS)


def _belittles(reading: Reading, x: Sentence) -> float:
    if len(x.words) <= BRIEF and phrases("conduct", "greets").search(x.text):
        return 0.0  # "Good day."
    plain = any(phrases("feeling", name).search(x.text) for name in ("mocks", "belittles"))
    # Scorn for somebody who is upset mocks what they feel.
    scorn = hot_before(reading.turns[x.turn]) >= UPSET and phrases("conduct", "contempt").search(x.text) is not None
    # In the middle of a booking there is nothing to make small: "only four minutes away".
    aside = parroted(reading, x) > ECHO or (is_request(reading) and x.turn != reading.agents[0].index)
    heard = reading.s(x, "EM-3") * (UNSAID if aside else 1.0)
    if len(x.words) <= BRIEF and phrases("feeling", "small").search(x.text) is None:
        heard *= UNSAID  # "He knows you. Good."
    if phrases("feeling", "small").search(x.text) is None:
        heard = shifted(heard, (0.75 if _just_told(reading, x) else 1.5) * NO_WORDS)
    if phrases("feeling", "takes_seriously").search(x.text):
        heard *= UNSAID
    # "Nine days would wear anybody down", "No harm done" to an apology, "Is everybody safe?"
    if (cue(x) and not _BUT.search(x.text)) or reading.s(x, "PB+9") >= MET:
        heard = shifted(heard, AGAINST)
    if x.asks and not _BUT.search(x.text):
        heard *= UNSAID
    denied = (
        not x.asks
        and reading.complaint
        and not is_request(reading)
        and phrases("feeling", "denies").search(x.text) is not None
    )
    return max(heard, 0.85 if plain else DENIED if denied else 0.28 if scorn else 0.0)


def _just_told(reading: Reading, x: Sentence) -> bool:
    """It is the first answer to a complaint: what makes small needs no word for it there."""
    return reading.complaint and x.turn == reading.agents[0].index


DENIED = 0.62
"""How much it makes small to be told, however politely, that it was not so."""


_BUT = expression("sympathy", "but")


def _own_life(reading: Reading, x: Sentence) -> float:
    """A life or feelings of its own; being sorry or sad to hear of something is a manner of speaking."""
    if phrases("feeling", "no_life").search(x.text):
        return 0.0  # "I'm a program, I have no ears" claims none
    if legitimate_form(x.text):
        return 0.0  # "I'd have lost it too" is said of the customer
    plain = phrases("feeling", "own_life").search(x.text) is not None
    said = plain or (word_set("common", "myself") & set(x.words) and not phrases("feeling", "to_hear").search(x.text))
    heard = max(reading.s(x, "EM-5"), 0.6 * reading.s(x, "EM-s"))
    return max(heard if said else shifted(heard, NO_WORDS), 0.4 if plain else 0.0)


def _wrong(reading: Reading, x: Sentence, checked: frozenset[int]) -> float:
    """A feeling or fact that the customer never gave: joy ascribed to the upset, or their own words thrown back.

    A summary that is put to the customer to be corrected is no error.
    """
    joy = hot_before(reading.turns[x.turn]) >= UPSET and phrases("feeling", "joy").search(x.text) is not None
    hoped = joy and phrases("feeling", "hopes").search(x.text) is not None  # what one wishes is not said to be felt
    if hoped or is_check(x) or (id(x) in checked and not joy) or (x.asks and not feeling_form(x.text)):
        return 0.0
    if _untempered(reading, x) or ungrounded(reading, x):
        return UNTEMPERED
    mild = phrases("feeling", "own_gladness").search(x.text) is not None or len(x.words) <= BRIEF
    heard = reading.s(x, "EM-7")
    if joy:
        welcomed = phrases("feeling", "glad_of_it").search(x.text) is not None
        return max(heard, UNTEMPERED * welcomed)
    # The anger of somebody angry is no wrong feeling, and neither is being glad oneself, or a word of two.
    if mild or tempered(reading, x) or _taken_up(reading, x) or grounded(reading, x):
        return AGAINST_SHARE * heard
    if heard >= HINTED and other_cause(reading, x):
        return shifted(heard, OTHER_CAUSE)
    # That a feeling is wrong shows in words that nobody told; the text model's reading alone is a hint.
    doubted = shifted(heard, 2 * NO_WORDS)
    return doubted if cue(x) and shared(reading, x).strange >= STRANGE else min(UNSAID, doubted)


HINTED, OTHER_CAUSE = 0.25, 1.5
"""From this reading a cause that nobody named counts as a wrong one, and its log-odds."""


def _taken_up(reading: Reading, x: Sentence) -> bool:
    """Understands or is sorry, and names nothing but a feeling or what the customer said: that contradicts nobody."""
    grasps = phrases("feeling", "grasps").search(x.text) is not None
    upset = hot_before(reading.turns[x.turn]) >= UPSET / 2
    if not (grasps and upset) and phrases("acts", "apology").search(x.text) is None:
        return False
    known = (phrases("feeling", "temper"), phrases("feeling", "weighs"))
    new = {
        word for word in x.stems - reading.heard(x.turn) - hollow() - GENERAL if not any(k.search(word) for k in known)
    }
    return len(new) <= (1 if grasps and feeling_form(x.text) else 0)


@once
def _untempered(reading: Reading, x: Sentence) -> bool:
    """Tells somebody who is calm, or who has just denied it, how angry they are."""
    if not perceives(x.text) or phrases("feeling", "rage").search(x.text) is None or x.asks:
        return False
    said = [turn for turn in reading.customers if turn.index < x.turn]
    denied = any(phrases("feeling", "not_angry").search(turn.text) for turn in said)
    return denied or all(turn.heat < COOL for turn in said)


COOL, UNTEMPERED = 0.2, 0.65
"""Heat below which nobody is angry; how wrong it is to say that they are."""


@once
def tempered(reading: Reading, x: Sentence) -> bool:
    """Tells somebody hot that they are angry, and nothing that they did not say."""
    if hot_before(reading.turns[x.turn]) < UPSET:
        return False
    if phrases("feeling", "temper").search(x.text) is None or not word_set("common", "addressed") & set(x.words):
        return False
    rest = {word for word in x.stems if not phrases("feeling", "temper").search(word)}
    return len(rest - reading.heard(x.turn) - hollow()) <= 1


def _thrown_back(reading: Reading) -> list[tuple[float, Sentence]]:
    """Turns of the customer's own words and hardly another, 0-1 each; a fact taken up once is none."""
    found_: list[tuple[float, Sentence]] = []
    whole = False
    for turn in reading.agents:
        share = parroted_turn(reading, turn)
        bare = (1 - share) * len(turn.words) <= ADDED <= len(turn.words)
        if share > ECHO and bare and turn.before is not None and not any(is_check(x) for x in turn.sentences):
            longest = max(turn.sentences, key=lambda x: len(x.words))
            found_.append((min(1.0, 0.3 + (share - 0.5) * 1.4), longest))
            # All that the customer said, and more than a line of it.
            told = sum(len(message.words) for message in (*turn.before.burst, turn.before))
            whole = whole or (told > 2 * ADDED and share * len(turn.words) >= COPIED * told)
    return found_ if whole or len(found_) > 1 else [(UNSAID * strength, x) for strength, x in found_]


COPIED = 0.8
"""Share of what the customer said from which an echo leaves nothing out."""
BRIEF, AGAINST_SHARE = 3, 0.2
"""Words up to which a sentence reflects nothing; what is left of an error that its own words speak against."""
ADDED = 8
"""Words of its own from which a turn adds something."""


def _put_to_check(reading: Reading) -> frozenset[int]:
    """The sentences that the agent asks the customer to confirm or to correct."""
    held: set[int] = set()
    for turn in reading.agents:
        for n, x in enumerate(turn.sentences):
            if is_check(x):
                held |= {id(y) for y in turn.sentences[max(0, n - 3) : n]}
    return frozenset(held)


@once
def _move(reading: Reading, turn: TurnRead) -> float:
    """Does a turn move anything, 0-1: an offer, a step, a question, a clear no."""
    read = max(reading.strength(turn, label) for label in _MOVES)
    done = max(
        (max(remedy(reading, x), open_question(reading, x), refuses(reading, x)) for x in turn.sentences), default=0.0
    )
    return max(read, done, 0.7 if any(x.asks and not is_check(x) for x in turn.sentences) else 0.0)


def _pressed(reading: Reading, turn: TurnRead) -> bool:
    """The customer has had words before and asks what is done: then the first answer here is no first one."""
    before = turn.before
    again = before is not None and phrases("course", "again").search(before.text) is not None
    return before is not None and again and "?" in before.text


def _only_words(reading: Reading) -> Finding:
    """Sympathy without a move in this turn or the next, from the second turn on."""
    agents = reading.agents
    cases: list[tuple[float, Sentence | TurnRead]] = []
    for n, turn in enumerate(agents):
        if hot_before(turn) < 0.2 or (n == 0 and not _pressed(reading, turn)):
            continue
        warm = max(
            (
                max(*(reading.s(x, label) for label in WARM), reading.s(x, "EM+g") * bool(cue(x)))
                for x in turn.sentences
                if not (is_polite(x) or phrases("feeling", "no_apology").search(x.text))
            ),
            default=0.0,
        )
        near = [turn, *agents[n + 1 : n + 2]]
        move = max(_move(reading, t) for t in near)
        cases.append((warm * (1 - move), turn))
    return stacked("EM-6", cases)
