from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import Columns
from pipeline.errors import CorpusError
from pipeline.readers.base import Draft
from pipeline.readers.cells import cell_text, prose
from pipeline.readers.columns import resolve
from pipeline.readers.rows import BadRow, Row, delimited, json_array, json_lines
from pipeline.readers.table import READER
from pipeline.readers.threads import Post, group, quoted_parts
from tests.readers.reading import check, failures, one, outcomes, said

LIMIT = 1_000_000


def rows_of(text: str, limit: int = LIMIT) -> list[Row | BadRow]:
    return list(delimited(text, line_limit=limit))


def test_a_row_is_a_document() -> None:
    text = "id,title,body,author,date\n7,On size,One.||Two.,Ada,2023-05\n8,,Three.,,\n"
    first, second = outcomes(READER, "a.csv", text.replace("||", " "))
    assert (first.part, first.title, first.date, first.date_source) == (
        *("7", "On size", "2023-05", "column:date"),
    )
    assert said(first) == [("Ada", "On size"), ("Ada", "One. Two.")]
    assert (second.part, second.date_source, second.author) == ("8", "", "")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found(delimiter: str) -> None:
    text = f'id{delimiter}text\n1{delimiter}"a, b; c | d"\n'
    assert said(one(READER, "a.csv", text)) == [("", "a, b; c | d")]


def test_a_note_of_excel_s_is_no_row() -> None:
    assert said(one(READER, "a.csv", "sep=;\nid;text\n1;hello there\n")) == [("", "hello there")]


def test_line_breaks_inside_quotes_belong_to_the_field() -> None:
    draft = one(READER, "a.csv", 'id,text\n1,"one\n\ntwo"\n')
    assert said(draft, "body") == [("", "one"), ("", "two")]


def test_a_quote_that_never_closes_costs_its_row_alone() -> None:
    lines = ["id,text", *(f"{n},row number {n}" for n in range(200))]
    lines[10] = '9,"never closed'
    found = outcomes(READER, "a.csv", "\n".join(lines))
    bad = [f for f in found if not isinstance(f, Draft)]
    assert len(found) == 200
    assert [(f.kind, f.code, f.part) for f in bad] == [("quarantined", "C109", "line 11")]


def test_a_quote_that_closes_far_below_costs_its_row_alone() -> None:
    lines = ["id,text", *(f"{n},row number {n}" for n in range(200))]
    lines[10], lines[150] = '9,"never closed', '149,closed here"'
    bad = [f for f in outcomes(READER, "a.csv", "\n".join(lines)) if not isinstance(f, Draft)]
    assert [f.part for f in bad] == ["line 11"]
    assert "141 lines" in bad[0].reason


def test_quotes_that_nobody_escaped() -> None:
    found = outcomes(READER, "a.csv", 'id,text\n1,"he said "no" twice"\n2,"a\n3,"b\n4,fine\n')
    assert [f.part for f in found if isinstance(f, Draft)] == ["1", "4"]
    assert [f.part for f in found if not isinstance(f, Draft)] == ["line 3", "line 4"]


def test_a_file_that_ends_inside_a_quote_is_truncated() -> None:
    found = outcomes(READER, "a.csv", 'id,text\n1,fine\n2,"cut off he')
    assert [getattr(f, "code", "draft") for f in found] == ["C109", "draft"]


def test_reading_again_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.readers.rows._RESCANS", 0)
    found = rows_of('id,text\n1,"open\n2,b\n3,c\n')
    assert [r.place for r in found] == ["line 2", "rest of the file"]


def test_long_fields_and_wide_rows() -> None:
    assert [r.code for r in rows_of("id,text\n1," + "x" * 500, 100)] == ["C106"]
    assert [r.code for r in rows_of("id,text\n1,a,b\n2,c\n") if isinstance(r, BadRow)] == ["C108"]
    assert isinstance(rows_of("id,text\n1," + "x" * 200_000)[0], Row)  # over csv's own limit


def test_a_header_with_one_name_twice_is_refused() -> None:
    with pytest.raises(CorpusError) as caught:
        outcomes(READER, "a.csv", "text,text\na,b\n")
    assert caught.value.code == "C107"


def test_columns_by_name_and_by_mapping() -> None:
    found = resolve(["Post ID", "Body_Text", "created-at"], Columns())
    assert (found.id, found.text, found.date) == ("Post ID", "Body_Text", "created-at")
    assert resolve(["a", "body"], Columns(text="a")).text == "a"


@pytest.mark.parametrize(
    ("stated", "remedy"),
    [(Columns(text="bdy"), "did you mean"), (Columns(text="zzzzz"), "the columns are")],
)
def test_a_stated_column_that_is_not_there(stated: Columns, remedy: str) -> None:
    with pytest.raises(CorpusError) as caught:
        resolve(["id", "body"], stated, place="c/a.csv")
    assert caught.value.code == "C107"
    assert remedy in caught.value.remedy


