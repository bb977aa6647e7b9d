"""Shares, balances, people and change over time, each with n and interval."""
