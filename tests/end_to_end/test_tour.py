"""The tour of the README: a customer writes, an agent answers, the ticket lives its whole life."""

from pathlib import Path

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.support.desk import HOUR, desk, press_when_there
from tests.support.histories import keep, payloads_in_clear

TELEGRAM_ID = 7_770_001_112  # easy to find where it must not be


@pytest.mark.parametrize(("language", "webhook"), [("uk", False), ("en", True)], ids=["uk-polling", "en-webhook"])
async def test_the_whole_life_of_a_ticket(
    database_url: str,
    temporal_env: WorkflowEnvironment,
    tmp_path: Path,
    language: str,
    *,
    webhook: bool,
) -> None:
    async with desk(database_url, temporal_env.client, tmp_path, webhook=webhook) as world:
        maria = await world.customer("Марія" if language == "uk" else "Mary", language, id=TELEGRAM_ID)
        assert await maria.reach_receipt() <= 4

        topic = await world.agent_in_topic()
        await press_when_there(topic, "Взяти")
        await maria.chat.next_message("Олена")
        await topic.write("Перевіряю оплату, зачекайте хвилину.")
        await maria.chat.next_message("Перевіряю оплату")
        await topic.write("// клієнтка постійна, будьмо уважні")
        await maria.chat.write("Дякую, чекаю")
        await topic.next_message("Дякую, чекаю")
        await press_when_there(topic, "Вирішено")
        resolved = await maria.chat.next_message(where=lambda message: len(message.buttons) >= 5)
        assert not any("постійна" in message.text for message in maria.chat.messages())

        await maria.chat.press("5", on=resolved)
        await maria.chat.next_message()
        handle = await world.workflow()
        await world.skip(temporal_env, handle, 40 * HOUR)
        follow_up = await maria.chat.next_message(where=lambda message: len(message.buttons) == 2)
        await maria.chat.press(follow_up.buttons[0], on=follow_up)
        await maria.chat.next_message()
        await temporal_env.fast_forward(handle)
        assert await handle.result() == "confirmed"
        if language == "uk":
            await keep(handle, "happy")
        assert (await world.row()).closing_at is not None
        history = (await handle.fetch_history()).to_json()
        assert str(TELEGRAM_ID) not in history + payloads_in_clear(history)
