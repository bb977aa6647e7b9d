from __future__ import annotations

import numpy as np
import pytest

from pipeline.config import TrendsSection
from pipeline.registry import Assets
from pipeline.trends.blocks import blocks
from pipeline.trends.counting import counted
from pipeline.trends.shares import measure
from tests.trends.factory import document, panel, statement, tables


@pytest.mark.parametrize("unit", ["statement", "document", "holder"])
def test_blocks_of_a_period_add_up_to_its_balance(unit, tmp_path):
    config = TrendsSection(period="year", unit=unit, min_n=1)
    documents = [document(0, "2022"), document(1, "2022-05-01"), document(2, "2022-05-02")]
    said = [(0, "ann", "favor"), (0, "ann", "against"), (0, "bob", "favor"), (1, "ann", "against"),
            (1, "ann", "neutral"), (2, "bob", "mixed"), (2, "cy", "against")]  # fmt: skip
    rows = [
        statement(i, documents[d].id, stance, holder_id=f"person:{who}")
        for i, (d, who, stance) in enumerate(said)
    ]
    made = tables(documents, rows)
    statements = counted(made, config)
    found = blocks(statements, [np.arange(len(statements))], unit)
    trends = measure(made, config, Assets(tmp_path))["trends"]
    (balance,) = [t for t in trends if (t.measure, t.group, t.period) == ("balance", "all", "2022")]
    assert found.lean.sum() / found.weight.sum() == pytest.approx(balance.estimate, abs=1e-9)
    assert found.count.sum() == balance.n == 5


def test_an_owner_has_a_block_in_each_stretch_where_it_takes_a_side():
    statements = counted(panel([("ann", "2022", 2, 1), ("bob", "2023", 0, 2)]), TrendsSection())
    first, second = np.arange(3), np.arange(3, 5)
    found = blocks(statements, [first, second, np.array([4])], "document")
    assert found.stretch.tolist() == [0, 1, 2]
    assert found.owner.tolist() == [0, 1, 1]
    assert found.lean == pytest.approx([1 / 3, -1, -1])
    assert found.count.tolist() == [3, 2, 1]


def test_no_stretch_has_no_blocks():
    assert len(blocks(counted(panel([]), TrendsSection()), [], "statement")) == 0
