"""``python -m pipeline`` is ``scaling-discourse``."""

from pipeline.cli.app import main

main()
