"""A person is the agent for a whole run."""

from __future__ import annotations

import asyncio
import io
import json
import signal

import pytest
from rich.console import Console

from coolhead.bench.bots import resolve
from coolhead.bench.bots.human import HumanBot
from coolhead.bench.cli import main
from coolhead.bench.errors import BadInput
from coolhead.bench.testing import case_with
from coolhead.bench.types import Action, Conversation, Reply, Turn

CASE = case_with("credit for dead days", record={"visits missed": "2"})


def typed(*lines: str) -> tuple[Reply, str]:
    """The reply that these keystrokes make, and what was on the screen."""
    out = Console(record=True, width=100, file=io.StringIO())
    left = iter(lines)

    def ask(_prompt: str) -> str:
        try:
            return next(left)
        except StopIteration:
            raise EOFError from None

    bot = HumanBot(name="ann", out=out, ask=ask)
    turns = tuple(Turn(role="customer", text=text) for text in ("Still dead!", "Hello?"))
    reply = asyncio.run(bot.reply(Conversation(turns=turns, case=CASE, session="ann/P01/0", seed=1)))
    return reply, out.export_text()


def test_the_file_and_every_message_of_a_burst_are_shown():
    reply, screen = typed("I see two missed visits.")
    assert reply.text == "I see two missed visits."
    for text in ("visits missed", "credit for dead days", "Still dead!", "Hello?", "/do GRANT"):
        assert text in screen
    assert "P01" not in screen


def test_actions_help_and_lines_that_go_on():
    reply, screen = typed("", "/do nothing", "/do grant_1 x", "/do grant_1 20", "/what", "/case", "First.\\", "Second.")
    assert reply == Reply(text="First.\nSecond.", actions=(Action(name="grant_1", amount=20),))
    assert "/do one of: grant_1" in screen
    assert "'x' is not a number" in screen
    assert screen.count("visits missed") == 2


def test_leaving_a_customer_and_stopping_the_run():
    reply, _ = typed("/bye Good night.")
    assert reply.done
    assert reply.text == "Good night."
    for lines in (["/quit"], []):
        with pytest.raises(KeyboardInterrupt):
            typed(*lines)


def test_quit_stops_a_run_that_a_script_started_in_the_background():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with pytest.raises(KeyboardInterrupt):
            typed("/quit")
    finally:
        signal.signal(signal.SIGINT, before)


def test_ctrl_c_while_typing_stops_the_run_as_quit_does():
    def ask(_prompt: str) -> str:
        signal.raise_signal(signal.SIGINT)
        return "not reached"

    bot = HumanBot(name="ann", out=Console(quiet=True), ask=ask)
    turns = (Turn(role="customer", text="Well?"),)
    with pytest.raises(KeyboardInterrupt):
        asyncio.run(bot.reply(Conversation(turns=turns, case=CASE, session="s", seed=1)))


def test_a_run_with_a_person_goes_on_where_they_stopped(tmp_path, monkeypatch, capsys):
    lines = iter(["I am on it.", "/bye", "Second customer, first reply.", "/quit", "One more.", "/bye"])
    monkeypatch.setitem(HumanBot.__init__.__kwdefaults__, "ask", lambda _prompt: next(lines))
    words = ["run", "--bot", "ann=human", "--personas", "P01", "--personas", "P02", "--out", str(tmp_path / "run")]
    assert main(words) == 130
    said = capsys.readouterr().out
    assert said.count("customer 1") == 1
    assert "end: bot ended" in said
    assert "━" not in said, "no progress bar in the way"
    assert main(words) == 0
    rows = [json.loads(line) for line in (tmp_path / "run/dialogues.jsonl").read_text("utf-8").splitlines()]
    assert [row["bot"] for row in rows] == ["ann", "ann"]
    said = [[turn["text"] for turn in row["turns"] if turn["role"] == "agent"] for row in rows]
    assert [texts[0] for texts in said] == ["I am on it.", "One more."]
    assert all(turn["seconds"] is not None for turn in rows[0]["turns"] if turn["role"] == "agent")


def test_human_takes_nothing_behind_it():
    with pytest.raises(BadInput, match="NAME=human"):
        resolve(["human:ann"])
