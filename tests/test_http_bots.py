"""Bots by URL, against a small server that answers as told."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from contextlib import asynccontextmanager
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

import pytest
import yaml
from aiohttp import web

from coolhead.bench.bots import resolve
from coolhead.bench.bots.http import HttpBot, from_mapping
from coolhead.bench.bots.http_settings import PLACES, HttpSettings, from_spec
from coolhead.bench.bots.mapping import fill, steps, walk
from coolhead.bench.bots.trouble import BotTrouble, Kind
from coolhead.bench.errors import BadInput
from coolhead.bench.types import Action, Conversation, Reply, Turn
from coolhead.personas.schema import Case

KEY = "sk-plantedKey0123456789"


class Server:
    """Answers with what `answer(request, body)` returns; remembers what came."""

    def __init__(self, answer) -> None:
        self.answer, self.seen, self.url, self.connections = answer, [], "", set()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        body = json.loads(raw) if raw.startswith((b"{", b"[")) else raw.decode()
        self.connections.add(request.transport)
        self.seen.append((request.path, body, dict(request.headers)))
        given = self.answer(request, body)
        if asyncio.iscoroutine(given):
            given = await given
        return given if isinstance(given, web.StreamResponse) else web.json_response(given)

    @property
    def bodies(self) -> list:
        return [body for _, body, _ in self.seen]

    @property
    def paths(self) -> list[str]:
        return [path for path, _, _ in self.seen]


@asynccontextmanager
async def serving(answer):
    server = Server(answer)
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", server.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        await runner.cleanup()


def talk_of(*texts: str, session: str = "bot/P01/0") -> Conversation:
    turns = tuple(Turn(role="customer" if n % 2 == 0 else "agent", text=t) for n, t in enumerate(texts or ("Well?",)))
    return Conversation(turns=turns, case=Case(firm="Tellmere", record={"account": "A-7"}), session=session, seed=5)


def asked(spec_or_settings, answer, *talks: Conversation) -> tuple[list[Reply], Server]:
    """The bot's replies to these conversations, in one run, and the server."""

    async def scenario():
        async with serving(answer) as server:
            if isinstance(spec_or_settings, str):
                [bot] = resolve([spec_or_settings.replace("URL", server.url)])
            else:
                given = {**spec_or_settings, "url": server.url + spec_or_settings["url"]}
                [bot] = from_mapping(given, name="b", where="f")
            try:
                for talk in talks:
                    bot.meets(talk.session, talk.session.split("/")[1])
                return [await bot.reply(talk) for talk in talks or (talk_of(),)], server
            finally:
                await bot.close()

    return asyncio.run(scenario())


def trouble(spec_or_settings, answer, *talks: Conversation) -> BotTrouble:
    with pytest.raises(BotTrouble) as found:
        asked(spec_or_settings, answer, *talks)
    return found.value


def completion(text: str, **message) -> dict:
    return {"choices": [{"message": {"role": "assistant", "content": text, **message}}], "usage": {"prompt_tokens": 3}}


def moved(status: int, to: str) -> web.Response:
    return web.Response(status=status, headers={"Location": to})


# --- dialects ---


def test_the_webhook_gets_everything_a_bot_may_know_and_nothing_else():
    answer = {"text": "I put 5 cr on it.", "actions": [{"name": "credit", "amount": 5}], "done": True, "more": 1}
    [reply], server = asked("URL/chat", lambda r, b: answer, talk_of("Hi", "Yes?", "Where is it?"))
    assert reply.text == "I put 5 cr on it."
    assert reply.actions == (Action(name="credit", amount=5),)
    assert reply.done
    assert reply.seconds > 0
    [body] = server.bodies
    assert set(body) == {"coolhead", "event", "session", "seed", "case", "variables", "text", "turns"}
    assert body["turns"][1] == {"role": "agent", "text": "Yes?"}
    assert body["text"] == "Where is it?"
    assert body["case"]["record"] == {"account": "A-7"}
    assert "P01" not in json.dumps(body), "the bot is not told who the customer is"


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ({"text": "a"}, "a"),
        ("a", "a"),
        ({"reply": "a"}, "a"),
        ({"response": "a", "id": 3}, "a"),
        ([{"text": "a"}, {"text": "b"}], "a\nb"),
        (completion("a"), "a"),
    ],
)
def test_an_unknown_bot_is_read_by_the_shape_of_its_answer(answer, text):
    assert asked("URL/bot", lambda r, b: answer)[0][0].text == text


