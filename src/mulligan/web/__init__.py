"""SHOW in a browser: what goes on, live, and what people can do about it."""
