"""Policies for decisions whose effects build up over weeks, learned from a log, and judged by one."""
