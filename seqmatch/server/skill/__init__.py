"""The skill's folder, and the extension that serves it."""
