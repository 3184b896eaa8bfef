"""What the local Telegram knows: values that the store keeps."""

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field


class ChatType(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class MemberStatus(StrEnum):
    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    RESTRICTED = "restricted"
    LEFT = "left"
    KICKED = "kicked"


PRESENT = {MemberStatus.CREATOR, MemberStatus.ADMINISTRATOR, MemberStatus.MEMBER, MemberStatus.RESTRICTED}


class User(BaseModel):
    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_deactivated: bool = False
    refuses_voice: bool = False


class Command(BaseModel):
    command: str
    description: str


class Webhook(BaseModel):
    url: str
    secret_token: str = ""
    max_connections: int = 40
    last_error_date: int | None = None
    last_error_message: str | None = None
    gone_since: float | None = None  # HTTP 410 for 23 hours removes the webhook


class Bot(BaseModel):
    id: int
    token: str
    username: str
    first_name: str
    can_read_all_group_messages: bool = False
    command_sets: dict[str, list[Command]] = Field(default_factory=dict)
    texts: dict[str, str] = Field(default_factory=dict)
    menu_buttons: dict[str, dict[str, Any]] = Field(default_factory=dict)
    webhook: Webhook | None = None
    allowed_updates: list[str] = Field(default_factory=list)
    last_update_at: float = 0.0


class Member(BaseModel):
    user_id: int
    status: MemberStatus = MemberStatus.MEMBER
    rights: list[str] = Field(default_factory=list)
    permissions: dict[str, bool] = Field(default_factory=dict)
    until_date: int = 0
    custom_title: str | None = None

    @property
    def is_present(self) -> bool:
        return self.status in PRESENT

    @property
    def is_admin(self) -> bool:
        return self.status in {MemberStatus.CREATOR, MemberStatus.ADMINISTRATOR}

    def has(self, right: str) -> bool:
        return self.status is MemberStatus.CREATOR or (
            self.status is MemberStatus.ADMINISTRATOR and right in self.rights
        )


class Topic(BaseModel):
    id: int
    name: str
    icon_color: int
    icon_custom_emoji_id: str | None = None
    creator_id: int
    is_closed: bool = False
    is_deleted: bool = False


class TopicRow(BaseModel):
    chat: str
    topic: Topic


class Chat(BaseModel):
    key: str
    id: int  # of a private chat: the person's id, as the bot sees it
    type: ChatType
    title: str | None = None
    is_forum: bool = False
    general_name: str = "General"
    general_closed: bool = False
    general_hidden: bool = False
    pinned: list[int] = Field(default_factory=list)
    members: dict[int, Member] = Field(default_factory=dict)
    topics: dict[int, Topic] = Field(default_factory=dict)
    migrated_to: int | None = None
    migrated_from: int | None = None
    bot_id: int | None = None
    user_id: int | None = None
    blocked: bool = False
    started: bool = False

    @property
    def is_private(self) -> bool:
        return self.type is ChatType.PRIVATE

    def member(self, user_id: int) -> Member:
        return self.members.get(user_id) or Member(user_id=user_id, status=MemberStatus.LEFT)


class Quote(BaseModel):
    text: str
    position: int = 0
    entities: list[dict[str, Any]] = Field(default_factory=list)


class Reaction(BaseModel):
    user_id: int
    emoji: str


class Message(BaseModel):
    chat: str
    message_id: int
    from_id: int
    date: int
    kind: str
    content: dict[str, Any]
    thread_id: int | None = None
    edit_date: int | None = None
    reply_to: int | None = None
    quote: Quote | None = None
    reply_markup: dict[str, Any] | None = None
    media_group_id: str | None = None
    protected: bool = False
    silent: bool = False
    service: bool = False
    forward_origin: dict[str, Any] | None = None
    reactions: list[Reaction] = Field(default_factory=list)

    @property
    def text(self) -> str:
        return str(self.content.get("text") or self.content.get("caption") or "")


class StoredFile(BaseModel):
    file_id: str
    unique_id: str  # names the bytes on disk; several file ids (sizes of a photo) may share them
    kind: str
    size: int
    name: str | None = None
    mime_type: str | None = None
    width: int = 0
    height: int = 0
    duration: int = 0


class CallbackQuery(BaseModel):
    id: str
    bot_id: int
    user_id: int
    chat: str
    message_id: int
    data: str
    at: float
    answered: bool = False


class Update(BaseModel):
    bot_id: int
    update_id: int
    row: int = 0  # order of arrival; update ids may repeat when a test injects them
    type: str
    queue: str  # one webhook request in flight per queue
    chat: str | None = None
    expires_at: float
    body: dict[str, Any]
    undelivered_repeat: bool = False  # injected under an id that was used before: offsets do not skip it
