"""The stage table and what runs it."""
