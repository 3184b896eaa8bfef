from aiogram.types import LinkPreviewOptions, ReplyParameters

from tests.local.telegram.scene import Scene, changed, keyboard


async def test_a_sent_message_comes_back_as_telegram_has_it(scene: Scene) -> None:
    message = await scene.bot.send_message(scene.maria.id, "Вітаю")

    assert message.text == "Вітаю"
    assert message.chat.type == "private"
    assert message.chat.first_name == "Марія"
    assert message.from_user is not None
    assert message.from_user.id == scene.bot.id


async def test_message_ids_of_private_chats_are_one_count_of_the_bot(scene: Scene) -> None:
    james = await scene.telegram.person("James")
    await james.in_private(scene.bot.id).write("/start")

    first = await scene.bot.send_message(scene.maria.id, "one")
    second = await scene.bot.send_message(james.id, "two")

    assert second.message_id == first.message_id + 1


async def test_message_ids_of_a_group_are_its_own_count(scene: Scene) -> None:
    first = await scene.bot.send_message(scene.group, "one")
    await scene.bot.send_message(scene.maria.id, "elsewhere")
    second = await scene.bot.send_message(scene.group, "two")

    assert second.message_id == first.message_id + 1


async def test_people_see_what_the_bot_sent(scene: Scene) -> None:
    await scene.bot.send_message(scene.maria.id, "Оберіть", reply_markup=keyboard([("Оплата", "pay")]))

    seen = await scene.chat.next_message("Оберіть")

    assert seen.buttons == ["Оплата"]


async def test_a_reply_names_the_message_it_answers(scene: Scene) -> None:
    question = await scene.chat.write("Де мій платіж?")

    answer = await scene.bot.send_message(scene.maria.id, "Шукаю", reply_to_message_id=question.id)

    assert answer.reply_to_message is not None
    assert answer.reply_to_message.text == "Де мій платіж?"


async def test_a_quote_is_a_part_of_the_message_it_answers(scene: Scene) -> None:
    question = await scene.chat.write("Номер 55, сума 500")
    reply = ReplyParameters(message_id=question.id, quote="сума 500")

    answer = await scene.bot.send_message(scene.maria.id, "Бачу", reply_parameters=reply)

    assert answer.quote is not None
    assert (answer.quote.text, answer.quote.position) == ("сума 500", 10)


async def test_a_lost_reply_is_sent_without_it_when_allowed(scene: Scene) -> None:
    reply = ReplyParameters(message_id=999, allow_sending_without_reply=True)

    answer = await scene.bot.send_message(scene.maria.id, "Бачу", reply_parameters=reply)

    assert answer.reply_to_message is None


async def test_a_preview_can_be_switched_off(scene: Scene) -> None:
    options = LinkPreviewOptions(is_disabled=True)

    message = await scene.bot.send_message(scene.maria.id, "https://example.com", link_preview_options=options)

    assert message.link_preview_options is not None
    assert message.link_preview_options.is_disabled


async def test_protected_content_says_so(scene: Scene) -> None:
    message = await scene.bot.send_message(scene.maria.id, "secret", protect_content=True)

    assert message.has_protected_content


async def test_an_edit_changes_the_message_and_keeps_its_place(scene: Scene) -> None:
    sent = await scene.bot.send_message(scene.maria.id, "Прийнято", reply_markup=keyboard([("Статус", "s")]))

    answer = await scene.bot.edit_message_text("В роботі", chat_id=scene.maria.id, message_id=sent.message_id)

    edited = changed(answer)
    assert (edited.message_id, edited.text) == (sent.message_id, "В роботі")
    assert edited.edit_date is not None
    assert edited.reply_markup is None  # an edit without a keyboard takes it away
    seen = await scene.chat.next_message("В роботі")
    assert seen.id == sent.message_id


async def test_an_edited_keyboard_leaves_the_text(scene: Scene) -> None:
    sent = await scene.bot.send_message(scene.maria.id, "Оцініть")

    answer = await scene.bot.edit_message_reply_markup(
        chat_id=scene.maria.id, message_id=sent.message_id, reply_markup=keyboard([("5", "r5")])
    )

    edited = changed(answer)
    assert edited.text == "Оцініть"
    assert edited.reply_markup is not None


