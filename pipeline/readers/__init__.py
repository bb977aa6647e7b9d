"""From files to documents and segments; one module a format family."""
