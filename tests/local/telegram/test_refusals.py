"""Every refusal that a bot can meet, with aiogram's class and Telegram's words (facts: errors and what to do)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    RestartingTelegram,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendInvoice
from aiogram.types import (
    BufferedInputFile,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    LabeledPrice,
    MessageEntity,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyParameters,
    WebAppInfo,
)

from tests.local.telegram.scene import Scene, blob, keyboard, photo, picture

Act = Callable[[Scene], Awaitable[Any]]
BAD = TelegramBadRequest
FORBIDDEN = TelegramForbiddenError
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@dataclass(frozen=True)
class Case:
    name: str
    act: Act
    error: type[TelegramAPIError]
    text: str


async def sent(scene: Scene, **more: Any) -> int:
    return (await scene.bot.send_message(scene.group, "card", **more)).message_id


async def topic(scene: Scene, name: str = "№1") -> int:
    return (await scene.bot.create_forum_topic(scene.group, name)).message_thread_id


async def to_topic(scene: Scene, thread_id: int) -> Any:
    return await scene.bot.send_message(scene.group, "x", message_thread_id=thread_id)


# People


async def writes_to_one_who_blocked_the_bot(s: Scene) -> None:
    await s.maria.block(s.bot.id)
    await s.bot.send_message(s.maria.id, "x")


async def writes_to_one_who_left_telegram(s: Scene) -> None:
    await s.telegram.call("PATCH", f"users/{s.maria.id}", {"is_deactivated": True})
    await s.bot.send_message(s.maria.id, "x")


async def writes_to_one_who_never_started_the_bot(s: Scene) -> None:
    await s.bot.send_message(s.olena.id, "x")


async def writes_to_another_bot(s: Scene) -> None:
    other = await s.telegram.bot("other_bot")
    await s.bot.send_message(other["id"], "x")


async def sends_a_voice_to_one_who_refuses_them(s: Scene) -> None:
    await s.telegram.call("PATCH", f"users/{s.maria.id}", {"refuses_voice": True})
    await s.bot.send_voice(s.maria.id, blob(name="v.ogg"))


PEOPLE = [
    Case("blocked", writes_to_one_who_blocked_the_bot, FORBIDDEN, "Forbidden: bot was blocked by the user"),
    Case("deactivated", writes_to_one_who_left_telegram, FORBIDDEN, "Forbidden: user is deactivated"),
    Case(
        "never started",
        writes_to_one_who_never_started_the_bot,
        FORBIDDEN,
        "Forbidden: bot can't initiate conversation with a user",
    ),
    Case("a bot", writes_to_another_bot, FORBIDDEN, "Forbidden: bot can't send messages to bots"),
    Case("unknown chat", lambda s: s.bot.send_message(987654, "x"), BAD, "Bad Request: chat not found"),
    Case("unknown name", lambda s: s.bot.send_message("@nobody_here", "x"), BAD, "Bad Request: chat not found"),
    Case("no chat", lambda s: s.bot.send_message("", "x"), BAD, "Bad Request: chat_id is empty"),
    Case("no voices", sends_a_voice_to_one_who_refuses_them, BAD, "Bad Request: VOICE_MESSAGES_FORBIDDEN"),
]


# Group and rights


async def writes_after_being_kicked(s: Scene) -> None:
    body = {"user_id": s.bot.id, "action": "kick", "by_user_id": s.olena.id}
    await s.telegram.post(f"chats/{s.group}/members", **body)
    await s.bot.send_message(s.group, "x")


async def writes_after_leaving(s: Scene) -> None:
    await s.bot.leave_chat(s.group)
    await s.bot.send_message(s.group, "x")


async def writes_while_restricted(s: Scene) -> None:
    body = {"user_id": s.bot.id, "action": "restrict", "by_user_id": s.olena.id}
    await s.telegram.post(f"chats/{s.group}/members", **body)
    await s.bot.send_message(s.group, "x")


async def sends_a_photo_while_restricted_to_text(s: Scene) -> None:
    body = {"user_id": s.bot.id, "action": "restrict", "by_user_id": s.olena.id, "rights": ["can_send_messages"]}
    await s.telegram.post(f"chats/{s.group}/members", **body)
    await s.bot.send_photo(s.group, photo())


async def creates_a_topic_without_the_right(s: Scene) -> None:
    await s.demote_bot("can_pin_messages")
    await topic(s)


async def edits_a_topic_without_the_right(s: Scene) -> None:
    thread = (await s.telegram.post(f"chats/{s.group}/topics", user_id=s.olena.id, name="Board"))["id"]
    await s.demote_bot("can_pin_messages")
    await s.bot.edit_forum_topic(s.group, thread, name="Other")


async def closes_a_topic_without_the_right(s: Scene) -> None:
    thread = (await s.telegram.post(f"chats/{s.group}/topics", user_id=s.olena.id, name="Board"))["id"]
    await s.demote_bot("can_pin_messages")
    await s.bot.close_forum_topic(s.group, thread)


async def deletes_a_topic_without_the_right(s: Scene) -> None:
    thread = await topic(s)
    await s.demote_bot("can_manage_topics")
    await s.bot.delete_forum_topic(s.group, thread)


async def pins_without_the_right(s: Scene) -> None:
    message = await sent(s)
    await s.demote_bot("can_manage_topics")
    await s.bot.pin_chat_message(s.group, message)


async def deletes_what_others_wrote_without_the_right(s: Scene) -> None:
    message = await s.in_group().write("mine")
    await s.demote_bot("can_manage_topics")
    await s.bot.delete_message(s.group, message.id)


async def bans_without_the_right(s: Scene) -> None:
    await s.maria.join(s.group)
    await s.demote_bot("can_manage_topics")
    await s.bot.ban_chat_member(s.group, s.maria.id)


async def bans_an_administrator(s: Scene) -> None:
    await s.maria.join(s.group)
    await s.telegram.post(f"chats/{s.group}/members", user_id=s.maria.id, action="promote", by_user_id=s.olena.id)
    await s.bot.ban_chat_member(s.group, s.maria.id)


async def promotes_without_the_right(s: Scene) -> None:
    await s.maria.join(s.group)
    await s.demote_bot("can_manage_topics")
    await s.bot.promote_chat_member(s.group, s.maria.id, can_pin_messages=True)


GROUP = [
    Case("kicked", writes_after_being_kicked, FORBIDDEN, "Forbidden: bot was kicked from the supergroup chat"),
    Case("left", writes_after_leaving, FORBIDDEN, "Forbidden: bot is not a member of the supergroup chat"),
    Case(
        "muted",
        writes_while_restricted,
        BAD,
        "Bad Request: not enough rights to send text messages to the chat",
    ),
    Case(
        "muted for photos",
        sends_a_photo_while_restricted_to_text,
        BAD,
        "Bad Request: not enough rights to send photos to the chat",
    ),
    Case(
        "create topic",
        creates_a_topic_without_the_right,
        BAD,
        "Bad Request: not enough rights to create a topic",
    ),
    Case("edit topic", edits_a_topic_without_the_right, BAD, "Bad Request: not enough rights to edit the topic"),
    Case(
        "close topic",
        closes_a_topic_without_the_right,
        BAD,
        "Bad Request: not enough rights to close or open the topic",
    ),
    Case(
        "delete topic",
        deletes_a_topic_without_the_right,
        BAD,
        "Bad Request: not enough rights to delete the topic",
    ),
    Case(
        "pin",
        pins_without_the_right,
        BAD,
        "Bad Request: not enough rights to manage pinned messages in the chat",
    ),
    Case("delete", deletes_what_others_wrote_without_the_right, BAD, "Bad Request: message can't be deleted"),
    Case(
        "ban",
        bans_without_the_right,
        BAD,
        "Bad Request: not enough rights to restrict/unrestrict chat member",
    ),
    Case("ban admin", bans_an_administrator, BAD, "Bad Request: user is an administrator of the chat"),
    Case(
        "ban owner",
        lambda s: s.bot.ban_chat_member(s.group, s.olena.id),
        BAD,
        "Bad Request: can't remove chat owner",
    ),
    Case("promote", promotes_without_the_right, BAD, "Bad Request: CHAT_ADMIN_REQUIRED"),
    Case("unknown user", lambda s: s.bot.get_chat_member(s.group, 5), BAD, "Bad Request: user not found"),
]


# Topics


async def writes_to_a_deleted_topic(s: Scene) -> None:
    thread = await topic(s)
    await s.bot.delete_forum_topic(s.group, thread)
    await to_topic(s, thread)


async def edits_a_deleted_topic(s: Scene) -> None:
    thread = await topic(s)
    await s.bot.delete_forum_topic(s.group, thread)
    await s.bot.edit_forum_topic(s.group, thread, name="again")


async def writes_to_a_closed_topic_without_rights(s: Scene) -> None:
    thread = (await s.telegram.post(f"chats/{s.group}/topics", user_id=s.olena.id, name="Board"))["id"]
    await s.telegram.post(f"chats/{s.group}/topics/{thread}", user_id=s.olena.id, action="close")
    await s.demote_bot("can_pin_messages")
    await to_topic(s, thread)


async def writes_to_closed_general_without_rights(s: Scene) -> None:
    await s.telegram.post(f"chats/{s.group}/topics/general", user_id=s.olena.id, action="close")
    await s.demote_bot("can_pin_messages")
    await s.bot.send_message(s.group, "x")


async def creates_a_topic_where_topics_are_off(s: Scene) -> None:
    await s.telegram.post(f"chats/{s.group}/forum", on=False)
    await topic(s)


async def edits_a_topic_to_the_same_name(s: Scene) -> None:
    await s.bot.edit_forum_topic(s.group, await topic(s, "№7"), name="№7")


async def closes_a_topic_twice(s: Scene) -> None:
    thread = await topic(s)
    await s.bot.close_forum_topic(s.group, thread)
    await s.bot.close_forum_topic(s.group, thread)


TOPICS = [
    Case("deleted", writes_to_a_deleted_topic, BAD, "Bad Request: message thread not found"),
    Case("unknown", lambda s: to_topic(s, 900), BAD, "Bad Request: message thread not found"),
    Case("general by its id", lambda s: to_topic(s, 1), BAD, "Bad Request: message thread not found"),
    Case("edit deleted", edits_a_deleted_topic, BAD, "Bad Request: TOPIC_DELETED"),
    Case("edit unknown", lambda s: s.bot.close_forum_topic(s.group, 900), BAD, "Bad Request: TOPIC_ID_INVALID"),
    Case("closed", writes_to_a_closed_topic_without_rights, BAD, "Bad Request: TOPIC_CLOSED"),
    Case("closed general", writes_to_closed_general_without_rights, BAD, "Bad Request: TOPIC_CLOSED"),
    Case("topics off", creates_a_topic_where_topics_are_off, BAD, "Bad Request: the chat is not a forum"),
    Case("same name", edits_a_topic_to_the_same_name, BAD, "Bad Request: TOPIC_NOT_MODIFIED"),
    Case("closed twice", closes_a_topic_twice, BAD, "Bad Request: TOPIC_NOT_MODIFIED"),
    Case("no name", lambda s: topic(s, ""), BAD, "Bad Request: title must be non-empty"),
    Case(
        "icon colour",
        lambda s: s.bot.create_forum_topic(s.group, "x", icon_color=1),
        BAD,
        "Bad Request: TOPIC_ICON_COLOR_INVALID",
    ),
    Case(
        "icon",
        lambda s: s.bot.create_forum_topic(s.group, "x", icon_custom_emoji_id="123"),
        BAD,
        "Bad Request: DOCUMENT_INVALID",
    ),
]


# Messages


async def edits_to_the_same(s: Scene) -> None:
    await s.bot.edit_message_text("card", chat_id=s.group, message_id=await sent(s))


async def edits_what_a_person_wrote(s: Scene) -> None:
    message = await s.in_group().write("mine")
    await s.bot.edit_message_text("x", chat_id=s.group, message_id=message.id)


async def edits_a_message_with_a_reply_keyboard(s: Scene) -> None:
    markup = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Так")]])
    await s.bot.edit_message_text("x", chat_id=s.group, message_id=await sent(s, reply_markup=markup))


async def edits_the_text_of_a_photo(s: Scene) -> None:
    message = await s.bot.send_photo(s.group, photo())
    await s.bot.edit_message_text("x", chat_id=s.group, message_id=message.message_id)


async def edits_the_caption_of_a_text(s: Scene) -> None:
    await s.bot.edit_message_caption(chat_id=s.group, message_id=await sent(s), caption="x")


async def deletes_after_two_days(s: Scene) -> None:
    message = await s.bot.send_message(s.maria.id, "x")
    await s.telegram.advance_clock(49 * 3600)
    await s.bot.delete_message(s.maria.id, message.message_id)


async def copies_protected_content(s: Scene) -> None:
    await s.bot.copy_message(s.maria.id, s.group, await sent(s, protect_content=True))


async def forwards_protected_content(s: Scene) -> None:
    await s.bot.forward_message(s.maria.id, s.group, await sent(s, protect_content=True))


async def copies_a_service_message(s: Scene) -> None:
    await s.bot.copy_message(s.maria.id, s.group, await topic(s))


async def pins_twice(s: Scene) -> None:
    message = await sent(s)
    await s.bot.pin_chat_message(s.group, message)
    await s.bot.pin_chat_message(s.group, message)


async def quotes_what_was_not_said(s: Scene) -> None:
    reply = ReplyParameters(message_id=await sent(s), quote="something else")
    await s.bot.send_message(s.group, "x", reply_parameters=reply)


async def reacts_with_two(s: Scene) -> None:
    both = [ReactionTypeEmoji(emoji="👍"), ReactionTypeEmoji(emoji="🔥")]
    await s.bot.set_message_reaction(s.group, await sent(s), both)  # type: ignore[arg-type]


async def reacts_with_what_is_no_reaction(s: Scene) -> None:
    await s.bot.set_message_reaction(s.group, await sent(s), [ReactionTypeEmoji(emoji="🧦")])


MESSAGES = [
    Case("same text", edits_to_the_same, BAD, NOT_MODIFIED),
    Case(
        "edit lost",
        lambda s: s.bot.edit_message_text("x", chat_id=s.group, message_id=900),
        BAD,
        "Bad Request: message to edit not found",
    ),
    Case("edit foreign", edits_what_a_person_wrote, BAD, "Bad Request: message can't be edited"),
    Case(
        "edit with keyboard",
        edits_a_message_with_a_reply_keyboard,
        BAD,
        "Bad Request: message can't be edited",
    ),
    Case(
        "edit text of photo",
        edits_the_text_of_a_photo,
        BAD,
        "Bad Request: there is no text in the message to edit",
    ),
    Case(
        "edit caption of text",
        edits_the_caption_of_a_text,
        BAD,
        "Bad Request: there is no caption in the message to edit",
    ),
    Case(
        "delete lost",
        lambda s: s.bot.delete_message(s.group, 900),
        BAD,
        "Bad Request: message to delete not found",
    ),
    Case(
        "delete old",
        deletes_after_two_days,
        BAD,
        "Bad Request: message can't be deleted for everyone",
    ),
    Case(
        "delete 101",
        lambda s: s.bot.delete_messages(s.group, list(range(1, 102))),
        BAD,
        "Bad Request: too many message identifiers specified",
    ),
    Case(
        "copy lost",
        lambda s: s.bot.copy_message(s.maria.id, s.group, 900),
        BAD,
        "Bad Request: message to copy not found",
    ),
    Case(
        "forward lost",
        lambda s: s.bot.forward_message(s.maria.id, s.group, 900),
        BAD,
        "Bad Request: message to forward not found",
    ),
    Case("copy protected", copies_protected_content, BAD, "Bad Request: the message can't be copied"),
    Case("forward protected", forwards_protected_content, BAD, "Bad Request: the message can't be forwarded"),
    Case("copy service", copies_a_service_message, BAD, "Bad Request: the message can't be copied"),
    Case(
        "copies out of order",
        lambda s: s.bot.copy_messages(s.maria.id, s.group, [5, 4]),
        BAD,
        "Bad Request: message identifiers must be in a strictly increasing order",
    ),
    Case(
        "pin lost",
        lambda s: s.bot.pin_chat_message(s.group, 900),
        BAD,
        "Bad Request: message to pin not found",
    ),
    Case("pin twice", pins_twice, BAD, "Bad Request: CHAT_NOT_MODIFIED"),
    Case(
        "unpin nothing",
        lambda s: s.bot.unpin_chat_message(s.group),
        BAD,
        "Bad Request: message to unpin not found",
    ),
    Case(
        "reply lost",
        lambda s: s.bot.send_message(s.group, "x", reply_to_message_id=900),
        BAD,
        "Bad Request: message to be replied not found",
    ),
    Case("quote", quotes_what_was_not_said, BAD, "Bad Request: QUOTE_TEXT_INVALID"),
    Case("two reactions", reacts_with_two, BAD, "Bad Request: REACTIONS_TOO_MANY"),
    Case("no reaction", reacts_with_what_is_no_reaction, BAD, "Bad Request: REACTION_INVALID"),
    Case(
        "react lost",
        lambda s: s.bot.set_message_reaction(s.group, 900),
        BAD,
        "Bad Request: message to react not found",
    ),
    Case(
        "unknown press",
        lambda s: s.bot.answer_callback_query("12345"),
        BAD,
        TOO_OLD,
    ),
]


# Sizes and shapes


def text(value: str, **more: Any) -> Act:
    return lambda s: s.bot.send_message(s.maria.id, value, **more)


def button(**more: Any) -> Act:
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="x", **more)]])
    return lambda s: s.bot.send_message(s.group, "x", reply_markup=markup)


def album(*items: Any) -> Act:
    return lambda s: s.bot.send_media_group(s.group, list(items))


def image() -> InputMediaPhoto:
    return InputMediaPhoto(media=photo())


BAD_IMAGE = BufferedInputFile(b"not a picture", "x.png")
SIZES = [
    Case("4097 characters", text("x" * 4097), BAD, "Bad Request: message is too long"),
    Case("4098 units of emoji", text("🙂" * 2049), BAD, "Bad Request: message is too long"),
    Case("empty", text(""), BAD, "Bad Request: message text is empty"),
    Case("spaces", text(" \n "), BAD, "Bad Request: text must be non-empty"),
    Case(
        "caption of 1025",
        lambda s: s.bot.send_photo(s.maria.id, photo(), caption="x" * 1025),
        BAD,
        "Bad Request: message caption is too long",
    ),
    Case("button of 65 bytes", button(callback_data="x" * 65), BAD, "Bad Request: BUTTON_DATA_INVALID"),
    Case(
        "button of 66 bytes in 33 letters", button(callback_data="ї" * 33), BAD, "Bad Request: BUTTON_DATA_INVALID"
    ),
    Case("empty button", button(callback_data=""), BAD, "Bad Request: BUTTON_DATA_INVALID"),
    Case("button of nothing", button(), BAD, "Bad Request: text buttons are unallowed in the inline keyboard"),
    Case("button to nowhere", button(url="no where"), BAD, "Bad Request: BUTTON_URL_INVALID"),
    Case(
        "copied 257",
        button(copy_text=CopyTextButton(text="x" * 257)),
        BAD,
        "Bad Request: BUTTON_COPY_TEXT_INVALID",
    ),
    Case(
        "web app in a group",
        button(web_app=WebAppInfo(url="https://example.com")),
        BAD,
        "Bad Request: web App buttons can be used in private chats only",
    ),
    Case(
        "101 buttons",
        lambda s: s.bot.send_message(s.group, "x", reply_markup=keyboard(*[[("x", "x")]] * 101)),
        BAD,
        "Bad Request: reply markup is too long",
    ),
    Case("album of one", album(image()), BAD, "Bad Request: there must be 2 to 10 messages to send as an album"),
    Case("album of eleven", album(*[image()] * 11), BAD, "Bad Request: too many messages to send as an album"),
    Case(
        "mixed album",
        album(image(), InputMediaDocument(media=blob())),
        BAD,
        "Bad Request: documents can't be mixed with other media types",
    ),
    Case(
        "album with a broken item",
        album(image(), InputMediaPhoto(media=BAD_IMAGE)),
        BAD,
        'Bad Request: failed to send message #2 with the error message "IMAGE_PROCESS_FAILED"',
    ),
    Case(
        "no picture", lambda s: s.bot.send_photo(s.maria.id, BAD_IMAGE), BAD, "Bad Request: IMAGE_PROCESS_FAILED"
    ),
    Case(
        "wrong file id",
        lambda s: s.bot.send_document(s.maria.id, "AgADwrong"),
        BAD,
        "Bad Request: wrong remote file identifier specified: can't unserialize it. Wrong last symbol",
    ),
    Case("unknown file", lambda s: s.bot.get_file("AgADwrong"), BAD, "Bad Request: invalid file_id"),
    Case(
        "by address",
        lambda s: s.bot.send_document(s.maria.id, "https://example.com/x.pdf"),
        BAD,
        "Bad Request: failed to get HTTP URL content",
    ),
    Case(
        "empty file",
        lambda s: s.bot.send_document(s.maria.id, blob(0)),
        BAD,
        "Bad Request: file must be non-empty",
    ),
    Case(
        "poll of 13",
        lambda s: s.bot.send_poll(s.maria.id, "?", [str(n) for n in range(13)]),
        BAD,
        "Bad Request: poll can't have more than 12 options",
    ),
    Case(
        "entity outside",
        text("abc", entities=[MessageEntity(type="bold", offset=2, length=2)]),
        BAD,
        "Bad Request: entity beginning at UTF-16 offset 2 ends after the end of the text at UTF-16 offset 3",
    ),
    Case("markdown", text("*x*", parse_mode="MarkdownV2"), BAD, "Bad Request: unsupported parse_mode"),
    Case(
        "broken HTML",
        text("<b>x", parse_mode="HTML"),
        BAD,
        "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    Case(
        "wrong action",
        lambda s: s.bot.send_chat_action(s.maria.id, "dancing"),
        BAD,
        "Bad Request: wrong parameter action in request",
    ),
]


# Files too big, wrong token, methods


async def sends_more_than_the_upload_limit(s: Scene) -> None:
    s.world.settings.upload_limit = 100
    await s.bot.send_document(s.maria.id, blob(101))


async def sends_a_photo_over_its_limit(s: Scene) -> None:
    s.world.settings.photo_limit = 100
    await s.bot.send_photo(s.maria.id, BufferedInputFile(picture(), "x.png"))


async def fetches_more_than_the_download_limit(s: Scene) -> None:
    s.world.settings.download_limit = 100
    message = await s.bot.send_document(s.maria.id, blob(101))
    assert message.document
    await s.bot.get_file(message.document.file_id)


async def fetches_a_file_whose_bytes_are_lost(s: Scene) -> None:
    message = await s.bot.send_document(s.maria.id, blob())
    assert message.document
    stored = s.world.files[message.document.file_id]
    s.world.bytes.path(stored.unique_id).unlink()
    await s.bot.get_file(stored.file_id)


def invoice(s: Scene) -> Any:
    prices = [LabeledPrice(label="x", amount=1)]
    return s.bot(SendInvoice(chat_id=1, title="x", description="x", payload="x", currency="XTR", prices=prices))


SERVER = [
    Case(
        "upload limit",
        sends_more_than_the_upload_limit,
        TelegramEntityTooLarge,
        "Request Entity Too Large",
    ),
    Case("photo limit", sends_a_photo_over_its_limit, BAD, "Bad Request: too big for a photo"),
    Case("download limit", fetches_more_than_the_download_limit, BAD, "Bad Request: file is too big"),
    Case(
        "lost bytes",
        fetches_a_file_whose_bytes_are_lost,
        BAD,
        "Bad Request: wrong file_id or the file is temporarily unavailable",
    ),
    Case(
        "wrong token",
        lambda s: Bot("7000000001:wrong", session=s.bot.session).get_me(),
        TelegramUnauthorizedError,
        "Unauthorized",
    ),
    Case(
        "method of another part of the Bot API",
        invoice,
        TelegramNotFound,
        "Not Found: method sendInvoice is not served by the local Telegram",
    ),
    Case("log out", lambda s: s.bot.log_out(), BAD, "Bad Request: logOut is refused by the local Telegram"),
    Case(
        "business",
        text("x", business_connection_id="b"),
        BAD,
        'Bad Request: parameter "business_connection_id" is not served by the local Telegram',
    ),
]

CASES = [*PEOPLE, *GROUP, *TOPICS, *MESSAGES, *SIZES, *SERVER]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_it_is_refused_in_telegrams_words(scene: Scene, case: Case) -> None:
    with pytest.raises(TelegramAPIError) as caught:
        await case.act(scene)

    assert type(caught.value) is case.error
    assert caught.value.message == case.text


# What only Telegram's own servers say, and a test of the desk wants to meet: by a fault.
SERVER_WORDS = [
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN", BAD),
    (400, "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN", BAD),
    (400, "Bad Request: CHANNEL_FORUM_MISSING", BAD),
    (400, "Bad Request: PEER_ID_INVALID", BAD),
    (400, "Bad Request: private chat not found", BAD),
    (400, "Bad Request: CHAT_FORWARDS_RESTRICTED", BAD),
    (400, "Bad Request: MESSAGE_ID_INVALID", BAD),
    (400, "Bad Request: MEDIA_CAPTION_TOO_LONG", BAD),
    (400, "Bad Request: group send failed", BAD),
    (400, "Bad Request: HIDE_REQUESTER_MISSING", BAD),
    (400, "Bad Request: USER_ALREADY_PARTICIPANT", BAD),
    (421, "Misdirected Request", TelegramAPIError),
    (500, "Internal Server Error: restart", RestartingTelegram),
    (503, "Service Unavailable", TelegramServerError),
]


@pytest.mark.parametrize(("code", "words", "error"), SERVER_WORDS, ids=[words for _, words, _ in SERVER_WORDS])
async def test_any_other_refusal_can_be_ordered(
    scene: Scene, code: int, words: str, error: type[TelegramAPIError]
) -> None:
    await scene.telegram.fault("sendMessage", "refuse", error_code=code, description=words)

    with pytest.raises(TelegramAPIError) as caught:
        await scene.bot.send_message(scene.maria.id, "x")

    assert type(caught.value) is error
    assert caught.value.message == words
    assert await scene.bot.send_message(scene.maria.id, "x")
