"""REMEMBER: what is held of conversations, and of what is due in them."""
