"""What changed between two runs, and why as far as it can be known."""

from pipeline.comparison.compare import Comparison, compare

__all__ = ["Comparison", "compare"]
