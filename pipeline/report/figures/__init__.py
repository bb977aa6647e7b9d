"""One file a family of figures; each function makes one ``Figure`` from the ledger."""
