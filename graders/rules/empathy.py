"""Empathy and listening.

Judged by placement, specificity and novelty against the customer's own turn, never by count.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from coolhead.graders.base import MET, Finding, both, found, rule, strongest
from coolhead.graders.checks.coldness import coldness, half_sorry, tempered
from coolhead.graders.checks.common import HOT, UPSET, hollow, hot_before, substance
from coolhead.graders.checks.excess import WARM, is_polite, overdone, too_sorry
from coolhead.graders.checks.goal import hits
from coolhead.graders.checks.known import reasked
from coolhead.graders.checks.listening import (
    cue,
    exclaims,
    feeling_named,
    impact_form,
    is_check,
    legitimate_form,
    open_question,
    own,
    perceives,
    retold,
    specific,
    told_beside,
    unfelt,
)
from coolhead.graders.checks.listening import (
    cue as speaks,
)
from coolhead.graders.checks.misheard import misheard
from coolhead.graders.checks.odds import AGAINST, heard, shifted
from coolhead.graders.checks.promises import promise_form
from coolhead.graders.checks.refusals import refusal_form
from coolhead.graders.checks.repeats import ECHO, parroted, repeated_sentence
from coolhead.graders.checks.tone import HOSTILE, hostile
from coolhead.graders.checks.ungrounded import ungrounded
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.patterns import Pattern
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases, stem

_FAILED = Pattern(
    r"\b(?:could not|couldn't|did not|didn't|was not|wasn't|were not|weren't|failed|never|nobody|no one)\b"
)
"""What the firm failed to do: one may be sorry for it, as one is not for a no."""
RISE = 0.2
"""How much hotter the customer must get for a new peak: two points of ten."""
TOLD_APART = 4
"""Content words from which a sentence of sympathy tells of something, in whatever words."""
UNFELT = -1.0
"""Log-odds of sympathy that the text model hears where no word speaks of a feeling, an impact or fairness: facts taken
up are paraphrase, and plain good news is no sympathy."""
FORMULA = 0.55
"""What a worn formula earns of naming the feeling: just too little to count as that."""
DRY = 0.4
"""What facts of the customer's story are worth that are taken up without a word of feeling: noticed, not reflected."""
NAMED = 0.6
"""The strength of a plain word for how bad it is, such as "That is infuriating.", with nothing said beside it."""
SPAMMED = 0.3
"""What an apology is worth among more than three."""
BARE = -1.2
"""Log-odds of an apology without an object to speak of."""
CHECKED, RETOLD, AGREED = 0.8, 1.0, -2.5
"""Log-odds of a paraphrase: put to the customer to be corrected, full of the story, or a list of what was agreed."""
A_NO = 0.3
"""From this reading a sentence in the form of a no is one: "No, you won't pay a thing" is none."""
UNTOLD = -1.2
"""Log-odds of sympathy with the customer's own story where no word of it is taken up."""
_TROUBLE = frozenset(
    stem(w) for w in ("trouble", "inconvenience", "hassle", "bother", "upset", "caused", "circumstances")
)


@rule("empathy", version=7)
def empathy(reading: Reading) -> list[Finding]:
    """Felt, specific, early, fresh; formulas, denial and re-asking cost."""
    worth = {id(x): _worth(reading, x) for x in reading.sentences}
    return [*_acknowledged(reading, worth), *_listened(reading), *coldness(reading)]


def _worth(reading: Reading, sentence: Sentence) -> float:
    """What an acknowledgement may earn, 0-1.

    Less when parroted, said before, aimed elsewhere, conditional or stuffed.
    """
    earlier = [x for x in reading.sentences if x.turn < sentence.turn]
    worth = 1.0
    if any(x is sentence for _, x in overdone(reading)):
        worth *= 0.4  # the wrong size of feeling
    no = refusal_form(sentence.text) and reading.s(sentence, "REFUSE") >= A_NO
    if no and not (feeling_named(sentence) or _FAILED.search(sentence.text)):
        worth *= 0.5  # a no, however kindly put
    hot = hot_before(reading.turns[sentence.turn]) >= UPSET
    if hot and phrases("feeling", "gushes").search(sentence.text):
        worth *= 0.2  # "how wonderful", to somebody angry
    begs = any(phrases(*name).search(sentence.text) for name in (("limits", "grovels"), ("feeling", "self_blame")))
    if begs and not (feeling_named(sentence) and legitimate_form(sentence.text)):
        worth *= 0.3  # begs for itself; "you are right to be angry" does not
    copy = parroted(reading, sentence)
    if copy > ECHO:
        worth *= 0.25
    if misheard(reading, sentence) or ungrounded(reading, sentence):
        worth *= 0.3  # the customer told it otherwise, or not at all
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


