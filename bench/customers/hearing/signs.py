"""Other signs of what a promise is about, where the remedy's own words are missing: label, sum, details of the case."""

from __future__ import annotations

from coolhead.bench.customers.hearing.clauses import GIVES, Mood
from coolhead.bench.customers.hearing.links import Turn
from coolhead.bench.customers.hearing.needs import MONEY_NEAR, given_sums, money
from coolhead.bench.customers.hearing.notes import Note, Pledge, Unclear
from coolhead.bench.customers.story import Story
from coolhead.bench.customers.text import Clause, Sentence, numbers
from coolhead.bench.customers.tokens import stem
from coolhead.bench.customers.wanted import NAMED, Wanted

_ACTS: frozenset[Mood] = frozenset({"done", "firm"})


def signs(wanted: Wanted, turn: Turn) -> list[tuple[Mood, int]]:
    """Sentences that promise this remedy by its label, its sum, or by words and times that are no other's."""
    return (
        labelled(wanted, turn)
        or by_sum(wanted, turn)
        or by_own_words(wanted, turn)
        or by_wrong_sum(wanted, turn)
    )  # fmt: skip


def labelled(wanted: Wanted, turn: Turn) -> list[tuple[Mood, int]]:
    """A promise in the words of the grant's own label."""
    found: list[tuple[Mood, int]] = []
    for n, (sentence, moods) in enumerate(zip(turn.message.sentences, turn.moods, strict=True)):
        if n in turn.odd or sentence.question:
            continue
        if not _says_which(wanted, turn, n):
            continue
        for clause, mood in zip(sentence.clauses, moods, strict=True):
            if mood in _ACTS and any(
                len(label & clause.bag) >= max(NAMED[0], NAMED[1] * len(label)) for label in wanted.labels
            ):
                found.append((mood, n))
    return found


_PAYS = frozenset(
    stem(word)
    for word in """back credit refund return returned reimburse yours off account card pay repay give deduct knock
    come covered goodwill wallet bill reverse wipe strike waive""".split()
)


def by_sum(wanted: Wanted, turn: Turn) -> list[tuple[Mood, int]]:
    """Like "Consider the 12 off": the sum alone names a payment, when nothing else in the case has that sum."""
    if wanted.amount is None or wanted.amount in turn.story.other_sums(wanted.id):
        return []
    found: list[tuple[Mood, int]] = []
    for n, (sentence, moods) in enumerate(zip(turn.message.sentences, turn.moods, strict=True)):
        acts = _ACTS & set(moods)
        if not acts or n in turn.odd or sentence.question or _taken(sentence, turn.story):
            continue
        for clause, mood in zip(sentence.clauses, moods, strict=True):
            plain = mood in _ACTS or mood == "statement"
            if plain and _names_sum(clause, wanted.amount) and _PAYS & (clause.bag if mood in _ACTS else sentence.bag):
                found.append(("done" if "done" in acts else "firm", n))
    return found


def by_wrong_sum(wanted: Wanted, turn: Turn) -> list[tuple[Mood, int]]:
    """Like "120 cr are back on your account" where half, 169 cr, is due: the remedy with another sum in it."""
    lone = [w for w in (*turn.story.remedies, *turn.story.wrong) if w.amount is not None] == [wanted]
    summed = [g for g in wanted.say.groups if g.figured]
    if not lone or not summed or len(summed) == len(wanted.say.groups):
        return []
    found: list[tuple[Mood, int]] = []
    for n, (sentence, moods) in enumerate(zip(turn.message.sentences, turn.moods, strict=True)):
        acts = _ACTS & set(moods)
        others = all(g.find(sentence.stems, sentence.bag) is not None for g in wanted.say.groups if g not in summed)
        spoilt = n in turn.odd or sentence.question or bool({"negated", "hypothetical"} & set(moods))
        if acts and others and not spoilt and given_sums(sentence.words) and not _taken(sentence, turn.story):
            found.append(("done" if "done" in acts else "firm", n))
    return found


_NO_CREDIT = frozenset("check checks card cards score rating limit history note".split())
"""With one of these "credit" is no money: "after a credit check"."""
_WAY = frozenset({"back", "off", "return", "down"})


def pays(wanted: Wanted, sentence: Sentence) -> bool:
    """Whether it is about money: "I bring the version back" has the word "back" of a refund and nothing else of it."""
    if len(wanted.say.groups) > 1:
        return True
    found = {p.stems for g in wanted.say.groups for p in g.phrases if p.find(sentence.stems, sentence.bag) is not None}
    if found == {("credit",)} and _NO_CREDIT & set(sentence.words):
        return False
    return any(len(stems) > 1 or stems[0] not in _WAY for stems in found) or bool(
        (_PAYS - _WAY | {"cr", "%", "money", "fee", "charge", "price", "fare"}) & sentence.bag or money(sentence)
    )


