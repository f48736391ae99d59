"""Plain text, subtitles, help-desk exports, and who is who in them."""

from __future__ import annotations

import json

import pytest

from coolhead.bench.errors import BadInput
from coolhead.bench.transcripts import Reading, Skipped, read
from coolhead.bench.transcripts.roles import role_of
from coolhead.bench.transcripts.speakers import guess, learn
from coolhead.bench.transcripts.tickets import spoken

CALL = [
    ("Ann", "Thank you for calling Larkline, how can I help you?"),
    ("Bo", "My internet has been down since Monday and nobody called me back!"),
    ("Ann", "I am sorry to hear that. May I have your account number, please?"),
]


def write(path, text):
    path.write_text(text, "utf-8")
    return path


def found(path, **how):
    return [item for item in read(path, Reading(**how)) if not isinstance(item, Skipped)]


def roles(dialogue):
    return [turn.role[0] for turn in dialogue.turns]


# --- who is who ---


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Agent 12", "agent"), ("CUSTOMER:", "customer"),
        ("Support - Anna", "agent"), ("Customer Service (Bo)", "agent"),
        ("end-user", "customer"), ("bot_3", "agent"), ("EndUser", "customer"), ("Anna", None), ("Speaker 1", None),
        ("Kundendienst", "agent"), ("internal note", "silent"), ("user agent", None), ("", None),
    ],
)  # fmt: skip
def test_names_that_say_a_role(name, role):
    assert role_of(name) == role


def test_the_firms_lines_tell_who_is_the_agent_even_when_it_opens():
    told = guess(CALL)
    assert told.roles == {"Ann": "agent", "Bo": "customer"}
    assert "'Ann' is the agent (says 'how can i help'" in told.text()
    assert not told.weak


def test_without_any_sign_the_one_who_opens_is_the_customer_and_that_is_called_weak():
    told = guess([("1", "hm"), ("2", "hm hm")])
    assert told.roles == {"1": "customer", "2": "agent"}
    assert told.weak
    assert "who opens" in told.text()


def test_one_named_side_tells_the_other():
    assert guess([("Bo", "Hello?"), ("agent", "Hi."), ("Bo", "So?")]).roles["Bo"] == "customer"
    assert guess([("customer", "Hello?"), ("Ann", "Hi."), ("Cy", "I take over.")]).roles["Cy"] == "agent"


def test_three_strangers_need_two_that_sound_like_the_firm():
    handed_over = [*CALL, ("Cy", "Let me check your order. I can see it here, I will refund it today.")]
    assert guess(handed_over).roles == {"Ann": "agent", "Bo": "customer", "Cy": "agent"}
    assert guess([("x", "one"), ("y", "two"), ("z", "three")]) is None


def test_a_file_teaches_what_one_conversation_does_not_say():
    assert learn([CALL] * 3).roles == {"Ann": "agent", "Bo": "customer"}
    turned = [({"Ann": "Bo", "Bo": "Ann"}[name], text) for name, text in CALL]
    assert learn([CALL, turned, CALL, turned]) is None
    assert learn([CALL]) is None


def test_the_guess_stands_in_the_metadata_and_is_said_once(tmp_path):
    said: list[str] = []
    text = "\n---\n".join("\n".join(f"{name}: {words}" for name, words in CALL) for _ in range(4))
    dialogues = found(write(tmp_path / "calls.txt", f"{text}\n---\nBo: Hi.\nAnn: Hi.\n"), tell=said.append)
    assert [roles(d) for d in dialogues] == [["a", "c", "a"]] * 4 + [["c", "a"]]
    assert all("guessed" not in d.metadata.get("roles_guessed", "guessed") for d in dialogues)
    assert len(said) == 1
    assert "'Ann' is the agent" in said[0]


def test_the_user_has_the_last_word_on_roles(tmp_path):
    path = write(tmp_path / "calls.txt", "\n".join(f"{name}: {words}" for name, words in CALL))
    [one] = found(path, roles={"Bo": "agent", "*": "customer"})
    assert roles(one) == ["c", "a", "c"]
    assert "roles_guessed" not in one.metadata


def test_ignored_speakers_are_left_out(tmp_path):
    path = write(tmp_path / "calls.txt", "Robot: Press 1.\nCustomer: Hello?\nAgent: Hi.\nRobot: Recorded.\n")
    [one] = found(path, roles={"Robot": "ignore"})
    assert roles(one) == ["c", "a"]


# --- text ---


