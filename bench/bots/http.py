"""Bots by URL: `http(s)://…`, in one of three dialects (docs/bots.md).

Only the host that the user named is talked to; redirects stay there, answers are bounded, keys come from the
environment and are blotted out of everything that comes back.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from coolhead.bench.bots.cold_start import ColdStart
from coolhead.bench.bots.dialects import Request, event, filled_url, read, request, view_of, ways
from coolhead.bench.bots.http_settings import Hook, HttpSettings, environment_names, from_spec, made
from coolhead.bench.bots.http_wire import Again, Wire, host, reachable
from coolhead.bench.bots.keys import VARIABLE, Keys
from coolhead.bench.bots.mapping import fill, steps, walk
from coolhead.bench.bots.prompting import default_prompt, read_prompt
from coolhead.bench.bots.prompting import fill as fill_prompt
from coolhead.bench.bots.trouble import BotTrouble, excerpt
from coolhead.bench.bots.waiting import Pause, of_status, retry_after
from coolhead.bench.types import Conversation, Reply
from coolhead.personas.case import Case

REMEMBERED = 1_024
"""Filled prompts that are kept."""
HOOK_SECONDS = 30.0
"""For the request at the end of a dialogue."""


class HttpBot(ColdStart):
    """A bot behind an address."""

    remote = True

    def __init__(self, settings: HttpSettings, *, name: str, keys: Keys | None = None, nonce: str = "") -> None:
        super().__init__(settings)
        self.settings, self.name = settings, name
        where = f"bot {name}"
        self._keys = keys or Keys()
        self._env = {one: self._keys.value(one, where=where) for one in sorted(environment_names(settings))}
        self._prompt = _prompt(settings)
        self._prompts: dict[int, tuple[Case, str]] = {}
        self._ways = ways(settings)
        self._nonce = nonce or secrets.token_hex(8)  # bots keep what they know of a session: no two runs may share one
        self._wire = Wire(home=settings.url, headers=_headers(settings, self._env), largest=settings.largest)
        self._pause = Pause()
        self._warm = False
        self._sessions: dict[str, dict[str, Any]] = {}
        """Dialogues under way -> what the start hook kept; empty without hooks."""
        self._meets: dict[str, str] = {}
        """Session -> persona id, for the variables that the user set per persona."""
        self._ending: set[asyncio.Task[None]] = set()
        digest = settings.model_dump_json(exclude={"name"}) + self._prompt
        self.fingerprint = hashlib.sha256(digest.encode()).hexdigest()[:12]

    async def check(self) -> None:
        """Sees whether anybody listens at the address; says nothing to the bot.

        Raises:
            BotTrouble: nobody does.
        """
        await reachable(self.settings.url, tries=self.settings.retries + 1)

    @property
    def keeps_time(self) -> bool:
        """True when it has time-outs of its own: set by the user, or for the first reply of all."""
        return self.settings.timeout is not None or not self._warm

    async def reply(self, conversation: Conversation) -> Reply:
        """What the bot answers.

        Raises:
            BotTrouble: it gave no usable answer.
        """
        start = await self._begun(conversation)
        view = self._view(conversation, start)
        system = self._system(conversation.case) if self._ways[-1].dialect == "openai" else ""
        while True:
            way = self._ways[0]
            asked = request(way, self.settings, view, system=system)
            try:
                data, seconds = await self._exchange(asked, text_is_fine=way.dialect == "auto")
                reply = read(way, self.settings, data)
            except _NotThere as problem:
                if way is not self._ways[0]:
                    continue  # another dialogue found the way meanwhile
                if len(self._ways) == 1 or self._warm:
                    raise BotTrouble("config", str(problem)) from None
                self._ways.pop(0)
                continue
            self._warm = True
            if way is self._ways[0]:
                del self._ways[1:]
            return reply.model_copy(update={"seconds": seconds})

    async def close(self) -> None:
        """Ends the dialogues that are still open at the bot, and lets go of the connections."""
        if self.settings.end:
            for session in list(self._sessions):
                self._end(session)
            if self._ending:
                await asyncio.wait(self._ending, timeout=HOOK_SECONDS)
        await self._wire.close()

    def _system(self, case: Case) -> str:
        """The system message; filled once per case file, of which each dialogue has one object."""
        known = self._prompts.get(id(case))
        if known is None or known[0] is not case:
            if len(self._prompts) >= REMEMBERED:
                self._prompts.pop(next(iter(self._prompts)))
            known = self._prompts[id(case)] = case, fill_prompt(self._prompt, case) if self._prompt else ""
        return known[1]

    # --- sessions ---

    def wire_session(self, session: str) -> str:
        """The session's name for the bot: new in each run, and silent about who the customer is."""
        return hashlib.sha256(f"{self._nonce}:{session}".encode()).hexdigest()[:24]

    def _view(self, conversation: Conversation, start: Mapping[str, Any]) -> dict[str, Any]:
        persona = self._meets.get(conversation.session, "")
        variables = {**self.settings.variables, **self.settings.personas.get(persona, {})}
        session = self.wire_session(conversation.session)
        return {**view_of(conversation, session=session, variables=variables, start=start), "env": self._env}

    def meets(self, session: str, persona: str) -> None:
        """Told by the dialogue, before it starts, whose variables to send; the bot itself never learns it."""
        self._meets[session] = persona

    def parted(self, session: str) -> None:
        """Told by the dialogue that it is over."""
        self._meets.pop(session, None)
        self._end(session)

    async def _begun(self, conversation: Conversation) -> Mapping[str, Any]:
        """Opens the session at the bot on first sight."""
        if not (self.settings.start or self.settings.end):
            return {}
        session = conversation.session
        if session not in self._sessions:
            view = self._view(conversation, {})
            kept = await self._hook(self.settings.start, "start", view) if self.settings.start else {}
            self._sessions[session] = {"view": {**view, "start": kept}, "kept": kept}
        kept = self._sessions[session]["kept"]
        return kept if isinstance(kept, Mapping) else {}

    async def _hook(self, hook: Hook, name: str, view: Mapping[str, Any]) -> dict[str, Any]:
        url = urljoin(filled_url(self.settings.url, view), filled_url(hook.path, view))
        body = event(view, name) if hook.request is None else fill(hook.request, view)
        data, _ = await self._exchange(Request(hook.method, url, body, hook.format), text_is_fine=True)
        kept = {}
        for key, path in hook.keep.items():
            found = next(walk(data, steps(path)), None)
            if found is None:
                raise BotTrouble("malformed", f"the answer at the start of the session has nothing at '{path}'")
            kept[key] = found
        return kept

    def _end(self, session: str) -> None:
        known = self._sessions.pop(session, None)
        if known is None or self.settings.end is None:
            return
        task = asyncio.get_running_loop().create_task(self._ended(self.settings.end, known["view"]))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _ended(self, hook: Hook, view: Mapping[str, Any]) -> None:
        try:
            async with asyncio.timeout(HOOK_SECONDS):
                await self._hook(hook, "end", view)
        except (BotTrouble, _NotThere, TimeoutError):
            return  # the dialogue is over and was fine; a bot that will not hear of the end loses nothing by it

    # --- requests ---

    async def _exchange(self, asked: Request, *, text_is_fine: bool) -> tuple[Any, float]:
        """The answer as plain data, and the seconds that it took without the waiting for a retry."""
        allowed = self.settings.timeout if self._warm else self.first_reply
        for attempt in range(self.settings.retries + 1):
            await self._pause.over()
            start = time.perf_counter()
            try:
                async with asyncio.timeout(allowed):
                    status, headers, raw = await self._wire.send(asked)
            except TimeoutError:
                raise BotTrouble("timeout", f"no reply in {allowed:g} s") from None
            except Again as problem:
                wait = 0.5 * 2**attempt
                if attempt == self.settings.retries:
                    raise BotTrouble("connection", str(problem)) from None
                await asyncio.sleep(wait)
                continue
            seconds = time.perf_counter() - start
            text = raw.decode("utf-8", "replace")
            if status in (429, 503) and attempt < self.settings.retries:
                asked_for = retry_after(headers)
                wait = 0.5 * 2**attempt if asked_for is None else asked_for
                if wait <= self.settings.longest_wait:
                    self._pause.extend(wait)
                    continue
            if status in (404, 405):
                raise _NotThere(self._keys.hide(f"HTTP {status}: no bot at this address ({asked.method})"))
            if not 200 <= status < 300:
                raise of_status(status, self._keys.hide(text))
            return self._read(text, headers, text_is_fine=text_is_fine), seconds
        raise AssertionError("the last attempt returns or raises")

    def _read(self, text: str, headers: Mapping[str, str], *, text_is_fine: bool) -> Any:
        try:
            return self._keys.clean(json.loads(text))
        except (ValueError, RecursionError):
            if text_is_fine and "html" not in headers.get("Content-Type", ""):
                return self._keys.clean(text.strip())
            raise BotTrouble(
                "malformed", f"the answer is not JSON: {excerpt(self._keys.hide(text), longest=80)}"
            ) from None


