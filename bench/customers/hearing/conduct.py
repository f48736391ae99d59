"""How the agent treats the person: insults, dismissal, blame, sarcasm, policing; and a fair limit after abuse."""

from __future__ import annotations

from coolhead.bench.customers.cues import Hit, book
from coolhead.bench.customers.hearing.moods import Mood, moods, overlap
from coolhead.bench.customers.hearing.notes import Note
from coolhead.bench.customers.text import Message, Sentence

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
    if "insult" in kinds:  # "without idiot, please" names the word and uses it on nobody
        kinds["insult"] = [h for h in kinds["insult"] if not (_denied(sentence, h) or _named(sentence, h))]
    if "dismiss" in kinds and _GROUNDS & sentence.bag and {"was", "were"} & set(sentence.words):
        del kinds["dismiss"]  # "The claim was declined under clause 4": why it came so, and no new no
    if "blame" in kinds:
        kinds["blame"] = [hit for hit in kinds["blame"] if not _done_to_you(sentence, hit)]
    if "dismiss" in kinds and _restates(sentence, kinds["dismiss"]):
        del kinds["dismiss"]
    if "handoff" in kinds:
        kinds["handoff"] = [hit for hit in kinds["handoff"] if not _by_you(sentence, hit)]
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


def _done_to_you(sentence: Sentence, hit: Hit) -> bool:
    """Like "I've had you rung", or a question what had been before: "Had you ordered a pack?"."""
    if sentence.words[hit.start : hit.start + 2] != ("had", "you"):
        return False
    return hit.start > 0 or sentence.question


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
