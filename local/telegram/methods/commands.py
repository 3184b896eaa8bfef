"""What a bot says about itself: commands, texts, menu button."""

import re
from typing import Any

from aiogram.methods import (
    Close,
    DeleteMyCommands,
    GetChatMenuButton,
    GetMyCommands,
    GetMyDescription,
    GetMyName,
    GetMyShortDescription,
    LogOut,
    SetChatMenuButton,
    SetMyCommands,
    SetMyDescription,
    SetMyName,
    SetMyShortDescription,
)

from local.telegram import access
from local.telegram.calls import Call
from local.telegram.errors import Refusal
from local.telegram.methods.registry import serves
from local.telegram.world import Command

MAX_COMMANDS = 100
NAME = re.compile(r"/?[a-z0-9_]{1,32}")


def _slot(call: Call[Any]) -> str:
    scope = call.params.scope
    shape = scope.model_dump_json(exclude_none=True) if scope else '{"type":"default"}'
    return f"{shape}|{call.params.language_code or ''}"


@serves(SetMyCommands)
def set_my_commands(call: Call[SetMyCommands]) -> bool:
    if len(call.params.commands) > MAX_COMMANDS:
        raise Refusal.COMMANDS_TOO_MANY.error()
    for item in call.params.commands:
        if not NAME.fullmatch(item.command) or not 1 <= len(item.description) <= 256:
            raise Refusal.COMMAND_INVALID.error()
    commands = [
        Command(command=item.command.removeprefix("/"), description=item.description)
        for item in call.params.commands
    ]
    call.bot.command_sets[_slot(call)] = commands
    call.tg.save_bot(call.bot)
    return True


@serves(GetMyCommands)
def get_my_commands(call: Call[GetMyCommands]) -> Any:
    return [command.model_dump() for command in call.bot.command_sets.get(_slot(call), [])]


@serves(DeleteMyCommands)
def delete_my_commands(call: Call[DeleteMyCommands]) -> bool:
    call.bot.command_sets.pop(_slot(call), None)
    call.tg.save_bot(call.bot)
    return True


def _set_text(call: Call[Any], name: str) -> bool:
    call.bot.texts[f"{name}|{call.params.language_code or ''}"] = getattr(call.params, name) or ""
    call.tg.save_bot(call.bot)
    return True


def _get_text(call: Call[Any], name: str, default: str = "") -> dict[str, str]:
    texts = call.bot.texts
    return {name: texts.get(f"{name}|{call.params.language_code or ''}", texts.get(f"{name}|", default))}


@serves(SetMyName)
def set_my_name(call: Call[SetMyName]) -> bool:
    return _set_text(call, "name")


@serves(GetMyName)
def get_my_name(call: Call[GetMyName]) -> Any:
    return _get_text(call, "name", call.bot.first_name)


@serves(SetMyDescription)
def set_my_description(call: Call[SetMyDescription]) -> bool:
    return _set_text(call, "description")


@serves(GetMyDescription)
def get_my_description(call: Call[GetMyDescription]) -> Any:
    return _get_text(call, "description")


@serves(SetMyShortDescription)
def set_my_short_description(call: Call[SetMyShortDescription]) -> bool:
    return _set_text(call, "short_description")


@serves(GetMyShortDescription)
def get_my_short_description(call: Call[GetMyShortDescription]) -> Any:
    return _get_text(call, "short_description")


@serves(SetChatMenuButton)
def set_chat_menu_button(call: Call[SetChatMenuButton]) -> bool:
    button = call.params.menu_button
    shape = button.model_dump(exclude_none=True, mode="json") if button else {"type": "default"}
    call.bot.menu_buttons[_menu_place(call)] = shape
    call.tg.save_bot(call.bot)
    return True


@serves(GetChatMenuButton)
def get_chat_menu_button(call: Call[GetChatMenuButton]) -> Any:
    buttons = call.bot.menu_buttons
    return buttons.get(_menu_place(call), buttons.get("", {"type": "commands"}))


def _menu_place(call: Call[SetChatMenuButton] | Call[GetChatMenuButton]) -> str:
    if call.params.chat_id is None:
        return ""
    return access.writable_chat(call.tg, call.bot, call.params.chat_id).key


@serves(LogOut)
def log_out(_call: Call[LogOut]) -> bool:
    raise Refusal.REFUSED_HERE.error(method="logOut")


@serves(Close)
def close(_call: Call[Close]) -> bool:
    raise Refusal.REFUSED_HERE.error(method="close")
