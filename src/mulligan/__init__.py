"""Mulligan: a self-hosted practice for protecting the people who serve customers."""

__version__ = "0.1.0"
