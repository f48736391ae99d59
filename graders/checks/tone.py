"""Hostile wording: what the text model hears, held against what the words themselves can and cannot mean."""

from __future__ import annotations

import re
from functools import cache
from math import log

from coolhead.graders.base import MET
from coolhead.graders.checks.common import (
    UNSAID,
    UPSET,
    boilerplate,
    conditional,
    hot_before,
    said,
)
from coolhead.graders.checks.listening import feeling_named, is_check, open_question
from coolhead.graders.checks.odds import AGAINST, BORNE_OUT, NO_WORDS, among, shifted
from coolhead.graders.checks.promises import promise_form, remedy, timed
from coolhead.graders.checks.remarks import blaming, pointed, scornful
from coolhead.graders.checks.repeats import ECHO, parroted
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.patterns import Pattern
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import lists, phrases, tokens

HOSTILE = ("CT-1", "CT-2", "CT-3", "CT-4", "CT-7")
_SHARP = ("mockery", "contempt", "plain_blame", "takes_offence")
_AUXILIARY = re.compile(
    r"\W*(?:and |so |then |or )?(?:have|has|is|are|was|were|do|does|did|can|could|may|will|would)\b", re.I
)
_HAD = re.compile(r"\W*(?:and |so )?had (?:you|they|it|somebody|anybody)\b[^.!]*\?\s*$", re.I)
"""A question for what had been done: without its mark it says what should have been."""
_WHETHER = Pattern(
    r"(?:^\W*|, |: )(?:and |so |then )?(?:have|has|is|are|was|were|do|does|did|can|could|may|will|would) "
    r"(?:you|it|they|there|that|this|the|your|somebody|anybody|anyone|someone)\b"
)
"""How a question for a yes or a no begins, with its mark or without."""
_SELF = frozenset(["i", "me", "my", "mine", "myself", "i'm", "i've", "i'd", "i'll"])
_DEED = Pattern(
    r"\b(?:\w+ed|was|were|did|didn't|had|hadn't|been|left|lost|broke|chose|knew|went|gave|made|sent|took|kept|read|put|"
    r"supposed|should|ought|must|needs?|never|not|n't|without|instead|comes? of|happens)\b|n't\b"
)
_DIRECTS = re.compile(r"^\W*(?:please|try|let us know|kindly|if|we'd suggest|we suggest|i'd recommend)\b", re.I)
_AS_BEFORE = Pattern(
    r"\b(?:is|are|stays?|remains?|stands?|holds?|just|exactly) as (?:i|we) (?:have )?(?:said|told you|wrote|gave)\b"
)
"""What was said before still holds."""
_TAG = Pattern(
    r"(?:\b(?:is|was|are|did|wo|does|have|has)n't|, (?:is|was|did|does|are)) (?:it|there|you|he|she|we|they)\.\W*$"
)
"""A tag question that ends with a full stop."""
_NAMES = r"(?:fools?|idiots?|clowns?|liars?|thie(?:f|ves)|stupid|foolish|silly|dumb|crazy|pathetic)"
_MADE_A_FOOL = Pattern(
    r"\b(?:ma(?:de|kes?|king)|feel(?:s|ing)?|felt|look(?:s|ed|ing)?|taken?|treated)(?: \w+){0,2} "
    rf"(?:an? |for an? |like an? )?{_NAMES}\b"
    r"|\b(?:look(?:s|ed)?|treat(?:s|ed)?|act(?:s|ed)?|thinks?|thought|calls?|called|says?|said|told|as if|as though)"
    rf"(?: \w+){{0,4}} you(?:'re| are| were)? (?:\w+ ){{0,3}}{_NAMES}\b"
    rf"|\b{_NAMES}(?: \w+){{1,2}} (?:of ours|of mine|on our (?:side|part))\b|\b(?:our|my)(?: own)? {_NAMES} \w+"
)
"""An insult that somebody is said to have suffered."""
_OTHERS_SAY = Pattern(
    r"\b(?:she|he|they|daughter|son|wife|husband|mother|father|neighbou?r|boss|colleague|driver|man|woman)s? "
    r"(?:thinks?|thought|believes?|believed|says?|said|told|calls?|called) (?:that )?you\b"
)
"""Somebody else has an opinion of the customer."""
SAID = 6
"""Words from which a sentence without an idiom of scorn can carry some."""
TINY_WORDS = 3
TINY, SHORT, AGREES, DIRECTS, UNDONE, GRAVE = -3.3, -1.0, -1.2, -1.0, -0.7, -0.6
"""What it weighs against a slip in no plain words that the sentence is tiny or short, that it grants a point or leaves
a choice, that it says what to do next, that it speaks of nothing done or left undone, and that it is grave to be
charged with it."""
CURT = 0.4
"""What is left of that weight where the customer was upset."""
COOL, HEATED = -0.5, 1.0
"""The least and the most that a customer's temper weighs for a slip, in log-odds: slips are rare in ordinary talk, and
the sentences that the text model learnt from are answers to angry people, half of them slips."""
ALIKE = 0.3
"""How far the sentences of a dialogue count as so many independent tests."""
ACKNOWLEDGES, LIMITS = -1.8, -4.0
"""What a sure acknowledgement weighs against a slip, and a fair limit against policing or taking offence."""
ATTACKED = 0.4
"""Probability from which a customer's turn attacks."""
PRAISED = 0.2
"""What is left of a slip that is heard where the customer is praised in so many words."""
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
        return _attack(reading, x)
    if said(x) in boilerplate(reading) and not _plain(x, label):
        return 0.0  # a line under every turn speaks to nobody, unless it is unkind in so many words
    heard = shifted(reading.s(x, label), provoked(reading), ACKNOWLEDGES * _acknowledges(reading, x))
    if label == "CT-2":
        return _polices(reading, x, heard)
    if phrases("conduct", "praises").search(x.text):
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
def provoked(reading: Reading) -> float:
    """What the dialogue weighs for any one slip, in log-odds: the customer's temper, and how many sentences it has."""
    held = min(max(reading.annoyance, 0.01), 0.99)
    temper = min(HEATED, max(COOL, 0.5 * log(held / (1 - held)) + HEATED))
    return temper + among(len(reading.sentences), ALIKE)


