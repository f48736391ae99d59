"""What a sentence of sympathy may earn: placed, specific, fresh and in words of its own."""

from __future__ import annotations

from dataclasses import replace

from coolhead.graders.base import MET, Finding, both, found
from coolhead.graders.checks.calm.taken_back import LEFT, taken_back
from coolhead.graders.checks.calm.tone import HOSTILE, hostile
from coolhead.graders.checks.empathy.coldness import tempered
from coolhead.graders.checks.empathy.excess import overdone
from coolhead.graders.checks.empathy.misheard import misheard
from coolhead.graders.checks.empathy.misread import other_kin
from coolhead.graders.checks.empathy.story import WRONG, anchored, anothers, shared, unshared
from coolhead.graders.checks.empathy.terse import taken_up
from coolhead.graders.checks.empathy.ungrounded import ungrounded
from coolhead.graders.checks.speech.common import UPSET, hot_before
from coolhead.graders.checks.speech.listening import (
    cue,
    echo,
    exclaims,
    feeling_named,
    legitimate_form,
    own,
    perceives,
    specific,
    told_beside,
    unfelt,
)
from coolhead.graders.checks.speech.odds import AGAINST, heard, shifted
from coolhead.graders.checks.speech.refusals import refusal_form
from coolhead.graders.checks.speech.repeats import ECHO, repeated_sentence
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.patterns import Pattern
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases
from coolhead.graders.rubric import rubric

FAILED = Pattern(
    r"\b(?:could not|couldn't|did not|didn't|was not|wasn't|were not|weren't|failed|never|nobody|no one)\b"
)
"""What the firm failed to do: one may be sorry for it, as one is not for a no."""
A_NO = 0.3
"""From this reading a sentence in the form of a no is one: "No, you won't pay a thing" is none."""
DENIED = 0.3
"""What is left of calling the anger fair in words that deny it: "I wouldn't say you have every right"."""
IN_OTHER_WORDS = 0.45
"""How much of the story a word holds that is another one for what was told."""
UNFELT = -1.0
"""Log-odds of sympathy that the text model hears where no word speaks of a feeling, an impact or fairness: facts taken
up are paraphrase, and plain good news is no sympathy."""
FORMULA = 0.55
"""What a worn formula earns of naming the feeling: just too little to count as that."""
DRY = 0.28
"""What facts of the customer's story are worth that are taken up without a word of feeling: noticed, not reflected."""
TERSE = 0.7
"""What a breath that says what weighs on the customer is worth: the impact is in the facts."""
UNTOLD = -1.2
"""Log-odds of sympathy with the customer's own story where no word of it is taken up."""
UNKNOWN = 0.4
"""What sympathy with something that the customer did not tell is at most: whoever it is meant for, it is not them."""
_AKIN = (("EM+7", 0.8), ("EM+1", 0.7))
"""What else speaks for sympathy with the story, and how much of it."""


def earning(reading: Reading, sentence: Sentence) -> float:
    """What an acknowledgement may earn, 0-1.

    Less when parroted, said before, aimed elsewhere, conditional or stuffed.
    """
    earlier = [x for x in reading.sentences if x.turn < sentence.turn]
    worth = 1.0
    if any(x is sentence for _, x in overdone(reading)):
        worth *= 0.4  # the wrong size of feeling
    no = refusal_form(sentence.text) and reading.s(sentence, "REFUSE") >= A_NO
    if no and not (feeling_named(sentence) or FAILED.search(sentence.text)):
        worth *= 0.5  # a no, however kindly put
    hot = hot_before(reading.turns[sentence.turn]) >= UPSET
    if hot and phrases("feeling", "gushes").search(sentence.text):
        worth *= 0.2  # "how wonderful", to somebody angry
    begs = any(phrases(*name).search(sentence.text) for name in (("limits", "grovels"), ("feeling", "self_blame")))
    if begs and not legitimate_form(sentence.text):
        worth *= 0.3  # begs for itself; "you are right to be angry" does not
    if echo(reading, sentence) > ECHO:
        worth *= 0.25
    if taken_back(reading, sentence):
        worth *= LEFT  # "I see that you are cross, but rules are rules"
    if otherwise(reading, sentence):
        worth *= 0.3
    worth *= 1 - 0.7 * anothers(reading, sentence) / WRONG
    again = repeated_sentence(sentence, earlier)
    if again > 0.7:
        worth *= 0.15
    # Squares: a faint doubt of a kind word takes next to nothing from it.
    right = tempered(reading, sentence) or reading.s(sentence, "EM+7") >= MET
    against = ("EM-s", "EM-1", "EM-3") if right else ("EM-s", "EM-1", "EM-3", "EM-7")
    worth *= 1 - 0.7 * max(reading.s(sentence, label) for label in against) ** 2
    cold = max(hostile(reading, sentence, label) for label in HOSTILE)
    worth *= 1 - 0.7 * (shifted(cold, AGAINST) if legitimate_form(sentence.text) else cold) ** 2
    formula = phrases("feeling", "understand")
    if formula.search(sentence.text) and any(formula.search(x.text) for x in earlier):
        worth *= 0.4  # the same stem again, however it is dressed
    kinds = {m.lower()[:5] for m in phrases("feeling", "emotion").findall(sentence.text)}
    if len(kinds) >= 4:
        worth *= 0.2
    return worth


