"""What measured figures must reach (``floors.toml``); a floor may only rise."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

FLOORS: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("floors.toml").read_text(encoding="utf-8")
)
