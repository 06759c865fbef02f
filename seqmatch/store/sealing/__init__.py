"""Encryption of fields at rest: keys, sealed column types, rotation."""
