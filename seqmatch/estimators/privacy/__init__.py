"""Keeps what is learned from identifying anyone."""