def test_plain_text_is_an_answer_too_but_a_web_page_is_none():
    assert asked("URL/bot", lambda r, b: web.Response(text="Hello."))[0][0].text == "Hello."
    page = web.Response(text="<html>Login</html>", content_type="text/html")
    assert trouble("URL/bot", lambda r, b: page).kind == "malformed"


@pytest.mark.parametrize(
    "spec", ["URL/v1", "URL/v1/chat/completions", "URL#model=desk", "URL/api#dialect=openai", "URL/v1#desk"]
)
def test_openai_is_recognised_by_its_address_or_a_model(spec):
    [reply], server = asked(spec, lambda r, b: completion("Right away."), talk_of("One.", "Yes?", "Two."))
    assert reply.text == "Right away."
    assert reply.usage.prompt_tokens == 3
    assert server.paths[0].endswith("/chat/completions")
    system, *rest = server.bodies[0]["messages"]
    assert system["role"] == "system"
    assert "Tellmere" in system["content"]
    assert rest == [
        {"role": "user", "content": "One."},
        {"role": "assistant", "content": "Yes?"},
        {"role": "user", "content": "Two."},
    ]


def test_an_openai_server_named_by_its_host_is_found_out_once():
    def answer(request, body):
        return completion("here") if request.path == "/v1/chat/completions" else web.Response(status=404)

    replies, server = asked("URL", answer, talk_of("a"), talk_of("b"))
    assert [reply.text for reply in replies] == ["here", "here"]
    assert server.paths == ["/", "/v1/chat/completions", "/v1/chat/completions"]


def test_a_burst_is_one_message_and_tool_calls_are_actions():
    call = {"function": {"name": "credit", "arguments": '{"amount": 7.5, "note": "late"}'}}
    burst = talk_of().model_copy(update={"turns": tuple(Turn(role="customer", text=t) for t in ("No!", "Really."))})
    spec = "URL/v1#system=none&body.temperature=0.2"
    [reply], server = asked(spec, lambda r, b: completion(None, tool_calls=[call]), burst)
    assert server.bodies[0]["messages"] == [{"role": "user", "content": "No!\nReally."}]
    assert server.bodies[0]["temperature"] == 0.2
    assert reply.actions == (Action(name="credit", amount=7.5, detail={"note": "late"}),)


RASA = "URL/webhooks/rest/webhook"


def test_rasa_is_recognised_and_each_dialogue_is_a_sender_of_its_own():
    talks = [talk_of("Hi", session=f"b/{who}/0") for who in ("P01", "P02")]
    talks.append(talk_of("Hi", "x", "y", session="b/P01/0"))
    replies, server = asked(RASA, lambda r, b: [{"text": "1"}, {"image": "i"}, {"text": "2"}], *talks)
    assert replies[0].text == "1\n2"
    one, two, again = server.bodies
    assert set(one) == {"sender", "message"}
    assert again["message"] == "y"
    assert one["sender"] == again["sender"] != two["sender"]
    assert asked(RASA, lambda r, b: [])[0][0].text == "", "a bot may say nothing"


def test_senders_differ_between_runs():
    senders = {asked(RASA, lambda r, b: [{"text": "1"}])[1].bodies[0]["sender"] for _ in range(3)}
    assert len(senders) == 3


MAPPING = {
    "url": "/api/{session}/say",
    "dialect": "mapping",
    "request": {"input": {"q": "{text}", "log": "{turns}", "who": "{variables.account} of {case.firm}", "n": "{seed}"}},
    "reply": "out[0].speech",
    "actions": "did",
    "done": "bye",
    "variables": {"account": "none"},
    "personas": {"P01": {"account": "T-1"}},
}


def test_a_mapping_fits_any_form():
    answer = {"out": [{"speech": "Hm."}], "did": ["credit"], "bye": True}
    [reply, _], server = asked(MAPPING, lambda r, b: answer, talk_of("Hi"), talk_of("Hi", session="b/P02/0"))
    assert reply == Reply(text="Hm.", actions=("credit",), done=True, seconds=reply.seconds)
    one, two = server.bodies
    assert one["input"] == {"q": "Hi", "log": [{"role": "customer", "text": "Hi"}], "who": "T-1 of Tellmere", "n": 5}
    assert two["input"]["who"] == "none of Tellmere"
    assert len(server.paths[0].split("/")) == 4


