"""What the coaching family keeps: answers about streams, goals, weekly states, recommendations."""
