"""What coaching keeps: answers about streams, goals, weeks, recommendations."""
