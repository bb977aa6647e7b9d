from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import Settings, load_corpus_settings, load_settings
from pipeline.errors import ConfigError


def test_defaults_need_no_file(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "pipeline.toml") == Settings()


def test_file_then_overrides(tmp_path: Path) -> None:
    path = tmp_path / "pipeline.toml"
    path.write_text('[trends]\nperiod = "year"\nmin_n = 9\n', encoding="utf-8")
    found = load_settings(path, ["trends.period=month", "topics.count=12"])
    assert (found.trends.period, found.trends.min_n, found.topics.count) == ("month", 9, 12)


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        ("[trends]\nperoid = 'year'\n", "C001", "did you mean `period`?"),
        ("[trend]\nperiod = 'year'\n", "C001", "did you mean `trends`?"),
        ("[trends]\nperiod = 'decade'\n", "C002", ""),
        ("[topics]\nseed = -5\n", "C002", ""),
        ("[trends\n", "C003", ""),
    ],
)
def test_bad_settings_name_the_key(tmp_path: Path, content: str, code: str, says: str) -> None:
    path = tmp_path / "pipeline.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_settings(path)
    assert caught.value.code == code
    assert caught.value.place == str(path)
    assert says in caught.value.remedy


@pytest.mark.parametrize("override", ["period", "trends.period", "=x", "a=b"])
def test_bad_overrides_say_how_to_write_them(override: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(None, [override])
    assert "--set" in str(caught.value)


def test_a_bad_override_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    path = tmp_path / "pipeline.toml"
    path.write_text('[trends]\nperiod = "year"\n', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_settings(path, ["trends.period=decade"])
    assert caught.value.place == "--set"


def test_unknown_corpus_key_names_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "corpus.toml"
    path.write_text("[columns]\ntxt = 'body'\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_corpus_settings(path)
    assert "did you mean `text`?" in caught.value.remedy


def test_every_shipped_corpus_setting_is_valid() -> None:
    for path in sorted((Path(__file__).parents[1] / "corpora").glob("[a-z]*/corpus.toml")):
        assert load_corpus_settings(path).licence, path


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no settings file") as caught:
        load_settings(tmp_path / "pipelin.toml")
    assert caught.value.code == "C003"
