"""Carries decisions out in the world: once in effect, again where it failed, never just lost."""
