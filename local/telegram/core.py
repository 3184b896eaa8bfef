import asyncio
from pathlib import Path
from typing import Any

from local.telegram import shown
from local.telegram.clock import Clock, Pace
from local.telegram.events import EventLog
from local.telegram.faults import Faults
from local.telegram.files import FileStore
from local.telegram.limits import FloodLimits
from local.telegram.pollers import Pollers
from local.telegram.settings import Settings
from local.telegram.store import Store
from local.telegram.updates import UpdateQueue
from local.telegram.world import Bot, CallbackQuery, Chat, Message, StoredFile, Topic, TopicRow, User

FIRST_USER = 1001
FIRST_BOT = 7_000_000_001
FIRST_GROUP = 1_001
FIRST_IN_GROUP = 2  # 1 is the group's creation, and the id of General
SUPERGROUP_BASE = -1_001_000_000_000  # id of the n-th supergroup is base - n
GROUP_BASE = -4_000_000_000


class Telegram:
    """The whole state in memory, written through to the store; every change is published as an event."""

    def __init__(self, state: Path, settings: Settings | None = None, clock: Clock | None = None) -> None:
        self.settings = settings or Settings()
        self.pace = Pace()
        self.clock = clock or Clock()
        self.store = Store(state / "telegram.sqlite")
        self.bytes = FileStore(state / "files")
        self.events = EventLog()
        self.faults = Faults()
        self.limits = FloodLimits(self.settings, self.clock)
        self.pollers = Pollers(self.settings)
        self.updates = UpdateQueue(self.store, self.clock)
        self.presses: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._load()

    def _load(self) -> None:
        store = self.store
        self.users = {user.id: user for user in store.all("user", User)}
        self.bots = {bot.id: bot for bot in store.all("bot", Bot)}
        self.chats = {chat.key: chat for chat in store.all("chat", Chat)}
        for row in store.all("topic", TopicRow):
            self.chats[row.chat].topics[row.topic.id] = row.topic
        self.files = {file.file_id: file for file in store.all("file", StoredFile)}
        self.queries = {query.id: query for query in store.all("query", CallbackQuery)}
        self.messages: dict[str, dict[int, Message]] = {}
        for message in store.messages():
            self.messages.setdefault(message.chat, {})[message.message_id] = message

    def close(self) -> None:
        self.stop_waiting()
        self.store.close()

    def stop_waiting(self) -> None:
        """Ends what waits: long polls, event streams, presses. A server that stops would wait for them."""
        self.events.close()
        self.pollers.close()
        for press in self.presses.values():
            press.cancel()

    def now(self) -> int:
        return int(self.clock())

    def bot_by_token(self, token: str) -> Bot | None:
        return next((bot for bot in self.bots.values() if bot.token == token), None)

    def message(self, chat: str, message_id: int | None) -> Message | None:
        return self.messages.get(chat, {}).get(message_id or 0)

    def save_user(self, user: User) -> User:
        self.users[user.id] = user
        self.store.put("user", str(user.id), user)
        self.events.publish("user", user=shown.user(user))
        return user

    def save_bot(self, bot: Bot) -> Bot:
        self.bots[bot.id] = bot
        self.store.put("bot", str(bot.id), bot)
        self.events.publish("bot", bot=shown.bot(bot))
        return bot

    def save_chat(self, chat: Chat) -> Chat:
        self.keep_chat(chat)
        self.events.publish("chat", chat=shown.chat(chat))
        return chat

    def keep_chat(self, chat: Chat) -> None:
        """Without an event: for what another event tells already. Topics have rows of their own, for there
        may be thousands.
        """
        self.chats[chat.key] = chat
        self.store.put("chat", chat.key, chat, exclude={"topics"})

    def save_topic(self, chat: Chat, topic: Topic) -> None:
        chat.topics[topic.id] = topic
        self.store.put("topic", f"{chat.key}/{topic.id}", TopicRow(chat=chat.key, topic=topic))
        self.events.publish("topic", chat=chat.key, topic=topic.model_dump())

    def save_message(self, message: Message, event: str) -> Message:
        self.messages.setdefault(message.chat, {})[message.message_id] = message
        self.store.put_message(message)
        self.events.publish(event, message=self.show(message))
        return message

    def drop_message(self, message: Message) -> None:
        self.messages[message.chat].pop(message.message_id)
        self.store.drop_message(message.chat, message.message_id)
        chat = self.chats[message.chat]
        if message.message_id in chat.pinned:
            chat.pinned.remove(message.message_id)
            self.keep_chat(chat)
        self.events.publish("message_deleted", chat=message.chat, message_id=message.message_id)

    def save_file(self, file: StoredFile) -> StoredFile:
        self.files[file.file_id] = file
        self.store.put("file", file.file_id, file)
        return file

    def save_query(self, query: CallbackQuery) -> CallbackQuery:
        self.queries[query.id] = query
        self.store.put("query", query.id, query)
        return query

    def show(self, message: Message) -> dict[str, Any]:
        return shown.message(message, self.chats[message.chat])

    def next_message_id(self, chat: Chat) -> int:
        """In private chats one counter per bot, as its account has; in groups one per chat."""
        if chat.is_private:
            return self.store.count(f"message:{chat.bot_id}")
        return self.store.count(f"message:{chat.key}", FIRST_IN_GROUP)

    def next_user_id(self) -> int:
        return self.store.count("user", FIRST_USER)

    def next_bot_id(self) -> int:
        return self.store.count("bot", FIRST_BOT)

    def next_chat_id(self, *, basic: bool) -> int:
        number = self.store.count("chat", FIRST_GROUP)
        return (GROUP_BASE if basic else SUPERGROUP_BASE) - number

    def current(self, chat: Chat) -> Chat:
        """The chat itself, or the supergroup that a migrated group became."""
        return self.chats[str(chat.migrated_to)] if chat.migrated_to else chat
