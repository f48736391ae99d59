"""Offers and commitments, bound to one sentence: which remedy, how firmly, with what sum, time, reference, route."""

from __future__ import annotations

from dataclasses import replace

from coolhead.bench.customers.concepts import Concept
from coolhead.bench.customers.cues import book
from coolhead.bench.customers.hearing import structure
from coolhead.bench.customers.hearing.appointed import misdated, pieces
from coolhead.bench.customers.hearing.contacts import contact_only
from coolhead.bench.customers.hearing.echoes import echoes, noted
from coolhead.bench.customers.hearing.excess import over
from coolhead.bench.customers.hearing.links import Turn, carried, followed, over_two, plain_promise, replied
from coolhead.bench.customers.hearing.moods import GIVES, STRENGTH, Mood, clause_mood, refuses
from coolhead.bench.customers.hearing.needs import MONEY_NEAR, along, given_sums, money, sum_after
from coolhead.bench.customers.hearing.notes import Note, Pledge, Unclear
from coolhead.bench.customers.hearing.plainly import grants_plainly
from coolhead.bench.customers.hearing.signs import cleared, pays, signs
from coolhead.bench.customers.hearing.signs import unclear as unclear_in
from coolhead.bench.customers.story import Story
from coolhead.bench.customers.text import Clause, Message, Sentence, read
from coolhead.bench.customers.tokens import STOPSTEMS, stem
from coolhead.bench.customers.wanted import Wanted

_TOO_MANY = 5


def hear(
    message: Message,
    *,
    all_moods: list[tuple[Mood, ...]],
    story: Story,
    asked: Message | None = None,
    unclear: tuple[Unclear, ...] = (),
) -> tuple[list[Pledge], list[Note], tuple[Unclear, ...]]:
    """Pledges of the turn, notes about wrong or excessive ones, and what was left open.

    `asked` = what the customer said before it, `unclear` = what the turn before left open.
    """
    pledges: list[Pledge] = []
    notes: list[Note] = []
    turn = Turn(
        message=message,
        moods=all_moods,
        story=story,
        odd=frozenset(
            n
            for n, s in enumerate(message.sentences)
            if structure.odd_pairs(s) or echoes(s, asked) or noted(s, asked) or contact_only(s, all_moods[n], story)
        ),
        asks_leave=_asks_leave(message),
        ways=any(_several(s) for s in message.sentences),
    )
    for wanted in story.remedies:
        held = _held(wanted.say, turn, explain=wanted.remedy.grant is None)
        if "amount" in wanted.needs:
            held = [
                (mood, n)
                for mood, n in held
                if pays(wanted, message.sentences[n]) and not _anothers(wanted, message.sentences[n], story)
            ]
        if not any(mood in GIVES for mood, _ in held):
            held += replied(wanted, turn, asked) + (cleared(wanted, turn, unclear) or signs(wanted, turn))
        if held:
            pledge = _pledge(wanted, "right", held, message, story)
            if misdated(wanted, held, turn):
                pledge = replace(pledge, misdated=True, brings=pledge.brings - {"when"})
            pledges.append(pledge)
    for wanted in story.wrong:
        held = _held(wanted.say, turn) or cleared(wanted, turn, unclear)
        best = _firmest(held)
        if best and best[0] in GIVES and not any(p.sentence == best[1] and p.mood in GIVES for p in pledges):
            pledges.append(_pledge(wanted, "wrong", held, message, story))
    if story.trap:
        held = [h for h in _held(story.trap, turn, own=True) if _meant(story.trap, message.sentences[h[1]], story)]
        held = [("firm" if grants_plainly(message.sentences[n]) else mood, n) for mood, n in held]
        refused = next((n for mood, n in held if mood == "negated"), None)
        best = _firmest([hit for hit in held if hit[0] in GIVES and (refused is None or hit[0] != "offer")])
        if best:
            quote = message.sentences[best[1]].text
            pledges.append(Pledge("trap", "trap", best[0], quote, best[1]))
        elif refused is not None:
            notes.append(Note("trap_refused", message.sentences[refused].text))
        else:
            notes += _turned_down(turn, asked)
    more, left_open = unclear_in(turn, pledges)
    notes += more
    notes += _forbidden(turn)
    beyond, too_much = over(message, all_moods, story, turn.odd)
    notes += _over_limit(message, pledges, story) or beyond
    pledges = [p for p in pledges if p.kind != "right" or p.target not in too_much]
    return pledges, notes, left_open


_HERE = frozenset({"that", "this", "it", "those", "them", "so"})
_NOUN = 2
"""A refusal that names so many words of a topic names what it refuses."""


