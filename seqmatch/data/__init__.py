"""Reads files, and generates people and spending."""
