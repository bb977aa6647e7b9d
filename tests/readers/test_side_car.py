from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import CorpusError
from pipeline.readers.side_car import by_name, for_file, side_car_dates
from pipeline.readers.sources import find_sources


def dates(folder: Path, text: str) -> dict[str, str]:
    (folder / "dates.csv").write_text(text, encoding="utf-8")
    return side_car_dates(folder / "dates.csv")


def test_other_column_names_and_a_name_with_two_meanings(tmp_path: Path) -> None:
    text = "n,path,first_added\n1,x/a.md,2021-01-01\n2,y/a.md,2022-01-01\n3,x/b.md,2023-01-01\n"
    told = by_name(dates(tmp_path, text))
    assert for_file(told, "x/a.md") == "2021-01-01"
    assert for_file(told, "z/b.md") == "2023-01-01"
    assert for_file(told, "z/a.md") == ""


def test_no_side_car_or_an_empty_one_says_nothing(tmp_path: Path) -> None:
    assert side_car_dates(tmp_path / "none.csv") == {}
    assert dates(tmp_path, "\n") == {}
    assert dates(tmp_path, "file,date\n") == {}


@pytest.mark.parametrize(
    "text",
    [
        "file,date\na.txt,2021-05\n",
        "file;date\na.txt;2021-05\n",
        "File\tDate\na.txt\t2021-05\n",
        "a.txt,2021-05\n",
        "a.txt;2021-05\n",
        '\ufeff"file","date"\r\n"a.txt","2021-05"\r\n',
    ],
)
def test_whatever_parts_the_columns_and_with_or_without_a_header(tmp_path: Path, text: str) -> None:
    assert dates(tmp_path, text) == {"a.txt": "2021-05"}


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("one,two\na.txt,2021\n", "C107", "there are 'one', 'two'"),
        ("file,date\na.txt,2021,x\n", "C108", "3 fields"),
        ('file,date\n"a.txt,2021\n', "C109", "quoted"),
    ],
)
def test_a_table_that_cannot_be_read_names_file_and_remedy(
    tmp_path: Path, text: str, code: str, said: str
) -> None:
    with pytest.raises(CorpusError, match=said) as caught:
        dates(tmp_path, text)
    assert caught.value.code == code
    assert "dates.csv" in caught.value.place


def test_what_names_no_file_is_said(tmp_path: Path) -> None:
    settings = '[dates.files]\n"gone.txt" = "2023"\n[paste.comments_from]\n"a.txt" = "x"\n'
    rows = "file,date\na.txt,2021\nb.txt,2022\nc.txt,2022\nd.txt,2022\ne.txt,2022\n"
    for name, text in {"corpus.toml": settings, "dates.csv": rows, "a.txt": "x"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    refused = {s.path: s.refusal for s in find_sources(tmp_path) if s.refusal}
    assert refused == {
        "corpus.toml": "C120 corpus.toml tells of files that are not here (1): 'gone.txt'",
        "dates.csv": "C120 dates.csv tells of files that are not here (4): "
        "'b.txt', 'c.txt', 'd.txt' ...",
    }
