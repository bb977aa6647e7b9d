from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline.errors import PipelineError
from pipeline.records import DIMENSIONS, STANCES, VOICES
from pipeline.registry import Assets, default_models
from pipeline.stance.compose import Composer
from pipeline.stance.examples import read_examples
from pipeline.stance.lessons import SHORT, Sources, gather, split_by_document, targets_of
from pipeline.stance.names import NameMask
from pipeline.stance.recipe import Draw, Recipe, described, read_recipe

RECIPES = sorted((default_models() / "stance" / "recipes").rglob("*.toml"))


class Letters:
    """A tokenizer of one token a word."""

    def encode(self, text: str, *, add_special_tokens: bool) -> SimpleNamespace:
        return SimpleNamespace(ids=[len(word) for word in text.split()])

    def token_to_id(self, token: str) -> int | None:
        return {"[CLS]": 1, "[SEP]": 2}.get(token)


COMPOSER = Composer(Letters(), "scale is enough", NameMask([]))


def row(number: int, document: str, stance: str = "favor") -> dict[str, str]:
    return {"id": f"r{number}", "file": document, "text": f"Sentence {number}.", "stance": stance,
            "voice": "own", "dimension": "returns"}  # fmt: skip


@pytest.fixture
def models(tmp_path: Path) -> Assets:
    train = tmp_path / "models" / "stance" / "train"
    train.mkdir(parents=True)
    for name in ("a_one", "b_two"):
        lines = [json.dumps({**row(i, f"{name}-{i}"), "id": f"{name}{i}"}) for i in range(4)]
        (train / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "models" / "people.toml").write_text("people = []\n", encoding="utf-8")
    return Assets(tmp_path / "models")


