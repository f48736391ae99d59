"""Which sentences of a turn hold a remedy, and how firmly each gives it."""

from __future__ import annotations

from coolhead.bench.customers.concepts import Concept
from coolhead.bench.customers.cues import book
from coolhead.bench.customers.hearing.clauses import GIVES, STRENGTH, Mood, clause_mood, refuses
from coolhead.bench.customers.hearing.links import Turn, carried, followed, over_two, plain_promise
from coolhead.bench.customers.story import Story
from coolhead.bench.customers.text import Clause, Message, Sentence


def held_in(concept: Concept, turn: Turn, *, explain: bool = False, own: bool = False) -> list[tuple[Mood, int]]:
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


def firmest(held: list[tuple[Mood, int]]) -> tuple[Mood, int] | None:
    """The firmest of these; the first at a tie. A refusal counts only when nothing gives."""
    return max(held, key=lambda hit: (STRENGTH[hit[0]], -hit[1]), default=None)


_LEAVE = frozenset({"permission", "choice"})


def asks_leave(message: Message) -> bool:
    """The turn ends by asking whether it should, or which of them: what it described so far is an offer."""
    return any(
        s.question and any(hit.kind in _LEAVE for hit in book("asking").find(s.words, s.stems))
        for s in message.sentences[-2:]
    )


def _ways(sentence: Sentence) -> bool:
    """Two ways in one sentence."""
    return "or" in sentence.words or "either" in sentence.words


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
