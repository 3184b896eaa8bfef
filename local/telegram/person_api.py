"""What the person API is asked with (docs/local-telegram.md); the routes are in local/telegram/routes."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from local.telegram.core import Telegram
from local.telegram.forums import ICON_COLORS
from local.telegram.world import Bot, ChatType, User

Json = dict[str, Any]


class JumpRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    chat_id: str | int | None = None
    user_id: int | None = None
    thread_id: int | None = None


Jump = Callable[[JumpRequest], Awaitable[Any]]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewUser(Strict):
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    id: int | None = None


class UserChange(Strict):
    first_name: str | None = None
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_deactivated: bool | None = None
    refuses_voice: bool | None = None


class NewBot(Strict):
    username: str
    first_name: str
    token: str | None = None
    can_read_all_group_messages: bool = False


class NewChat(Strict):
    title: str
    type: ChatType = ChatType.SUPERGROUP
    is_forum: bool = True
    creator_id: int | None = None
    members: list[int] = Field(default_factory=list)
    admins: dict[int, list[str] | bool] = Field(default_factory=dict)


class MemberChange(Strict):
    user_id: int
    action: str
    rights: list[str] | None = None
    by_user_id: int | None = None


class ForumSwitch(Strict):
    on: bool


class NewTopic(Strict):
    user_id: int
    name: str
    icon_color: int = ICON_COLORS[0]


class TopicChange(Strict):
    user_id: int
    action: str
    name: str | None = None


class TextEdit(Strict):
    user_id: int
    text: str
    entities: list[Json] | None = None


class ByUser(Strict):
    user_id: int


class ReactionBy(Strict):
    user_id: int
    emoji: str | None = None


class PinBy(Strict):
    user_id: int
    pinned: bool = True


class Blocking(Strict):
    user_id: int
    bot_id: int


def new_bot(tg: Telegram, asked: NewBot) -> Bot:
    bot_id = int(asked.token.partition(":")[0]) if asked.token else tg.next_bot_id()
    token = asked.token or f"{bot_id}:AA{secrets.token_urlsafe(25)}"
    reads_all = asked.can_read_all_group_messages
    return tg.save_bot(
        Bot(
            id=bot_id,
            token=token,
            username=asked.username,
            first_name=asked.first_name,
            can_read_all_group_messages=reads_all,
        )
    )


def new_user(tg: Telegram, asked: NewUser) -> User:
    user_id = asked.id or tg.next_user_id()
    return tg.save_user(User(**{**asked.model_dump(), "id": user_id}))
