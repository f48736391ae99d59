"""Tables of messages: CSV of any make, JSON lines, Parquet; columns guessed or mapped."""

from __future__ import annotations

import csv
import json

import pytest

from coolhead.bench.errors import BadInput
from coolhead.bench.transcripts import Reading, Skipped, grouping, parse_map, read
from coolhead.bench.transcripts.columns import settle
from coolhead.bench.transcripts.tickets import in_time_order

HEAD = ["call_id", "speaker", "message", "team"]
ROWS = [
    ["1", "Caller", "Where is my parcel, you useless lot?", "night"],
    ["1", "Agent", "On the van; it is with you before 18:00.", "night"],
    ["2", "Caller", "Nobody rang me back.", "day"],
    ["2", "Agent", "I am sorry. I am ringing you now.", "day"],
]


def table(path, rows=ROWS, head=HEAD, *, delimiter=",", encoding="utf-8", before=""):
    with path.open("w", newline="", encoding=encoding) as handle:
        handle.write(before)
        csv.writer(handle, delimiter=delimiter).writerows([head, *rows])
    return path


def found(path, **how):
    return [item for item in read(path, Reading(**how)) if not isinstance(item, Skipped)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_delimiter_and_encoding(tmp_path, delimiter, encoding):
    rows = [
        *ROWS,
        ["3", "Caller", "Größe; falsch, «wirklich»|\tnein", "day"],
        ["3", "Agent", "Ich schaue nach.", "day"],
    ]
    dialogues = found(table(tmp_path / "a.csv", rows, delimiter=delimiter, encoding=encoding))
    assert [d.id for d in dialogues] == ["1", "2", "3"]
    assert dialogues[2].turns[0].text == "Größe; falsch, «wirklich»|\tnein"
    assert [t.role for t in dialogues[0].turns] == ["customer", "agent"]
    assert dialogues[0].metadata["team"] == "night"
    assert dialogues[0].bot == "a"


def test_what_was_guessed_is_said_as_the_flag_would_say_it(tmp_path):
    told: list[str] = []
    found(table(tmp_path / "a.csv"), tell=told.append)
    assert told == ["a.csv: columns guessed: --map conversation=call_id,role=speaker,text=message"]
    told.clear()
    found(
        table(tmp_path / "a.csv"), columns=parse_map("conversation=call_id,role=speaker,text=message"), tell=told.append
    )
    assert told == []


def test_excels_first_line_and_quoted_line_breaks(tmp_path):
    rows = [["1", "Caller", 'He said "wait"\nand left.', "x"], ["1", "Agent", "I see.", "x"]]
    [one] = found(table(tmp_path / "a.csv", rows, delimiter=";", before="sep=;\r\n"))
    assert one.turns[0].text == 'He said "wait"\nand left.'


@pytest.mark.parametrize(
    ("head", "rows", "columns"),
    [
        (["ConversationId", "Author Type", "Body", "Created At"],
         [["a", "user", "It broke.", "1"], ["a", "bot", "I see it.", "2"],
          ["b", "user", "Hello?", "1"], ["b", "bot", "Hi.", "2"]],
         {"conversation": "ConversationId", "role": "Author Type", "text": "Body", "time": "Created At"}),
        (["Gesprächs-ID", "Sprecher", "Nachricht"],
         [["a", "Kunde", "Wo bleibt es?", ], ["a", "Mitarbeiter", "Heute noch da."]],
         {"conversation": "Gesprächs-ID", "role": "Sprecher", "text": "Nachricht"}),
        # Names that say nothing: the cells do.
        (["k_id", "x", "y", "z"],
         [["a", "customer", "Where is it, please?", "7"], ["a", "agent", "On the van to you.", "8"],
          ["b", "customer", "And my money?", "9"], ["b", "agent", "Back by Friday.", "3"]],
         {"conversation": "k_id", "role": "x", "text": "y"}),
        # A name per message and its type: the type is the role.
        (["session_id", "author", "sender_type", "text"],
         [["a", "Ann", "customer", "Where is it?"], ["a", "Bo", "agent", "On the van."]],
         {"conversation": "session_id", "role": "sender_type", "text": "text"}),
        # Message ids must not tie a conversation together.
        (["id", "chat_id", "role", "content"],
         [["1", "a", "user", "Where is it?"], ["2", "a", "assistant", "On the van."],
          ["3", "b", "user", "So?"], ["4", "b", "assistant", "Yes."]],
         {"conversation": "chat_id", "role": "role", "text": "content"}),
    ],
)  # fmt: skip
def test_columns_are_guessed_from_names_and_cells(head, rows, columns):
    settled = settle([dict(zip(head, row, strict=True)) for row in rows], {}, where="x")
    assert {name: settled.of[name] for name in columns} == columns


def test_an_exchange_a_row(tmp_path):
    rows = [["a", "Where is it?", "On the van."], ["a", "When?", "Before six."]]
    [one] = found(table(tmp_path / "a.csv", rows, ["thread", "question", "answer"]))
    assert [t.text for t in one.turns] == ["Where is it?", "On the van.", "When?", "Before six."]


def test_yes_and_no_instead_of_a_role(tmp_path):
    rows = [["a", "TRUE", "Where is it?"], ["a", "FALSE", "On the van."]]
    [one] = found(table(tmp_path / "a.csv", rows, ["thread_id", "inbound", "text"]))
    assert [t.role for t in one.turns] == ["customer", "agent"]


def test_a_cell_may_be_a_whole_conversation(tmp_path):
    said = json.dumps([{"role": "user", "content": "Where?"}, {"role": "assistant", "content": "Here."}])
    spoken = "Customer: Where?\nAgent: Here."
    dialogues = found(table(tmp_path / "a.csv", [["7", said, "4"], ["8", said, ""]], ["id", "messages", "csat"]))
    assert [d.id for d in dialogues] == ["7", "8"]
    assert found(table(tmp_path / "b.csv", [["7", spoken]], ["id", "transcript"]))[0].turns[1].text == "Here."


def test_verdicts_of_others_become_numbers_among_the_labels(tmp_path):
    rows = [[*row, "4", '{"allowed": ["trace"]}'] for row in ROWS[:2]]
    [one] = found(table(tmp_path / "a.csv", rows, [*HEAD, "csat", "policy"]))
    assert one.labels == {"csat": 4.0}
    assert one.case.policy.grants[0].label == "trace"


def test_rows_that_are_mixed_up_are_put_together_and_in_order(tmp_path):
    rows = [["1", "Agent", "On the van.", "2026-04-01T10:02:00"], ["2", "Caller", "Hello?", "2026-04-01T10:00:00"],
            ["1", "Caller", "Where is it?", "2026-04-01T10:01:00"],
            ["2", "Agent", "Hi.", "2026-04-01T10:03:00"]]  # fmt: skip
    dialogues = found(table(tmp_path / "a.csv", rows, ["call_id", "speaker", "message", "created_at"]))
    assert [[t.role for t in d.turns] for d in dialogues] == [["customer", "agent"]] * 2


def test_a_large_table_that_is_mixed_up_is_refused_with_the_place(tmp_path, monkeypatch):
    monkeypatch.setattr(grouping, "TOGETHER", 3)
    with pytest.raises(BadInput, match=r"a.csv:4: conversations are mixed up .* \(sort it by 'call_id'"):
        found(table(tmp_path / "a.csv", [ROWS[0], ROWS[2], ROWS[1], ROWS[3], ROWS[3]]))


def test_a_large_table_in_order_is_streamed(tmp_path, monkeypatch):
    monkeypatch.setattr(grouping, "TOGETHER", 3)
    assert len(found(table(tmp_path / "a.csv"))) == 2


def test_broken_rows_are_named_with_their_line(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "call_id,speaker,message\n1,Caller,Hi\n1,Agent\n1,Agent,Hello\n,Caller,lost\n2,Agent,Yes\n2,Caller,No\n"
    )
    items = list(read(path))
    skipped = {item.where.rpartition(":")[2]: item.why for item in items if isinstance(item, Skipped)}
    assert skipped == {"3": "has 2 fields, the header has 3", "5": "has nothing in column 'call_id'"}
    assert len(items) - len(skipped) == 2


def test_a_quote_that_nobody_closes_costs_the_rest_and_says_where(tmp_path, monkeypatch):
    monkeypatch.setattr("coolhead.bench.transcripts.csvfile.FIELD", 200)
    path = tmp_path / "a.csv"
    path.write_text('call_id,speaker,message\n1,Caller,Hi\n1,Agent,Hello\n2,Caller,"oops\n' + "2,Agent,x\n" * 100)
    items = list(read(path))
    assert [item.where.rpartition(":")[2] for item in items if isinstance(item, Skipped)] == ["4"]
    assert len(items) == 2


@pytest.mark.parametrize(
    ("text", "given", "complaint"),
    [
        ("a,b\n1,2\n", "", "no column that I take for role and text"),
        ("call_id,speaker,message\n1,Agent,Hi\n", "text=massage", r"has no column 'massage' .*did you mean 'message'"),
        ("a,a\n1,2\n", "", "two columns are named 'a'"),
    ],
)
def test_a_table_that_cannot_be_read_is_one_line(tmp_path, text, given, complaint):
    path = tmp_path / "a.csv"
    path.write_text(text)
    with pytest.raises(BadInput, match=complaint):
        found(path, columns=parse_map(given))


@pytest.mark.parametrize(
    ("text", "complaint"), [("txt=a", "unknown name 'txt'.*'text'"), ("text", "is not NAME=COLUMN")]
)
def test_a_wrong_map_is_one_line(text, complaint):
    with pytest.raises(BadInput, match=complaint):
        parse_map(text)


def test_a_binary_file_is_no_table(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"PK\x03\x04\x01\x02\x03\x00\x05\x06\x07\x08\x09\x0a" * 20)
    with pytest.raises(BadInput, match="binary"):
        found(tmp_path / "a.csv")


def test_json_lines_and_json_may_be_tables_too(tmp_path):
    rows = [dict(zip(HEAD, row, strict=True)) for row in ROWS]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows) + "{oops\n")
    (tmp_path / "a.json").write_text(json.dumps(rows))
    items = list(read(tmp_path / "a.jsonl"))
    assert [type(item).__name__ for item in items] == ["Dialogue", "Skipped", "Dialogue"]
    assert len(found(tmp_path / "a.json")) == 2


