"""What goes wrong with a bot by URL, and what becomes of its keys."""

from __future__ import annotations

import asyncio
import threading

import pytest
from aiohttp import web
from http_kit import KEY, asked, completion, moved, serving, talk_of, trouble

from coolhead.bench.bots import resolve
from coolhead.bench.bots.http import HttpBot
from coolhead.bench.bots.http_settings import from_spec
from coolhead.bench.errors import BadInput

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
