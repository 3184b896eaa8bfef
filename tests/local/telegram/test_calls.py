"""The wire, as clients other than aiogram may use it: what is unknown is refused by name."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram.types import BotCommand, BotCommandScopeChat, MenuButtonWebApp, WebAppInfo
from aiohttp import ClientSession, FormData

from tests.local.telegram.scene import Scene


@pytest.fixture(scope="session")
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as client:
        yield client


async def call(http: ClientSession, scene: Scene, method: str, **request: Any) -> tuple[int, dict[str, Any]]:
    async with http.post(f"{scene.url}/bot{scene.bot.token}/{method}", **request) as response:
        return response.status, await response.json()


async def test_json_is_taken(scene: Scene, http: ClientSession) -> None:
    status, answer = await call(http, scene, "sendMessage", json={"chat_id": scene.maria.id, "text": "hi"})

    assert status == 200
    assert answer["result"]["text"] == "hi"


async def test_a_query_string_is_taken(scene: Scene, http: ClientSession) -> None:
    params = {"chat_id": str(scene.maria.id), "text": "42"}
    async with http.get(f"{scene.url}/bot{scene.bot.token}/sendMessage", params=params) as response:
        answer = await response.json()

    assert answer["result"]["text"] == "42"


async def test_method_names_know_no_case(scene: Scene, http: ClientSession) -> None:
    status, _ = await call(http, scene, "GETME")

    assert status == 200


async def test_a_file_may_be_the_parameter_itself(scene: Scene, http: ClientSession) -> None:
    form = FormData({"chat_id": str(scene.maria.id)})
    form.add_field("document", b"data", filename="a.txt")

    _, answer = await call(http, scene, "sendDocument", data=form)

    assert answer["result"]["document"]["file_name"] == "a.txt"


async def test_an_unknown_method_is_named(scene: Scene, http: ClientSession) -> None:
    status, answer = await call(http, scene, "sendHologram")

    assert status == 404
    assert answer == {"ok": False, "error_code": 404, "description": "Not Found: method not found: sendHologram"}


async def test_an_unknown_parameter_is_named(scene: Scene, http: ClientSession) -> None:
    status, answer = await call(http, scene, "sendMessage", json={"chat_id": 1, "text": "x", "colour": "red"})

    assert status == 400
    assert answer["description"] == 'Bad Request: unknown parameter "colour" of sendMessage'


async def test_an_unknown_part_of_a_parameter_is_named(scene: Scene, http: ClientSession) -> None:
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "x", "colour": "red"}]]}

    _, answer = await call(http, scene, "sendMessage", json={"chat_id": 1, "text": "x", "reply_markup": markup})

    assert answer["description"] == 'Bad Request: unknown parameter "colour" of sendMessage'


async def test_a_parameter_of_the_wrong_shape_is_named(scene: Scene, http: ClientSession) -> None:
    _, answer = await call(http, scene, "sendMessage", data={"chat_id": "1", "text": "x", "entities": "soon"})

    assert answer["description"].startswith('Bad Request: can\'t parse parameter "entities" of sendMessage')


async def test_a_token_of_no_shape_is_not_found(scene: Scene, http: ClientSession) -> None:
    async with http.get(f"{scene.url}/botnonsense/getMe") as response:
        assert response.status == 404


async def test_a_file_needs_the_token(scene: Scene, http: ClientSession) -> None:
    async with http.get(f"{scene.url}/file/bot7000000001:wrong/documents/x") as response:
        assert response.status == 401


async def test_commands_are_kept_by_scope_and_language(scene: Scene) -> None:
    here = BotCommandScopeChat(chat_id=scene.group)
    await scene.bot.set_my_commands([BotCommand(command="status", description="Стан")], language_code="uk")
    await scene.bot.set_my_commands([BotCommand(command="next", description="Next")], scope=here)

    assert [c.command for c in await scene.bot.get_my_commands(language_code="uk")] == ["status"]
    assert [c.command for c in await scene.bot.get_my_commands(scope=here)] == ["next"]
    assert await scene.bot.get_my_commands() == []
    await scene.bot.delete_my_commands(scope=here)
    assert await scene.bot.get_my_commands(scope=here) == []


async def test_a_bot_describes_itself(scene: Scene) -> None:
    await scene.bot.set_my_name("Нічна підтримка", language_code="uk")
    await scene.bot.set_my_description("Завжди поруч")
    await scene.bot.set_my_short_description("Підтримка")

    assert (await scene.bot.get_my_name(language_code="uk")).name == "Нічна підтримка"
    assert (await scene.bot.get_my_description(language_code="en")).description == "Завжди поруч"
    assert (await scene.bot.get_my_short_description()).short_description == "Підтримка"


async def test_a_menu_button_is_set_for_one_chat(scene: Scene) -> None:
    button = MenuButtonWebApp(text="Кабінет", web_app=WebAppInfo(url="https://example.com"))

    await scene.bot.set_chat_menu_button(chat_id=scene.maria.id, menu_button=button)

    assert (await scene.bot.get_chat_menu_button(chat_id=scene.maria.id)).type == "web_app"
    assert (await scene.bot.get_chat_menu_button()).type == "commands"


async def test_chats_are_described(scene: Scene) -> None:
    group = await scene.bot.get_chat(scene.group)
    person = await scene.bot.get_chat(scene.maria.id)

    assert (group.type, group.title, group.is_forum) == ("supergroup", "Agents", True)
    assert (person.type, person.first_name) == ("private", "Марія")
