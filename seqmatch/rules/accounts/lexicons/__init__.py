"""Tables of words by language, and of companies by trade: data only, read by ``roles``."""
