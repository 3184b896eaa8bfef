"""Values and pure policy. Nothing here reads a clock, a file or a socket: `now` is a parameter."""
