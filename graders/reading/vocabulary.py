"""Which words there are: those of a dictionary, those of support talk, those of other languages."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from coolhead.graders.reading.words import lists


@cache
def dictionary() -> frozenset[str]:
    """The 82,800 words of the English dictionary that comes with symspellpy."""
    text = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text("utf-8-sig")
    return frozenset(line.partition(" ")[0] for line in text.splitlines())


@cache
def counts() -> dict[str, int]:
    """The words of support talk, with how often our labelled sentences say them."""
    text = files("coolhead.graders").joinpath("data/vocabulary.tsv").read_text("utf-8")
    return {word: int(times) for word, _, times in (line.partition("\t") for line in text.splitlines())}


@cache
def words() -> frozenset[str]:
    """Every word that is no slip by itself."""
    whole = str(lists("spelling")["whole"]).split()
    return (dictionary() | counts().keys() | frozenset(whole)) - frozenset(lists("spelling")["slips"])


@cache
def elsewhere() -> frozenset[str]:
    """The commonest words of other languages: none of them is a slip in English."""
    return frozenset(" ".join(map(str, lists("languages").values())).split())