def test_no_text_column_names_the_columns() -> None:
    with pytest.raises(CorpusError, match="email"):
        outcomes(READER, "a.csv", "email,expiry\na@example.org,2021\n")


def test_json_lines_cost_what_is_damaged() -> None:
    lines = ['{"text": "one"}', "", "{broken", "[1]", '{"text": NaN}', '{"text": "two", "id": 3}']
    found = outcomes(READER, "a.jsonl", "\n".join([*lines, '{"text": "cu']))
    codes = [(getattr(f, "code", "draft"), f.part) for f in found]
    assert codes == [
        *(("C108", "line 3"), ("C108", "line 4"), ("C109", "line 7")),
        *(("draft", "line 1"), ("C105", "line 5"), ("draft", "3")),
    ]


def test_a_line_over_the_limit_costs_that_line() -> None:
    text = '{"text": "' + "x" * 100 + '"}\n{"text": "ok"}\n'
    found = list(json_lines(text, line_limit=50))
    assert [type(row).__name__ for row in found] == ["BadRow", "Row"]
    assert isinstance(found[0], BadRow)
    assert found[0].code == "C106"


def test_deep_and_wrong_json() -> None:
    assert failures(READER, "a.jsonl", "[" * 100_000)[0].code in ("C108", "C109")
    for content, code in (('{"posts": []}', "C107"), ("7", "C107"), ("[{", "C109")):
        with pytest.raises(CorpusError) as caught:
            list(json_array(content))
        assert caught.value.code == code


def test_json_array() -> None:
    content = json.dumps([{"text": "one", "date": 1684231200}, 7, {"text": "two"}])
    found = outcomes(READER, "a.json", content)
    assert [getattr(f, "code", "draft") for f in found] == ["C108", "draft", "draft"]
    assert found[1].date == "1684231200"


def test_parquet_and_its_damage() -> None:
    sink = io.BytesIO()
    day = datetime(2023, 5, 2, 11, tzinfo=UTC)
    pq.write_table(pa.table({"text": ["one", None], "created": [day, day]}), sink)
    found = outcomes(READER, "a.parquet", sink.getvalue())
    assert [getattr(f, "code", "draft") for f in found] == ["draft", "C105"]
    assert found[0].date.startswith("2023-05-02")
    for damaged in (sink.getvalue()[:100], b"", b"PAR1" + b"\0" * 50 + b"PAR1"):
        with pytest.raises(CorpusError) as caught:
            outcomes(READER, "a.parquet", damaged)
        assert caught.value.code == "C108"


def test_cells_as_text() -> None:
    assert cell_text(None) == cell_text({"a": 1}) == cell_text(float("nan")) == ""
    assert cell_text(3.0) == "3"
    assert cell_text(" a\r\nb\x00 ") == "a\nb"
    assert cell_text("\ud83d") == "\ufffd"


def test_a_text_may_be_a_list_of_paragraphs_or_bytes_and_nothing_else() -> None:
    rows = [
        {"id": "a", "text": ["One.", "Two."], "author": ["Ada", "Ben"]},
        {"id": "b", "text": {"html": "x"}},
        {"id": "c", "text": [{"p": 1}]},
    ]
    *lost, draft = outcomes(READER, "a.jsonl", "\n".join(map(json.dumps, rows)))
    assert said(draft) == [("Ada, Ben", "One."), ("Ada, Ben", "Two.")]
    assert [(f.kind, f.code, f.part, f.reason) for f in lost] == [
        ("quarantined", "C108", "line 2", "the text is an object"),
        ("quarantined", "C108", "line 3", "the text is a list of other things than strings"),
    ]
    assert prose("café".encode()) == "café"
    with pytest.raises(ValueError, match="not UTF-8"):
        prose(b"\xff\xfe\x00")


def test_posts_and_comments_may_keep_their_texts_in_columns_of_their_own() -> None:
    text = "id,link_id,title,selftext,body\np,p,On size,Opening words.,\nc,p,,,An answer.\n"
    draft = one(READER, "a.csv", text)
    assert [words for _, words in said(draft)] == ["On size", "Opening words.", "An answer."]
    kept = one(READER, "a.csv", text, columns={"text": "body"})
    assert "Opening words." not in [words for _, words in said(kept)]


def test_html_cells_are_read_as_text() -> None:
    draft = one(READER, "a.csv", 'id,content_html\n1,"<p>One &amp; two</p><p>Three</p>"\n')
    assert said(draft, "body") == [("", "One & two"), ("", "Three")]


