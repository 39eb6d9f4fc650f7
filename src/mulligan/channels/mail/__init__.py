"""Mail as conversations: mbox files and single EML files; each thread is a conversation."""

from mulligan.channels.mail.channel import read

__all__ = ["read"]