def test_forms_and_get_requests():
    form = {"url": "/sms", "dialect": "mapping", "format": "form", "request": {"Body": "{text}"}, "reply": "m"}
    _, server = asked(form, lambda r, b: {"m": "ok"}, talk_of("a & b"))
    assert server.bodies == ["Body=a+%26+b"]
    get = {"url": "/ask", "dialect": "mapping", "method": "GET", "request": {"q": "{text}"}, "reply": "m"}
    [reply], server = asked(get, lambda r, b: {"m": r.query["q"]}, talk_of("a & b"))
    assert reply.text == "a & b"


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("{text}", "hi"), ("{n}", 3), ("<{n}>", "<3>"), ("{{text}}", "{text}"), ("{a.b[1]}", "y"),
        ("{a.b[*]}", ["x", "y"]), ("{a.no}", None), ("-{a.no}-", "--"), ({"k": ["{a}"]}, {"k": [{"b": ["x", "y"]}]}),
        ("{ not a place }", "{ not a place }"),
    ],
)  # fmt: skip
def test_templates(template, filled):
    assert fill(template, {"text": "hi", "n": 3, "a": {"b": ["x", "y"]}}) == filled


def test_paths():
    data = {"a": [{"b": 1}, {"c": 2}, {"b": 3}]}
    assert list(walk(data, steps("$.a[*].b"))) == [1, 3]
    assert list(walk(data, steps("a[-1].b"))) == [3]
    assert list(walk(data, steps("a.b"))) == []
    with pytest.raises(ValueError, match="not a path"):
        steps("a[")


# --- sessions ---


def test_hooks_open_and_close_each_session_and_keep_what_they_got():
    settings = {
        **MAPPING,
        "url": "/c/{start.id}/say",
        "start": {"path": "/c", "keep": {"id": "conversation.id"}},
        "end": {"path": "/c/{start.id}", "method": "DELETE"},
    }

    def answer(request, body):
        if request.path == "/c":
            return {"conversation": {"id": f"id {len(server_seen)}"}} if server_seen.append(body) is None else None
        return {"out": [{"speech": "Hm."}]}

    server_seen: list = []
    talks = talk_of("Hi"), talk_of("Hi", "x", "y"), talk_of("Hi", session="b/P02/0")
    _, server = asked(settings, answer, *talks)
    assert server.paths[:3] == ["/c", "/c/id 1/say", "/c/id 1/say"]
    assert sorted(server.paths[3:]) == ["/c", "/c/id 1", "/c/id 2", "/c/id 2/say"]
    assert server_seen[0]["event"] == "start"
    assert server_seen[0]["variables"] == {"account": "T-1"}


def test_one_connection_serves_all_dialogues():
    _, server = asked("URL/x", lambda r, b: {"text": "ok"}, *[talk_of(session=f"b/P0{n}/0") for n in range(5)])
    assert len(server.connections) == 1


def test_no_cookie_of_one_customer_reaches_the_next():
    def answer(request, body):
        response = web.json_response({"text": "ok"})
        response.set_cookie("me", "1")
        return response

    _, server = asked("URL/x", answer, talk_of(), talk_of(session="b/P02/0"))
    assert not [headers for *_, headers in server.seen if "Cookie" in headers]


# --- what goes wrong ---


