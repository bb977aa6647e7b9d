"""A target of stance: the proposition in ``models/targets/<name>.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from pipeline.errors import ModelError
from pipeline.registry import Assets


@dataclass(frozen=True, slots=True)
class Target:
    """What statements are judged against."""

    name: str
    proposition: str


def load_target(assets: Assets, name: str) -> Target:
    """The target ``name``.

    Raises:
        ModelError: M001 when the file is missing, M003 when it has no proposition.
    """
    path = assets.path(f"targets/{name}.toml")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        found = Target(str(table["name"]), " ".join(str(table["proposition"]).split()))
        if not found.proposition:
            raise ValueError("the proposition is empty")
        return found
    except (KeyError, ValueError) as error:
        raise ModelError("M003", f"targets/{name}.toml: {error}", place=str(path)) from None
