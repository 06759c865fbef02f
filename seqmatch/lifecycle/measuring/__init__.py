"""Measuring: every family's figures by one bootstrap, contests between versions, and what is concluded from them."""
