"""Nouns to numbers, one file per subject; every feature has a name, a unit and a version."""
