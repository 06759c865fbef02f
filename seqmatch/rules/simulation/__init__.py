"""Runs rules month by month, exact to the cent."""
