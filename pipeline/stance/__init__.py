"""For, against, mixed, neutral or unrelated: judged against a target proposition."""
