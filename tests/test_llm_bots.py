"""Language models as candidates: what they are told, what becomes of their tool calls, how their failures count."""

from __future__ import annotations

import asyncio
import json

import pytest

from coolhead.bench.bots import is_model, resolve
from coolhead.bench.bots.model import ModelBot, NoReply, said, short_name
from coolhead.bench.bots.prompting import default_prompt, fill, read_prompt
from coolhead.bench.cli import main
from coolhead.bench.errors import BadInput, BudgetReached
from coolhead.bench.faults import serving
from coolhead.bench.testing import FakeChat, talk
from coolhead.bench.types import Action, ChatOutcome, Conversation, ToolCall, Turn, Usage
from coolhead.personas.case import Case, Grant, Policy
from coolhead.personas.loader import select
from coolhead.personas.vary import vary

pytestmark = pytest.mark.usefixtures("warm")

KEY = "planted-key-0123456789"
PERSONA = vary(select(["P01"])[0], seed=3)
CASE = Case(
    firm="Tellmere Goods",
    record={"order": "TG-1"},
    policy=Policy(
        grants=(
            Grant(id="credit", label="credit for the delay", limit="at most 20 cr", max_amount=20),
            Grant(id="visit", label="first engineer slot", conditions=("a visit was missed",)),
        ),
        forbidden=("a free year",),
    ),
    tools=("hand_over",),
)


def reply(*answers, lines=("C: Nobody came!",), case=CASE, template=None, model="fake/model"):
    """The bot's reply after these lines, and the chat it used."""
    chat = FakeChat(*answers, model=model)
    conversation = Conversation(turns=talk(*lines).turns, case=case, session="s", seed=11)
    return asyncio.run(ModelBot(chat, name="m", template=template).reply(conversation)), chat


def calling(*calls: tuple[str, dict], text=""):
    found = tuple(ToolCall(name=name, arguments=arguments, id=f"c{n}") for n, (name, arguments) in enumerate(calls))
    return ChatOutcome(text=text, tool_calls=found, usage=Usage(prompt_tokens=5, completion_tokens=5), attempts=1)


# --- the prompt ------------------------------------------------------------------------------------------------


def test_the_published_prompt_tells_the_case_and_nothing_of_the_persona():
    text = fill(default_prompt(), PERSONA.case)
    for part in (
        PERSONA.case.firm,
        PERSONA.case.record["reference"],
        "a free year or free months",
        "555-0142",
        "do not admit",
    ):
        assert part in text
    for secret in (PERSONA.canary, PERSONA.true_cause.label, PERSONA.title, "{", "---"):
        assert secret not in text


def test_sections_without_content_are_left_out():
    text = fill(default_prompt(), Case(firm="Tellmere"))
    assert "What you may give" not in text
    assert "tools" not in text
    assert "\n\n\n" not in text


def test_places_inside_a_record_are_not_filled():
    assert fill("{{record}}", Case(record={"note": "{{firm}}"}, firm="Tellmere")) == "- note: {{firm}}"


def test_a_prompt_of_ones_own(tmp_path):
    path = tmp_path / "mine.md"
    path.write_text("---\ntitle: mine\n---\nYou work for {{firm}}.")
    answer, chat = reply("Hello.", template=read_prompt(path))
    assert chat.calls[0].messages[0].content == "You work for Tellmere Goods."
    assert answer.text == "Hello."
    path.write_text("You work for {{frim}}.")
    with pytest.raises(BadInput, match="did you mean 'firm'"):
        read_prompt(path)
    path.write_text(" ")
    with pytest.raises(BadInput, match="is empty"):
        read_prompt(path)
    with pytest.raises(BadInput, match="cannot be read"):
        read_prompt(tmp_path / "none.md")


def test_another_prompt_or_model_is_another_bot():
    one, two, three = (
        ModelBot(FakeChat(model=m), name="m", template=t) for m, t in (("a/b", None), ("a/b", "x"), ("a/c", None))
    )
    assert len({one.fingerprint, two.fingerprint, three.fingerprint}) == 3


# --- the conversation --------------------------------------------------------------------------------------------


def test_bursts_are_one_message_and_earlier_actions_are_calls_that_were_done():
    turns = (
        *talk("C: Hello?", "C: Anyone?").turns,
        Turn(role="agent", text="Booked.", actions=(Action(name="visit"),)),
        *talk("C: When?").turns,
    )
    messages = said(turns)
    assert [m.role for m in messages] == ["user", "assistant", "tool", "assistant", "user"]
    assert messages[0].content == "Hello?\nAnyone?"
    assert messages[1].tool_calls[0].id == messages[2].tool_call_id
    assert all(m.content or m.tool_calls for m in said(talk("C: Hi", "A: ", "C: Hm").turns))