@once
def otherwise(reading: Reading, x: Sentence) -> bool:
    """The customer told it otherwise, or not at all."""
    return misheard(reading, x) > 0 or other_kin(reading, x) or ungrounded(reading, x)


def read_as(reading: Reading, x: Sentence, label: str, *doubts: float) -> float:
    """The text model's word for a kind of sympathy, 0-1, against what speaks against it (log-odds).

    What the whole turn is heard to say lifts its sentence only where nothing speaks against that.
    """
    against = sum(doubts)
    return shifted(reading.s(x, label), against) if against < 0 else heard(reading, x, label)


def in_own_words(reading: Reading, x: Sentence, worn: float) -> float:
    """What naming the feeling earns, 0-1: a worn formula half of it, more as it says what the feeling is about."""
    if worn <= 0.5 or exclaims(x) or (feeling_named(x) and perceives(x.text)):
        return 1.0
    return FORMULA + (1 - FORMULA) * min(1.0, 2 * own(reading, x)) ** 2


def legitimate(reading: Reading, x: Sentence) -> float:
    """Says that the anger is fair: read by the model, or by its form with a word of feeling or fact beside it."""
    form = 0.7 if legitimate_form(x.text) and not x.asks and (feeling_named(x) or own(reading, x) >= 0.3) else 0.0
    return max(min(heard(reading, x, "EM+3"), DENIED if unfelt(x.text) else 1.0), form)


def told_with_feeling(reading: Reading, x: Sentence, stock: float, *, formula: bool) -> float:
    """Feeling or impact together with a fact of the story."""
    facts = own(reading, x)
    if cue(x):
        facts = max(facts, IN_OTHER_WORDS * min(1, shared(reading, x).akin))
    beside = reading.turns[x.turn].sentences[max(0, x.place - 1) : x.place + 2]
    felt = any(cue(y) for y in beside)
    doubt = UNFELT * (not felt) + UNTOLD * (1 - min(1.0, 2 * facts))
    model = max(read_as(reading, x, "EM+2", doubt), *(shifted(w * reading.s(x, n), doubt) for n, w in _AKIN))
    generic = max(stock, 0.7 if formula else 0.0)
    read = model * (1 - 0.6 * generic * (1 - facts))
    if unshared(reading, x):
        read = min(read, UNKNOWN)
    dry = 0.0 if x.asks or echo(reading, x) > ECHO else DRY * own(reading, x)
    return max(read, specific(reading, x) * (0.6 if formula else 1.0), dry, TERSE * taken_up(reading, x))


def best_two(reading: Reading, candidates: list[tuple[float, Sentence | TurnRead | None]]) -> Finding:
    """The best specific acknowledgement carries most; a second one, elsewhere, adds the rest."""
    ranked = sorted(candidates, key=lambda pair: -pair[0])
    if not ranked:
        return found("EM+2", 0.0)
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    strength, where = ranked[0]
    if strength <= 0.2 or not isinstance(where, Sentence):
        return found("EM+2", strength)
    beside = told_beside(reading, where)
    finding = found("EM+2", strength, where) if beside is None else both("EM+2", strength, reading, where, beside)
    return replace(finding, worth=min(1.0, 0.9 + 0.25 * second / strength))


def once_for_all(reading: Reading, findings: list[Finding], ours: float, kept: float) -> list[Finding]:
    """The findings, each worth what is in it for this customer: what would fit anybody earns half, and that once.

    `ours` says how far the talk takes up the customer's matter at all, 0-1: beside that a kind word is less general.
    `kept` is what all of it is worth.
    """
    places: dict[tuple[int | None, str], Sentence] = {(x.turn, x.quote): x for x in reading.sentences}
    fits = {f.indicator: _fits_anybody(reading, places.get((f.turn, f.quote))) for f in findings if f.quote}
    first = max(findings, key=lambda f: fits.get(f.indicator, 0.0) * (f.strength or 0.0) * _points(f), default=None)
    again = AGAIN + BESIDE * ours
    made = []
    for f in findings:
        fit = fits.get(f.indicator, 0.0)
        half = min(1.0, (GENERAL + BESIDE * ours) / max(GENERAL, f.strength or 0.0)) if f is first else again * kept
        made.append(replace(f, worth=f.worth * ((1 - fit) * kept + fit * half)))
    return made


def _fits_anybody(reading: Reading, x: Sentence | None) -> float:
    """How little of this customer's stands in the turn of a sentence, 0-1; what is unsaid has no words yet."""
    if x is None:
        return 0.0
    held = max(anchored(reading, y) for y in reading.turns[x.turn].sentences)
    return (1 - min(1.0, 2 * held)) * (1 - reading.s(x, "EM+7"))


def _points(finding: Finding) -> float:
    return rubric().indicators[finding.indicator].points


GENERAL, AGAIN, BESIDE = 0.45, 0.15, 0.35
"""What warmth earns that would fit any customer: the first time, and once more; and what more where the rest is
about theirs."""
