"""How the person API shows things; docs/local-telegram.md is the description."""

from typing import Any

from local.telegram.world import Bot, Chat, Command, Message, User

PLAIN_SCOPES = ('{"type":"all_private_chats"}', '{"type":"default"}')


def user(value: User) -> dict[str, Any]:
    return value.model_dump(mode="json")


def bot(value: Bot) -> dict[str, Any]:
    return {
        "id": value.id,
        "username": value.username,
        "first_name": value.first_name,
        "token": value.token,
        "can_read_all_group_messages": value.can_read_all_group_messages,
        "commands": [command.model_dump() for command in _commands(value)],
        "command_sets": {k: [c.model_dump() for c in v] for k, v in value.command_sets.items()},
        "menu_buttons": value.menu_buttons,
        "description": value.texts.get("description|", ""),
        "short_description": value.texts.get("short_description|", ""),
    }


def _commands(value: Bot) -> list[Command]:
    """Those of the default language; a page that knows the reader's language looks into command_sets."""
    return next((value.command_sets[f"{s}|"] for s in PLAIN_SCOPES if f"{s}|" in value.command_sets), [])


def chat(value: Chat) -> dict[str, Any]:
    body = value.model_dump(mode="json")
    migrated_to = value.migrated_to
    return {
        **body,
        "members": list(body["members"].values()),
        "topics": list(body["topics"].values()),
        "migrated_to": str(migrated_to) if migrated_to else None,
    }


def message(value: Message, where: Chat) -> dict[str, Any]:
    body = value.model_dump(mode="json")
    return {**body, "pinned": value.message_id in where.pinned}
