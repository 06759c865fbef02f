"""The evaluation as something to read: what is found, how it is drawn, what to conclude, and the page it makes."""
