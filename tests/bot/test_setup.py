"""What the bot arranges and checks with Telegram at its start."""

import pytest

from bot.agents.group import AgentsGroup
from bot.metrics import Metrics
from bot.setup import publish_commands, use_polling
from content.texts import Texts
from tests.bot.played import Played
from tests.support.receiving import CONTENT


def group_of(play: Played) -> AgentsGroup:
    return play.world.parts.group


async def change_rights(play: Played, *rights: str) -> None:
    body = {"user_id": play.bot_id, "by_user_id": play.olena.id, "rights": list(rights)}
    action = "promote" if rights else "demote"
    await play.telegram.post(f"chats/{play.group}/members", action=action, **body)


def gauge(metrics: Metrics, right: str) -> float | None:
    return metrics.registry.get_sample_value("desk_group_missing_rights", {"right": right})


async def test_a_group_in_order_is_not_complained_about(play: Played) -> None:
    assert await group_of(play).check() == []


async def test_a_missing_right_is_named_in_one_line(play: Played, caplog: pytest.LogCaptureFixture) -> None:
    await change_rights(play, "can_pin_messages", "can_delete_messages")
    assert await group_of(play).check() == ["can_manage_topics"]
    (line,) = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert "Manage Topics (can_manage_topics)" in line
    assert "Customers are served" in line
    assert gauge(play.world.parts.metrics, "can_manage_topics") == 1
    assert gauge(play.world.parts.metrics, "can_pin_messages") == 0


async def test_a_bot_that_is_no_administrator_is_told_so(play: Played, caplog: pytest.LogCaptureFixture) -> None:
    await change_rights(play)
    assert "administrator" in await group_of(play).check()
    assert "the bot is no administrator" in caplog.text


async def test_a_group_without_topics_is_told_so(play: Played, caplog: pytest.LogCaptureFixture) -> None:
    await play.telegram.post(f"chats/{play.group}/forum", on=False)
    assert await group_of(play).check() == ["topics"]
    assert "Topics are switched off" in caplog.text


async def test_a_group_that_is_not_there_stops_nobody(play: Played, caplog: pytest.LogCaptureFixture) -> None:
    stranger = AgentsGroup(play.world.bot, -1009999999999, play.world.parts.metrics)
    assert await stranger.check() == []
    assert "is AGENTS_CHAT_ID right?" in caplog.text


async def test_commands_are_published_for_each_language_and_for_the_group(play: Played) -> None:
    bot, texts = play.world.bot, Texts(CONTENT)
    for _ in range(2):
        await publish_commands(bot, texts, play.group, "uk")
    ledger = await play.telegram.ledger()
    calls = [entry for entry in ledger if entry.get("method") == "setMyCommands" and entry["bot_id"] == bot.id]
    assert [call["ok"] for call in calls] == [True] * 8
    languages = {call["params"].get("language_code") for call in calls}
    assert languages == {"uk", "en", None}


async def test_going_back_to_polling_removes_the_webhook_and_keeps_what_waits(play: Played) -> None:
    await play.world.bot.set_webhook("https://example.org/hook")
    await use_polling(play.world.bot)
    assert (await play.world.bot.get_webhook_info()).url == ""
