from __future__ import annotations

import dataclasses
import importlib

import pytest

from pipeline.config import Settings
from pipeline.errors import RunError
from pipeline.run.stages import STAGES, check


def test_the_table_is_sound() -> None:
    check(STAGES)


@pytest.mark.parametrize("stage", STAGES, ids=lambda s: s.name)
def test_every_stage_has_a_function_and_a_section(stage) -> None:  # type: ignore[no-untyped-def]
    module, _, name = stage.function.partition(":")
    assert callable(getattr(importlib.import_module(module), name))
    assert hasattr(Settings(), stage.section)


@pytest.mark.parametrize(
    "change",
    [{"reads": ("people",)}, {"writes": ("no_such_table",)}, {"writes": ("documents",)}],
)
def test_a_broken_table_is_refused(change: dict[str, tuple[str, ...]]) -> None:
    broken = [*STAGES]
    broken[3] = dataclasses.replace(STAGES[3], **change)  # type: ignore[arg-type]
    with pytest.raises(RunError) as caught:
        check(broken)
    assert caught.value.code == "R006"