def _meant(trap: Concept, sentence: Sentence, story: Story) -> bool:
    """Whether the unreasonable thing itself is spoken of, and not some words of it in what the policy does give.

    "I stop all fees; I give back two of them" has "all" and "back" of all fees back, each in another thing; "you have
    the pair today, and a courier on Wednesday" has "today" and "courier".
    """
    if _SORRY & sentence.bag:
        return False
    right = [w for w in story.remedies if w.remedy.grant and w.say.hit(sentence.stems, sentence.bag)]
    if not right:
        return True
    known = frozenset().union(*(label for w in right for label in w.labels))
    label = story.persona.trap.label if story.persona.trap else ""
    own = read(label).content - known
    return any(trap.hit(p.stems, p.bag) and (own & p.bag or not own) for p in pieces(sentence))


_SORRY = frozenset(stem(word) for word in ("sorry", "apologise", "apologize", "apology", "apologies"))
"""Who says sorry grants nothing by it."""


def _turned_down(turn: Turn, asked: Message | None) -> list[Note]:
    """A "no" to what the customer has just asked for, whatever it was; one to something else is none.

    It says no at once, or points at it ("I can't do that"), or shares a word with the customer's last turn.
    """
    said = asked.content if asked is not None else frozenset()
    for n, (sentence, moods) in enumerate(zip(turn.message.sentences, turn.moods, strict=True)):
        if n in turn.odd or sentence.question:
            continue
        if n == 0 and sentence.words[0] in {"no", "sorry", "nope"} and sentence.words[1:2] != ("wonder",):
            return [Note("turned_down", sentence.text)]
        for clause, mood in zip(sentence.clauses, moods, strict=True):
            topic = clause.bag - STOPSTEMS
            meant = bool(topic & said) or (len(topic) < _NOUN + 1 and bool(_HERE & set(clause.words)))
            if mood == "negated" and meant and (refuses(clause.words) or _declined(clause)):
                return [Note("turned_down", sentence.text)]
    return []


_DECLINED = frozenset(
    """decline declin unable impossibl refus outside beyond rule rules policy allow allowed permit permitted limit
    forbid forbidden exclud more above promise grant""".split()
)


def _declined(clause: Clause) -> bool:
    """A no that rules or powers say: "lies outside what I may grant", "our terms exclude it"."""
    return bool(_DECLINED & clause.bag or _DECLINED & set(clause.words))


def _anothers(wanted: Wanted, sentence: Sentence, story: Story) -> bool:
    """Like "I credit you with 5 cr, voucher for the next order": another thing by its name and by its sum."""
    sums = set(given_sums(sentence.words))
    return bool(sums) and any(
        w.say.hit(sentence.stems, sentence.bag) and sums <= {*w.sums, w.limit} and not sums & wanted.sums
        for w in story.wrong
    )


def _firmest(held: list[tuple[Mood, int]]) -> tuple[Mood, int] | None:
    """The firmest of these; the first at a tie. A refusal counts only when nothing gives."""
    return max(held, key=lambda hit: (STRENGTH[hit[0]], -hit[1]), default=None)


def _held(concept: Concept, turn: Turn, *, explain: bool = False, own: bool = False) -> list[tuple[Mood, int]]:
    """Every sentence that holds the concept: its mood and number; `own` = without what its neighbours make of it."""
    held: list[tuple[Mood, int]] = []
    sentences, all_moods = turn.message.sentences, turn.moods
    for n, sentence in enumerate(sentences):
        if n in turn.odd:
            continue
        mood = (_own_mood if own else _mood_of)(concept, sentence, all_moods[n])
        if mood is None and n and not sentence.question and not own:
            mood = carried(concept, sentences, n, all_moods, turn.story)
            if mood is None and explain:
                mood = over_two(concept, sentences, n, all_moods)
        if mood is None:
            continue
        if mood == "statement" and not explain and not turn.asks_leave:
            mood = "firm" if plain_promise(concept, sentence, all_moods[n], turn.story) else mood
        if turn.asks_leave and mood in {"firm", "done"} and (_ways(sentence) or turn.ways):
            mood = "offer"
        if mood in {"statement", "offer"} and not (turn.asks_leave or own) and n + 1 < len(sentences):
            mood = followed(mood, sentences[n + 1], all_moods[n + 1])
        if explain and _gives_another(concept, sentence, mood, all_moods[n], turn.story):
            continue
        if explain and _explains(mood, sentence):
            mood = "done"  # an explanation or a safe route is given by being said
        held.append((mood, n))
    return held


_LEAVE = frozenset({"permission", "choice"})


def _asks_leave(message: Message) -> bool:
    """The turn ends by asking whether it should, or which of them: what it described so far is an offer."""
    return any(
        s.question and any(hit.kind in _LEAVE for hit in book("asking").find(s.words, s.stems))
        for s in message.sentences[-2:]
    )