def _alone(reading: Reading, x: Sentence, heard: float, *reasons: float) -> float:
    """A slip that the text model alone hears; two or three words are a signature or a yes, and an act is no slip."""
    tiny = len(x.words) <= TINY_WORDS and not pointed(x)
    short = TINY if tiny else SHORT * (len(x.words) < SAID)
    if not (tiny or x.asks) and hot_before(reading.turns[x.turn]) >= UPSET:
        short *= CURT  # to somebody upset a short word is seldom idle
    way = 0.5 if phrases("refusals", "nearest").search(x.text) else 0.0
    helps = min(1.0, max(way, remedy(reading, x) + 0.5 * promise_form(x.text) * timed(x)))
    return shifted(heard, NO_WORDS, short, AGAINST * helps, *reasons)


@once
def _acknowledges(reading: Reading, x: Sentence) -> float:
    """Is the sentence an acknowledgement? Then a faint sound of mockery is most likely misheard."""
    read = max(reading.s(x, label) for label in ("EM+1", "EM+2", "EM+3", "EM+4", "EM+5", "EM+g"))
    return max(read, 0.9 * feeling_named(x))


@once
def _inquires(reading: Reading, x: Sentence) -> bool:
    """A question about what happened, asked in earnest: neither scorn nor blame in its words."""
    consents = max(reading.s(x, label) for label in ("RE+3", "RE+7")) >= MET
    if x.asks and (_HAD.match(x.text) or is_check(x) or consents):
        return True
    if any(phrases("conduct", words).search(x.text) for words in _SHARP):
        return False
    if x.asks and (open_question(reading, x) > 0 or _AUXILIARY.match(x.text) is not None):
        return True
    return _WHETHER.search(x.text) is not None


def _limits(reading: Reading, x: Sentence) -> float:
    """Asks for respect in the fair way, 0-1: of somebody who was abusive, or threatened."""
    read = max(reading.s(x, "PB+1"), reading.s(reading.turns[x.turn], "PB+1"))
    asks = FAIR if phrases("limits", "ask").search(x.text) else 0.0
    return max(read, asks) if _abused(reading, x) else UNSAID * read


