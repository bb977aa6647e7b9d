from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Document, Dropped, Segment
from pipeline.store.tables import PUBLISHED, SCHEMA, Tables, from_parquet, to_parquet

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def strategy(hint: Any) -> st.SearchStrategy[Any]:
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    if get_origin(hint) is tuple:
        return st.lists(strategy(get_args(hint)[0]), max_size=3).map(tuple)
    plain: dict[Any, st.SearchStrategy[Any]] = {
        str: TEXT,
        int: st.integers(-(2**40), 2**40),
        float: st.floats(allow_nan=False),
    }
    return plain[hint]


def rows_of(kind: type[Any]) -> st.SearchStrategy[list[Any]]:
    hints = get_type_hints(kind)
    fields = {f.name: strategy(hints[f.name]) for f in dataclasses.fields(kind)}
    return st.lists(st.builds(kind, **fields), max_size=4)


@pytest.mark.parametrize("name", sorted(SCHEMA))
@given(data=st.data())
def test_every_record_survives_parquet(name: str, data: st.DataObject) -> None:
    kind = SCHEMA[name]
    rows = data.draw(rows_of(kind))
    content = to_parquet(kind, rows)
    assert from_parquet(kind, content) == rows
    assert to_parquet(kind, rows) == content


def test_published_tables_are_the_documented_ones() -> None:
    documented = (
        "documents segments mentions quotes statements inferred topics topic_shares "
        "people person_periods trends changes dropped"
    )
    assert set(documented.split()) <= set(PUBLISHED) <= set(SCHEMA)


def test_tables_are_typed() -> None:
    tables = Tables({"documents": []})
    assert list(tables.rows("documents", Document)) == []
    with pytest.raises(TypeError):
        tables.rows("documents", Segment)
    with pytest.raises(KeyError):
        tables.rows("dropped", Dropped)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="counts threads by /proc")
def test_reading_a_table_starts_no_thread() -> None:
    """One that still starts when the program ends would abort it."""
    asked = """
import os
from pipeline.records import Dropped
from pipeline.store.tables import from_parquet, to_parquet
content = to_parquet(Dropped, [])
before = len(os.listdir("/proc/self/task"))
from_parquet(Dropped, content)
print(len(os.listdir("/proc/self/task")) - before)
"""
    found = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "0"
