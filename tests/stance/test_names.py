from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ModelError
from pipeline.registry import Assets, default_models
from pipeline.stance.names import EVERYBODY, NameMask, load_mask

MASK = NameMask(["Ada Lovelace", "Lovelace", "Zoë Ångström", "Li", "Jean-Luc Roy"])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Ada Lovelace doubts it.", "Smith doubts it."),
        ("Lovelace's point, says Li:", "Smith's point, says Smith:"),
        ("ADA LOVELACE DOUBTS IT.", "Smith DOUBTS IT."),
        ("Zoe Angstrom and Zoë Ångström", "Smith and Smith"),
        ("Jean-Luc Roy", "Smith"),
        ("Ada and the Lovelaces", "Ada and the Lovelaces"),
        ("Ada, Lovelace", "Ada, Smith"),
        ("a li of silk", "a li of silk"),
        ("", ""),
    ],
)
def test_names_become_one(text: str, masked: str) -> None:
    assert MASK(text) == masked


@given(st.text(max_size=80))
def test_masking_twice_is_masking_once(text: str) -> None:
    assert MASK(MASK(text)) == MASK(text)


@given(st.text(alphabet="abc .,'-", max_size=80))
def test_a_text_without_names_comes_back_as_it_is(text: str) -> None:
    assert MASK(text) == text


def test_everybody_in_the_registry_is_known() -> None:
    mask = load_mask(Assets(default_models()))
    assert mask("Gary Marcus, Dario Amodei and Sutskever") == "Smith, Smith and Smith"
    assert mask(f"{EVERYBODY} and OpenAI") == f"{EVERYBODY} and OpenAI"


def test_a_damaged_registry_is_a_model_error(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_text('[[people]]\nid = "x"\n', encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        load_mask(Assets(tmp_path))
    assert caught.value.code == "M003"