UNSPOKEN = -1.75
"""What it weighs against policing that no word of how somebody carries himself stands there."""
OTHERWISE = 0.3
"""What is left of policing that is heard where the words speak of somebody else's calm, or of a thing called so."""
FAIR, THREATENED = 0.8, 0.3
"""The strength of a plain request for respect, and the probability of abuse from which one is called for."""


def _abused(reading: Reading, x: Sentence) -> bool:
    """The customer was abusive or threatened before a sentence."""
    before = [t for t in reading.customers if t.index < x.turn]
    named = any(phrases("abuse", name).search(t.text) for t in before for name in ("threat", "names"))
    return named or any(reading.p(t, label) >= THREATENED for t in before for label in ("ABUSE", "THREAT"))


@once
def composed(x: Sentence) -> bool:
    """Speaks of its own calm, of somebody else's, or of a thing called so: nobody is told how to feel."""
    rest = _called().sub(" ", x.text)
    named = rest != x.text and phrases("conduct", "composure").search(rest) is None
    left = phrases("conduct", "composed").sub(" ", rest)
    told = any(phrases("conduct", words).search(left) for words in ("policing", "composure"))
    return (named or phrases("conduct", "composed").search(x.text) is not None) and not told


@cache
def _called() -> re.Pattern[str]:
    """A name with its article, inside a sentence that is not written in capitals throughout."""
    names = str(lists("conduct")["calm_names"]).strip()
    return re.compile(
        rf"\b(?:[Tt]he|[Yy]our|[Oo]ur|[Aa]n?|[Tt]his|[Tt]hat|my|new|called|named) (?:[A-Z]\w+ )*(?:{names})(?= [a-z])"
    )


def _polices(reading: Reading, x: Sentence, heard: float) -> float:
    if composed(x):
        return OTHERWISE * heard
    if phrases("conduct", "policing_not").search(x.text):
        return shifted(heard, AGAINST)  # its own calm, or an order that it does not give
    plain = phrases("conduct", "policing").search(x.text) is not None
    if plain and _limits(reading, x) < MET:
        return max(heard, 0.85)
    heard = shifted(heard, LIMITS * _limits(reading, x))
    said_so = plain or phrases("conduct", "composure").search(x.text) is not None
    return shifted(heard, BORNE_OUT if said_so else UNSPOKEN + DIRECTS * (_DIRECTS.search(x.text) is not None))


def _mocks(reading: Reading, x: Sentence, heard: float) -> float:
    """Scorn speaks to somebody. In an offer or in agreement it is most likely misheard."""
    if phrases("conduct", "mockery").search(_AS_BEFORE.sub(" ", x.text)):
        return max(heard, 0.65)
    if _TAG.search(x.text) and hot_before(reading.turns[x.turn]) >= UPSET:
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
    return _alone(reading, x, heard, quotes, AGREES * bool(yields), scornful(reading, x))


def _blames(reading: Reading, x: Sentence, heard: float) -> float:
    if phrases("conduct", "our_failure").search(x.text):
        return shifted(heard, AGAINST)  # "you should have received it" blames the firm
    if phrases("conduct", "plain_blame").search(x.text) and not (x.asks and _HAD.match(x.text)):
        return max(heard, PLAIN)
    if phrases("conduct", "blame_form").search(x.text):
        return shifted(heard, BORNE_OUT, max(0.0, blaming(reading, x)))
    # Blame is for something that was done or left undone.
    open_case = _DIRECTS.search(x.text) is not None or conditional(x)
    away = any(phrases(*name).search(x.text) for name in (("limits", "elsewhere"), ("course", "pointer")))
    idle = DIRECTS * open_case + UNDONE * (_DEED.search(x.text) is None)
    # Who points elsewhere blames nobody; "it does say on the page" points at the customer.
    pointed_at = phrases("remarks", "emphatic").search(x.text) is not None
    idle += 0.0 if pointed_at else AGAINST * max(float(away), reading.s(x, "RE-4"))
    return _alone(reading, x, heard, idle, blaming(reading, x))


def _takes_offence(reading: Reading, x: Sentence, heard: float) -> float:
    heard = shifted(heard, LIMITS * _limits(reading, x))
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
    if len(x.words) > TINY_WORDS and _defends(reading, x):
        return heard
    return _alone(reading, x, heard, AGREES * (not _SELF & set(x.words)))  # who takes offence speaks of itself


