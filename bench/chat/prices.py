"""What tokens cost, from our own table. A price we do not know is unknown, not zero."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib.resources import files

from coolhead.bench.chat.address import Address
from coolhead.bench.types import Usage

_DATED = re.compile(r"[-@](20\d{2}-?\d{2}-?\d{2})$")


@dataclass(frozen=True)
class Price:
    """USD for a million tokens."""

    prompt: float
    completion: float

    def of(self, usage: Usage | None) -> float | None:
        """USD; None when a number of tokens is unknown. Discounts for cached prompts are not known here."""
        if usage is None or usage.prompt_tokens is None or usage.completion_tokens is None:
            return None
        return (usage.prompt_tokens * self.prompt + usage.completion_tokens * self.completion) / 1e6


def price_of(address: Address) -> Price | None:
    """The price by the SPEC's `price=` option, else by the table; None when neither knows.

    The table knows a model by its provider and name. An address given by URL may charge anything, so it has only what
    the SPEC says.
    """
    given = address.options.get("price")
    if given is not None:
        prompt, _, completion = given.partition("/")
        return Price(float(prompt), float(completion or prompt))
    if address.base is not None:
        return None
    table = _table()
    names = [address.model, _DATED.sub("", address.model)]
    return next((table[name] for name in names if name in table), None)


@functools.cache
def _table() -> dict[str, Price]:
    import yaml

    raw = yaml.safe_load((files("coolhead.bench") / "data/chat/prices.yaml").read_text("utf-8"))
    found: dict[str, Price] = {}
    for provider, models in raw["usd_per_million_tokens"].items():
        for name, (prompt, completion) in models.items():
            found[f"{provider}/{name}"] = Price(prompt, completion)
            if provider in raw["bare_names"]:
                found[name] = Price(prompt, completion)
    return found
