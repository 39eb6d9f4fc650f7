"""Who may do what: accounts, sessions, keys for machines, and who looked at what."""