@pytest.mark.parametrize(
    "cell",
    [
        "<blockquote><p>It will scale.</p></blockquote><p>I doubt it.</p>",
        "&gt; It will scale.<p>I doubt it.",
        "&gt; It will scale.\nI doubt it.",
        "> It will scale.\n\nI doubt it.",
    ],
)
def test_what_a_post_quotes_is_not_what_its_author_says(cell: str) -> None:
    draft = one(READER, "a.jsonl", json.dumps({"author": "ada", "text": cell}))
    assert [(s.role, draft.text[s.start : s.end]) for s in draft.segments] == [
        ("blockquote", "It will scale."),
        ("body", "I doubt it."),
    ]


POSTS = [
    {"thread": "t1", "id": "1", "title": "Ask", "author": "ada", "posted": "2023-05-02T11:00Z",
     "body": "Does it scale?\n\nI wonder."},
    {"thread": "t1", "id": "2", "parent": "1", "author": "[deleted]", "posted": "2023-05-03",
     "body": "> Does it scale?\n> Really?\n\nNo.\n\nNever."},
    {"thread": "t2", "id": "9", "title": "Other", "author": "bo", "body": "Alone."},
    {"thread": "t1", "id": "3", "parent": "2", "author": "bo", "body": "Yes."},
    {"thread": "t1", "id": "4", "parent": "gone", "author": "cy", "body": "[deleted]"},
    {"thread": "t1", "id": "5", "parent": "4", "author": "cy", "body": "Why?"},
]  # fmt: skip


def test_a_thread_is_a_document_of_posts() -> None:
    found = outcomes(READER, "a.jsonl", "\n".join(map(json.dumps, POSTS)))
    first, second, gone = found
    check(first)
    assert (first.part, first.kind, first.title, first.author) == ("t1", "thread", "Ask", "ada")
    assert (first.date, first.date_source) == ("2023-05-02T11:00Z", "column:posted")
    assert first.flags == ("missing-parents",)
    shown = [(s.role, s.speaker, first.text[s.start : s.end]) for s in first.segments]
    assert shown == [
        ("title", "ada", "Ask"),
        ("body", "ada", "Does it scale?"),
        ("body", "ada", "I wonder."),
        ("blockquote", "", "Does it scale?\nReally?"),
        ("comment", "", "No.\n\nNever."),
        ("comment", "bo", "Yes."),
        ("comment", "cy", "Why?"),
    ]
    by_key = {s.key: first.text[s.start : s.end] for s in first.segments}
    answers = [by_key.get(s.reply_to, "") for s in first.segments]
    assert answers == ["", "", "", "", "Does it scale?", "No.\n\nNever.", ""]
    assert (second.part, second.date_source) == ("t2", "")
    assert (gone.kind, gone.code, gone.part) == ("skipped", "C105", "line 5")


def test_without_a_thread_column_the_first_ancestor_names_the_thread() -> None:
    def post(identifier: str, parent: str) -> Post:
        return Post(
            place=identifier, id=identifier, parent=parent, thread="", title="", author="",
            date="", text="x", url="",
        )  # fmt: skip

    posts = [post("1", ""), post("2", "1"), post("3", "2"), post("4", ""), post("5", "6")]
    assert {k: len(v) for k, v in group(posts).items()} == {"1": 3, "4": 1, "5": 1}
    circle = [post("1", "2"), post("2", "1"), post("3", "3")]
    assert sum(map(len, group(circle).values())) == 3


def test_one_id_twice_is_two_documents() -> None:
    found = outcomes(READER, "a.csv", "id,text\n1,a\n1,b\n1,c\n")
    assert [draft.part for draft in found] == ["1", "line 3", "line 4"]


def test_quotations_in_posts() -> None:
    assert list(quoted_parts("> a\n> b\nc\n&gt; d")) == [("a\nb", True), ("c", False), ("d", True)]
    assert list(quoted_parts("")) == []


@pytest.mark.parametrize("content", ["", "\n\n", "id,text\n", "{}\n"])
def test_a_table_without_rows(content: str) -> None:
    found = outcomes(READER, "a.csv", content)
    assert [(f.kind, f.code) for f in found] == [("skipped", "C105")]


def test_kind_by_column_or_corpus() -> None:
    text = "id,text,kind\n1,a,transcript\n2,b,\n"
    assert [d.kind for d in outcomes(READER, "a.csv", text)] == ["transcript", "essay"]
    assert [d.kind for d in outcomes(READER, "a.csv", text, kind="thread")][1] == "thread"


CELLS = st.text(alphabet='ab,"\n;>[]{} ', max_size=12)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=12))
def test_any_csv_gives_rows_or_coded_failures(table: list[list[str]]) -> None:
    text = "id,text,parent\n" + "\n".join(",".join(row) for row in table)
    try:
        found = outcomes(READER, "a.csv", text)
    except CorpusError as error:
        assert error.code == "C107"  # noqa: PT017 - both outcomes are right
        return
    for outcome in found:
        if isinstance(outcome, Draft):
            check(outcome)
        else:
            assert outcome.code in ("C105", "C106", "C108", "C109")