def _read(reading: Reading, x: Sentence, label: str, *doubts: float) -> float:
    """The text model's word for a kind of sympathy, 0-1, against what speaks against it (log-odds).

    What the whole turn is heard to say lifts its sentence only where nothing speaks against that.
    """
    against = sum(doubts)
    return shifted(reading.s(x, label), against) if against < 0 else heard(reading, x, label)


def _early(reading: Reading, turn: TurnRead) -> float:
    """Full in the first two answers to an upset customer, half later."""
    upset = [t.index for t in reading.agents if hot_before(t) >= UPSET]
    return 1.0 if not upset or turn.index in upset[:2] else 0.7 if turn.index in upset else 0.5


def _acknowledged(reading: Reading, worth: dict[int, float]) -> list[Finding]:
    # One warm line is warm, however little it says besides; what would fit any customer counts for less.
    kept = (0.5 + 0.5 * substance(reading)) * (0.7 + 0.3 * _of_this_customer(reading))
    early = {t.index: _early(reading, t) for t in reading.agents}
    ones: list[tuple[float, Sentence | TurnRead | None]] = []
    twos: list[tuple[float, Sentence | TurnRead | None]] = []
    for x in reading.sentences:
        value = worth[id(x)] * early[x.turn]
        formula = phrases("feeling", "understand").search(x.text) is not None
        stock = 0.0 if is_polite(x) else reading.s(x, "EM+g") * (1.0 if formula or cue(x) else 0.5)
        # "That is infuriating", beside what happened, names the feeling by what caused it.
        caused = 0.8 * min(1.0, 1.5 * specific(reading, x)) if impact_form(x.text) and not x.asks else 0.0
        plain = 0.0 if formula else max(0.9 * feeling_named(x), caused, NAMED * exclaims(x))
        named = _read(reading, x, "EM+1", 2 * UNFELT if unfelt(x.text) else 0.0 if cue(x) else UNFELT)
        feel = max(named, 0.9 * stock, 0.9 if formula else 0.0, plain)
        ones.append((value * feel * _in_own_words(reading, x, max(stock, 0.8 * formula)), x))
        twos.append((value * _specific(reading, x, stock, formula=formula), x))
    findings = [strongest("EM+1", ones), _best_two(reading, twos)]
    fair = strongest("EM+3", [(worth[id(x)] * _legitimate(reading, x), x) for x in reading.sentences])
    findings.append(fair if reading.peak >= HOT or (fair.strength or 0.0) >= MET else Finding("EM+3", None))
    findings.append(_apology(reading, worth))
    findings.append(_unspoken(reading, worth))
    findings.append(_new_peak(reading, worth))
    # Nobody owes sympathy to a customer who is not upset; what is given all the same still counts.
    owed = reading.peak >= UPSET
    return [
        replace(f, worth=f.worth * kept)
        if f.strength is not None and (owed or f.strength >= MET)
        else Finding(f.indicator, None)
        for f in findings
    ]


def _of_this_customer(reading: Reading) -> float:
    """Whether the agent takes up anything of this customer's story at all, 0-1: one word of it may be chance."""
    most = max((own(reading, x) for x in reading.sentences if parroted(reading, x) <= ECHO), default=0.0)
    return min(1.0, max(0.0, (most - CHANCE) / CHANCE))


CHANCE = 0.35
"""How much of a customer's story a sentence holds that shares one word with it."""


def _in_own_words(reading: Reading, x: Sentence, worn: float) -> float:
    """What naming the feeling earns, 0-1: a worn formula half of it, more as it says what the feeling is about."""
    if worn <= 0.5 or exclaims(x) or (feeling_named(x) and perceives(x.text)):
        return 1.0
    return FORMULA + (1 - FORMULA) * min(1.0, 2 * own(reading, x)) ** 2


