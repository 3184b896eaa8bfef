import io

import pytest
from aiogram.types import (
    BufferedInputFile,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    Message,
)

from local.telegram.person import PersonApiError
from tests.local.telegram.scene import Scene, blob, changed, photo, picture


async def test_a_photo_has_its_sizes(scene: Scene) -> None:
    message = await scene.bot.send_photo(scene.maria.id, photo(), caption="Екран", has_spoiler=True)

    assert message.photo is not None
    assert [(size.width, size.height) for size in message.photo] == [(320, 240), (640, 480)]
    assert message.caption == "Екран"
    assert message.has_media_spoiler


async def test_every_kind_of_file_is_sent_and_described(scene: Scene) -> None:
    bot, to = scene.bot, scene.maria.id
    sent = [
        await bot.send_document(to, blob(name="звіт.pdf")),
        await bot.send_video(to, blob(name="v.mp4"), duration=3, width=10, height=20),
        await bot.send_audio(to, blob(name="a.mp3"), duration=4),
        await bot.send_voice(to, blob(name="v.ogg"), duration=5),
        await bot.send_video_note(to, blob(name="n.mp4"), duration=6),
        await bot.send_animation(to, blob(name="g.mp4")),
        await bot.send_sticker(to, BufferedInputFile(picture(512, 512), "s.webp")),
    ]

    kinds = [message.content_type for message in sent]
    assert kinds == ["document", "video", "audio", "voice", "video_note", "animation", "sticker"]
    assert sent[0].document is not None
    assert sent[0].document.file_name == "звіт.pdf"
    assert sent[0].document.mime_type == "application/pdf"
    assert sent[3].voice is not None
    assert sent[3].voice.duration == 5
    assert sent[5].document is not None  # animations fill both


async def test_messages_without_a_file_are_sent(scene: Scene) -> None:
    bot, to = scene.bot, scene.maria.id
    sent: list[Message] = [
        await bot.send_location(to, 50.45, 30.52),
        await bot.send_venue(to, 50.45, 30.52, "Офіс", "Хрещатик, 1"),
        await bot.send_contact(to, "+380441234567", "Підтримка"),
        await bot.send_poll(to, "Зручно?", ["Так", "Ні"]),
        await bot.send_dice(to),
    ]

    assert [message.content_type for message in sent] == ["location", "venue", "contact", "poll", "dice"]


async def test_a_file_id_is_sent_again_without_its_bytes(scene: Scene) -> None:
    first = await scene.bot.send_photo(scene.maria.id, photo())
    assert first.photo is not None

    again = await scene.bot.send_photo(scene.group, first.photo[-1].file_id)

    assert again.photo is not None
    assert again.photo[-1].file_id == first.photo[-1].file_id


async def test_a_file_is_downloaded_byte_for_byte(scene: Scene) -> None:
    sent = await scene.chat.write("ось", files=[("екран.png", picture())])
    (update,) = await scene.drain()
    assert update.message is not None
    assert update.message.photo is not None

    target = io.BytesIO()
    await scene.bot.download(update.message.photo[-1], target)

    assert target.getvalue() == picture()
    assert sent.content["caption"] == "ось"


async def test_an_album_is_one_group_and_comes_to_people_in_order(scene: Scene) -> None:
    items = [InputMediaPhoto(media=photo(), caption="перше"), InputMediaVideo(media=blob(name="v.mp4"))]

    sent = await scene.bot.send_media_group(scene.maria.id, items)  # type: ignore[arg-type]

    assert len({message.media_group_id for message in sent}) == 1
    assert [message.content_type for message in sent] == ["photo", "video"]
    assert sent[0].caption == "перше"


@pytest.mark.parametrize("kind", [InputMediaDocument, InputMediaAudio])
async def test_documents_and_audio_make_albums_of_their_own(scene: Scene, kind: type) -> None:
    items = [kind(media=blob(name=f"{n}.mp3")) for n in range(2)]

    assert len(await scene.bot.send_media_group(scene.maria.id, items)) == 2


async def test_a_persons_album_reaches_the_bot_as_one_update_per_item(scene: Scene) -> None:
    files = [(f"{n}.png", picture()) for n in range(3)]

    await scene.chat.write("три знімки", files=files)

    messages = [update.message for update in await scene.drain() if update.message]
    assert len(messages) == 3
    assert len({message.media_group_id for message in messages}) == 1
    assert [message.caption for message in messages] == ["три знімки", None, None]


async def test_copying_an_album_keeps_it_one(scene: Scene) -> None:
    await scene.chat.write("два", files=[("1.png", picture()), ("2.png", picture())])
    ids = [update.message.message_id for update in await scene.drain() if update.message]

    copies = await scene.bot.copy_messages(scene.group, scene.maria.id, ids)

    kept = [scene.world.messages[str(scene.group)][copy.message_id] for copy in copies]
    assert len({message.media_group_id for message in kept}) == 1
    assert kept[0].media_group_id is not None


async def test_a_copy_can_have_another_caption(scene: Scene) -> None:
    sent = await scene.bot.send_photo(scene.maria.id, photo(), caption="old")

    copied = await scene.bot.copy_message(scene.group, scene.maria.id, sent.message_id, caption="new")

    assert scene.world.messages[str(scene.group)][copied.message_id].text == "new"


async def test_captions_and_media_can_be_edited(scene: Scene) -> None:
    bot, to = scene.bot, scene.maria.id
    sent = await bot.send_photo(to, photo(), caption="one")

    captioned = await bot.edit_message_caption(chat_id=to, message_id=sent.message_id, caption="two")
    swapped = await bot.edit_message_media(
        InputMediaDocument(media=blob()), chat_id=to, message_id=sent.message_id
    )

    assert changed(captioned).caption == "two"
    assert changed(captioned).photo is not None
    assert changed(swapped).content_type == "document"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.png", "photo"),
        ("a.gif", "animation"),
        ("a.mp4", "video"),
        ("a.ogg", "voice"),
        ("a.mp3", "audio"),
        ("a.pdf", "document"),
    ],
)
async def test_what_a_person_sends_is_guessed_by_its_type(scene: Scene, name: str, kind: str) -> None:
    data = picture() if name.endswith("png") else b"x"

    assert (await scene.chat.write(files=[(name, data)])).kind == kind


async def test_a_person_may_send_a_picture_as_a_file(scene: Scene) -> None:
    assert (await scene.chat.write(files=[("a.png", picture())], kind="document")).kind == "document"


async def test_a_person_sends_places_contacts_polls_and_stickers(scene: Scene) -> None:
    await scene.chat.write(kind="location", latitude=50.4, longitude=30.5)
    await scene.chat.write(kind="contact", phone_number="+380671112233", contact_user_id=scene.maria.id)
    await scene.chat.write(kind="venue", latitude=50.4, longitude=30.5, title="Дім", address="вул. 1")
    await scene.chat.write(kind="poll", question="?", options=["так", "ні"])
    await scene.chat.write(kind="dice")
    await scene.chat.write(kind="sticker", emoji="🎉")

    messages = [update.message for update in await scene.drain() if update.message]
    kinds = [message.content_type for message in messages]
    assert kinds == ["location", "contact", "venue", "poll", "dice", "sticker"]
    assert messages[1].contact is not None
    assert messages[1].contact.user_id == scene.maria.id


async def test_a_picture_that_is_none_is_refused(scene: Scene) -> None:
    with pytest.raises(PersonApiError, match="IMAGE_PROCESS_FAILED"):
        await scene.chat.write(files=[("a.png", b"not a picture")])
