"""Synthetic transactions of people and the shops they visit."""
