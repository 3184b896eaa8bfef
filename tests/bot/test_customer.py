"""What customers send in the private chat, in whatever form."""

import pytest
from sqlalchemy import func, select

from storage.tables import customer, fact, message, message_version, ticket
from tests.support.receiving import JAMES, MARIA, Raw, Receiving, edited, moved, private
from tests.support.receiving import update as raw_update

STICKER = {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
SIZES = [{"file_id": "small", "width": 90, "height": 90}, {"file_id": "file", "width": 900, "height": 900}]
FILE = {"file_id": "file", "file_unique_id": "u"}
WITH_FILE: dict[str, Raw] = {
    "photo": {"photo": [{**size, "file_unique_id": "u"} for size in SIZES], "caption": "Знімок"},
    "voice": {"voice": {**FILE, "duration": 3}},
    "video": {"video": {**FILE, "width": 1, "height": 1, "duration": 1}},
    "video_note": {"video_note": {**FILE, "length": 1, "duration": 1}},
    "audio": {"audio": {**FILE, "duration": 1}},
    "document": {"document": {**FILE, "file_name": "x.pdf"}},
    "animation": {"animation": {**FILE, "width": 1, "height": 1, "duration": 1}, "document": FILE},
    "sticker": {"sticker": {**FILE, **STICKER}},
}
WITHOUT_FILE: dict[str, Raw] = {
    "location": {"location": {"latitude": 50.4, "longitude": 30.5}},
    "contact": {"contact": {"phone_number": "+380441234567", "first_name": "М"}},
    "other": {"dice": {"emoji": "🎲", "value": 3}},
}


async def count_of(world: Receiving, table: object) -> int:
    count: int = await world.scalar(select(func.count()).select_from(table))  # type: ignore[arg-type]
    return count


@pytest.mark.parametrize("kind", WITH_FILE)
async def test_what_carries_a_file_is_kept_and_told(world: Receiving, kind: str) -> None:
    await world.receive(private(MARIA, None, **WITH_FILE[kind]))
    ((signal, value),) = await world.signals()
    assert (signal, value["kind"]) == ("customer_wrote", kind)
    assert await world.scalar(select(message.c.file_id)) == "file"


@pytest.mark.parametrize("kind", WITHOUT_FILE)
async def test_what_carries_no_file_is_kept_whole_and_told_by_kind(world: Receiving, kind: str) -> None:
    await world.receive(private(MARIA, None, **WITHOUT_FILE[kind]))
    ((_, value),) = await world.signals()
    assert value["kind"] == kind
    assert await world.scalar(select(message.c.raw)) == WITHOUT_FILE[kind]
    assert "380441234567" not in await world.history((await world.workflow_ids())[0])


async def test_formatting_is_kept_as_telegram_gave_it(world: Receiving) -> None:
    bold = {"type": "bold", "offset": 0, "length": 4}
    await world.receive(private(MARIA, "Дуже важливо", entities=[bold]))
    assert await world.scalar(select(message.c.entities)) == [bold]


async def test_a_kind_that_cannot_be_accepted_is_said_so(world: Receiving) -> None:
    story = {"chat": {"id": MARIA["id"], "type": "private", "first_name": "М"}, "id": 1}
    raw = private(MARIA, None, story=story)
    await world.receive(raw)
    notice = await world.notice(raw)
    assert notice
    assert notice["kind"] == "unsupported"
    assert notice["customer"] == await world.scalar(select(customer.c.ref))
    assert await world.signals() == []


async def test_service_messages_are_nobodys_words(world: Receiving) -> None:
    raw = private(MARIA, None, message_auto_delete_timer_changed={"message_auto_delete_time": 60})
    await world.receive(raw)
    assert await world.notice(raw) is None
    assert await count_of(world, message) == 0


async def test_a_bare_thank_you_is_told_as_one(world: Receiving) -> None:
    await world.receive(private(MARIA, "Дякую!"))
    ((_, value),) = await world.signals()
    assert value["thanks"] is True


async def test_start_begins_a_request_and_remembers_its_source(world: Receiving) -> None:
    await world.receive(private(MARIA, "/start channel_7"))
    ((signal, value),) = await world.signals()
    assert (signal, value["ask"]) == ("customer_asked", "start")
    assert await world.scalar(select(ticket.c.source)) == "channel_7"
    assert await world.scalar(select(customer.c.source)) == "channel_7"


@pytest.mark.parametrize("payload", ["два слова", "<b>", "x" * 65, "a;drop"])
async def test_a_payload_of_another_form_is_not_kept(world: Receiving, payload: str) -> None:
    await world.receive(private(MARIA, f"/start {payload}"))
    assert await world.scalar(select(ticket.c.source)) is None
    assert len(await world.signals()) == 1


async def test_start_with_registered_tickets_shows_them(world: Receiving) -> None:
    await world.receive(private(MARIA))
    await world.register()
    raw = private(MARIA, "/start")
    await world.receive(raw)
    notice = await world.notice(raw)
    assert notice
    assert notice["kind"] == "my_tickets"
    assert len(await world.workflow_ids()) == 1


async def test_new_begins_another_request_beside_registered_ones(world: Receiving) -> None:
    await world.receive(private(MARIA))
    await world.register()
    await world.receive(private(MARIA, "/new"))
    _, new = await world.workflow_ids()
    assert [value["ask"] for _, value in await world.told(new)] == ["new"]
    assert await world.scalar(select(customer.c.focus)) == await world.scalar(select(func.max(ticket.c.id)))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("/help", "help"),
        ("/faq", "faq"),
        ("/privacy", "privacy"),
        ("/language", "language"),
        ("/my", "my_tickets"),
        ("/status", "my_tickets"),
        ("/STATUS@nightdesk_bot", "my_tickets"),
        ("/nonsense", "help"),
        ("Мої звернення", "my_tickets"),
        ("My requests", "my_tickets"),
    ],
)
async def test_commands_and_menu_labels_are_answered_without_a_ticket(
    world: Receiving, text: str, kind: str
) -> None:
    raw = private(MARIA, text)
    await world.receive(raw)
    notice = await world.notice(raw)
    assert notice
    assert notice["kind"] == kind
    assert await world.workflow_ids() == []


