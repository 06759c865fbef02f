"""The transactions family: what is learned of labelled transactions, how it is measured, and how it answers."""