def test_a_single_conversation_without_an_id_column(tmp_path):
    [one] = found(table(tmp_path / "chat.csv", [row[1:3] for row in ROWS[:2]], ["role", "text"]))
    assert (one.id, len(one.turns)) == ("chat-1", 2)


def test_the_wrong_column_does_not_eat_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(grouping, "LONGEST", 3)
    rows = [["1", "Caller", str(n), "x"] for n in range(9)] + [["2", "Agent", "Hi.", "x"], ["2", "Caller", "Hi.", "x"]]
    items = list(read(table(tmp_path / "a.csv", rows)))
    assert "is 'call_id' the right column?" in items[0].why
    assert items[1].id == "2"


def test_a_vendors_table_in_german(tmp_path):
    head = ["Vorgang", "Zeitpunkt", "Wer", "Mitteilung", "Dauer (s)", "Team"]
    rows = [
        ["A-1", "14.03.2026 09:12:05", "Kunde", "Where is it; still?", "12,50", "Nord"],
        ["A-1", "14.03.2026 09:12:40", "Mitarbeiter", "On the van.", "31,25", "Nord"],
        ["A-2", "14.03.2026 10:20:00", "Mitarbeiter", "Please wait.", "9,75", "Süd"],
        ["A-2", "14.03.2026 09:20:00", "Kunde", "Your invoice is wrong.", "4,00", "Süd"],
    ]
    first, second = found(table(tmp_path / "a.csv", rows, head, delimiter=";"))
    assert (first.id, second.id) == ("A-1", "A-2")
    assert [t.role for t in second.turns] == ["customer", "agent"], "put in the order of its times"
    assert second.metadata["Team"] == "Süd"


