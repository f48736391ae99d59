"""Checks a line that a model worded: it says what the act card says, as the customer, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from coolhead.bench.customers.model.prompting import tables
from coolhead.bench.customers.scene import Card
from coolhead.bench.customers.story import Story
from coolhead.bench.customers.text import read
from coolhead.bench.customers.tokens import tokenise

_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}\b")
"""A capital inside a sentence."""
_DIGITS = re.compile(r"\d+(?:[.,:/-]\d+)*")
_LEAST_NEW = 2
"""Content words that only a hidden fact holds, from which a line gives it away."""
_CONVEYED = 0.34
"""Share of the content words of the persona's own text that the line must hold."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be said now."""

    draft: str
    known: str
    """Everything said so far, the draft, and the facts that the customer has told."""
    hidden: tuple[str, ...]
    """Texts of what must not be said yet: facts, the hint, the cause, the trap."""
    earlier: tuple[str, ...] = ()
    """The customer's own earlier messages."""


def allowed(story: Story, card: Card, *, draft: str, talk: Sequence[str], own: Sequence[str], disclosed: Iterable[str],
            cue_said: bool, trap_said: bool) -> Allowed:  # fmt: skip
    """What this card lets the customer say."""
    persona, told = story.persona, set(disclosed) | {part.fact for part in card.parts if part.fact}
    known = [*talk, draft, persona.case.firm, persona.case.product]
    known += [text for fact in persona.facts if fact.id in told for text in fact.say]
    hidden = [text for fact in persona.facts if fact.id not in told for text in fact.say]
    hidden += [persona.true_cause.label]
    hidden += list(persona.cue.say) if persona.cue and not cue_said else []
    hidden += list(persona.trap.say) if persona.trap and not trap_said else []
    return Allowed(draft, "\n".join(known), tuple(hidden), tuple(own))


def problems(text: str, card: Card, may: Allowed, *, styles: Sequence[str]) -> dict[str, str]:
    """Name of the check -> what is wrong, in words for the model; empty when the line may be said."""
    found: dict[str, str] = {}
    if not re.search(r"\w", text):
        return {"empty": "it says nothing"}
    draft_words, words = len(may.draft.split()), len(text.split())
    if words > most_words(draft_words):
        found["length"] = f"it has {words} words, the draft {draft_words}"
    if _hit("agent_voice", text) and not _hit("agent_voice", may.draft):
        found["role"] = "it speaks as the agent or about the task"
    if _hit("markup", text):
        found["role"] = "it holds a speaker's name, markup or a stage direction"
    found |= _invented(text, may)
    if _gives_away(text, may):
        found["undisclosed"] = "it says something the customer does not say yet"
    if any(text.strip().lower() == one.strip().lower() for one in may.earlier):
        found["repeat"] = "the customer has said exactly this before"
    found |= _act(text, card, may)
    found |= _band(text, card, may, styles)
    return found


def most_words(draft_words: int) -> int:
    """How long a line may get for a draft of so many words."""
    return max(20, round(1.6 * draft_words) + 8)


def _invented(text: str, may: Allowed) -> dict[str, str]:
    known = set(tokenise(may.known))
    raw = set(_DIGITS.findall(may.known))
    new = [n for n in _DIGITS.findall(text) if n not in raw and not set(tokenise(n)) & known]
    new += [t for t in tokenise(text) if t[0].isdecimal() and t not in known and float_of(t) > 2 and t not in new]
    if new:
        return {"number": f"it holds numbers that are not in the draft: {', '.join(dict.fromkeys(new))}"}
    lower = may.known.lower()
    days = [d for d in tables()["calendar"] if re.search(rf"\b{d}\b", text.lower()) and d not in lower]
    if days:
        return {"date": f"it holds dates that are not in the draft: {', '.join(days)}"}
    names = [n for n in _NAME.findall(text) if n.lower() not in lower]
    return {"name": f"it holds names that are not in the draft: {', '.join(dict.fromkeys(names))}"} if names else {}


def float_of(token: str) -> float:
    """A number token's value; times and the like count as large."""
    try:
        return float(token.replace(",", ""))
    except ValueError:
        return 1e9


def _gives_away(text: str, may: Allowed) -> bool:
    known, said = read(may.known, limit=100_000).content, read(text).content
    for secret in may.hidden:
        own = read(secret).content - known
        if len(own & said) >= max(_LEAST_NEW, round(0.5 * len(own))):
            return True
    return False


def _act(text: str, card: Card, may: Allowed) -> dict[str, str]:
    ends_well = card.end in ("accepted", "accepted_grudging")
    if ends_well and ("?" in text or _hit("refusing", text)):
        return {"act": "the customer accepts here"}
    if not ends_well and _hit("closing", text) and not _hit("closing", may.draft):
        return {"act": "the customer neither accepts nor closes here"}
    own = [part.text for part in card.parts if part.text]
    if "?" in may.draft and "?" not in text and not own:
        return {"act": "the draft asks something"}
    said = read(text).content
    for part in own:
        content = read(part).content
        in_draft = len(content & read(may.draft).content) >= 0.6 * len(content)
        numbers = {t for t in tokenise(part) if t[0].isdecimal() and float_of(t) > 2}
        if (
            in_draft
            and content
            and (len(content & said) < _CONVEYED * len(content) or not numbers <= set(tokenise(text)))
        ):
            return {"fact": "it leaves out what the customer tells here"}
    return {}


def _band(text: str, card: Card, may: Allowed, styles: Sequence[str]) -> dict[str, str]:
    if card.band >= 2 and card.end is None and _hit("warm", text) and not _hit("warm", may.draft):
        return {"band": "it is too friendly for how angry the customer is"}
    insults = any(part.act in ("insult", "threat_person") for part in card.parts)
    if _hit("foul", text) and not (_hit("foul", may.draft) or insults or ("swears" in styles and card.band >= 2)):
        return {"band": "it is fouler than the draft"}
    shouted = [w for w in re.findall(r"\b[A-Z]{3,}\b", text) if w not in may.known]
    if len(shouted) >= 3 and card.band <= 2 and "caps" not in styles:
        return {"band": "it shouts more than the draft"}
    return {}


@cache
def _patterns(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in tables()[name]), re.I | re.M)


def _hit(name: str, text: str) -> bool:
    return bool(_patterns(name).search(text))
