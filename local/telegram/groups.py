"""Groups made and converted by people."""

from local.telegram import posting
from local.telegram.core import Telegram
from local.telegram.people import PersonError
from local.telegram.presented import ADMIN_RIGHTS, CHANNEL_RIGHTS
from local.telegram.world import Chat, ChatType, Member, MemberStatus


def create(
    tg: Telegram,
    title: str,
    kind: ChatType,
    *,
    is_forum: bool,
    creator_id: int | None,
    members: list[int],
    admins: dict[int, list[str] | bool],
) -> Chat:
    if kind is ChatType.PRIVATE:
        raise PersonError("a private chat is made by writing to a bot")
    chat_id = tg.next_chat_id(basic=kind is ChatType.GROUP)
    forum = is_forum and kind is ChatType.SUPERGROUP
    chat = Chat(key=str(chat_id), id=chat_id, type=kind, title=title, is_forum=forum)
    for user_id in members:
        _add(tg, chat, Member(user_id=user_id))
    for user_id, rights in admins.items():
        given = rights if isinstance(rights, list) else [*ADMIN_RIGHTS, *CHANNEL_RIGHTS]
        _add(tg, chat, Member(user_id=user_id, status=MemberStatus.ADMINISTRATOR, rights=given))
    if creator_id is not None:
        _add(tg, chat, Member(user_id=creator_id, status=MemberStatus.CREATOR))
    return tg.save_chat(chat)


def _add(tg: Telegram, chat: Chat, member: Member) -> None:
    if member.user_id not in tg.users and member.user_id not in tg.bots:
        raise PersonError(f"there is no user or bot {member.user_id}", 404)
    chat.members[member.user_id] = member


def switch_forum(tg: Telegram, chat: Chat, *, on: bool) -> Chat:
    """A basic group has to become a supergroup before it can have topics."""
    if chat.type is ChatType.GROUP and on:
        chat = migrate(tg, chat)
    if chat.type is not ChatType.SUPERGROUP:
        raise PersonError("only a supergroup has topics")
    chat.is_forum = on
    return tg.save_chat(chat)


def migrate(tg: Telegram, chat: Chat) -> Chat:
    if chat.type is not ChatType.GROUP or chat.migrated_to:
        raise PersonError("only a basic group can be converted, and only once")
    new_id = tg.next_chat_id(basic=False)
    members = {user_id: member.model_copy() for user_id, member in chat.members.items()}
    grown = Chat(
        key=str(new_id),
        id=new_id,
        type=ChatType.SUPERGROUP,
        title=chat.title,
        members=members,
        migrated_from=chat.id,
    )
    tg.save_chat(grown)
    creator = next((m.user_id for m in members.values() if m.status is MemberStatus.CREATOR), None)
    by_id = creator if creator is not None else next(iter(members))
    posting.post_service(tg, chat, by_id, "migrate_to_chat_id", {"migrate_to_chat_id": new_id})
    chat.migrated_to = new_id
    tg.save_chat(chat)
    posting.post_service(tg, grown, by_id, "migrate_from_chat_id", {"migrate_from_chat_id": chat.id})
    return grown
