"""A strict stand-in for the Bot API, with a page on which people play. See docs/local-telegram.md."""
