"""Whether a challenger replaces the live categoriser: contests on transactions that neither side learned from."""