@pytest.mark.parametrize(
    ("answer", "kind", "text"),
    [
        (lambda r, b: web.Response(status=500, text='{"error": {"message": "full"}}'), "server", "HTTP 500: full"),
        (lambda r, b: web.Response(status=401, text="no"), "config", "HTTP 401: no"),
        (lambda r, b: web.Response(status=422, text="bad"), "refused", "HTTP 422: bad"),
        (lambda r, b: {"speech": 1}, "malformed", 'no "text" (it has speech)'),
        (lambda r, b: {"text": "a", "actions": [{"amount": "x"}]}, "malformed", "action cannot be read"),
        (lambda r, b: web.Response(text='{"text": ', content_type="application/json"), "malformed", "not JSON"),
        (lambda r, b: web.Response(text="[" * 100_000, content_type="application/json"), "malformed", "not JSON"),
        (lambda r, b: web.Response(text="x" * 3_000_000), "malformed", "larger than 2,000,000 bytes"),
        (lambda r, b: moved(302, "https://elsewhere.example.com/x"), "config", "redirects to elsewhere.example.com"),
        (lambda r, b: moved(307, "http://localhost:1/x"), "config", "not the host that was named"),
        (lambda r, b: moved(307, "/again"), "config", "redirects more than 3 times"),
    ],
)  # fmt: skip
def test_every_fault_has_a_kind_and_a_reason(answer, kind, text):
    problem = trouble("URL/chat#dialect=webhook", answer)
    assert problem.kind == kind
    assert text in str(problem)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [({"error": {"message": "overloaded"}}, "server"), (completion(""), "empty"), ({"choices": []}, "malformed")],
)
def test_openai_faults(answer, kind):
    assert trouble("URL/v1", lambda r, b: answer).kind == kind


def test_an_endless_answer_is_cut_and_a_slow_one_is_not_waited_for():
    async def endless(request):
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x" * 65_536)

    assert "larger than" in str(trouble("URL/x", lambda r, b: endless(r)))

    async def slow():
        await asyncio.sleep(0.3)

    problem = trouble("URL/x#cold_start=0.05", lambda r, b: slow())
    assert problem.kind == "timeout"


def test_a_redirect_on_the_same_host_is_followed_with_its_body():
    def answer(request, body):
        return {"text": body["text"]} if request.path == "/chat/" else moved(308, "/chat/")

    assert asked("URL/chat", answer, talk_of("Hello?"))[0][0].text == "Hello?"


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_bot_is_asked_again_when_it_said(status):
    turns = iter([web.Response(status=status, headers={"Retry-After": "0.01"}) for _ in range(2)])
    [reply], server = asked("URL/x", lambda r, b: next(turns, {"text": "now"}))
    assert reply.text == "now"
    assert len(server.seen) == 3


def test_the_asking_has_an_end():
    busy = lambda r, b: web.Response(status=429, headers={"Retry-After": "0"})  # noqa: E731
    assert trouble("URL/x#retries=2", busy).kind == "rate_limited"
    for header in ("3600", "Fri, 01 Jan 2100 00:00:00 GMT"):
        long = lambda r, b, h=header: web.Response(status=503, headers={"Retry-After": h})  # noqa: E731
        assert trouble("URL/x", long).kind == "rate_limited"


def test_nobody_there():
    problem = trouble("http://127.0.0.1:9/x#retries=0", None)
    assert problem.kind == "connection"
    assert str(problem) == "nobody answers at 127.0.0.1:9"


def test_the_first_reply_may_take_longer_than_the_others():
    settings = from_spec("http://127.0.0.1:9/x")
    bot = HttpBot(settings, name="b")
    assert bot.keeps_time, "waking up is not held against it"

    async def scenario():
        async with serving(lambda r, b: {"text": "ok"}) as server:
            warm = HttpBot(settings.model_copy(update={"url": server.url}), name="b")
            await warm.reply(talk_of())
            await warm.close()
            return warm.keeps_time

    assert not asyncio.run(scenario()), "from then on --reply-timeout holds"


# --- keys ---


