"""The coaching family's answers, a file each."""
