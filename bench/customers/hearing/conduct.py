"""How the agent treats the person: insults, dismissal, blame, sarcasm, policing; and a fair limit after abuse."""

from __future__ import annotations

from coolhead.bench.customers.cues import Hit, book, overlap
from coolhead.bench.customers.hearing.clauses import Mood
from coolhead.bench.customers.hearing.moods import moods
from coolhead.bench.customers.hearing.notes import Note
from coolhead.bench.customers.text import Message, Sentence
from coolhead.bench.customers.tokens import stem

_EXCEPT = {kind: f"not_{kind}" for kind in ("blame", "closer", "meta", "minimise", "calm_down", "handoff")}
_HOT = ("insult", "threat", "calm_down", "police", "blame", "dismiss", "minimise", "sarcasm", "laugh", "meta")
_REPORTED = frozenset({"told", "tell"})
"""Words of a sentence that speaks of what somebody else said to the customer."""
_CALLED = frozenset({"call", "called", "calling", "say", "saying", "word"})
_FLIPS = frozenset({"not", "never", "no", "without"})


def cues(sentence: Sentence) -> dict[str, list[Hit]]:
    """Conduct cues of a sentence by kind, without those that a friendlier reading covers."""
    kinds: dict[str, list[Hit]] = {}
    for hit in book("conduct").find(sentence.words, sentence.stems):
        kinds.setdefault(hit.kind, []).append(hit)
    for kind, other in _EXCEPT.items():
        if kind in kinds and other in kinds:
            kept = [hit for hit in kinds[kind] if not overlap(hit, kinds[other])]
            kinds[kind] = kept
    for kind, fair in _FAIR.items():
        if kind in kinds:
            kinds[kind] = [hit for hit in kinds[kind] if not any(one(sentence, hit) for one in fair)]
    if "dismiss" in kinds and (_grounds(sentence) or _wants_to_know(sentence, kinds["dismiss"])):
        del kinds["dismiss"]
    if "dismiss" in kinds and _restates(sentence, kinds["dismiss"]):
        del kinds["dismiss"]
    return {kind: hits for kind, hits in kinds.items() if hits}


def hear(message: Message, *, all_moods: list[tuple[Mood, ...]], abused: bool) -> list[Note]:
    """Conduct notes of a turn; `abused` says that the customer has just been insulting, which makes a limit fair."""
    notes: list[Note] = []
    found = [cues(sentence) for sentence in message.sentences]
    helps = any("help" in kinds for kinds in found) or any(
        m in {"firm", "done", "offer"} for ms in all_moods for m in ms
    )
    limit = next((s for s, kinds in zip(message.sentences, found, strict=True) if "limit" in kinds), None)
    fair = abused and limit is not None and helps and not any("insult" in kinds for kinds in found)
    for n, (sentence, kinds) in enumerate(zip(message.sentences, found, strict=True)):
        for kind in _HOT:
            if kind not in kinds or (fair and kind in {"police", "calm_down", "insult"}):
                continue
            if kind == "dismiss" and _softened(message, all_moods, n):
                notes.append(Note("refusal_with_way", sentence.text))
                continue
            if kind in {"calm_down", "minimise"} and _REPORTED & sentence.bag:
                continue
            if kind in {"calm_down", "insult", "blame"} and _denied(sentence, kinds[kind][0]):
                continue
            if kind == "police" and notes and notes[-1] == Note("calm_down", sentence.text):
                continue  # one and the same: "Your tone is unacceptable"
            if kind == "calm_down" and all(_about_i(sentence, hit) for hit in kinds[kind]):
                continue
            notes.append(Note(kind, sentence.text))
        if "closer" in kinds and not sentence.question:
            notes.append(Note("closer", sentence.text))
        if "handoff" in kinds and not any(m == "negated" for m in all_moods[n]):
            notes.append(Note("handoff", sentence.text))
    if fair and limit is not None:
        notes.append(Note("fair_limit", limit.text))
    elif limit is not None and not abused and any("police" in k for k in found) is False and _bare_limit(limit):
        notes.append(Note("police", limit.text))
    return notes


_GROUNDS = frozenset({"claus", "clause", "articl", "article", "paragraph", "section"})


def _grounds(sentence: Sentence) -> bool:
    """Like "The claim was declined under clause 4": why it came so, and no new no."""
    return bool(_GROUNDS & sentence.bag and {"was", "were"} & set(sentence.words))


def _done_to_you(sentence: Sentence, hit: Hit) -> bool:
    """Like "I've had you rung", or a question what had been before: "Had you ordered a pack?"."""
    if sentence.words[hit.start : hit.start + 2] != ("had", "you"):
        return False
    return hit.start > 0 or sentence.question