def _legitimate(reading: Reading, x: Sentence) -> float:
    """Says that the anger is fair: read by the model, or by its form with a word of feeling or fact beside it."""
    form = 0.7 if legitimate_form(x.text) and not x.asks and (feeling_named(x) or own(reading, x) >= 0.3) else 0.0
    return max(heard(reading, x, "EM+3"), form)


def _specific(reading: Reading, x: Sentence, stock: float, *, formula: bool) -> float:
    """Feeling or impact together with a fact of the story."""
    facts = own(reading, x)
    if cue(x) and len(x.stems - hollow()) >= TOLD_APART:
        facts = max(facts, 0.45)  # facts in words of its own, which the text model weighs against the customer's
    beside = reading.turns[x.turn].sentences[max(0, x.place - 1) : x.place + 2]
    felt = any(cue(y) for y in beside)
    doubt = UNFELT * (not felt) + UNTOLD * (1 - min(1.0, 2 * facts))
    model = max(_read(reading, x, "EM+2", doubt), *(shifted(w * reading.s(x, n), doubt) for n, w in _AKIN))
    generic = max(stock, 0.7 if formula else 0.0)
    read = model * (1 - 0.6 * generic * (1 - facts))
    dry = 0.0 if x.asks or parroted(reading, x) > ECHO else DRY * own(reading, x)
    return max(read, specific(reading, x) * (0.6 if formula else 1.0), dry)


_AKIN = (("EM+7", 0.8), ("EM+1", 0.7))
"""What else speaks for sympathy with the story, and how much of it."""


def _best_two(reading: Reading, candidates: list[tuple[float, Sentence | TurnRead | None]]) -> Finding:
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


def _apology(reading: Reading, worth: dict[int, float]) -> Finding:
    """With an object and without a condition; more than three cost elsewhere.

    The object may be told in the sentence beside it: "I am sorry. Two visits, and nobody came."
    """
    candidates: list[tuple[float, Sentence | TurnRead | None]] = []
    for x in reading.sentences:
        strength = heard(reading, x, "EM+4") * worth[id(x)]
        no = refusal_form(x.text) and _FAILED.search(x.text) is None
        if no or phrases("feeling", "no_apology").search(x.text):
            strength = 0.0
        said = phrases("acts", "apology").search(x.text) is not None and half_sorry(reading, x) < 0.4 and not x.asks
        said = said and not no and not phrases("feeling", "no_apology").search(x.text)
        bare = said and len(x.stems - hollow() - _TROUBLE) < 2
        # "Sorry for the trouble" has no object to speak of: half. The object may stand in the sentence beside it.
        turn = reading.turns[x.turn].sentences
        told = own(reading, x) * (len(x.stems - hollow()) >= 2)
        for beside in (turn[n] for n in (x.place - 1, x.place + 1) if 0 <= n < len(turn)):
            if not beside.asks and not promise_form(beside.text):
                told = max(told, 0.8 * own(reading, beside))
        form = (0.45 + 0.1 * (not bare) + 0.35 * told) * worth[id(x)] if said else 0.0
        candidates.append((max(shifted(strength, BARE) if bare else strength, form), x))
    finding = strongest("EM+4", candidates)
    return replace(finding, worth=SPAMMED) if too_sorry(reading) else finding


def _unspoken(reading: Reading, worth: dict[int, float]) -> Finding:
    goal = reading.goal
    best = strongest("EM+7", [(worth[id(x)] * _picked_up(reading, x), x) for x in reading.sentences])
    if goal and goal.cue_words:
        cue = max(
            ((1.0 if hits(goal.cue_words, x.text) else 0.0, x) for x in reading.sentences),
            key=lambda p: p[0],
            default=(0.0, None),
        )
        if cue[0] and cue[1]:
            x = cue[1]
            warm = max(*(reading.s(x, label) for label in (*WARM, "CT+c")), speaks(x), open_question(reading, x))
            return found("EM+7", max(0.3 + 0.7 * warm, best.strength or 0.0) * worth[id(x)], x)
        return found("EM+7", 0.5 * (best.strength or 0.0), None)
    # Without an answer key a missed cue cannot be told from a case that had none.
    return best if (best.strength or 0.0) >= MET else Finding("EM+7", None)


