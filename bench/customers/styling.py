"""The way a person writes, laid over the words: capitals, typos, emoji, clipping, dropped articles, add-ons.

Styles change how it looks, never what is said: numbers, names and references stay as they are.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, Literal

import yaml

from coolhead.personas.schema import Style

_STIFF: frozenset[Style] = frozenset({"formal", "legal", "polite_cold", "second_language"})
_QUIET: frozenset[Style] = frozenset({"formal", "polite_cold", "gentle", "legal"})
_SHORT: frozenset[Style] = frozenset({"terse", "one_word", "bullets"})
_ARTICLE = re.compile(r"\b(?:the|a|an) (?!(?:rest|most|least)\b)", re.I)
_SHOUT = re.compile(r"\b[A-Z]{2,}\b(?!-?\d)")


@cache
def style_data() -> dict[str, Any]:
    """Add-ons and emoji of the styles."""
    loaded: dict[str, Any] = yaml.safe_load(
        files("coolhead.bench").joinpath("data/customer/templates/styles.yaml").read_text("utf-8")
    )
    return loaded


@cache
def _contractions() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What is written short by everybody who does not write stiffly."""
    return tuple((re.compile(rule), short) for rule, short in style_data()["contractions"])


def level(styles: tuple[Style, ...], band: int) -> int:
    """The band whose words this person would use: some people never raise their voice."""
    return min(band, 2) if set(styles) & _QUIET else band


def loud(styles: tuple[Style, ...], band: int, rng: Random) -> bool:
    """Whether the whole message comes in capitals: nobody lets go of the key in the middle of it."""
    return "caps" in styles and (band >= 3 or (band == 2 and rng.random() < 0.4))


def piece(text: str, *, styles: tuple[Style, ...], band: int, own: bool, loud: bool, rng: Random) -> str:
    """One part of a message in this way of writing; `own` = words of the persona file, which are kept whole."""
    every = set(styles)
    if not own:
        if not every & _STIFF:
            for pattern, short in _contractions():
                text = pattern.sub(short, text)
        if clips(styles):
            text = _first(text)
        if every & _QUIET:
            text = _SHOUT.sub(lambda m: m[0] if m[0] in {"I", "OK"} else m[0].lower(), text)
            text = text.replace("?!", "?").replace("!", ".")
            text = text[:1].upper() + text[1:]
    if "second_language" in every:
        text = _ARTICLE.sub(lambda m: "" if rng.random() < 0.6 else m[0], text)
        text = text[:1].upper() + text[1:]
    if "regional" in every and not own:
        keeps = style_data()["keeps_ing"].split()
        text = re.sub(r"\b(\w{3,})ing\b", lambda m: m[1] + "in'" if m[0].lower() not in keeps else m[0], text)
    if loud:
        text = text.upper()
    if "typos" in every:
        text = _typos(text, rng)
    return text


Tone = Literal["grumble", "cool", "none"]
_GRUMBLES = 2
"""Band from which on a bad turn gets one more sigh."""
_LONG = 25
"""Words of a message from which on its writer may say that it is long."""


def whole(parts: list[str], *, styles: tuple[Style, ...], band: int, rng: Random, added: set[str], tone: Tone) -> str:
    """The message from its parts, with add-ons that fit its tone, emoji, bullets or as dictated."""
    every = set(styles)
    data = style_data()
    for style in styles:
        if style not in data or len(parts) > 3 or rng.random() >= data[style]["chance"] or tone == "none":
            continue
        if style == "rambling" and tone == "cool" and sum(len(part.split()) for part in parts) < _LONG:
            continue  # nobody excuses the length of a short message
        if tone == "grumble" and band < _GRUMBLES:
            continue  # too cool for a sigh, and nothing went well
        pool = data[style]["add" if tone == "grumble" else "cool"]
        fresh = [a for a in pool if a not in added]
        if fresh:
            extra = rng.choice(fresh)
            added.add(extra)
            parts = [extra, *parts] if style in {"sarcastic", "swears", "regional", "voice"} else [*parts, extra]
            break
    if "bullets" in every and len(parts) > 1:
        return "\n".join(f"- {part}" for part in parts)
    text = " ".join(parts)
    if "voice" in every:
        text = re.sub(r"[;:!]|\.(?!\d)|(?<!\d),(?!\d)", "", text)
        text = re.sub(r"\bI\b", "i", text[:1].lower() + text[1:])
    if "emoji" in every and rng.random() < 0.75:
        kind = "emoji_hot" if band >= 3 else "emoji_warm" if band >= 1 else "emoji_cool"
        text += " " + rng.choice(data[kind]) * (1 + (band == 4))
    return text


def clips(styles: tuple[Style, ...]) -> bool:
    """Whether this person stops after the first sentence of a thought."""
    return bool(set(styles) & {"terse", "one_word"})


def short(styles: tuple[Style, ...]) -> bool:
    """Whether this person keeps to one or two pieces a message."""
    return bool(set(styles) & _SHORT)


def _first(text: str) -> str:
    found = re.match(r".+?[.!?]+(?=\s|$)", text)
    return found[0] if found and len(found[0]) > 4 else text


def _typos(text: str, rng: Random) -> str:
    words = text.split(" ")
    for at, word in enumerate(words):
        draw = rng.random()
        if len(word) > 4 and word.isalpha() and word.islower() and draw < 0.09:
            cut = rng.randrange(1, len(word) - 2)
            words[at] = (
                word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
                if draw < 0.05
                else word[:cut] + word[cut + 1 :]
            )
        elif "'" in word and draw < 0.6 and not any(c.isdecimal() for c in word):
            words[at] = word.replace("'", "")
    out = " ".join(words)
    return out[:1].lower() + out[1:] if rng.random() < 0.6 and not out[:2].isupper() and out[:2] != "I " else out
