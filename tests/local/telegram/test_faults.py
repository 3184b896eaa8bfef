import pytest
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError

from tests.local.telegram.scene import Scene


async def texts(scene: Scene) -> list[str]:
    return [message.text for message in scene.chat.messages() if message.from_id == scene.bot.id]


async def test_a_dropped_reply_leaves_the_message_sent(scene: Scene) -> None:
    await scene.telegram.fault("sendMessage", "drop_reply")

    with pytest.raises(TelegramNetworkError, match="ServerDisconnectedError"):
        await scene.bot.send_message(scene.maria.id, "twice?")

    await scene.chat.next_message("twice?")
    await scene.bot.send_message(scene.maria.id, "after")
    await scene.chat.next_message("after")
    assert await texts(scene) == ["twice?", "after"]


async def test_a_server_error_leaves_nothing_sent(scene: Scene) -> None:
    await scene.telegram.fault("sendMessage", "server_error")

    with pytest.raises(TelegramServerError):
        await scene.bot.send_message(scene.maria.id, "lost")

    await scene.bot.send_message(scene.maria.id, "after")
    await scene.chat.next_message("after")
    assert await texts(scene) == ["after"]


async def test_a_refusal_names_the_wait(scene: Scene) -> None:
    await scene.telegram.fault("sendMessage", "refuse", retry_after=7)

    with pytest.raises(TelegramRetryAfter) as caught:
        await scene.bot.send_message(scene.maria.id, "x")

    assert caught.value.retry_after == 7


async def test_a_fault_hits_its_method_and_chat_so_often_and_no_more(scene: Scene) -> None:
    await scene.telegram.fault("sendMessage", "server_error", times=2, chat=str(scene.group))

    assert await scene.bot.send_message(scene.maria.id, "another chat")
    assert await scene.bot.get_me()
    for _ in range(2):
        with pytest.raises(TelegramServerError):
            await scene.bot.send_message(scene.group, "x")
    assert await scene.bot.send_message(scene.group, "third time")


async def test_faults_can_be_cleared(scene: Scene) -> None:
    await scene.telegram.fault("getMe", "server_error", times=5)
    await scene.telegram.call("DELETE", "faults")

    assert await scene.bot.get_me()


async def test_the_ledger_tells_what_was_asked_and_what_came_of_it(scene: Scene) -> None:
    start = (await scene.telegram.ledger())[-1]["n"]
    sent = await scene.bot.send_message(scene.maria.id, "one")
    await scene.telegram.fault("sendMessage", "refuse")
    with pytest.raises(TelegramRetryAfter):
        await scene.bot.send_message(scene.group, "two")
    await scene.chat.write("three")
    (update,) = await scene.drain()

    entries = await scene.telegram.ledger(after=start)

    assert [entry["kind"] for entry in entries] == ["call", "call", "update", "confirmed"]
    first, second, delivered, confirmed = entries
    assert (first["method"], first["chat"], first["ok"]) == ("sendMessage", scene.chat.key, True)
    assert first["message_ids"] == [sent.message_id]
    assert (second["ok"], second["error_code"], second["chat"]) == (False, 429, str(scene.group))
    assert (delivered["update_id"], delivered["by"], delivered["type"]) == (update.update_id, "polling", "message")
    assert confirmed["offset"] == update.update_id + 1
