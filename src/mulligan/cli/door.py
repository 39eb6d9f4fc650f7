"""Where a server listens."""

import socket

from mulligan.errors import BadInput


def listening(address: tuple[str, int], place: str, hint: str) -> socket.socket:
    """A socket that listens; raises `BadInput`, with this place and hint, where it cannot."""
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    try:
        return socket.create_server(address, family=family)
    except OSError as error:
        raise BadInput(f"cannot listen: {error.strerror}", place=place, hint=hint) from None