def _ways(sentence: Sentence) -> bool:
    """Two ways in one sentence."""
    return "or" in sentence.words or "either" in sentence.words


def _several(sentence: Sentence) -> bool:
    """Like "There are two options": what is named then is to be chosen from."""
    return any(hit.kind == "several" for hit in book("asking").find(sentence.words, sentence.stems))


_SPEECH = frozenset({"tell", "say", "explain", "give", "know", "find", "idea", "clue", "see", "answer", "share"})


def _explains(mood: Mood, sentence: Sentence) -> bool:
    """Saying it is giving it, also when it is about what was not done: "The line was never switched on"."""
    if sentence.question:
        return False
    if mood == "negated":
        able = {"can", "could", "unable", "able", "do", "did", "no", "may"} & set(sentence.words[:6])
        return not (able and _SPEECH & sentence.bag)
    return mood in {"statement", "deflect", "firm", "offer", "report"}


_REASONS = frozenset("because since why reason therefore due so means meant caused cause".split())


def _gives_another(concept: Concept, sentence: Sentence, mood: Mood, moods: tuple[Mood, ...], story: Story) -> bool:
    """Like "I'm going to set a roaming cap and block ship networks": a deed, and no word of why it was so dear."""
    if any(m not in GIVES and concept.hit(c.stems, c.bag) for c, m in zip(sentence.clauses, moods, strict=True)):
        return False  # a clause of its own says it
    return (
        mood in GIVES
        and not _REASONS & set(sentence.words)
        and any(
            w.say is not concept and w.remedy.grant is not None and w.say.hit(sentence.stems, sentence.bag)
            for w in (*story.remedies, *story.wrong)
        )
    )


def _own_mood(concept: Concept, sentence: Sentence, mood: tuple[Mood, ...]) -> Mood | None:
    """As `_mood_of`, for what nobody should be accused of lightly: in one clause, or each idea whole in one of them."""
    whole = [m for clause, m in zip(sentence.clauses, mood, strict=True) if concept.hit(clause.stems, clause.bag)]
    if whole:
        return max(whole, key=STRENGTH.__getitem__)
    found = _mood_of(concept, sentence, mood)
    if found in GIVES and not all(
        any(group.find(c.stems, c.bag) is not None for c in sentence.clauses) for group in concept.groups
    ):
        return None
    return found


def _mood_of(concept: Concept, sentence: Sentence, mood: tuple[Mood, ...]) -> Mood | None:
    if "negated" in mood:
        mood = tuple(
            clause_mood(c, question=sentence.question, denied=True)
            if m == "negated" and _given_by_no(concept, c)
            else m
            for c, m in zip(sentence.clauses, mood, strict=True)
        )
    whole = [m for clause, m in zip(sentence.clauses, mood, strict=True) if concept.hit(clause.stems, clause.bag)]
    if whole:
        best = max(whole, key=STRENGTH.__getitem__)
        acts = [m for m in mood if m in {"done", "firm"}]
        if best == "statement" and acts and not sentence.question and not {"negated", "hypothetical"} & set(mood):
            return max(acts, key=STRENGTH.__getitem__)  # "the refund is 27.50, and I have put it through"
        return (_does_it(sentence, mood) if best == "offer" else None) or best
    if len(sentence.clauses) == 1 or not concept.hit(sentence.stems, sentence.bag):
        return None
    if any(clause.words[0] == "or" for clause in sentence.clauses[1:]):
        return None  # of two ways each stands for itself
    about = [
        (clause, m) for clause, m in zip(sentence.clauses, mood, strict=True) if concept.share(clause.bag, clause.stems)
    ]
    parts = [m for _, m in about]
    if any(m in GIVES for m in parts):  # "You had no such fee this year, and I give it back" takes nothing back
        parts = [m for clause, m in about if m != "negated" or refuses(clause.words)]
    if any(STRENGTH[m] == 0 for m in parts):
        return min(parts, key=STRENGTH.__getitem__)
    # One idea over two clauses: the clause that acts decides ("the engineer, he will be there at nine").
    return max((*parts, *(m for m in mood if m in {"done", "firm"})), key=STRENGTH.__getitem__, default=None)


_DOING, _SO = frozenset({"do", "doing", "done"}), frozenset({"it", "so", "that", "this"})
_WAITS = frozenset("if once when unless after soon others usually can could may".split())


def _does_it(sentence: Sentence, mood: tuple[Mood, ...]) -> Mood | None:
    """Like "I'm happy to move you, and I'm doing it while we speak": a later clause does what the first one offers."""
    acts: list[Mood] = [
        m
        for clause, m in zip(sentence.clauses[1:], mood[1:], strict=True)
        if m in {"done", "firm"} and _DOING & set(clause.words) and _SO & set(clause.words)
    ]
    waits = any(_WAITS & set(clause.words) for clause in sentence.clauses[1:])
    if not acts or waits or sentence.question:
        return None
    return max(acts, key=STRENGTH.__getitem__)


