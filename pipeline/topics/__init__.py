"""What the statements are about."""
