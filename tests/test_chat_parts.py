"""The parts of the chat door, each on its own: SPECs, answers, faults, keys."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coolhead.bench.chat.address import parse
from coolhead.bench.chat.reasoning import split
from coolhead.bench.chat.secrets import Redactor, Secret
from coolhead.bench.chat.trouble import Trouble, of_status, retry_after
from coolhead.bench.chat.wire import read
from coolhead.bench.errors import BadInput
from coolhead.bench.types import ChatMessage, Usage

HELLO = (ChatMessage(role="user", content="Hello"),)


# --- SPECs ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spec", "through", "model", "base"),
    [
        ("litellm:gpt-4o-mini", "litellm", "gpt-4o-mini", None),
        ("anthropic/claude-haiku-4-5", "litellm", "anthropic/claude-haiku-4-5", None),
        ("litellm:ollama/qwen:7b", "litellm", "ollama/qwen:7b", None),
        ("openai:gpt-4o", "litellm", "openai/gpt-4o", None),
        ("openai:http://127.0.0.1:18081/v1#smollm2", "url", "smollm2", "http://127.0.0.1:18081/v1"),
        ("openai:http://127.0.0.1:18081/v1/", "url", "default", "http://127.0.0.1:18081/v1"),
        ("openai:https://h.example.com/v1/chat/completions#m", "url", "m", "https://h.example.com/v1"),
        ("litellm:openai/smollm2@http://127.0.0.1:1/v1", "url", "smollm2", "http://127.0.0.1:1/v1"),
        ("litellm:mistral/x@https://h.example.com/v1", "litellm", "mistral/x", "https://h.example.com/v1"),
        ("openai:http://h.example.com/v1?temperature=0.7&rpm=30#org/m", "url", "org/m", "http://h.example.com/v1"),
    ],
)
def test_a_spec_names_a_model_and_the_way_to_it(spec, through, model, base):
    address = parse(spec, where="--bot")
    assert (address.through, address.model, address.base) == (through, model, base)


def test_options_of_a_spec():
    address = parse("litellm:gpt-4o?temperature=0.7&max_tokens=300&price=1/2", where="--bot")
    assert (address.number("temperature"), address.number("max_tokens"), address.number("rpm")) == (0.7, 300, None)


@pytest.mark.parametrize(
    ("spec", "complaint"),
    [
        ("litellm:", "names no model"),
        ("openai:http:///v1#m", "not an address"),
        ("litellm:gpt-4o?temprature=1", "did you mean 'temperature'"),
        ("litellm:gpt-4o?temperature=9", "0 to 2"),
        ("litellm:gpt-4o?max_tokens=0", "number of tokens"),
        ("litellm:gpt-4o?price=cheap", "USD for a million tokens"),
    ],
)
def test_a_wrong_spec_is_one_clear_line(spec, complaint):
    with pytest.raises(BadInput, match=complaint):
        parse(spec, where=f"--bot {spec}")


@pytest.mark.parametrize(
    "spec",
    [
        "openai:https://user:sk-planted-0123456789@h.example.com/v1#m",
        "openai:https://h.example.com/v1?api_key=sk-planted-0123456789#m",
        "litellm:gpt-4o?key_env=sk-planted-0123456789",
    ],
)
def test_a_key_inside_a_spec_is_refused_without_repeating_it(spec):
    with pytest.raises(BadInput) as caught:
        parse(spec, where=f"--bot {spec}")
    assert "planted" not in str(caught.value)


# --- answers -------------------------------------------------------------------------------------------------


def body(**message):
    return {"choices": [{"message": {"content": "Yes.", **message}, "finish_reason": "stop"}]}


def test_an_answer_is_read_with_its_odd_forms():
    assert (
        read(body(content=[{"type": "text", "text": "One "}, {"type": "image"}, {"type": "text", "text": "two"}])).text
        == "One two"
    )
    answer = read(body(content="<think>They are cross.</think> I am sorry.", reasoning_content="hm"))
    assert (answer.text, answer.reasoning) == ("I am sorry.", "hm\nThey are cross.")
    call = {"function": {"name": "credit", "arguments": '{"amount": 5}'}}
    assert read(body(content=None, tool_calls=[call])).tool_calls[0].arguments == {"amount": 5}
    assert (
        read(body(content=None, tool_calls=[{"function": {"name": "x", "arguments": "{"}}])).tool_calls[0].malformed
        == "{"
    )


@pytest.mark.parametrize(
    ("usage", "read_as"),
    [
        (None, None),
        ({"prompt_tokens": 0, "completion_tokens": 0}, None),
        ({"prompt_tokens": 7}, Usage(prompt_tokens=7)),
        ({"prompt_tokens": "many", "completion_tokens": True}, None),
        ({"prompt_tokens": 7, "completion_tokens": 3}, Usage(prompt_tokens=7, completion_tokens=3)),
    ],
)
def test_missing_usage_is_unknown_and_not_zero(usage, read_as):
    assert read({**body(), "usage": usage}).usage == read_as


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ([], "malformed"),
        ({}, "malformed"),
        ({"choices": []}, "empty"),
        ({"choices": [None]}, "malformed"),
        (body(content=None), "empty"),
        (body(content=" \n"), "empty"),
        (body(content="<think>What now"), "empty"),
        (body(content=None, refusal="No."), "refused"),
        ({"choices": [{"message": {"content": "Half"}, "finish_reason": "content_filter"}]}, "refused"),
        ({"error": {"message": "slow down", "code": 429}}, "rate_limited"),
        ({"error": "broken"}, "server"),
    ],
)
def test_what_cannot_be_used_is_trouble_of_its_kind(data, kind):
    with pytest.raises(Trouble) as caught:
        read(data)
    assert caught.value.kind == kind


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from("choices message content tool_calls function usage error provider_specific_fields".split()),
            inner,
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_no_answer_however_odd_raises_anything_but_trouble(data):
    with contextlib.suppress(Trouble):
        read(data)


@pytest.mark.parametrize(
    ("raw", "said", "thought"),
    [
        ("Hello.", "Hello.", ""),
        ("5 < 6 and [ok]", "5 < 6 and [ok]", ""),
        ("<think>a</think>Hi.<think>b</think>", "Hi.", "a\nb"),
        ("a</think>\nHi.", "Hi.", "a"),
        ("Hi. <thinking>never closed", "Hi.", "never closed"),
        ("[THINK]a[/THINK]Hi.", "Hi.", "a"),
        (
            "<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final<|message|>Hi.<|return|>",
            "Hi.",
            "a",
        ),
        ("Hi.<|im_end|>", "Hi.", ""),
    ],
)
def test_thinking_aloud_is_taken_out(raw, said, thought):
    assert split(raw) == (said, thought)


# --- faults --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "text", "kind"),
    [
        (401, "bad key", "config"),
        (404, "no model", "config"),
        (402, "", "config"),
        (429, "slow down", "rate_limited"),
        (429, "You exceeded your current quota", "config"),
        (400, "maximum context length is 8192 tokens", "context"),
        (500, "the request exceeds the available context size", "context"),
        (413, "", "context"),
        (400, "blocked by content_filter", "refused"),
        (400, "no such field", "config"),
        (408, "", "timeout"),
        (500, "", "server"),
        (529, "overloaded", "server"),
    ],
)
def test_a_status_becomes_a_kind_of_failure(status, text, kind):
    assert of_status(status, json.dumps({"error": {"message": text}}), {}).kind == kind


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "Retry-After": "9"}, 0.25),
        ({"llm_provider-retry-after": "3"}, 3),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "Fri, 01 Jan 2027 00:00:30 GMT", "Date": "Fri, 01 Jan 2027 00:00:00 GMT"}, 30),
        ({"Retry-After": "Fri, 01 Jan 2027 00:00:00 GMT", "Date": "Fri, 01 Jan 2027 00:00:30 GMT"}, 0),
    ],
)
def test_retry_after_in_all_its_spellings(headers, seconds):
    assert retry_after(headers) == seconds


# --- keys ----------------------------------------------------------------------------------------------------


def test_a_secret_cannot_be_printed_or_pickled():
    import pickle

    secret = Secret("planted-0123456789")
    assert "planted" not in f"{secret} {secret!r} {[secret]}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_keys_of_the_environment_are_blotted_out_and_ordinary_words_stay():
    redactor = Redactor(environment={"ACME_API_KEY": "planted-0123456789", "HOME": "/home/planted", "MY_TOKEN": "1"})
    assert (
        redactor.exact("auth planted-0123456789 failed in 1 s at /home/planted")
        == "auth [key] failed in 1 s at /home/planted"
    )


@pytest.mark.parametrize(
    "text",
    [
        "key sk-abc***wxyz1234 is wrong",
        "Authorization: Bearer abcdef.123",
        "https://me:pass@h.example.com/v1",
        "?key=abc123xyz&x=1",
    ],
)
def test_what_looks_like_a_key_goes_from_messages(text):
    shown = Redactor(environment={}).message(text)
    assert "[key]" in shown
    assert not any(part in shown for part in ("wxyz1234", "abcdef.123", "me:pass", "abc123xyz"))


def test_an_ordinary_message_is_left_alone():
    text = "HTTP 400: the max_tokens field is risk-free and task-based"
    assert Redactor(environment={}).message(text) == text