def _picked_up(reading: Reading, x: Sentence) -> float:
    """What the text model hears of something unsaid; it speaks of a feeling, or of what something means to somebody."""
    felt = (
        speaks(x)
        or phrases("listening", "supposes").search(x.text) is not None
        or max(reading.s(x, label) for label in ("EM+1", "EM+2", "EM+3")) >= MET
    )
    return _read(reading, x, "EM+7", 0.0 if felt else 1.5 * UNFELT)


def _new_peak(reading: Reading, worth: dict[int, float]) -> Finding:
    """A second rise of heat wants a fresh acknowledgement of what is new in it."""
    customers = reading.customers
    peaks = [
        later
        for before, later in pairwise(customers)
        if later.heat >= HOT
        and len(later.words) >= 6
        and reading.agents
        and later.index > reading.agents[0].index
        and later.heat >= before.heat + RISE
    ]
    answers = [(peak, reading.after(peak)) for peak in peaks]
    scored: list[tuple[float, Sentence | TurnRead | None]] = []
    for peak, answer in answers:
        if answer is None:
            continue
        new = peak.stems - reading.heard(peak.index)
        best: tuple[float, Sentence | TurnRead | None] = (0.0, None)
        for x in answer.sentences:
            warm = max(*(reading.s(x, label) for label in WARM), specific(reading, x), 0.8 * feeling_named(x))
            fresh = 0.6 + 0.4 * min(1.0, len(x.stems & (new | peak.stems)) / 2)
            best = max(best, (warm * worth[id(x)] * fresh, x), key=lambda pair: pair[0])
        scored.append(best)
    if not scored:
        return Finding("EM+8", None)
    mean = sum(s for s, _ in scored) / len(scored)
    top = max(scored, key=lambda pair: pair[0])
    return found("EM+8", mean, top[1] if top[0] > 0.3 else None)


def _listened(reading: Reading) -> list[Finding]:
    kept = substance(reading)
    findings: list[Finding] = []
    if reading.customers:
        candidates: list[tuple[float, Sentence | TurnRead | None]] = []
        for turn in reading.agents:
            whole = reading.s(turn, "EM+5")
            sentence, where = reading.best(turn, "EM+5")
            told, first = retold(reading, turn)
            copy = max((parroted(reading, x) for x in turn.sentences), default=0.0)
            facts = max((own(reading, x) for x in turn.sentences), default=0.0)
            checked = any(is_check(x) for x in turn.sentences)
            # What was agreed, read back, is no story retold.
            agreed = max(0.0, reading.strength(turn, "CL+6") - 0.2)
            read = shifted(max(whole, sentence), CHECKED * checked + RETOLD * (facts - 0.35) + AGREED * agreed)
            read *= 0.2 if copy > ECHO else 1.0
            told *= 1 - 0.5 * agreed
            shown = first if told > read or where is None or is_check(where) else where
            candidates.append((max(read, told), shown or where or turn))
        best = strongest("EM+5", candidates)
        best = best if best.strength is None else replace(best, worth=kept)
        # A paraphrase is one way to show that one listened; where none was tried the specific acknowledgement speaks
        # for itself.
        findings.append(best if (best.strength or 0.0) >= 0.25 or reading.goal else Finding("EM+5", None))
    asked = [(_opens(reading, x) * (1 - reasked(reading, x)), x) for x in reading.sentences]
    best = strongest("EM+6", asked)
    hidden = reading.goal is not None
    findings.append(best if hidden or (best.strength or 0.0) >= 0.5 else Finding("EM+6", None))
    return findings


def _opens(reading: Reading, x: Sentence) -> float:
    """A question that lets the customer tell more, 0-1; rhetoric, ratings and choices are none."""
    if not x.asks and open_question(reading, x) == 0.0:
        return 0.4 * reading.s(x, "EM+6")
    closed = phrases("listening", "closed_form").search(x.text) is not None or hostile(reading, x, "CT-3") >= MET
    return max(reading.s(x, "EM+6") * (0.4 if closed else 1.0), open_question(reading, x))
