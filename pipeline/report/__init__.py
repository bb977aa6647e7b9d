"""The page people read."""
