"""One text, read once: tokens, sentences, numbers, classes. Both a text and its context become a `Reading`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coolhead.graders.model.tables import CURRENCY, FUNCTION, MONTHS, NUMBERS, TIME_UNITS
from coolhead.graders.model.words import classes, clean, stem, tokenise

_END = re.compile(r"[.!?]+$")
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
    tokens: list[str]
    sentence: list[int]
    """Sentence number of each token."""
    asks: list[bool]
    """For each sentence: does it end with a question mark?"""
    spans: list[tuple[int, int, str]]
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
    tokens = tokenise(text)
    sentence: list[int] = []
    asks: list[bool] = []
    number = 0
    for token in tokens:
        sentence.append(number)
        if _END.match(token):
            asks.append("?" in token)
            number += 1
    if sentence and number == sentence[-1]:
        asks.append(False)
    stems = ["" if token in FUNCTION or not token[0].isalpha() else stem(token) for token in tokens]
    content = frozenset(stems) - {""}
    return Reading(text, tokens, sentence, asks, classes().spans(tokens), stems, _numbers(tokens), content)


def _numbers(tokens: list[str]) -> dict[int, tuple[str, str]]:
    found = {}
    for at, token in enumerate(tokens):
        if token[0].isdigit():
            after = tokens[at + 1] if at + 1 < len(tokens) else ""
            before = tokens[at - 1] if at else ""
            found[at] = (_kind(token, before, after), token.rstrip("stndrhapm").replace(",", ""))
        elif token in NUMBERS:
            after = tokens[at + 1] if at + 1 < len(tokens) else ""
            found[at] = ("duration" if after in TIME_UNITS else "word", NUMBERS[token])
    return found


def _kind(token: str, before: str, after: str) -> str:
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
    if ('"' in text or "'" in text) and _QUOTED.search(text):
        names.append("t:quoted")
    if "[" in text or "{" in text:
        names.append("t:bracket")
    return names
