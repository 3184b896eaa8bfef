"""Temporal definitions: what is decided, waited for and ordered. No I/O; client.py is the only door in."""