def test_text_with_stamps_titles_headers_and_lines_that_go_on(tmp_path):
    text = """Call 17
Date: 2026-04-01
Queue: billing

[10:03:22] Customer: I was charged twice.
And nobody answers.
Order number: 1234
10:04 Agent: I can see both charges.
Note: one goes back today.
=====
Chat ID: 18
Customer (10:09): Hello?
**Agent:** Hi there.
"""
    first, second = found(write(tmp_path / "log.txt", text))
    assert (first.id, second.id) == ("17", "18")
    assert first.metadata["queue"] == "billing"
    assert first.turns[0].text == "I was charged twice.\nAnd nobody answers.\nOrder number: 1234"
    assert first.turns[1].text == "I can see both charges.\nNote: one goes back today."
    assert roles(second) == ["c", "a"]
    assert second.turns[1].text == "Hi there."


def test_text_without_a_speaker_is_one_line(tmp_path):
    with pytest.raises(BadInput, match=r"log.txt:1: no line begins with a speaker"):
        found(write(tmp_path / "log.txt", "just some words\nand more\n"))


def test_web_subtitles_with_voices(tmp_path):
    text = """WEBVTT

NOTE made by hand

1
00:00:01.000 --> 00:00:03.500
<v Ann Lee>Thank you for calling Larkline,</v>

2
00:00:03.500 --> 00:00:05.000 align:start
<v Ann Lee>how can I <b>help</b> you?

broken cue
without times

00:00:05.000 --> 00:00:09.000
<v.loud Bo>My bill is wrong &amp; I want my money back!</v>

00:00:09.000 --> 00:00:11.000
<v Ann Lee>I am sorry to hear that.</v>
"""
    items = list(read(write(tmp_path / "call.vtt", text)))
    assert [item.where.rpartition(":")[2] for item in items if isinstance(item, Skipped)] == ["13"]
    [one] = [item for item in items if not isinstance(item, Skipped)]
    assert [t.text for t in one.turns] == [
        "Thank you for calling Larkline, how can I help you?", "My bill is wrong & I want my money back!",
        "I am sorry to hear that.",
    ]  # fmt: skip
    assert roles(one) == ["a", "c", "a"]
    assert one.id == "call"


def test_subtitles_with_names_before_a_colon(tmp_path):
    text = "1\n00:00:01,000 --> 00:00:02,000\nAgent: Hello,\n\n2\n00:00:02,000 --> 00:00:03,000\nhow can I help?\n\n"
    text += "3\n00:00:03,000 --> 00:00:04,000\nCaller: Where is it?\n"
    [one] = found(write(tmp_path / "call.srt", text))
    assert [t.text for t in one.turns] == ["Hello, how can I help?", "Where is it?"]


def test_a_folder_of_calls_is_one_source(tmp_path):
    (tmp_path / "service").mkdir()
    for number in range(3):
        write(tmp_path / f"service/call{number}.txt", "\n".join(f"{name}: {words}" for name, words in CALL))
    write(tmp_path / "service/broken.json", "{oops")
    items = list(read(tmp_path / "service"))
    assert [item.id for item in items if not isinstance(item, Skipped)] == ["call0", "call1", "call2"]
    assert {item.bot for item in items if not isinstance(item, Skipped)} == {"service"}
    assert [item.why[:11] for item in items if isinstance(item, Skipped)] == ["is not JSON"]


# --- help desks ---


def test_zendesk_style_tickets(tmp_path):
    ticket = {
        "id": 77, "requester_id": 1, "assignee_id": 9, "subject": "Cold", "satisfaction_rating": {"score": "bad"},
        "comments": [
            {"author_id": 9, "plain_body": "An engineer comes today.", "created_at": "2026-04-01T11:00:00Z"},
            {"author_id": 1, "body": "No heating since Monday!", "public": True, "created_at": "2026-04-01T10:00:00Z"},
            {"author_id": 9, "body": "angry one", "public": False, "created_at": "2026-04-01T10:30:00Z"},
        ],
    }  # fmt: skip
    users = [{"id": 1, "role": "end-user"}, {"id": 9, "role": "agent"}]
    for content in ({"tickets": [ticket]}, {"tickets": [ticket], "users": users}, [ticket], {"ticket": ticket}):
        [one] = found(write(tmp_path / "t.json", json.dumps(content)))
        assert [t.text for t in one.turns] == ["No heating since Monday!", "An engineer comes today."]
        assert roles(one) == ["c", "a"]
        assert (one.id, one.labels, one.metadata["subject"]) == ("77", {"satisfaction_rating": "bad"}, "Cold")