@pytest.mark.parametrize("text", ["/operator", "Поговорити з людиною", "Talk to a person"])
async def test_a_live_operator_is_called_on_the_ticket_in_focus(world: Receiving, text: str) -> None:
    await world.receive(private(MARIA))
    await world.receive(private(MARIA, text))
    (_, (signal, value)) = await world.signals()
    assert (signal, value["ask"]) == ("customer_asked", "operator")
    assert len(await world.workflow_ids()) == 1


async def test_a_live_operator_called_first_begins_a_request(world: Receiving) -> None:
    await world.receive(private(JAMES, "/operator"))
    assert [value["ask"] for _, value in await world.signals()] == ["operator"]


async def test_an_edit_is_told_and_the_old_words_stay(world: Receiving) -> None:
    raw = private(MARIA, "Було")
    await world.receive(raw)
    await world.receive(edited(raw, "Стало"))
    assert [signal for signal, _ in await world.signals()] == ["customer_wrote", "customer_edited"]
    assert await world.scalar(select(message_version.c.text)) == "Було"


async def test_another_picture_under_the_same_words_is_an_edit(world: Receiving) -> None:
    raw = private(MARIA, None, **WITH_FILE["photo"])
    await world.receive(raw)
    other = [{**size, "file_id": "other", "file_unique_id": "o"} for size in SIZES]
    await world.receive(raw_update(edited_message={**raw["message"], "photo": other, "edit_date": 1_700_000_100}))
    assert [signal for signal, _ in await world.signals()] == ["customer_wrote", "customer_edited"]
    assert await world.scalar(select(message.c.file_id)) == "other"


async def test_who_blocks_the_bot_and_comes_back_is_told_to_their_open_tickets(world: Receiving) -> None:
    await world.receive(private(MARIA))
    await world.receive(moved(MARIA, "kicked"))
    assert await world.scalar(select(customer.c.blocked_at)) is not None
    await world.receive(moved(MARIA, "member"))
    assert await world.scalar(select(customer.c.blocked_at)) is None
    told = [(signal, value.get("reachable")) for signal, value in await world.signals()]
    assert told[1:] == [("customer_moved", False), ("customer_moved", True)]


async def test_one_customer_never_reaches_anothers_ticket_by_a_reply(world: Receiving) -> None:
    theirs = private(JAMES, "Secret matter")
    await world.receive(theirs)
    original = {**theirs["message"]}
    await world.receive(private(MARIA, "Відповідь", reply_to_message=original))
    james, maria = await world.workflow_ids()
    assert len(await world.told(james)) == 1
    assert len(await world.told(maria)) == 1
    assert await world.scalar(select(message.c.reply_to).where(message.c.text == "Відповідь")) is None


async def test_words_of_a_customer_who_writes_in_another_group_concern_nobody(world: Receiving) -> None:
    raw = private(MARIA)
    raw["message"]["chat"] = {"id": -100999, "type": "supergroup", "title": "Elsewhere"}
    await world.receive(raw)
    assert await count_of(world, fact) == 0
    assert world.parts.metrics.registry.get_sample_value("desk_updates_ignored_total", {"type": "message"}) == 1
