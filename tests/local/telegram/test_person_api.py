import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from local.telegram.person import LocalTelegramClient, PersonApiError
from local.telegram.person_api import JumpRequest
from local.telegram.running import Running, running
from local.telegram.seed import seeded
from tests.local.telegram.scene import Scene, keyboard, picture


async def test_the_state_shows_all_there_is(scene: Scene) -> None:
    await scene.bot.send_message(scene.maria.id, "x", reply_markup=keyboard([("Так", "y")]))

    state = await scene.telegram.state()

    chat = next(chat for chat in state["chats"] if chat["key"] == scene.chat.key)
    assert (chat["type"], chat["bot_id"], chat["user_id"]) == ("private", scene.bot.id, scene.maria.id)
    message = [m for m in state["messages"] if m["chat"] == scene.chat.key][-1]
    assert (message["from_id"], message["kind"], message["content"]) == (scene.bot.id, "text", {"text": "x"})
    assert message["reply_markup"]["inline_keyboard"][0][0]["text"] == "Так"
    assert state["can_jump"] is False


async def events(scene: Scene, after: int, count: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    url = f"{scene.url}/local/events?after={after}"
    async with ClientSession() as http, asyncio.timeout(5), http.get(url) as response:
        async for line in response.content:
            if line.startswith(b"data: "):
                found.append(json.loads(line[6:]))
            if len(found) == count:
                break
    return found


async def test_events_follow_from_the_state(scene: Scene) -> None:
    seq = (await scene.telegram.state())["seq"]
    message = await scene.chat.write("one")
    await scene.chat.edit(message, "two")
    await scene.chat.react(message, "👍")
    await scene.chat.delete(message)

    found = await events(scene, seq, 4)

    kinds = [event["type"] for event in found]
    assert kinds == ["message", "message_edited", "message_reaction", "message_deleted"]
    assert [event["seq"] for event in found] == list(range(seq + 1, seq + 5))


async def test_forgotten_events_ask_for_the_state_again(scene: Scene) -> None:
    (event,) = await events(scene, 5, 1)

    assert event["type"] == "reset"


async def test_topics_pins_and_presses_are_events(scene: Scene) -> None:
    seq = (await scene.telegram.state())["seq"]
    topic = await scene.bot.create_forum_topic(scene.group, "№1")
    card = await scene.bot.send_message(scene.group, "x", message_thread_id=topic.message_thread_id)
    await scene.bot.pin_chat_message(scene.group, card.message_id)
    await scene.bot.send_chat_action(scene.maria.id, "typing")

    found = await events(scene, seq, 6)

    kinds = [event["type"] for event in found]
    assert kinds == ["topic", "message", "message", "message_pinned", "message", "chat_action"]


async def test_files_are_served_to_the_page(scene: Scene) -> None:
    sent = await scene.chat.write(files=[("a.png", picture())])
    file_id = sent.content["photo"][-1]["file_id"]

    async with ClientSession() as http, http.get(f"{scene.url}/local/files/{file_id}") as response:
        assert await response.read() == picture()
        assert response.content_type == "image/png"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("messages", {"user_id": 999_999, "chat": "1:2", "text": "x"}, 404),
        ("press", {"user_id": 1, "chat": "-5", "message_id": 1, "data": "x"}, 404),
        ("users", {"surname": "x"}, 422),
        ("messages", {"text": "x"}, 422),
        ("jump", {}, 404),
    ],
)
async def test_mistakes_are_told(scene: Scene, path: str, body: dict[str, Any], status: int) -> None:
    with pytest.raises(PersonApiError) as caught:
        await scene.telegram.call("POST", path, body)

    assert caught.value.status == status


async def test_an_empty_message_cannot_be_written(scene: Scene) -> None:
    with pytest.raises(PersonApiError, match="empty"):
        await scene.chat.write("   ")


async def test_a_jump_reaches_the_hook(tmp_path: Path) -> None:
    asked: list[JumpRequest] = []

    async def jump(request: JumpRequest) -> dict[str, str]:
        asked.append(request)
        return {"deadline": "first_response"}

    async with running(tmp_path, jump=jump) as server, LocalTelegramClient(server.url) as telegram:
        answer = await telegram.post("jump", chat_id="-1001", thread_id=7)
        state = await telegram.state()

    assert answer == {"deadline": "first_response"}
    assert asked == [JumpRequest(chat_id="-1001", thread_id=7)]
    assert state["can_jump"]


async def test_the_demo_world_is_made_once(own_server: Running, tmp_path: Path) -> None:
    first = seeded(own_server.telegram, tmp_path)
    again = seeded(own_server.telegram, tmp_path)

    assert first == again
    assert json.loads((tmp_path / "seed.json").read_text())["token"] == first.token
    names = [user.first_name for user in own_server.telegram.users.values()]
    assert names == ["Олена", "Тарас", "Марія", "Андрій", "James"]
    group = own_server.telegram.chats[str(first.group_id)]
    assert group.is_forum
    assert group.member(first.bot_id).has("can_manage_topics")


async def test_the_page_is_served_fresh(scene: Scene) -> None:
    async with ClientSession() as http, http.get(f"{scene.url}/") as response:
        assert response.status == 200
        assert response.headers["Cache-Control"] == "no-store"
        assert response.content_type == "text/html"
