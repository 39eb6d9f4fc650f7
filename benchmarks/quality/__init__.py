"""How well the readers read: every reader over every set, in one generated table."""