def written(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_every_recipe_that_ships_is_understood(path: Path) -> None:
    assert described(read_recipe(path))["training"]["epochs"] >= 1


@pytest.mark.parametrize(
    ("text", "code"),
    [("lenght = 3\n", "C001"), ("[training]\nepoch = 1\n", "C001"), ('shrink = "zip"\n', "C002"),
     ("training = 3\n", "C002"), ("files = 3\n", "C002"), ('[training]\nepochs = "four"\n', "C002"),
     ("held_back = 2\n", "C002"), ("= 3\n", "C003")],
)  # fmt: skip
def test_a_recipe_with_an_unknown_word_is_refused(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "r.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PipelineError) as caught:
        read_recipe(path)
    assert caught.value.code == code


def test_a_recipe_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="none") as caught:
        read_recipe(tmp_path / "none.toml")
    assert caught.value.code == "C003"


def test_documents_stay_whole_whatever_folder_they_are_named_in(models: Assets) -> None:
    rows = [row(i, f"{'x/' * (i % 2)}doc{i // 5}.md") for i in range(100)]
    examples = read_examples(written(models.root / "real.jsonl", rows))
    kept, held = split_by_document(examples, Recipe(held_back=0.3))
    files = [{e.document.rpartition("/")[2] for e in part} for part in (kept, held)]
    assert not files[0] & files[1]
    assert len(files[1]) == 6


def test_lessons_come_from_all_sources(models: Assets, tmp_path: Path) -> None:
    real = written(tmp_path / "real.jsonl", [row(i, f"doc{i}") for i in range(10)])
    pairs = written(
        tmp_path / "pairs.jsonl",
        [{"id": "p", "proposition": "A dam is good", "text": "It holds.", "stance": "favor"}],
    )
    soft = written(tmp_path / "soft.jsonl", [{"id": "a_one0", "stances": [1, 0, 0, 0, 0]}])
    plan = Recipe(files=("a_*",), held_back=0.2, real_weight=3.0, pairs_weight=0.25)
    found = gather(models, plan, Sources(real=[real], pairs=pairs, soft=soft), Letters(), COMPOSER)
    assert found.counts == {"own": 4, "real": 8, "pairs": 1, "held_back": 2}
    by_id = {r.id: r for r in found.rows}
    assert by_id["a_one0"].soft == (1, 0, 0, 0, 0)
    assert by_id["a_one1"].soft is None
    assert {by_id[r].weight for r in by_id if r.startswith("r")} == {3.0}
    pair = by_id["p"]
    assert (pair.weight, pair.voice, pair.dimension, pair.stance) == (0.25, -1, -1, 0)
    assert pair.row.ids != COMPOSER.compose(found.held[0].item).ids
    assert pair.row.ids[1:5] == [1, 3, 2, 4]  # its own proposition stands at the head


def test_unrelated_real_sentences_are_thinned(models: Assets, tmp_path: Path) -> None:
    rows = [row(i, f"doc{i}", "unrelated" if i % 2 else "favor") for i in range(40)]
    real = written(tmp_path / "real.jsonl", rows)
    plan = Recipe(own=False, held_back=0.25, unrelated_share=0.0)
    kept, _ = split_by_document(read_examples(real), plan)
    found = gather(models, plan, Sources(real=[real]), Letters(), COMPOSER)
    assert found.counts["real"] == sum(e.stance == "favor" for e in kept) < len(kept)


def test_where_nothing_can_be_held_back_it_is_said_before_the_training(
    models: Assets, tmp_path: Path
) -> None:
    real = written(tmp_path / "real.jsonl", [row(i, f"doc{i}") for i in range(4)])
    with pytest.raises(PipelineError, match="held back"):
        gather(models, Recipe(own=False, held_back=0.1), Sources(real=[real]), Letters(), COMPOSER)
    with pytest.raises(PipelineError, match="no sentence"):
        gather(models, Recipe(own=False), Sources(), Letters(), COMPOSER)


@pytest.mark.parametrize("broken", [{"id": "a"}, {"stances": [1, 0, 0, 0, 0]}, {"id": "a",
                         "stances": [0.5, 0.5]}, {"id": "a", "stances": "favor"}, []])  # fmt: skip
def test_a_broken_opinion_is_named_by_its_line(
    models: Assets, tmp_path: Path, broken: object
) -> None:
    soft = tmp_path / "soft.jsonl"
    soft.write_text(json.dumps(broken), encoding="utf-8")
    with pytest.raises(PipelineError, match="5 numbers") as caught:
        gather(models, Recipe(), Sources(soft=soft), Letters(), COMPOSER)
    assert "line 1" in str(caught.value.place)


def test_a_second_opinion_counts_and_opposite_ones_are_left_out(models: Assets) -> None:
    second = [
        {"id": f"a_one{i}", "stance": stance, "voice": "question", "dimension": "worth"}
        for i, stance in enumerate(("against", "favor", "neutral"))
    ]
    written(models.root / "stance" / "second_coding_documents.jsonl", second)
    plans = (Recipe(files=("a_*",), second_opinion=wanted) for wanted in (False, True))
    first, then = (gather(models, plan, Sources(), Letters(), COMPOSER).rows for plan in plans)
    assert [(r.id, r.stance) for r in first] == [(f"a_one{i}", 0) for i in range(4)]
    assert [(r.id, STANCES[r.stance]) for r in then] == [
        ("a_one1", "favor"), ("a_one2", "neutral"), ("a_one3", "favor")
    ]  # fmt: skip
    assert VOICES[then[1].voice] == "question"
    assert DIMENSIONS[then[1].dimension] == "worth"
    assert VOICES[then[0].voice] == "own"


def test_numbers_take_what_was_corrected_and_all_real_sentences_with_a_side(
    models: Assets, tmp_path: Path
) -> None:
    second = [{"id": "a_one1", "stance": "neutral", "voice": "-", "dimension": "-"}]
    written(models.root / "stance" / "second_coding_documents.jsonl", second)
    stances = ("favor", "unrelated", "mixed", "neutral", "against", "unrelated")
    rows = [row(i, f"doc{i}", stance) for i, stance in enumerate(stances)]
    real = written(tmp_path / "real.jsonl", rows)
    plan = Recipe(
        second_opinion=True,
        held_back=0.0,
        draw=Draw(corrected=9, newest=2, newest_files=("b_*",), older=1, unsided=2),
    )
    found = gather(models, plan, Sources(real=[real]), Letters(), COMPOSER)
    ids = [r.id for r in found.rows]
    assert ids[0] == "a_one1"
    assert {i[:5] for i in ids[1:3]} == {"b_two"}
    assert ids[3] in {"a_one0", "a_one2", "a_one3"}
    assert ids[4:7] == ["r0", "r2", "r4"]
    assert len(ids) == 9
    assert set(ids[7:]) < {"r1", "r3", "r5"}


def test_some_sentences_are_learned_with_little_around_them(models: Assets) -> None:
    before = " ".join(["word"] * 200)
    lines = [json.dumps({**row(i, f"d{i}"), "id": f"c-{i}", "before": before}) for i in range(60)]
    path = models.root / "stance" / "train" / "c.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    plan = Recipe(files=("c",), short_contexts=0.5)
    lengths = [len(r.row.ids) for r in gather(models, plan, Sources(), Letters(), COMPOSER).rows]
    long, short = max(lengths), min(lengths)
    assert long - short == COMPOSER.limits.before - SHORT.before
    assert 15 < lengths.count(short) < 45
    assert lengths.count(short) + lengths.count(long) == 60


def test_own_sentences_calibrate_where_nothing_is_held_back(models: Assets) -> None:
    assert len(gather(models, Recipe(), Sources(), Letters(), COMPOSER).held) == 8


@pytest.mark.parametrize("broken", [{"text": "It holds."}, {"proposition": "A", "text": "B",
                                    "stance": "pro"}])  # fmt: skip
def test_a_broken_pair_is_named_by_its_line(
    models: Assets, tmp_path: Path, broken: dict[str, object]
) -> None:
    pairs = written(tmp_path / "pairs.jsonl", [broken])
    with pytest.raises(PipelineError, match=r"proposition, text and stance") as caught:
        gather(models, Recipe(), Sources(pairs=pairs), Letters(), COMPOSER)
    assert "line 1" in str(caught.value.place)


def test_codes_become_classes() -> None:
    assert targets_of("against", "own", "returns")[0] == 1
