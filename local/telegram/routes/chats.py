from fastapi import APIRouter

from local.telegram import forums, groups, people, shown
from local.telegram.people import PersonError
from local.telegram.person_api import ForumSwitch, Json, MemberChange, NewChat, NewTopic, TopicChange
from local.telegram.routes.world import World

router = APIRouter(prefix="/local/chats")


@router.post("")
async def create(tg: World, asked: NewChat) -> Json:
    chat = groups.create(
        tg,
        asked.title,
        asked.type,
        is_forum=asked.is_forum,
        creator_id=asked.creator_id,
        members=asked.members,
        admins=asked.admins,
    )
    return shown.chat(chat)


@router.post("/{key}/members")
async def change_member(tg: World, key: str, asked: MemberChange) -> Json:
    chat = people.chat_of(tg, key)
    by_id = asked.by_user_id or asked.user_id
    if asked.user_id not in tg.bots:
        people.user_of(tg, asked.user_id)
    member = people.change_member(tg, chat, asked.user_id, asked.action, rights=asked.rights, by_id=by_id)
    return member.model_dump(mode="json")


@router.post("/{key}/forum")
async def switch_forum(tg: World, key: str, asked: ForumSwitch) -> Json:
    return shown.chat(groups.switch_forum(tg, people.chat_of(tg, key), on=asked.on))


@router.post("/{key}/migrate")
async def migrate(tg: World, key: str) -> Json:
    return shown.chat(groups.migrate(tg, people.chat_of(tg, key)))


@router.post("/{key}/topics")
async def create_topic(tg: World, key: str, asked: NewTopic) -> Json:
    chat = people.chat_of(tg, key)
    if not chat.is_forum:
        raise PersonError("this chat has no topics")
    people.place(tg, chat, asked.user_id, None)
    name = forums.clean_name(asked.name)
    return forums.create(tg, chat, asked.user_id, name, icon_color=asked.icon_color).model_dump()


@router.post("/{key}/topics/general")
async def change_general(tg: World, key: str, asked: TopicChange) -> Json:
    chat = people.chat_of(tg, key)
    return shown.chat(people.change_general(tg, chat, asked.user_id, asked.action))


@router.post("/{key}/topics/{topic_id}")
async def change_topic(tg: World, key: str, topic_id: int, asked: TopicChange) -> Json:
    chat = people.chat_of(tg, key)
    topic = people.change_topic(tg, chat, asked.user_id, topic_id, asked.action, name=asked.name)
    return topic.model_dump()
