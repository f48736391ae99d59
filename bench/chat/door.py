"""Opens chats for a run, and closes what they held."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from coolhead.bench.chat import providers
from coolhead.bench.chat.address import Address, parse
from coolhead.bench.chat.asking import ModelChat
from coolhead.bench.chat.budget import Purse
from coolhead.bench.chat.cache import Cache
from coolhead.bench.chat.endpoint import Endpoint, shared_client
from coolhead.bench.chat.exchange import Shared
from coolhead.bench.chat.limits import Clock, Gate, Sleep
from coolhead.bench.chat.prices import price_of
from coolhead.bench.chat.ready import wait_until_ready
from coolhead.bench.chat.secrets import Redactor, Secret
from coolhead.bench.errors import BadInput
from coolhead.bench.types import Purpose

DEFAULT_KEY = "COOLHEAD_API_KEY"
"""Environment variable whose key goes to addresses given by URL that name no other. Never a provider's own variable: an
address that somebody typed must not receive the key of an account elsewhere."""


class Door:
    """`door.chat(SPEC)` gives a `Chat`. Chats with the same address share its slots; all share cache and purse.

    Everything belongs to the event loop in which it is used first; close it there.
    """

    def __init__(
        self,
        *,
        cache: Path | None = None,
        max_cost: float | None = None,
        timeout: float = 60.0,
        at_once: int = 64,
        seed: int = 0,
        environment: Mapping[str, str] | None = None,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        variables = os.environ if environment is None else environment

        def variable(name: str) -> str | None:
            return variables.get(name)

        self._variable = variable  # not the mapping or its method: whoever prints a door must not print keys
        self._wire, self._at_once = shared_client(), at_once
        self._gates: dict[str, Gate] = {}
        self._chats: dict[str, tuple[ModelChat, str, Purpose]] = {}
        self.shared = Shared(
            cache=Cache(cache),
            purse=Purse(max_cost),
            redactor=Redactor(environment=variables),
            timeout=timeout,
            seed=seed,
            clock=clock,
            sleep=sleep,
        )

    @property
    def opened(self) -> bool:
        """True when a chat was asked for."""
        return bool(self._chats)

    def remember(self, cache: Path, *, spent: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        """Keeps answers in this file from now on, and goes on from what an earlier part of the run had spent.

        Without chats it does nothing, so that a run without models leaves no such file.
        """
        if self.opened:
            self.shared.cache.open(cache)
            self.shared.purse.carry_over(spent or {})

    def chat(self, spec: str, *, where: str = "", purpose: Purpose = "bot") -> ModelChat:
        """The chat with the model of a SPEC; the same object for the same SPEC.

        Raises:
            BadInput: the SPEC names no model, or a key that is not there.
        """
        where = where or f"model {spec}"
        if spec in self._chats:
            return self._chats[spec][0]
        address = parse(spec, where=where)
        key = self._key(address, where)
        sender: Endpoint | providers.Provider
        if address.through == "url":
            sender = Endpoint(address, wire=self._wire, key=key)
        else:
            sender = providers.Provider(address, key=key)
        made = ModelChat(address, sender=sender, gate=self._gate(address), price=price_of(address), shared=self.shared)
        self._chats[spec] = (made, where, purpose)
        return made

    async def check(self) -> None:
        """Waits until every chat's endpoint is ready and asks each one short question, before a run depends on it.

        Raises:
            BadInput: nobody answers, a wrong key or model, or a spending limit over a model of unknown price.
        """
        for chat, where, purpose in self._chats.values():
            if self.shared.purse.limit is not None and chat.exchange.price is None:
                raise BadInput(
                    where,
                    "has no known price, so --max-cost cannot hold",
                    do="add ?price=PROMPT/COMPLETION in USD per million tokens to the SPEC, 0 for a model of your own",
                )
            sender = chat.exchange.sender
            try:
                await sender.open()
            except BadInput as problem:
                raise BadInput(where, problem.what, do=problem.do) from None
            if isinstance(sender, Endpoint):
                listed = await wait_until_ready(sender, where=where, clock=self.shared.clock, sleep=self.shared.sleep)
                if sender.model == "default" and listed:
                    sender.model = listed[0]
            outcome = await chat.try_out(purpose)
            if outcome.failure in ("config", "connection"):
                raise BadInput(where, outcome.reason)

    def report(self) -> dict[str, Any]:
        """What was spent by role, and how each model turned out: names it answered under, settings it did not take."""
        return {
            "spent": self.shared.purse.report(),
            "models": {
                spec: {
                    "answered_as": sorted(chat.exchange.answered_as),
                    "dropped": sorted(chat.exchange.sender.leaves_out),
                    "structured": chat.rung,
                }
                for spec, (chat, _, _) in self._chats.items()
            },
        }

    async def close(self) -> None:
        """Closes connections and the cache; call it in the loop that was used."""
        await self._wire.close()
        senders = [chat.exchange.sender for chat, _, _ in self._chats.values()]
        if any(isinstance(sender, providers.Provider) and sender.opened for sender in senders):
            await providers.close()
        self.shared.cache.close()

    def _key(self, address: Address, where: str) -> Secret | None:
        name = address.options.get("key_env")
        if name is None and address.through == "litellm":
            return None  # litellm reads the provider's own variable
        value = self._variable(name or DEFAULT_KEY)
        if name and not value:
            raise BadInput(where, f"the environment variable {name} is not set", do=f"export {name}=…")
        if value:
            self.shared.redactor.learn(value)
        return Secret(value) if value else None

    def _gate(self, address: Address) -> Gate:
        place = urlsplit(address.base).netloc if address.base else address.model.partition("/")[0]
        rate = address.number("rpm")
        if place not in self._gates or rate or "at_once" in address.options:
            self._gates[place] = Gate(
                at_once=int(address.number("at_once") or self._at_once),
                per_minute=rate,
                clock=self.shared.clock,
                sleep=self.shared.sleep,
            )
        return self._gates[place]
