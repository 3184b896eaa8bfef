"""`/local/...`: what people do, and what tests and the page read. docs/local-telegram.md describes it."""

from local.telegram.routes import accounts, chats, messages, reading, switches

ROUTERS = (reading.router, accounts.router, chats.router, messages.router, switches.router)
