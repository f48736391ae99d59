"""Questions and what they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coolhead.bench.customers.cues import Hit, book
from coolhead.bench.customers.hearing.clauses import Mood
from coolhead.bench.customers.hearing.courtesies import bare, reads_back, something_to_check
from coolhead.bench.customers.hearing.moods import moods
from coolhead.bench.customers.hearing.notes import Asked
from coolhead.bench.customers.story import KnownFact, Story
from coolhead.bench.customers.text import Message, Sentence, read

_WH = frozenset("what which when where who why how since may could can do did tell please is are".split())
_HAPPENED = frozenset({"was", "were", "did", "happened"})
_HOW = frozenset({"what", "how", "which"})
_HANDS_OVER = frozenset({"have", "get", "give", "tell", "need", "take"})
_REQUEST = (
    "tell me",
    "walk me",
    "talk me",
    "help me",
    "let me know",
    "please confirm",
    "please tell",
    "please share",
    "please give",
    "please send",
    "i need to know",
    "i would need",
    "i need your",
    "next i need",
    "i also need",
    "describe",
    "i would like to know",
    "i would like to understand",
    "i would like to hear",
    "could you",
    "can you",
    "may i ask",
    "share",
    "please describe",
    "please let me know",
    "i just need",
    "i only need",
    "i still need",
    "just tell",
    "mind telling",
    "mind sharing",
    "mind explaining",
    "grateful to",
    "glad to",
    "interested to",
    "like to hear",
    "like to learn",
)


def asks(sentence: Sentence) -> bool:
    """A question, or a request for information without its mark."""
    if sentence.question:
        return True
    start = " ".join(sentence.words[:7])
    return any(start.startswith(r) or f" {r} " in f" {start} " for r in _REQUEST)


def asks_after_safety(text: str) -> bool:
    """Whether somebody is hurt, ill or in danger: that is never asked too early."""
    return any(hit.kind == "safety" for s in read(text).sentences for hit in cues_of(s))


def told_to_act(text: str) -> bool:
    """Like "Are you on your way out?": asked to do something this minute."""
    return any(hit.kind == "act_now" for s in read(text).sentences for hit in cues_of(s))


def cues_of(sentence: Sentence) -> tuple[Hit, ...]:
    """The question cues of a sentence."""
    return book("asking").find(sentence.words, sentence.stems)


def hear(
    message: Message,
    *,
    all_moods: list[tuple[Mood, ...]],
    story: Story,
    disclosed: frozenset[str],
    learnt: Sequence[frozenset[str]] = (),
) -> list[Asked]:
    """What every question of the turn is after; `learnt` = what the ear hears in each sentence."""
    found: list[Asked] = []
    for n, sentence in enumerate(message.sentences):
        if asks(sentence):
            plain = bare(sentence)
            mood = all_moods[n] if plain is sentence else moods(plain)
            one = _one(sentence, plain, mood, story=story, disclosed=disclosed)
            if not something_to_check(message, sentence):
                one = [replace(asked, kind="satisfied") if asked.kind == "check" else asked for asked in one]
            if learnt and "ASKOPEN" in learnt[n]:
                one = [replace(asked, kind="open") if asked.kind == "other" else asked for asked in one]
            found += one
    return found


def _one(  # noqa: PLR0911, PLR0912
    sentence: Sentence, plain: Sentence, mood: tuple[Mood, ...], *, story: Story, disclosed: frozenset[str]
) -> list[Asked]:
    """What a question is after; `plain` = the sentence without its courtesies, `mood` = the mood of that."""
    kinds: dict[str, list[Hit]] = {}
    for hit in cues_of(plain):
        kinds.setdefault(hit.kind, []).append(hit)
    quote = sentence.text
    identity = [hit for hit in cues_of(sentence) if hit.kind == "identity"]
    wanted = [f for f in story.facts if f.id not in disclosed and _asks_for(sentence, f, identity)]
    if wanted and "stock_close" not in kinds:
        return [Asked("fact", quote, f.id) for f in wanted]
    if "stock_close" in kinds:
        return [Asked("close", quote)]
    if len(sentence.words) <= 40 and not identity and reads_back(plain):
        return [Asked("check", quote)]
    if "solution" in kinds and _HOW & set(plain.words):
        return [Asked("solution", quote)]
    if identity and _HANDS_OVER & set(plain.words[:5]):
        return [Asked("identity", quote)]  # "May I have your number, so that I can open the file?" offers nothing
    if "offer" in mood and "indirect" not in kinds:
        return [Asked("choice" if "choice" in kinds else "satisfied", quote)]
    if "open" in kinds:
        return [Asked("open", quote)]
    if "satisfied" in kinds:
        return [Asked("satisfied", quote)]
    if identity or "own_identity" in kinds:
        return [Asked("identity", quote)]
    if "indirect" in kinds:
        return [Asked("open", quote)]
    again = next((f for f in story.facts if f.id in disclosed and _asks_again(sentence, f)), None)
    if again:
        return [Asked("again", quote, again.id)]
    # "There are two machines. Which one was it?" asks what was, and offers nothing.
    told = _HAPPENED & set(plain.words) if "choice" in kinds else "tells" in kinds
    if told and sentence.question:
        return [Asked("open", quote)]
    return [Asked("choice" if "choice" in kinds else "other", quote)]


def _asks_for(sentence: Sentence, known: KnownFact, identity: list[Hit]) -> bool:
    """By an ask phrase, by what would show the fact noticed, or by sharing two of its topic words."""
    for group in known.ask:
        at = group.find(sentence.stems, sentence.bag)
        if at is not None and not any(h.start <= at < h.end for h in identity):
            return True
    return not identity and (known.noticed.hit(sentence.stems, sentence.bag) or len(known.content & sentence.bag) >= 3)


def _asks_again(sentence: Sentence, known: KnownFact) -> bool:
    if sentence.words[0] not in _WH or all(g.find(sentence.stems, sentence.bag) is None for g in known.ask):
        return False
    # What it told on request came out of a wide question; only its own words show that it is asked for once more.
    return len(known.content & sentence.bag) >= (1 if known.fact.level == "open" else 2)
