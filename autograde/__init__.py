"""Makes the course's notebooks from their one source, and grades what students hand in."""
