"""READ: a protocol's text becomes a protocol, or faults with their places."""
