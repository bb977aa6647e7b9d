"""Who speaks, who is spoken of, who is quoted, and in whose voice."""
