"""A journal under load, and kill -9 at any moment."""