class _NotThere(Exception):
    """404 or 405: perhaps another dialect lives at another path."""


def _headers(settings: HttpSettings, env: Mapping[str, str]) -> dict[str, str]:
    headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "coolhead"}
    if settings.key_env:
        headers["Authorization"] = f"Bearer {env[settings.key_env]}"
    for name, value in settings.headers.items():
        plain = VARIABLE.fullmatch(value)
        headers[name] = env[value] if plain else fill(value, {"env": env}, quote=lambda text: text)
    return headers


def _prompt(settings: HttpSettings) -> str:
    if settings.system == "none":
        return ""
    return default_prompt() if settings.system == "case" else read_prompt(Path(settings.system))


def make(spec: str, *, name: str | None) -> list[HttpBot]:
    """The bot behind an address.

    Raises:
        BadInput: options that nobody knows, a key in the SPEC, an environment variable that is not set.
    """
    return [_named(from_spec(spec), name)]


def from_mapping(given: Mapping[str, Any], *, name: str | None, where: object) -> list[HttpBot]:
    """The bot that a YAML file describes."""
    return [_named(made(given, where=where), name)]


def _named(settings: HttpSettings, name: str | None) -> HttpBot:
    return HttpBot(settings, name=name or settings.name or host(settings.url).replace(":", "-"))
