"""One text, read once: tokens, sentences, numbers, classes. Both a text and its context become a `Reading`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coolhead.graders.model.tables import CURRENCY, MONTHS, TIME_UNITS
from coolhead.graders.model.tokens import Token, tokens
from coolhead.graders.model.words import clean

_CAPITAL = re.compile(r"[A-ZÀ-Þ]")
_LETTER = re.compile(r"[^\W\d_]")
_CAPS = re.compile(r"\b[A-Z]{2,}\b")
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\u2b50]|[:;]-?[)(DP]")
_LABEL = re.compile(r"(?im)(?:^|[\s\"'])(?:customer|client|user|caller|agent|system|assistant)\s*:")
_QUOTED = re.compile(r'"[^"]{2,}"|(?<!\w)\'[^\']{4,}\'(?!\w)')


@dataclass(frozen=True, slots=True)
class Reading:
    """What the features are made of."""

    text: str
    known: list[Token]
    tokens: list[str]
    """The same as text."""
    bounds: list[tuple[int, int]]
    """Sentences: first token, one past the last."""
    sentence: list[int]
    """Sentence number of each token."""
    asks: list[bool]
    """For each sentence: does it end with a question mark?"""
    spans: list[tuple[int, int, str]]
    """First token, one past the last, class of every hit, phrases included."""
    stems: list[str]
    """Stems of content words, in order; '' for function words and marks."""
    numbers: dict[int, tuple[str, str]]
    """Token index -> (kind, value as text)."""
    content: frozenset[str]
    """The stems of its content words."""

    def starts(self, at: int) -> bool:
        """True where a sentence starts."""
        return at == 0 or self.sentence[at - 1] != self.sentence[at]


def read(raw: str) -> Reading:
    """A text, read."""
    text = clean(raw)
    known = tokens(text)
    words = [token.text for token in known]
    stems = [token.stem for token in known]
    last = len(known) - 1
    bounds: list[tuple[int, int]] = []
    spans: list[tuple[int, int, str]] = []
    numbers: dict[int, tuple[str, str]] = {}
    start = 0
    for at, token in enumerate(known):
        if not token.busy:
            continue
        for name in token.classes:
            spans.append((at, at + 1, name))
        if token.phrases and at < last:
            for phrase, name in token.phrases.get(words[at + 1], ()):
                end = at + len(phrase)
                if end == at + 2 or tuple(words[at:end]) == phrase:
                    spans.append((at, end, name))
        if token.value:
            numbers[at] = (_kind(words, at), token.value)
        elif token.ends:
            bounds.append((start, at + 1))
            start = at + 1
    asks = ["?" in words[end - 1] for _, end in bounds]
    if start <= last:
        bounds.append((start, last + 1))
        asks.append(False)
    sentence = [0] * bounds[0][1] if bounds else []
    for number, (first, end) in enumerate(bounds[1:], 1):
        sentence += [number] * (end - first)
    return Reading(text, known, words, bounds, sentence, asks, spans, stems, numbers, frozenset(stems) - {""})


def _kind(tokens: list[str], at: int) -> str:
    token = tokens[at]
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    if not token[0].isdigit():
        return "duration" if after in TIME_UNITS else "word"
    before = tokens[at - 1] if at else ""
    if ":" in token or token.endswith("m") or after in {"am", "pm", "o'clock"}:
        return "clock"
    if after in CURRENCY or before in {"£", "$", "€"}:
        return "amount"
    if after in TIME_UNITS:
        return "duration"
    if token[-1].isalpha() or after in MONTHS or before in MONTHS or "/" in token:
        return "date"
    return "reference" if sum(c.isdigit() for c in token) >= 5 else "figure"


def surface(reading: Reading) -> list[str]:
    """Names of typographic features: shouting, emoji, forged speaker labels, quotations."""
    text = reading.text
    names = []
    capitals = len(_CAPITAL.findall(text))
    letters = len(_LETTER.findall(text)) if capitals > 3 else 0
    if letters >= 6 and capitals > 0.6 * letters:
        names.append("t:shout")
    elif capitals > 1 and _CAPS.search(text):
        names.append("t:caps")
    marks = text.count("!")
    if marks:
        names.append("t:!")
    if marks > 1:
        names.append("t:!!")
    if "..." in text:
        names.append("t:dots")
    if (":" in text or ";" in text or not text.isascii()) and _EMOJI.search(text):
        names.append("t:emoji")
    if ":" in text and _LABEL.search(text):
        names.append("t:label")
    if (text.count('"') > 1 or text.count("'") > 1) and _QUOTED.search(text):
        names.append("t:quoted")
    if "[" in text or "{" in text:
        names.append("t:bracket")
    return names