def test_the_model_is_asked_as_its_provider_ships_it_with_the_seed_of_the_dialogue():
    _, chat = reply("Hello.")
    asked = chat.calls[0]
    assert (asked.purpose, asked.temperature, asked.seed) == ("bot", None, 11)
    assert [tool.name for tool in asked.tools] == ["credit", "visit", "hand_over"]
    assert "amount" in asked.tools[0].parameters["properties"]
    assert "amount" not in asked.tools[1].parameters["properties"]


def test_tools_can_be_switched_off():
    _, chat = reply("Hello.", model="litellm:a/b?tools=off")
    assert chat.calls[0].tools == ()
    assert "tools" not in chat.calls[0].messages[0].content


# --- tools -------------------------------------------------------------------------------------------------------


def test_a_tool_call_within_policy_is_carried_out_and_recorded():
    answer, chat = reply(calling(("credit", {"amount": 20, "note": "delay"})), "I have credited 20 cr.")
    assert answer.text == "I have credited 20 cr."
    assert answer.actions == (Action(name="credit", amount=20, detail={"note": "delay"}),)
    assert chat.calls[1].messages[-1].content == "done"
    assert answer.notes == ()


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (("credit", {"amount": 500}), "at most 20 cr"),
        (("credit", {"amount": "lots"}), "not a number"),
        (("credit", {"amount": -5}), "not a number"),
        (("credit", {"amount": float("inf")}), "not a number"),
        (("teleport", {}), "there is no tool 'teleport'; there are: credit, visit, hand_over"),
    ],
)
def test_a_call_the_policy_does_not_let_through_is_declined_told_and_noted(call, why):
    answer, chat = reply(calling(call), "I am sorry, I cannot.")
    assert answer.actions == ()
    assert why in chat.calls[1].messages[-1].content
    assert any(note.startswith("declined: ") and why in note for note in answer.notes)


def test_amounts_in_words_of_money_and_malformed_arguments():
    broken = ChatOutcome(tool_calls=(ToolCall(name="credit", malformed='{"amount": 2', id="c"),))
    answer, _ = reply(calling(("credit", {"amount": "12.50 cr"})), broken, "Done.")
    assert [action.amount for action in answer.actions] == [12.5]
    assert "not a JSON object" in answer.notes[0]


def test_words_said_beside_a_call_are_kept_and_endless_calling_ends():
    answer, chat = reply(calling(("visit", {}), text="One moment."), calling(("visit", {})))
    assert answer.text == "One moment."
    assert len(chat.calls) == 4
    assert chat.calls[-1].tools == ()


# --- odd replies and failures --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "note"),
    [
        (ChatOutcome(text="I will", finish_reason="length"), "cut_off"),
        (ChatOutcome(text="so " * 3000), "over_long"),
        (ChatOutcome(text="Hi.", reasoning="They are cross."), "reasoning"),
        (ChatOutcome(text="Hi.", dropped=("seed",)), "dropped: seed"),
    ],
)
def test_odd_replies_are_recorded_for_what_they_are(outcome, note):
    answer, _ = reply(outcome)
    assert any(found.startswith(note) for found in answer.notes)
    assert answer.text == outcome.text


@pytest.mark.parametrize(
    "kind", ["timeout", "rate_limited", "connection", "server", "malformed", "empty", "refused", "context", "config"]
)
def test_a_failure_keeps_its_kind(kind):
    with pytest.raises(NoReply) as caught:
        reply(ChatOutcome(failure=kind, reason="because"))
    assert caught.value.kind == kind


def test_a_reached_budget_is_not_the_bots_failure():
    with pytest.raises(BudgetReached):
        reply(ChatOutcome(failure="budget", reason="the spending limit"))


def test_tokens_cost_and_time_of_all_rounds_are_summed_and_unknown_stays_unknown():
    used = {"usage": Usage(prompt_tokens=10, completion_tokens=2), "cost_usd": 0.5, "seconds": 1.0}
    first = calling(("visit", {})).model_copy(update=used)
    answer, _ = reply(first, ChatOutcome(text="Booked.", **used))
    assert (answer.usage, answer.cost_usd, answer.seconds) == (Usage(prompt_tokens=20, completion_tokens=4), 1.0, 2.0)
    answer, _ = reply(first, ChatOutcome(text="Booked.", seconds=1.0))
    assert (answer.usage, answer.cost_usd) == (None, None)


# --- SPECs -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        ("litellm:gpt-4o-mini", "gpt-4o-mini"),
        ("anthropic/claude-haiku-4-5", "claude-haiku-4-5"),
        ("openai:http://127.0.0.1:1/v1?temperature=0.2#org/smollm2", "smollm2"),
        ("openai:http://127.0.0.1:1/v1", "127.0.0.1-1"),
        ("litellm:openai/smollm2@http://127.0.0.1:1/v1", "smollm2"),
        ("litellm:ollama/qwen:7b?rpm=3", "qwen-7b"),
    ],
)
def test_a_model_is_called_by_the_last_part_of_its_name(spec, name):
    assert is_model(spec)
    assert short_name(spec) == name
    [bot] = resolve([spec], chats=lambda spec, **_: FakeChat(model=spec))
    assert bot.name == name


