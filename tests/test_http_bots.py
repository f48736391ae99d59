"""Bots by URL, against a small server that answers as told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

import pytest
import yaml
from aiohttp import web
from http_kit import KEY, asked, completion, talk_of, trouble

from coolhead.bench.bots.http_settings import PLACES, HttpSettings
from coolhead.bench.bots.mapping import fill, steps, walk
from coolhead.bench.bots.trouble import Kind
from coolhead.bench.types import Action, Reply, Turn

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
