"""The skill: its folder, and the extension that serves it."""