def test_intercom_style_conversations(tmp_path):
    row = {
        "type": "conversation", "id": "5", "conversation_rating": {"rating": 2},
        "source": {"author": {"type": "user", "name": "Bo"}, "body": "<p>Where is my <b>order</b>?</p>"},
        "conversation_parts": {"type": "conversation_part.list", "conversation_parts": [
            {"part_type": "assignment", "body": None, "author": {"type": "bot"}},
            {"part_type": "note", "body": "<p>check him</p>", "author": {"type": "admin"}},
            {"part_type": "comment", "body": "<p>On the van.</p><p>Before six.</p>", "author": {"type": "admin"}},
        ]},
    }  # fmt: skip
    path = write(tmp_path / "i.json", json.dumps({"type": "conversation.list", "conversations": [row]}))
    [one] = found(path)
    assert [t.text for t in one.turns] == ["Where is my order?", "On the van.\n\nBefore six."]
    assert roles(one) == ["c", "a"]
    assert one.labels == {"rating": 2}


def test_freshdesk_style_replies(tmp_path):
    row = {"id": 3, "description_text": "It broke.", "conversations": [
        {"body_text": "Sorry! A new one is on its way.", "incoming": False, "private": False},
        {"body_text": "at last", "incoming": True, "private": False}, {"body_text": "x", "private": True}]}  # fmt: skip
    [one] = found(write(tmp_path / "f.jsonl", json.dumps(row) + "\n"))
    assert roles(one) == ["c", "a", "c"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<div>Hello<br>there</div><script>x()</script>", "Hello\nthere"),
        ("Thanks.\n\nOn Tue, 3 Mar 2026 at 10:00, Bo <bo@example.com> wrote:\n> It broke.", "Thanks."),
        ("Thanks.\n-----Original Message-----\nIt broke.", "Thanks."),
        ("<p>We are sorry.</p><blockquote>You wrote: <p>It broke.</p></blockquote>", "We are sorry."),
        ("<blockquote>All of it is a quotation.</blockquote>", "All of it is a quotation."),
        ("3 < 4 and 5 > 2", "3 < 4 and 5 > 2"),
        ("Fish &amp; chips", "Fish & chips"),
        (None, ""),
    ],
)
def test_the_words_of_a_message(body, words):
    assert spoken(body) == words


def test_calls_written_down_with_stamps_and_marks(tmp_path):
    path = write(
        tmp_path / "a.txt",
        "Call 4711  (recorded line)\n"
        "[00:00:01.200] AGENT: Thank you for calling, this is Tom.\n"
        "[00:00:04.900] CALLER: Finally! I have been on hold for -- [crosstalk]\n"
        "[00:00:06.100] AGENT: (overlapping) I am so sorry --\n"
        "[inaudible 00:00:33]\n"
        "[00:00:06.300] CALLER: -- forty minutes!\n"
        "                       Let me finish!\n\n"
        "Call 4712 [12 March 2026, 09:15]\n"
        "[00:00:00.500] CALLER: It's about my bill. (sighs)\n"
        "[00:00:02.500] AGENT: Let me look.\n",
    )
    first, second = found(path)
    assert (first.id, second.id) == ("4711", "4712")
    assert [t.text for t in first.turns[1:]] == [
        "Finally! I have been on hold for --", "I am so sorry --", "-- forty minutes!\nLet me finish!",
    ]  # fmt: skip
    assert second.turns[0].text == "It's about my bill. (sighs)"


@pytest.mark.parametrize("stamp", ["12/03/2026, 09:15 - ", "[12.03.26, 09:15:02] "])
def test_an_export_of_a_messenger(tmp_path, stamp):
    lines = [
        "Marta Quill: Hi, my parcel is STILL not here!!",
        "Parcelhaus Support: I am sorry for the wait. May I have your order number?",
        "Marta Quill: <Media omitted>",
        "Marta Quill: HW-2291\nand my name is on it",
        "Marta Quill: This message was deleted",
    ]
    secret = "Messages and calls are end-to-end encrypted.\n"
    [one] = found(write(tmp_path / "a.txt", stamp + secret + "".join(f"{stamp}{line}\n" for line in lines)))
    assert roles(one) == ["c", "a", "c"]
    assert one.turns[2].text == "HW-2291\nand my name is on it"
