"""One module per area of the Bot API. Importing them fills the table of handlers."""

from local.telegram.methods import (
    albums,
    callbacks,
    commands,
    copies,
    deletes,
    edits,
    files,
    media,
    members,
    messages,
    pins,
    reactions,
    reception,
    topics,
)
from local.telegram.methods.registry import HANDLERS

__all__ = [
    "HANDLERS",
    "albums",
    "callbacks",
    "commands",
    "copies",
    "deletes",
    "edits",
    "files",
    "media",
    "members",
    "messages",
    "pins",
    "reactions",
    "reception",
    "topics",
]
