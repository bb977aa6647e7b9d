"""Hand-coded samples: evaluation and agreement."""