def _given_by_no(concept: Concept, clause: Clause) -> bool:
    """Like "He can no longer see your address": the "no" is what is given, and nobody's refusal."""
    return concept.denies(clause.stems, clause.bag) and not ({"i", "we", "unable"} & set(clause.words[:2]))


def _pledge(wanted: Wanted, kind: str, held: list[tuple[Mood, int]], message: Message, story: Story) -> Pledge:
    """The firmest sentence, with what every sentence that gives the remedy brings along."""
    best = _firmest(held)
    assert best is not None  # callers pass at least one
    mood, n = best
    brings, amount = along(wanted, mood, n, message, story)
    for other, k in held:
        if k != n and other in GIVES | {"statement"}:
            more, sum_ = along(wanted, other, k, message, story)
            brings |= more
            amount = amount if sum_ is None else sum_
    if amount is None and "amount" not in brings and mood in {"done", "firm"}:
        amount = sum_after(wanted, n, message, story)
    if amount is None and any(wanted.share.named(message.sentences[k]) for m, k in held if m in GIVES):
        brings.add("amount")
    if "amount" in brings and wanted.amount is not None:
        amount = None
    quote = message.sentences[n].text
    return Pledge(wanted.id, "right" if kind == "right" else "wrong", mood, quote, n, frozenset(brings), amount)


def _forbidden(turn: Turn) -> list[Note]:
    notes = []
    for n, (sentence, mood) in enumerate(zip(turn.message.sentences, turn.moods, strict=True)):
        if n in turn.odd:
            continue
        for clause, how in zip(sentence.clauses, mood, strict=True):
            said = clause.bag - {"sum"} if "to sum up" in " ".join(clause.words) else clause.bag
            if how in {"done", "firm"} and any(
                len(bag & said) >= max(2, len(bag) - (len(bag) > 3)) for bag in turn.story.forbidden
            ):
                notes.append(Note("over_grant", sentence.text))
                break
    return notes


def _over_limit(message: Message, pledges: list[Pledge], story: Story) -> list[Note]:
    notes = []
    for pledge in pledges:
        if pledge.kind != "right" or pledge.amount is None or pledge.mood not in {"done", "firm"}:
            continue
        limit = story.remedy(pledge.target).limit
        sentence = message.sentences[pledge.sentence]
        beyond = [v for v in money(sentence) if limit is not None and v > limit and _clearly_money(sentence, v)]
        if beyond:
            notes.append(Note("over_grant", pledge.quote, label=f"{beyond[0]:g} cr"))
    return notes


def _clearly_money(sentence: Sentence, value: float) -> bool:
    shown = f"{value:g}"
    at = sentence.words.index(shown) if shown in sentence.words else -1
    near = sentence.words[max(0, at - 1) : at + 2]
    return at >= 0 and (bool(set(near) & MONEY_NEAR) or "." in shown)


def generic_doing(
    message: Message, all_moods: list[tuple[Mood, ...]], *, said: Message | None = None, story: Story | None = None
) -> str:
    """A sentence that says "doing it", "done", without naming what; empty when there is none.

    One that names a thing that can be given ("This is done: half of the fee as credit") speaks of that.
    """
    things = (*story.remedies, *story.wrong) if story is not None else ()
    for sentence, mood in zip(message.sentences, all_moods, strict=True):
        if _several(sentence) or any(w.say.hit(sentence.stems, sentence.bag) for w in things):
            continue
        if sentence.question or "negated" in mood or "hypothetical" in mood or echoes(sentence, said):
            continue
        if any(hit.kind == "generic_do" for hit in book("mood").find(sentence.words, sentence.stems)):
            return sentence.text
    return ""


def scattered(message: Message, all_moods: list[tuple[Mood, ...]], story: Story) -> str:
    """The last of five or more different kinds of remedy promised in one breath: that fits no case in particular.

    So does the whole drawer of the policy, label by label.
    """
    kinds: set[str] = set()
    given = " ".join(
        s.text.lower() for s, mood in zip(message.sentences, all_moods, strict=True) if {"done", "firm"} & set(mood)
    )
    if len(story.labels) > 2 and all(label in given for label in story.labels):
        return message.sentences[-1].text
    for sentence, mood in zip(message.sentences, all_moods, strict=True):
        for clause, how in zip(sentence.clauses, mood, strict=True):
            if how in {"done", "firm"}:
                kinds |= {h.kind for h in book("kinds").find(clause.words, clause.stems)}
        if len(kinds) >= _TOO_MANY:
            return sentence.text
    return ""
