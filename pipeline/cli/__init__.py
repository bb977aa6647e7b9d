"""The command line: thin, lazy, helpful."""
