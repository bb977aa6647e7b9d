"""How a run, its statements and its documents look in a notebook."""
