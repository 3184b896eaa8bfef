from typing import Any

from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from local.telegram.errors import Refusal
from local.telegram.world import Chat

MAX_BUTTONS = 100
MAX_DATA_BYTES = 64
MAX_COPIED = 256
Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply
ACTIONS = ("callback_data", "url", "web_app", "copy_text", "disabled", "callback_game", "pay", "login_url")
SWITCHES = ("switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat")
LINKS = ("http://", "https://", "tg://")


def stored(markup: Markup | None, chat: Chat) -> dict[str, Any] | None:
    """The markup as it is kept; None for none and for an empty inline keyboard."""
    if markup is None:
        return None
    if isinstance(markup, InlineKeyboardMarkup):
        return _inline(markup, chat)
    if isinstance(markup, ReplyKeyboardMarkup):
        _check_reply_keyboard(markup, chat)
    return markup.model_dump(exclude_none=True, mode="json")


def _inline(markup: InlineKeyboardMarkup, chat: Chat) -> dict[str, Any] | None:
    rows = [row for row in markup.inline_keyboard if row]
    if not rows:
        return None
    if sum(len(row) for row in rows) > MAX_BUTTONS:
        raise Refusal.MARKUP_TOO_LONG.error()
    for button in (button for row in rows for button in row):
        _check_button(button, chat)
    kept = markup.model_dump(exclude_none=True, mode="json")
    return {**kept, "inline_keyboard": [row for row in kept["inline_keyboard"] if row]}


def _check_button(button: InlineKeyboardButton, chat: Chat) -> None:
    if not button.text.strip():
        raise Refusal.BUTTON_TEXT_EMPTY.error()
    if all(getattr(button, action) is None for action in ACTIONS + SWITCHES):
        raise Refusal.BUTTON_UNALLOWED.error()
    data = button.callback_data
    if data is not None and not 1 <= len(data.encode()) <= MAX_DATA_BYTES:
        raise Refusal.BUTTON_DATA_INVALID.error()
    if button.url is not None and not _is_link(button.url):
        raise Refusal.BUTTON_URL_INVALID.error()
    if button.web_app is not None and not chat.is_private:
        raise Refusal.BUTTON_WEB_APP.error()
    if button.copy_text is not None and not 1 <= len(button.copy_text.text) <= MAX_COPIED:
        raise Refusal.BUTTON_COPY_INVALID.error()


def _is_link(url: str) -> bool:
    return url.startswith(LINKS) or ("." in url and " " not in url and "://" not in url)


def _check_reply_keyboard(markup: ReplyKeyboardMarkup, chat: Chat) -> None:
    for button in (button for row in markup.keyboard for button in row):
        if chat.is_private:
            continue
        if button.request_contact:
            raise Refusal.BUTTON_PRIVATE.error(what="phone number")
        if button.request_location:
            raise Refusal.BUTTON_PRIVATE.error(what="location")
