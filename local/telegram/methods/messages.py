"""Messages without a file."""

import random
from typing import Any

from aiogram.methods import (
    SendChatAction,
    SendContact,
    SendDice,
    SendLocation,
    SendMessage,
    SendPoll,
    SendVenue,
)

from local.telegram import access, sending
from local.telegram.calls import Call
from local.telegram.contents import contact, dice, location, poll, venue
from local.telegram.errors import Refusal
from local.telegram.methods.registry import serves

ACTIONS = {
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"),
    *("upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"),
}


@serves(SendMessage)
def send_message(call: Call[SendMessage]) -> Any:
    content = sending.text_content(call)
    to = sending.target(call, "text messages", "can_send_messages")
    preview = call.given("link_preview_options")
    if preview is not None:
        content["link_preview_options"] = preview.model_dump(exclude_defaults=True, exclude_none=True)
    return sending.send(call, to, "text", content)


@serves(SendLocation)
def send_location(call: Call[SendLocation]) -> Any:
    to = sending.target(call, "locations", "can_send_messages")
    return sending.send(call, to, "location", location(call.params.latitude, call.params.longitude))


@serves(SendVenue)
def send_venue(call: Call[SendVenue]) -> Any:
    to = sending.target(call, "venues", "can_send_messages")
    params = call.params
    content = venue(params.latitude, params.longitude, params.title, params.address)
    return sending.send(call, to, "venue", content)


@serves(SendContact)
def send_contact(call: Call[SendContact]) -> Any:
    to = sending.target(call, "contacts", "can_send_messages")
    params = call.params
    content = contact(params.phone_number, params.first_name, last_name=params.last_name)
    return sending.send(call, to, "contact", content)


@serves(SendDice)
def send_dice(call: Call[SendDice]) -> Any:
    to = sending.target(call, "dice", "can_send_other_messages")
    return sending.send(call, to, "dice", dice(call.params.emoji, random.randint(1, 6)))  # noqa: S311 - a game


@serves(SendPoll)
def send_poll(call: Call[SendPoll]) -> Any:
    to = sending.target(call, "polls", "can_send_polls")
    options = [option if isinstance(option, str) else option.text for option in call.params.options]
    if not options:
        raise Refusal.POLL_OPTIONS.error()
    if len(options) > 12:
        raise Refusal.POLL_OPTIONS_TOO_MANY.error()
    content = poll(
        call.params.question,
        options,
        is_anonymous=call.params.is_anonymous is not False,
        allows_multiple_answers=bool(call.params.allows_multiple_answers),
        kind=call.params.type or "regular",
    )
    return sending.send(call, to, "poll", content)


@serves(SendChatAction)
def send_chat_action(call: Call[SendChatAction]) -> Any:
    chat = access.writable_chat(call.tg, call.bot, call.params.chat_id)
    thread_id = access.thread_for_sending(chat, call.bot, call.params.message_thread_id)
    if call.params.action not in ACTIONS:
        raise Refusal.WRONG_ACTION.error()
    action = call.params.action
    call.tg.events.publish("chat_action", chat=chat.key, thread_id=thread_id, bot_id=call.bot.id, action=action)
    return True
