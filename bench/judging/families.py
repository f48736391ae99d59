"""Which models are kin."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml


@cache
def _families() -> tuple[tuple[str, re.Pattern[str]], ...]:
    raw = yaml.safe_load(files("coolhead.bench").joinpath("data/chat/families.yaml").read_text("utf-8"))
    return tuple((name, re.compile(pattern)) for name, pattern in raw.items())


def family_of(model: str, *, known_only: bool = False) -> str:
    """The family of a model's SPEC or name; one that nobody knows is a family of its own.

    With `known_only` an unknown name has no family (""), for names that need not be models.
    """
    bare = re.sub(r"\?[^#]*", "", model.lower())
    bare = bare.partition("#")[2] or re.sub(r"@?https?://.*$", "", bare) or bare
    bare = bare.removeprefix("litellm:").removeprefix("openai:")
    for name, pattern in _families():
        if pattern.search(bare):
            return name
    return "" if known_only else bare.rpartition("/")[2]
