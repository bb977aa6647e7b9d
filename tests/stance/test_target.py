from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import ModelError
from pipeline.registry import Assets
from pipeline.stance.target import load_target


def written(root: Path, text: str) -> Assets:
    (root / "targets").mkdir()
    (root / "targets/own.toml").write_text(text, encoding="utf-8")
    return Assets(root)


def test_a_proposition_may_run_over_lines(tmp_path: Path) -> None:
    text = 'name = "own"\nproposition = """\nTrams are\nbetter."""\n'
    assert load_target(written(tmp_path, text), "own").proposition == "Trams are better."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = "own"\nproposition = " "\n', "the proposition is empty"),
        ('name = "own"\n', "proposition"),
        ("name = \n", "line 1"),
    ],
)
def test_what_is_no_target_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ModelError, match=said) as caught:
        load_target(written(tmp_path, text), "own")
    assert caught.value.code == "M003"
