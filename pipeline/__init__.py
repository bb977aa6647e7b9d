"""scaling-discourse: who said what about scaling, in whose voice, and how it shifted.

In a notebook::

    import pipeline
    run = pipeline.open("reports/latest")
    run.statements            # a pandas DataFrame
    run.why("person:gary-marcus")

``open`` is loaded on first use, so that ``import pipeline`` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.version import __version__

if TYPE_CHECKING:
    from pipeline.analysis import open as open

__all__ = ["__version__", "open"]


def __getattr__(name: str) -> Any:
    """Load the notebook face when ``pipeline.open`` is first asked for."""
    if name == "open":
        from pipeline.analysis import open as open_run

        return open_run
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
