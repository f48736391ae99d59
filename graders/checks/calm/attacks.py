"""Insults and threats to the customer, and scorn without an insulting word."""

from __future__ import annotations

from functools import cache

from coolhead.graders.base import MET
from coolhead.graders.checks.calm.temper import (
    ACKNOWLEDGES,
    GRAVE,
    PRAISED,
    acknowledges,
    alone,
    asks_fairly,
    limits,
    provoked,
)
from coolhead.graders.checks.calm.weighed import weighed
from coolhead.graders.checks.speech.common import UNSAID
from coolhead.graders.checks.speech.odds import AGAINST, shifted
from coolhead.graders.checks.speech.repeats import ECHO, parroted
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.patterns import Pattern
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import expression, phrases, tokens

_MADE_A_FOOL = expression("toned", "made_a_fool")
"""An insult that somebody is said to have suffered."""
_OTHERS_SAY = expression("toned", "others_say")
"""Somebody else has an opinion of the customer."""

_MINE = expression("toned", "mine")
"""Calls the customer something itself."""


THREATENS = 0.8
"""The strength of a plain threat: "you will be the one who is sorry"."""
HURLED = 0.85
"""The strength of an insult to the customer's face."""
FORGIVES = 0.5
"""Share of what is known of a sentence that speaks for it where an attack is heard: helpful words excuse none."""
WORDLESS = 0.6
"""What an attack weighs that goes for the person in no word at all."""


def attack(reading: Reading, x: Sentence) -> float:
    """Insults: certain when an insulting word is aimed at the customer.

    Doubtful when it only takes up the customer's own word.
    """
    strength = shifted(reading.s(x, "CT-1"), provoked(reading))
    told = _MINE.search(x.text) is None
    own_words = _reported().sub(" ", _MADE_A_FOOL.sub(" ", x.text)) if told else x.text
    words = phrases("conduct", "insult").findall(own_words)
    contempt = _contempt(reading, x, strength)
    called = phrases("conduct", "called").search(own_words)
    if not words and called is None:
        of_others = phrases("conduct", "insult").search(x.text)  # said of somebody else, or of a mistake of its own
        return PRAISED * strength if of_others else _wordless(reading, x, strength, contempt)
    if _denies_insult(x.text):
        return UNSAID * strength  # "you are not stupid"
    echoed = parroted(reading, x) > ECHO  # "he looks at you like you're some kind of thief", as the customer said
    hurled = called or _hurled().search(own_words)
    if hurled is not None:
        denied = echoed or phrases("conduct", "denied").search(x.text[: hurled.start()]) is not None
        return UNSAID * strength if denied else max(strength, HURLED)
    heard = {w for t in reading.customers if t.index < x.turn for w in t.words}
    own = [
        w for w in words if not set(tokens(w)) <= heard and w.lower().rstrip("s") not in {h.rstrip("s") for h in heard}
    ]
    limited = not own and limits(reading, x) >= MET  # "leave the toad out of it"
    if limited or (not own and (echoed or strength < 0.9)):
        return max((PRAISED if limited else UNSAID) * strength, contempt * (not limited))
    match = phrases("conduct", "aimed").search(x.text)
    aimed = match is not None and not phrases("conduct", "denied").search(x.text[: match.end()])
    return max(strength, 0.8 if aimed else 0.0, contempt)


def _wordless(reading: Reading, x: Sentence, strength: float, contempt: float) -> float:
    """An attack without an insulting word: in words of scorn, in words that go for the person, or in none."""
    if phrases("conduct", "praises").search(x.text):
        contempt, strength = 0.0, PRAISED * strength
    echo = AGAINST if parroted(reading, x) > ECHO or _OTHERS_SAY.search(x.text) else 0.0
    echo += 0.5 * ACKNOWLEDGES * acknowledges(reading, x)  # an attack may begin with sympathy
    if phrases("conduct", "policing").search(x.text) or asks_fairly(reading, x):
        echo += AGAINST  # tells somebody how to behave: no attack by itself
    echo += FORGIVES * weighed(reading, x)
    if phrases("conduct", "threatens").search(x.text):
        return max(strength, THREATENS)
    if phrases("conduct", "assails").search(x.text):
        return max(shifted(strength, GRAVE, echo), contempt)
    return max(WORDLESS * alone(reading, x, strength, (2 + 2 * x.asks) * GRAVE, echo), contempt)


def _denies_insult(text: str) -> bool:
    """Every insulting word of the sentence is denied right before it."""
    near = [" ".join(text[: m.start()].split()[-NEAR:]) for m in phrases("conduct", "insult").finditer(text)]
    return bool(near) and all(phrases("conduct", "denied").search(b) and not _NOT_ONLY.search(b) for b in near)


NEAR = 3
"""Words before an insult in which a no denies it."""
_NOT_ONLY = expression("toned", "not_only")


def _contempt(reading: Reading, x: Sentence, strength: float) -> float:
    """Scorn for the customer without an insulting word."""
    if phrases("conduct", "contempt").search(x.text) is None:
        return 0.0
    if len(phrases("conduct", "contempt").findall(reading.turns[x.turn].text)) > 1:
        return 0.8  # scorn upon scorn leaves no doubt
    return 0.8 if max(strength, reading.s(x, "CT-3"), reading.s(x, "CT-4")) >= 0.1 else 0.55


@cache
def _reported() -> Pattern:
    """An insult that somebody is said to have used: "you called us idiots", "he called you a moron?"."""
    insult = phrases("conduct", "insult").pattern
    whom = r"(?:us|me|him|her|them|it|you|(?:our|my|your|the|that|this) \w+)"
    return Pattern(
        rf"\b(?:call(?:s|ed|ing)?|labell?ed) {whom} (?:an? |the |all |such )?(?:\w+ ){{0,2}}(?:{insult})"
        rf"|\byou (?:say|said|think|thought|write|wrote|feel|believe)(?: that)? (?:we|i|he|she|they|our \w+|my \w+)"
        rf"(?:'re|'m|'s| are| am| is| were| was) (?:\w+ ){{0,2}}(?:{insult})"
    )


@cache
def _hurled() -> Pattern:
    """Says "you are the parasite here": an insult to the customer's face, whoever used the word first."""
    between = r"(?:(?!which|what|who|whose|how|whether|if|about)\w+ ){0,2}"
    return Pattern(
        rf"\byou(?:'re| are|r)?,? (?!not |never |no |hardly ){between}(?:{phrases('conduct', 'insult').pattern})"
    )
