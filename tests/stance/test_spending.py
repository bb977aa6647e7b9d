from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.config import LlmSection
from pipeline.errors import ModelError
from pipeline.stance.spending import Answers, Ledger, Reply, Spent, folder_of

REPLY = Reply(content="{}", prompt_tokens=1_000_000, completion_tokens=500_000)


def section(folder: Path, limit: float = 10.0) -> LlmSection:
    return LlmSection(model="m", cache=str(folder), price_in=2, price_out=4, max_cost=limit)


def test_answers_are_found_by_what_was_asked(tmp_path: Path) -> None:
    answers = Answers(tmp_path / "llm")
    assert answers.get({"q": 1}) is None
    answers.put({"q": 1, "r": 2}, REPLY)
    assert answers.get({"r": 2, "q": 1}) == REPLY
    assert answers.get({"q": 1, "r": 3}) is None
    assert [p.suffix for p in (tmp_path / "llm").rglob("*") if p.is_file()] == [".json"]


@pytest.mark.parametrize("content", [b"", b"{}", b'{"content": 3}', b" " * (2 << 20)])
def test_a_damaged_answer_is_none(tmp_path: Path, content: bytes) -> None:
    answers = Answers(tmp_path)
    answers.put({"q": 1}, REPLY)
    (file,) = tmp_path.rglob("*.json")
    file.write_bytes(content)
    assert answers.get({"q": 1}) is None


def test_cost_is_counted_over_all_who_use_the_folder(tmp_path: Path) -> None:
    for _ in range(2):
        ledger = Ledger(section(tmp_path))
        ledger.settle(ledger.reserve(1000, 1000), REPLY)
    spent = Ledger(section(tmp_path)).read()
    assert spent.model_dump() == {
        "calls": 2, "prompt_tokens": 2_000_000, "completion_tokens": 1_000_000, "cost": 8.0,
    }  # fmt: skip


def test_the_limit_is_kept_before_the_call(tmp_path: Path) -> None:
    ledger = Ledger(section(tmp_path, limit=5))
    ledger.settle(ledger.reserve(0, 0), REPLY)
    assert ledger.reserve(0, 250_000) == pytest.approx(1)
    with pytest.raises(ModelError) as caught:
        ledger.reserve(0, 1)
    assert caught.value.code == "M008"
    assert "stance.llm.max_cost is 5" in caught.value.message


def test_a_call_without_an_answer_costs_nothing(tmp_path: Path) -> None:
    ledger = Ledger(section(tmp_path))
    ledger.settle(ledger.reserve(1000, 1000), None)
    assert ledger.read() == Spent()


def test_no_limit_is_no_limit(tmp_path: Path) -> None:
    assert Ledger(section(tmp_path, limit=0)).reserve(10**9, 0) == pytest.approx(2000)


def test_threads_do_not_lose_each_others_calls(tmp_path: Path) -> None:
    ledger = Ledger(section(tmp_path, limit=0))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: ledger.settle(ledger.reserve(5, 5), REPLY), range(24)))
    assert ledger.read().calls == 24
    assert ledger.read().cost == pytest.approx(96)


def test_a_damaged_ledger_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "spent.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        Ledger(section(tmp_path)).reserve(1, 1)
    assert caught.value.code == "M003"


def test_the_default_folder_is_the_users_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert folder_of(LlmSection()) == tmp_path / "scaling-discourse" / "llm"
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    assert folder_of(LlmSection()).is_relative_to(Path.home())