def test_what_ties_messages_together_is_seen_without_its_name(tmp_path):
    rows = [[f"77-{n // 2}", ("Caller", "Agent")[n % 2], f"Line {n} of it.", str(n % 2)] for n in range(8)]
    dialogues = found(table(tmp_path / "a.csv", rows, ["Ref", "Who", "Said", "Cost"]))
    assert [d.id for d in dialogues] == ["77-0", "77-1", "77-2", "77-3"]


@pytest.mark.parametrize(
    "third", [["nord", "nord", "süd", "süd"], ["1", "1", "1", "1"], ["1", "2", "1", "2"], ["14.3.26"] * 2 + [""] * 2]
)
def test_what_ties_nothing_together_is_not_taken_for_it_and_that_is_said(tmp_path, third):
    told: list[str] = []
    rows = [[("Caller", "Agent")[n % 2], f"Line {n} of it.", third[n]] for n in range(4)]
    [one] = found(table(tmp_path / "a.csv", rows, ["Who", "Said", "More"]), tell=told.append)
    assert len(one.turns) == 4
    assert "all rows are one conversation; --map conversation=" in told[-1]


@pytest.mark.parametrize(
    ("times", "order"),
    [
        (["03/14/2026 1:10 PM", "03/14/2026 9:05 AM", "03/14/2026 12:01 AM"], [2, 1, 0]),
        (["14/03/2026, 09:15", "13/03/2026, 10:15", "14/03/2026, 09:14"], [1, 2, 0]),
        (["2.3.26 08:00", "1.3.26 09:00", "1.4.26 00:00"], [1, 0, 2]),
        (["03/04/2026 09:00", "02/04/2026 09:00", "01/04/2026 09:00"], [0, 1, 2]),
        (["yesterday 09:00", "1.3.2026 09:00", "1.4.2026 00:00"], [0, 1, 2]),
    ],
)
def test_times_put_messages_in_order_where_they_can_be_read(times, order):
    said = [{"text": str(n), "time": time} for n, time in enumerate(times)]
    assert [int(one["text"]) for one in in_time_order(said, "time")] == order
