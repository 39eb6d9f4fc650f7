"""How the desk bears load: a real server in a process of its own, asked over the network."""