def _names_sum(clause: Clause, amount: float) -> bool:
    """The sum as money: with its currency, or bare and with no thing counted by it."""
    for at, value in numbers(clause.words):
        if abs(value - amount) < 0.005:
            near = clause.words[at + 1 : at + 2]
            return not near or near[0] in MONEY_NEAR or not near[0].endswith("s") or near[0] in {"is", "has", "was"}
    return False


def _taken(sentence: Sentence, story: Story) -> bool:
    """The sentence names, in its own words, something that is given or must not be."""
    every = (*story.remedies, *story.wrong)
    return any(w.say.hit(sentence.stems, sentence.bag) for w in every) or (
        story.trap is not None and story.trap.hit(sentence.stems, sentence.bag)
    )


_OWN = 3
"""So many words or figures that belong to one remedy of the case alone name it."""


def by_own_words(wanted: Wanted, turn: Turn) -> list[tuple[Mood, int]]:
    """Like "The rider is with you on Saturday before one, with the right pair": half of the idea and its own details.

    What the case itself says about the remedy (label, grant, service time) and about nothing else that could be given.
    A day or an hour that the remedy hangs on is never made up for by other words.
    """
    found: list[tuple[Mood, int]] = []
    for n, (sentence, moods) in enumerate(zip(turn.message.sentences, turn.moods, strict=True)):
        acts = _ACTS & set(moods)
        if (
            not wanted.say.lacks_words_only(sentence.stems, sentence.bag)
            or n in turn.odd
            or sentence.question
            or not acts
            or {"negated", "hypothetical"} & set(moods)
        ):
            continue
        hits = len(wanted.own & sentence.bag)
        if hits < _OWN or wanted.say.share(sentence.bag, sentence.stems) < 0.5 or _taken(sentence, turn.story):
            continue
        rivals = (*turn.story.remedies, *turn.story.wrong)
        if all(len(w.own & sentence.bag) < hits for w in rivals if w.id != wanted.id):
            found.append(("done" if "done" in acts else "firm", n))
    return found


def _says_which(wanted: Wanted, turn: Turn, n: int) -> bool:
    """Whether this sentence or one beside it says what the label of the grant leaves open."""
    near = turn.message.sentences[max(0, n - 1) : n + 2]
    return all(any(group.find(s.stems, s.bag) is not None for s in near) for group in wanted.open_groups)


def unclear(turn: Turn, pledges: list[Pledge]) -> tuple[list[Note], tuple[Unclear, ...]]:
    """Something is offered or promised by the name of a grant alone, and the case knows more than one of that name.

    Like "I can book you an appointment", where the early one is of no use: the note asks which one is meant.
    """
    taken = {p.sentence for p in pledges if p.mood in GIVES}
    heard = {p.target for p in pledges if p.mood in GIVES}
    for wanted in turn.story.remedies:
        if not wanted.open_groups or {w.id for w in _kin(wanted.id, turn.story)} & heard:
            continue
        label = turn.story.grant_words.get(wanted.remedy.grant or "", frozenset())
        closed = [g for g in wanted.say.groups if g not in wanted.open_groups]
        for n, (sentence, moods) in enumerate(zip(turn.message.sentences, turn.moods, strict=True)):
            if n in taken or n in turn.odd or _says_which(wanted, turn, n):
                continue
            for clause, mood in zip(sentence.clauses, moods, strict=True):
                named = label & clause.bag and all(g.find(clause.stems, clause.bag) is not None for g in closed)
                if mood in GIVES and named:
                    return [Note("which", sentence.text)], ((wanted.id, mood),)
    return [], ()


def _kin(name: str, story: Story) -> list[Wanted]:
    """The remedies behind the same grant, right and wrong ones."""
    grant = story.remedy(name).remedy.grant
    return [w for w in (*story.remedies, *story.wrong) if w.remedy.grant == grant]


def cleared(wanted: Wanted, turn: Turn, before: tuple[Unclear, ...]) -> list[tuple[Mood, int]]:
    """Like "The one at ten past twelve.", after it was asked which one is meant: as firm as it was said before."""
    for name, mood in before:
        if not wanted.open_groups or all(wanted.id != w.id for w in _kin(name, turn.story)):
            continue
        for n, (sentence, moods) in enumerate(zip(turn.message.sentences, turn.moods, strict=True)):
            says = all(group.find(sentence.stems, sentence.bag) is not None for group in wanted.open_groups)
            if says and n not in turn.odd and not {"negated", "hypothetical"} & set(moods):
                acts = _ACTS & set(moods)
                return [("done" if "done" in acts else "firm" if acts else mood, n)]
    return []
