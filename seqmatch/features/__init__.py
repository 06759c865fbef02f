"""Turns users, transactions and payments into numbers; every feature has a name, a unit and a version."""