_PRAISE = frozenset(
    stem(w) for w in "deserve love appreciate thank grateful admire respect alive glad treasure best reason".split()
)


def _praises(sentence: Sentence, hit: Hit) -> bool:
    """Like "Customers like you are the reason I love this job"."""
    return "like" in sentence.words[hit.start : hit.end] and bool(_PRAISE & sentence.bag)


_ACTED = frozenset({"do", "did", "think", "press", "click", "type"})


def _asks_on(sentence: Sentence, hit: Hit) -> bool:
    """Like "What did you do about dinner?": asked for something, unlike "What did you expect?"."""
    words = sentence.words
    asked = sentence.question and words[hit.start : hit.start + 3] == ("what", "did", "you")
    return asked and words[hit.end - 1] in _ACTED and len(words) - hit.end >= 2 and "would" not in words


_BARE_PITY = 2


def _pity(sentence: Sentence, hit: Hit) -> bool:
    """Like "You poor thing, five days without heating": pity that says what for; a bare "Poor you!" mocks."""
    return "poor" in sentence.words[hit.start : hit.end] and len(sentence.words) > _BARE_PITY


def _raises(sentence: Sentence, hit: Hit) -> bool:
    """Like "It is not a matter of taste but of your health": the small thing is named to be set aside."""
    before = sentence.words[max(0, hit.start - 3) : hit.end]
    return "not" in before and "but" in sentence.words[hit.end :]


_AUXILIARIES = frozenset("are is do did have has was were".split())
_LATE = frozenset({"too", "why"})


def _wants_to_know(sentence: Sentence, hits: list[Hit]) -> bool:
    """Like "Are you still hungry, or is it too late now?", or "I see why you have had it": nobody is sent away."""
    late = all(_LATE & set(sentence.words[max(0, hit.start - 1) : hit.end]) for hit in hits)
    return late and ((sentence.question and sentence.words[0] in _AUXILIARIES) or "why" in sentence.words)


def _bare_limit(sentence: Sentence) -> bool:
    """A demand for manners that nothing called for."""
    return bool(sentence.bag & {"insult", "civil", "respectful", "respectfuly", "abus", "calling"})


_SAID = frozenset("said say told explained wrote answered myself".split())


def _restates(sentence: Sentence, hits: list[Hit]) -> bool:
    """Like "I repeat what holds: the card is blocked": nothing but the word for it, and no "no" behind it."""
    only = all(sentence.words[hit.start : hit.end] == ("i", "repeat") for hit in hits)
    refuses = "negated" in moods(sentence)
    return only and len(sentence.words) > 2 and not refuses and not _SAID & set(sentence.words)


def _softened(message: Message, all_moods: list[tuple[Mood, ...]], n: int) -> bool:
    """A way forward in another part of the sentence or in one of the next two."""
    beside = all_moods[n] if len(all_moods[n]) > 1 else ()
    return any(m in {"firm", "done", "offer"} for ms in (beside, *all_moods[n + 1 : n + 3]) for m in ms)


def _denied(sentence: Sentence, hit: Hit) -> bool:
    """Like "That is not your fault": the word is taken back."""
    before = sentence.words[max(0, hit.start - 3) : hit.start]
    return any(word in _FLIPS for word in before) and sentence.words[hit.start] not in _FLIPS


def _named(sentence: Sentence, hit: Hit) -> bool:
    """Like "without being called a fool": the customer's own word, given back."""
    before = sentence.words[max(0, hit.start - 3) : hit.start]
    return bool(_CALLED & set(before)) and "you" not in before


def _by_you(sentence: Sentence, hit: Hit) -> bool:
    """Like "you can of course pass it on": the customer does it."""
    before = sentence.words[max(0, hit.start - 4) : hit.start]
    return "you" in before and not {"i", "we"} & set(before)


def _about_i(sentence: Sentence, hit: Hit) -> bool:
    """Like "I'll keep calm": about the agent, not the customer; or about a thing."""
    before = sentence.words[max(0, hit.start - 2) : hit.start]
    return any(word in {"i", "we", "will", "no"} for word in before) or (
        hit.end - hit.start == 1
        and hit.start > 0
        and sentence.words[hit.start - 1] in {"the", "a", "your", "our", "my"}
    )


_FAIR = {
    "insult": (_denied, _named, _praises),
    "blame": (_done_to_you, _asks_on),
    "sarcasm": (_pity,),
    "minimise": (_raises,),
    "handoff": (_by_you,),
}
"""What each kind of slight is when it is none: "without idiot, please" names the word and uses it on nobody."""