def test_a_planted_key_is_sent_and_never_seen_again(monkeypatch, tmp_path, capsys):
    """Whatever a bot does with its key: echo it in a reply, in an action, in an error."""
    from coolhead.bench.cli import main

    monkeypatch.setenv("MY_BOT_KEY", KEY)
    monkeypatch.setenv("TENANT", "acme-tenant")
    seen: list[str] = []

    def answer(request, body):
        seen.append(request.headers["Authorization"])
        assert request.headers["X-Tenant"] == "t acme-tenant"
        if len(seen) == 1:
            return web.Response(status=400, text=f'{{"error": "bad key {KEY}"}}')
        if len(seen) == 2:
            return web.Response(text=f"nonsense {KEY}", content_type="text/html")
        escaped = "".join(f"\\u{ord(c):04x}" for c in KEY)
        return web.Response(text=f'{{"text": "k {KEY}", "actions": [{{"name": "{escaped}"}}]}}')

    urls: list[str] = []
    started, stop = threading.Event(), threading.Event()

    async def serve():
        async with serving(answer) as server:
            urls.append(server.url)
            started.set()
            await asyncio.to_thread(stop.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        assert started.wait(10)
        spec = f"b={urls[0]}/x#key_env=MY_BOT_KEY&header.X-Tenant=t {{env.TENANT}}"
        people = [word for id in ("P01", "P02", "P03") for word in ("--personas", id)]
        main(["run", "--bot", spec, *people, "--jobs", "1", "--out", str(tmp_path / "run")])
    finally:
        stop.set()
        thread.join()
    assert seen[0] == f"Bearer {KEY}"
    said = capsys.readouterr()
    texts = [said.out, said.err, *(path.read_text("utf-8", "replace") for path in (tmp_path / "run").rglob("*.*"))]
    assert any("k [key]" in text for text in texts)
    assert any("bad key [key]" in text for text in texts)
    assert not [text for text in texts if KEY in text or "acme-tenant" in text]


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        (f"http://h/x#api_key={KEY}", "key_env"),
        (f"http://h/x#key_env={KEY}", "name of an environment variable"),
        (f"http://h/x#header.X-Key={KEY}", "environment variable"),
        (f"http://h/x?token={KEY}", "would be written into the run folder"),
        (f"http://me:{KEY}@h/x", "would be written into the run folder"),
        (f"http://h/x#dialect={KEY}", "dialect"),
    ],
)
def test_a_key_in_a_spec_is_refused_without_repeating_it(spec, text):
    with pytest.raises(BadInput) as found:
        resolve([spec])
    assert text in str(found.value)
    assert KEY not in str(found.value)


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        ("http://h/x#key_env=NOT_SET_ANYWHERE", "NOT_SET_ANYWHERE is not set"),
        ("http://h/x#dialekt=openai", "did you mean 'dialect'"),
        ("http:///x", "is not an address"),
        ("http://{session}/x", "is not an address"),
        ("http://h/{sesion}", "did you mean 'session'"),
        ("http://h/x#dialect=mapping", "needs a request template"),
        ("http://h/x#dialect=mapping&request={q: '{text}'}", "needs the path of the reply"),
        ("http://h/x#start=https://other.example.com/s", "another host"),
        ("http://h/x#retries=99", "retries"),
        ("none.yaml", "none.yaml: cannot be read"),
    ],
)
def test_a_wrong_spec_is_one_clear_line(spec, text):
    with pytest.raises(BadInput) as found:
        resolve([spec])
    assert text in str(found.value)
    assert "\n" not in str(found.value)


def test_a_bot_in_a_file(tmp_path):
    path = tmp_path / "desk.yaml"
    path.write_text("url: http://127.0.0.1:9/x\ntimeout: 5\n")
    [bot, other] = resolve([str(path), f"two={path}"])
    assert (bot.name, other.name) == ("desk", "two")
    assert bot.fingerprint == other.fingerprint
    path.write_text("url: http://127.0.0.1:9/x\ntimeout: 6\n")
    assert resolve([str(path)])[0].fingerprint != bot.fingerprint
    path.write_text("adress: http://127.0.0.1:9/x\n")
    with pytest.raises(BadInput, match="describes no bot"):
        resolve([str(path)])


# --- the page ---

DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_the_rasa_example_plays(monkeypatch):
    monkeypatch.setenv("RASA_TOKEN", KEY)
    given = yaml.safe_load((DOCS / "examples/rasa.yaml").read_text("utf-8"))
    given["url"] = urlsplit(given["url"]).path
    [reply, _], server = asked(given, lambda r, b: [{"text": "Hm."}], talk_of("Hi"), talk_of(session="b/P02/0"))
    assert reply.text == "Hm."
    said = [body for body in server.bodies if "message" in body]
    assert [body["metadata"] for body in said] == [{"account": "TEST-1"}, {"account": "TEST-2"}]
    assert sum("/tracker/events" in path for path in server.paths) == 2


def test_the_page_names_every_option_and_kind():
    page = (DOCS / "bots.md").read_text("utf-8")
    for name in {*HttpSettings.model_fields} - {"name"}:
        assert re.search(rf"\b{name}\b", page), name
    for kind in get_args(Kind):
        assert f"`{kind}`" in page, kind
    for place in PLACES:
        assert "{" + place in page, place