async def test_deleted_messages_are_gone_for_people(scene: Scene) -> None:
    sent = await scene.bot.send_message(scene.maria.id, "oops")

    await scene.bot.delete_message(scene.maria.id, sent.message_id)

    await scene.chat.until(lambda messages: all(m.text != "oops" for m in messages))


async def test_deleting_many_skips_the_missing_ones(scene: Scene) -> None:
    sent = await scene.bot.send_message(scene.maria.id, "oops")

    assert await scene.bot.delete_messages(scene.maria.id, [sent.message_id, 998, 999])
    assert scene.world.message(scene.chat.key, sent.message_id) is None


async def test_a_forward_names_its_origin(scene: Scene) -> None:
    source = await scene.chat.write("Не працює")

    forwarded = await scene.bot.forward_message(scene.group, scene.maria.id, source.id)

    assert forwarded.forward_origin is not None
    assert forwarded.forward_origin.type == "user"
    assert forwarded.text == "Не працює"


async def test_a_copy_hides_its_origin(scene: Scene) -> None:
    source = await scene.chat.write("Не працює")

    copied = await scene.bot.copy_message(scene.group, scene.maria.id, source.id)

    seen = await scene.in_group().next_message("Не працює")
    assert seen.id == copied.message_id
    assert seen.body["forward_origin"] is None


async def test_copies_skip_what_cannot_be_copied_and_keep_albums(scene: Scene) -> None:
    first = await scene.chat.write("one")
    pinned = await scene.bot.send_message(scene.maria.id, "two", protect_content=True)
    last = await scene.chat.write("three")

    ids = [first.id, pinned.message_id, last.id, 5000]
    copies = await scene.bot.copy_messages(scene.group, scene.maria.id, sorted(ids))

    texts = [scene.world.messages[str(scene.group)][copy.message_id].text for copy in copies]
    assert texts == ["one", "three"]


async def test_pins_show_in_the_chat_and_post_a_service_message(scene: Scene) -> None:
    card = await scene.bot.send_message(scene.group, "card")

    await scene.bot.pin_chat_message(scene.group, card.message_id)

    chat = await scene.bot.get_chat(scene.group)
    assert chat.pinned_message is not None
    assert chat.pinned_message.message_id == card.message_id
    service = (await scene.drain())[-1].message  # a bot hears of its own pin
    assert service is not None
    assert service.pinned_message is not None


async def test_unpinning_takes_one_or_all(scene: Scene) -> None:
    cards = [await scene.bot.send_message(scene.group, f"card {n}") for n in range(3)]
    for card in cards:
        await scene.bot.pin_chat_message(scene.group, card.message_id)

    await scene.bot.unpin_chat_message(scene.group, message_id=cards[0].message_id)
    assert scene.world.chats[str(scene.group)].pinned == [cards[2].message_id, cards[1].message_id]
    await scene.bot.unpin_all_chat_messages(scene.group)
    assert scene.world.chats[str(scene.group)].pinned == []


async def test_pins_of_a_topic_and_of_general_are_taken_apart(scene: Scene) -> None:
    topic = (await scene.bot.create_forum_topic(scene.group, "№1")).message_thread_id
    for thread in (topic, None):
        card = await scene.bot.send_message(scene.group, "card", message_thread_id=thread)
        await scene.bot.pin_chat_message(scene.group, card.message_id)
    chat = scene.world.chats[str(scene.group)]

    await scene.bot.unpin_all_forum_topic_messages(scene.group, topic)
    assert len(chat.pinned) == 1
    await scene.bot.unpin_all_general_forum_topic_messages(scene.group)
    assert chat.pinned == []


async def test_a_reaction_of_the_bot_is_seen_by_people(scene: Scene) -> None:
    message = await scene.chat.write("Дякую")

    await scene.bot.set_message_reaction(scene.maria.id, message.id, [{"type": "emoji", "emoji": "👀"}])  # type: ignore[list-item]

    await scene.chat.until(lambda messages: messages[-1].reactions == ["👀"])


async def test_typing_is_shown(scene: Scene) -> None:
    assert await scene.bot.send_chat_action(scene.maria.id, "typing")
