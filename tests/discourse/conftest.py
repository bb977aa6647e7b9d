"""The stages of this room as fixtures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from pipeline.config import DiscourseSection
from pipeline.discourse.statements import attribute
from pipeline.registry import Assets, default_models
from pipeline.store.tables import Tables
from tests.discourse.making import Part, build, every_sentence


@pytest.fixture(scope="session")
def assets() -> Assets:
    """The models folder of the checkout."""
    return Assets(default_models())


@pytest.fixture
def attributed(assets: Assets) -> Callable[..., dict[str, list[Any]]]:
    """Run the discourse stage on parts, with every sentence a candidate."""

    def run(
        parts: Sequence[Part], config: DiscourseSection | None = None, **fields: str
    ) -> dict[str, list[Any]]:
        document, segments = build(parts, **fields)
        tables = {
            "documents": [document],
            "segments": segments,
            "candidates": every_sentence(document, segments),
        }
        found = attribute(Tables(tables), config or DiscourseSection(), assets)
        found["documents"] = [document]
        return found

    return run
