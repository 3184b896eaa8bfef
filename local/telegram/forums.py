"""What happens to topics, whoever does it. Each change posts its service message."""

from typing import Any

from local.telegram import posting
from local.telegram.core import Telegram
from local.telegram.errors import Refusal
from local.telegram.world import Chat, Topic

MAX_NAME = 128  # longer ones are cut, not refused
ICON_COLORS = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)
# Ids of Telegram's icon stickers differ; a bot has to ask for the list, as with the real ones.
ICON_STICKERS = {
    "5312536423851630001": "💡",
    "5312016608254762256": "🔎",
    "5377316857231450742": "❓",
    "5312241539987020022": "🔥",
    "5237699328843200968": "✅",
    "5312138559556164615": "❤️",
    "5379748062124056162": "❗️",
    "5420216386448270341": "🆘",
    "5417915203100613993": "💬",
    "5350305691942788490": "📈",
    "5350713563512052787": "📱",
    "5350481781306958339": "📚",
    "5310029292527164639": "💳",
    "5309832892262654231": "🤖",
    "5312054580060625569": "⭐️",
    "5408906741125490282": "🏁",
    "5348436127038579546": "💻",
    "5312486108309757006": "🏠",
}


def clean_name(name: str) -> str:
    cleaned = " ".join(name.split())[:MAX_NAME].strip()
    if not cleaned:
        raise Refusal.TITLE_EMPTY.error()
    return cleaned


def create(
    tg: Telegram, chat: Chat, by_id: int, name: str, *, icon_color: int, emoji_id: str | None = None
) -> Topic:
    topic_id = tg.next_message_id(chat)
    topic = Topic(id=topic_id, name=name, icon_color=icon_color, icon_custom_emoji_id=emoji_id, creator_id=by_id)
    tg.save_topic(chat, topic)
    content: dict[str, Any] = {"name": name, "icon_color": icon_color}
    if emoji_id:
        content["icon_custom_emoji_id"] = emoji_id
    kind = "forum_topic_created"
    posting.post_service(tg, chat, by_id, kind, {kind: content}, thread_id=topic_id, message_id=topic_id)
    return topic


def edit(tg: Telegram, chat: Chat, topic: Topic, by_id: int, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(topic, name, value)
    tg.save_topic(chat, topic)
    posting.post_service(
        tg, chat, by_id, "forum_topic_edited", {"forum_topic_edited": changes}, thread_id=topic.id
    )


def set_closed(tg: Telegram, chat: Chat, topic: Topic, by_id: int, *, closed: bool) -> None:
    topic.is_closed = closed
    tg.save_topic(chat, topic)
    kind = "forum_topic_closed" if closed else "forum_topic_reopened"
    posting.post_service(tg, chat, by_id, kind, {kind: {}}, thread_id=topic.id)


def delete(tg: Telegram, chat: Chat, topic: Topic) -> None:
    """The topic goes with all its messages, and leaves no service message."""
    topic.is_deleted = True
    inside = [m for m in tg.messages.get(chat.key, {}).values() if m.thread_id == topic.id]
    for message in inside:
        tg.drop_message(message)
    tg.save_topic(chat, topic)


def rename_general(tg: Telegram, chat: Chat, by_id: int, name: str) -> None:
    chat.general_name = name
    tg.save_chat(chat)
    posting.post_service(tg, chat, by_id, "forum_topic_edited", {"forum_topic_edited": {"name": name}})


def set_general_closed(tg: Telegram, chat: Chat, by_id: int, *, closed: bool) -> None:
    chat.general_closed = closed
    tg.save_chat(chat)
    kind = "forum_topic_closed" if closed else "forum_topic_reopened"
    posting.post_service(tg, chat, by_id, kind, {kind: {}})


def set_general_hidden(tg: Telegram, chat: Chat, by_id: int, *, hidden: bool) -> None:
    """Hiding closes it too, as in Telegram."""
    chat.general_hidden = hidden
    chat.general_closed = hidden
    tg.save_chat(chat)
    kind = "general_forum_topic_hidden" if hidden else "general_forum_topic_unhidden"
    posting.post_service(tg, chat, by_id, kind, {kind: {}})