def _defends(reading: Reading, x: Sentence) -> bool:
    """Speaks of itself to a customer who has just attacked or accused, and offers nothing."""
    before = reading.turns[x.turn].before
    if before is None or promise_form(x.text) or not _SELF & set(x.words):
        return False
    return max(reading.p(before, label) for label in ("ABUSE", "ACCUSE", "OFFENSIVE")) >= ATTACKED


def _attack(reading: Reading, x: Sentence) -> float:
    """Insults: certain when an insulting word is aimed at the customer.

    Doubtful when it only takes up the customer's own word.
    """
    strength = shifted(reading.s(x, "CT-1"), provoked(reading))
    words = phrases("conduct", "insult").findall(_MADE_A_FOOL.sub(" ", x.text))
    contempt = _contempt(reading, x, strength)
    if not words and phrases("conduct", "insult").search(x.text):
        return PRAISED * strength  # said of somebody else, or of a mistake of its own
    if not words:
        if phrases("conduct", "praises").search(x.text):
            contempt, strength = 0.0, PRAISED * strength
        echo = AGAINST if parroted(reading, x) > ECHO or _OTHERS_SAY.search(x.text) else 0.0
        assails = phrases("conduct", "assails").search(x.text) is not None
        echo += 0.5 * ACKNOWLEDGES * _acknowledges(reading, x)  # an attack may begin with sympathy
        return max(
            shifted(strength, GRAVE, echo) if assails else _alone(reading, x, strength, 2 * GRAVE, echo), contempt
        )
    if _denies_insult(x.text):
        return UNSAID * strength  # "you are not stupid"
    echoed = parroted(reading, x) > ECHO  # "he looks at you like you're some kind of thief", as the customer said
    hurled = _hurled().search(_MADE_A_FOOL.sub(" ", x.text))
    if hurled is not None:
        denied = echoed or phrases("conduct", "denied").search(x.text[: hurled.start()]) is not None
        return UNSAID * strength if denied else max(strength, 0.85)
    heard = {w for t in reading.customers if t.index < x.turn for w in t.words}
    own = [
        w for w in words if not set(tokens(w)) <= heard and w.lower().rstrip("s") not in {h.rstrip("s") for h in heard}
    ]
    limited = not own and _limits(reading, x) >= MET  # "leave the toad out of it"
    if limited or (not own and (echoed or strength < 0.9)):
        return max((PRAISED if limited else UNSAID) * strength, contempt * (not limited))
    match = phrases("conduct", "aimed").search(x.text)
    aimed = match is not None and not phrases("conduct", "denied").search(x.text[: match.end()])
    return max(strength, 0.8 if aimed else 0.0, contempt)


def _denies_insult(text: str) -> bool:
    """Every insulting word of the sentence is denied right before it."""
    near = [" ".join(text[: m.start()].split()[-NEAR:]) for m in phrases("conduct", "insult").finditer(text)]
    return bool(near) and all(phrases("conduct", "denied").search(b) and not _NOT_ONLY.search(b) for b in near)


NEAR = 3
"""Words before an insult in which a no denies it."""
_NOT_ONLY = Pattern(r"\bnot (?:only|just|merely|exactly)\b")


def _contempt(reading: Reading, x: Sentence, strength: float) -> float:
    """Scorn for the customer without an insulting word."""
    if phrases("conduct", "contempt").search(x.text) is None:
        return 0.0
    if len(phrases("conduct", "contempt").findall(reading.turns[x.turn].text)) > 1:
        return 0.8  # scorn upon scorn leaves no doubt
    return 0.8 if max(strength, reading.s(x, "CT-3"), reading.s(x, "CT-4")) >= 0.1 else 0.55


@cache
def _hurled() -> Pattern:
    """Says "you are the parasite here": an insult to the customer's face, whoever used the word first."""
    between = r"(?:(?!which|what|who|whose|how|whether|if|about)\w+ ){0,2}"
    return Pattern(
        rf"\byou(?:'re| are|r)?,? (?!not |never |no |hardly ){between}(?:{phrases('conduct', 'insult').pattern})"
    )
