"""Forecasts of spending: rivals, the choice among them by backtest, and bands that hold what they say."""
