"""Commands of the coaching family: recurring, forecast, review, coach, score, train."""