def test_a_name_in_front_wins_and_files_are_no_models():
    [bot] = resolve(["mine=litellm:gpt-4o"], chats=lambda spec, **_: FakeChat(model=spec))
    assert bot.name == "mine"
    assert not any(map(is_model, ("ladder", "ladder:B1", "py:a/b.py:reply", "bots/mine.py", "script:a.yaml", "human")))
    with pytest.raises(BadInput, match="is a language model"):
        resolve(["litellm:gpt-4o"])


# --- whole runs --------------------------------------------------------------------------------------------------


def run(tmp_path, fake, *words, options="", out="run"):
    """Exit code, dialogues and run.json of a run against a fake provider."""
    folder = tmp_path / out
    code = main(
        [
            "run",
            "--bot",
            f"openai:{fake.url}?key_env=COOLHEAD_PLANTED{options}#m",
            "--personas",
            "P01",
            "--personas",
            "P16",
            "--out",
            str(folder),
            *words,
        ]
    )
    lines = folder / "dialogues.jsonl"
    dialogues = [json.loads(line) for line in lines.read_text().splitlines()] if lines.exists() else []
    return code, dialogues, json.loads((folder / "run.json").read_text()) if (folder / "run.json").exists() else {}


@pytest.fixture
def planted(monkeypatch):
    monkeypatch.setenv("COOLHEAD_PLANTED", KEY)


def test_a_run_against_an_endpoint(tmp_path, planted, capsys):
    with serving(key=KEY) as fake:
        code, dialogues, info = run(tmp_path, fake, "--max-turns", "3")
        calls = len(fake.calls)
        assert code == 0
        assert all(d["failure"] is None and d["usage"]["prompt_tokens"] > 500 for d in dialogues)
        turns = sum(t["role"] == "agent" for d in dialogues for t in d["turns"])
        assert calls == turns + 1  # and one to see that key and model are right
        assert info["spent"]["bot"]["calls"] == calls
        assert info["spent"]["bot"]["cost_usd"] is None
        code, again, _ = run(tmp_path, fake, "--max-turns", "3")
        assert again == dialogues
    assert KEY not in "".join(capsys.readouterr())


def test_a_bot_that_fails_scores_and_says_why(tmp_path, planted, capsys):
    with serving("null_content", key=KEY) as fake:
        code, dialogues, _ = run(tmp_path, fake)
    assert code == 3
    assert {(d["failure"]["where"], d["failure"]["kind"]) for d in dialogues} == {("bot", "empty")}
    assert all("no text and no tool call" in d["failure"]["message"] for d in dialogues)


def test_a_wrong_key_ends_the_run_before_it_begins(tmp_path, planted, capsys):
    with serving(key="another-key-0123456789") as fake:
        code, dialogues, _ = run(tmp_path, fake)
    assert (code, dialogues) == (2, [])
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "key" in error
    assert KEY not in error


def test_no_file_of_a_run_holds_the_key_even_when_the_model_says_it(tmp_path, planted, capsys):
    with serving("echo_key", key=KEY) as fake:
        run(tmp_path, fake, "--max-turns", "2")
        assert fake.calls
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or KEY.encode() not in path.read_bytes(), path
    assert KEY not in "".join(capsys.readouterr())


def test_the_spending_limit_stops_the_run_and_a_higher_one_goes_on(tmp_path, planted, capsys):
    with serving(key=KEY) as fake:
        prices = {"options": "&price=1&max_tokens=50"}
        code, dialogues, info = run(tmp_path, fake, "--max-cost", "0.004", "--jobs", "2", **prices)
        assert code == 3
        assert info["status"] == "stopped at the spending limit"
        assert 0 < info["spent"]["bot"]["cost_usd"] <= 0.004
        assert not any(d["failure"] for d in dialogues)
        assert "Raise --max-cost" in capsys.readouterr().out
        code, dialogues, after = run(tmp_path, fake, "--max-cost", "1", **prices)
        assert code == 0
        assert len(dialogues) == 2
        assert after["spent"]["bot"]["cached"] > 0  # what was paid for is not asked again
        assert after["spent"]["bot"]["calls"] == len(fake.calls)
        code, *_ = run(tmp_path, fake, "--max-cost", "1", "--fresh", **prices)
        assert code == 0


def test_a_dry_run_tells_the_need_and_sends_nothing(tmp_path, planted, capsys):
    with serving() as fake:
        code, dialogues, _ = run(tmp_path, fake, "--dry-run", options="&price=1/2")
        assert (code, dialogues, fake.calls) == (0, [], [])
    out = capsys.readouterr().out
    assert "10 - 24" in out
    assert "Nothing was sent" in out
