"""What people get to see: texts with their formatting, keyboards, limits, and hostile names and texts."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiogram.types import InlineKeyboardMarkup, MessageEntity

from activities.rendering import (
    Context,
    CustomerView,
    Mention,
    MessageView,
    NoticeContext,
    Part,
    Rendered,
    TicketRow,
    render,
    render_notice,
    topic_title,
)
from activities.rendering.entities import from_html, joined, of_person, split_entities
from activities.rendering.names import harmless
from activities.rendering.render import RENDERERS
from content import DIRECTORY
from content.policy import load_policy
from content.texts import LANGUAGES, Texts
from domain.buttons import Action, Button, unpack
from domain.calls import Notice, NoticeKind
from domain.errors import DeskError
from domain.outgoing import Destination, Kind, Outgoing
from domain.text import CAPTION_LIMIT, TEXT_LIMIT, utf16_length
from domain.ticket import ContentKind, Notify, Phase, Severity, SlaState
from domain.zones import MORE, zone_key

TEXTS = Texts(DIRECTORY)
POLICY = load_policy(DIRECTORY)
NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)  # 18:00 in Kyiv
GROUP = {
    Kind.CARD,
    Kind.CARD_EDIT,
    Kind.RELAY_TO_AGENTS,
    Kind.CUSTOMER_EDIT,
    Kind.OPERATOR_CALL,
    Kind.COMMAND_REFUSED,
    Kind.LOW_SCORE,
}
PARAMS: dict[str, str | int] = {
    "topic": "payment",
    "question": "problem",
    "stars": 5,
    "resolution": 2,
    "refusal": "already_claimed",
    "command": "claim",
}
MOMENTS = {"eta": NOW + timedelta(minutes=30), "deadline": NOW + timedelta(hours=24)}
TICKET = TicketRow(
    id=7,
    number=1024,
    phase=Phase.OPEN,
    topic="payment",
    queue="security",
    severity=Severity.HIGH,
    answers={"problem": "not_gone_through", "amount": "words"},
    first_response_due=NOW + timedelta(hours=1),
    resolution_due=NOW + timedelta(hours=24),
)
CUSTOMER = CustomerView("Олена")
SAID = MessageView("customer", text="Оплата 500 грн не пройшла")
CONTEXT = Context(CUSTOMER, TICKET, agent="Ірина", assignee="Ірина", intake=(SAID,))
HOSTILE = '<b>Bob</i> & "Co" </tg-spoiler> {0} { $number }'


def outgoing(kind: Kind, **changes: Any) -> Outgoing:
    to = Destination.GROUP if kind in GROUP else Destination.CUSTOMER
    given = {"key": "k/1", "ticket": 7, "to": to, "kind": kind, "params": PARAMS, "moments": MOMENTS, "at": NOW}
    return Outgoing(**{**given, **changes})


def shown(kind: Kind, context: Context = CONTEXT, **changes: Any) -> Rendered:
    return render(outgoing(kind, **changes), context, TEXTS, POLICY)


def with_message(text: str, kind: ContentKind = ContentKind.TEXT, **changes: Any) -> Context:
    return replace(CONTEXT, message=MessageView("agent", kind, text, **changes))


def ticket(**changes: Any) -> Context:
    return replace(CONTEXT, ticket=replace(TICKET, **changes))


def presses(rendered: Rendered) -> list[Button]:
    keyboard = rendered.keyboard or InlineKeyboardMarkup(inline_keyboard=[])
    found = [unpack(button.callback_data or "") for row in keyboard.inline_keyboard for button in row]
    assert None not in found
    return [button for button in found if button]


def actions(rendered: Rendered) -> list[tuple[Action, str]]:
    return [(button.action, button.value) for button in presses(rendered)]


def cut(text: str, entity: MessageEntity) -> str:
    units = text.encode("utf-16-le")
    return units[entity.offset * 2 : (entity.offset + entity.length) * 2].decode("utf-16-le")


def formatted(part: Part, kind: str) -> list[str]:
    return [cut(part.text, entity) for entity in part.entities if entity.type == kind]


# all kinds


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", RENDERERS)
def test_every_kind_reads_in_both_languages(kind: Kind, language: str) -> None:
    customer = replace(CUSTOMER, language=language)
    context = replace(with_message("Hi"), customer=customer, agents_language=language)
    rendered = shown(kind, context)
    assert rendered.text.strip()
    assert "{" not in rendered.text
    assert utf16_length(rendered.text) <= TEXT_LIMIT
    assert all(utf16_length(cut(rendered.text, entity)) == entity.length for entity in rendered.entities)


def test_every_kind_but_the_title_is_rendered() -> None:
    assert set(Kind) - RENDERERS.keys() == {Kind.TOPIC_DRESS}


@pytest.mark.parametrize("kind", RENDERERS)
def test_hostile_names_and_texts_change_nothing_but_themselves(kind: Kind) -> None:
    def context(person: str, words: str) -> Context:
        return replace(
            CONTEXT,
            customer=CustomerView(person),
            agent=person,
            assignee=person,
            message=MessageView("agent", text=words),
            previous=words,
            intake=(MessageView("customer", text=words),),
            mentions=(Mention(1, person),),
        )

    plain, hostile = shown(kind, context("Bob", "words")), shown(kind, context(HOSTILE, HOSTILE))
    assert hostile.text == plain.text.replace("Bob", HOSTILE).replace("words", HOSTILE)
    assert [entity.type for entity in hostile.entities] == [entity.type for entity in plain.entities]


@pytest.mark.parametrize("kind", RENDERERS)
def test_every_button_fits_and_acts_on_its_ticket(kind: Kind) -> None:
    large = ticket(id=2**63 - 1, phase=Phase.OPEN, card_view="ask")
    for button in presses(shown(kind, large, params={**PARAMS, "resolution": 999})):
        assert button.ticket == 2**63 - 1


# intake


def test_consent_offers_yes_no_and_the_other_language() -> None:
    expected = [(Action.CONSENT, "yes"), (Action.CONSENT, "no"), (Action.LANGUAGE, "en")]
    assert actions(shown(Kind.CONSENT_REQUEST)) == expected
    english = replace(CONTEXT, customer=replace(CUSTOMER, language="en"))
    assert actions(shown(Kind.CONSENT_REQUEST, english))[-1] == (Action.LANGUAGE, "uk")


def test_the_welcome_brings_the_two_buttons_that_stay_and_tells_the_quiet_hours() -> None:
    welcome = shown(Kind.WELCOME)
    assert welcome.keyboard is None
    assert welcome.reply_keyboard is not None
    labels = [button.text for row in welcome.reply_keyboard.keyboard for button in row]
    assert labels == [TEXTS.plain("uk", "menu-tickets"), TEXTS.plain("uk", "menu-operator")]
    assert "22:00" in welcome.text
    assert "08:00" in welcome.text


def test_topics_come_from_content_and_a_person_is_always_one_tap_away() -> None:
    offered = actions(shown(Kind.ASK_TOPIC))
    assert offered == [*((Action.TOPIC, key) for key in POLICY.topics), (Action.OPERATOR, "")]


def test_a_question_offers_its_options() -> None:
    offered = actions(shown(Kind.ASK_QUESTION))
    options = POLICY.topics["payment"].questions[0].options
    assert offered == [*((Action.ANSWER, f"problem-{option}") for option in options), (Action.OPERATOR, "")]


def test_a_question_that_was_removed_meanwhile_becomes_the_question_of_the_topic() -> None:
    asked = shown(Kind.ASK_QUESTION, params={"topic": "gone", "question": "gone"})
    assert asked == shown(Kind.ASK_TOPIC)
    assert shown(Kind.ASK_EXTRAS, params={"topic": "gone"}).text


def test_the_last_step_asks_in_words_only_what_is_not_known_yet() -> None:
    amount = TEXTS.plain("uk", "question-payment-amount")
    assert amount in shown(Kind.ASK_EXTRAS, ticket(answers={})).text
    asked = shown(Kind.ASK_EXTRAS, ticket(answers={"amount": "words"}))
    assert amount not in asked.text
    assert actions(asked) == [(Action.SUBMIT, ""), (Action.OPERATOR, "")]


# the ticket


def test_the_receipt_has_number_topic_eta_and_asks_how_to_notify() -> None:
    receipt = shown(Kind.RECEIPT)
    assert formatted(receipt, "bold")[0] == "№1024"
    assert "Оплата" in receipt.text
    assert formatted(receipt, "date_time") == ["18:30 (Київ)"]
    assert [button.value for button in presses(receipt) if button.action is Action.NOTIFY] == list(Notify)
    assert {Action.STATUS, Action.ADD, Action.OPERATOR} <= {button.action for button in presses(receipt)}


def test_the_notify_question_is_asked_once() -> None:
    known = replace(CONTEXT, customer=replace(CUSTOMER, notify=Notify.ANSWERS_ONLY))
    receipt = shown(Kind.RECEIPT, known)
    assert TEXTS.plain("uk", "receipt-notify") not in receipt.text
    assert Action.NOTIFY not in {button.action for button in presses(receipt)}


def test_a_receipt_without_an_eta_promises_none() -> None:
    assert not formatted(shown(Kind.RECEIPT, moments={}), "date_time")


def test_times_carry_the_moment_and_a_readable_fallback_in_the_customers_zone() -> None:
    warsaw = replace(CONTEXT, customer=replace(CUSTOMER, zone="Europe/Warsaw"))
    reminder = shown(Kind.NEEDS_ANSWER_REMINDER, warsaw)
    (date,) = [entity for entity in reminder.entities if entity.type == "date_time"]
    assert date.unix_time == int(MOMENTS["deadline"].timestamp())
    assert cut(reminder.text, date) == "вт, 24 листопада, 17:00 (Варшава)"
    english = replace(warsaw, customer=replace(warsaw.customer, language="en", zone="Europe/Kyiv"))
    assert formatted(shown(Kind.RECEIPT, english), "date_time") == ["18:30 (Kyiv)"]


def test_an_agents_reply_keeps_its_formatting_under_the_agents_name() -> None:
    bold = {"type": "bold", "offset": 3, "length": 4}
    reply = shown(Kind.AGENT_REPLY, with_message("👍 done", entities=[bold]))
    assert reply.text == "Ірина:\n👍 done"
    assert formatted(reply, "bold") == ["Ірина:", "done"]


def test_a_reply_names_its_ticket_when_the_customer_has_others() -> None:
    others = (TicketRow(id=8, number=1025),)
    assert shown(Kind.AGENT_REPLY, replace(with_message("Hi"), others=others)).text == "Ірина (№1024):\nHi"


def test_a_photo_travels_by_its_file_and_a_long_caption_goes_on_below() -> None:
    context = with_message("слово " * 200, ContentKind.PHOTO, file_id="photo-1")
    reply = shown(Kind.AGENT_REPLY, context)
    assert (reply.file_id, reply.content_kind) == ("photo-1", ContentKind.PHOTO)
    assert utf16_length(reply.text) <= CAPTION_LIMIT
    assert (reply.text + "".join(part.text for part in reply.more)).count("слово") == 200


def test_what_takes_no_caption_is_copied() -> None:
    context = with_message("", ContentKind.LOCATION, source=(-100, 5))
    reply = shown(Kind.RELAY_TO_AGENTS, context)
    assert (reply.text, reply.file_id, reply.copy_of) == ("", None, (-100, 5))


def test_a_text_over_the_limit_is_split_in_order_with_its_formatting() -> None:
    words = " ".join(f"слово{n}" for n in range(900))
    whole = {"type": "italic", "offset": 0, "length": utf16_length(words)}
    relayed = shown(Kind.RELAY_TO_AGENTS, with_message(words, entities=[whole]))
    parts = [Part(relayed.text, relayed.entities), *relayed.more]
    assert len(parts) > 1
    assert all(utf16_length(part.text) <= TEXT_LIMIT for part in parts)
    assert "".join(part.text for part in parts) == words
    assert [formatted(part, "italic") for part in parts] == [[part.text] for part in parts]


def test_a_question_by_button_and_a_question_in_words_read_alike() -> None:
    by_button = shown(Kind.NEEDS_ANSWER, params={"detail": "screenshot"})
    in_words = shown(Kind.NEEDS_ANSWER, with_message("Який у вас телефон?"), params={})
    assert TEXTS.plain("uk", "ask-screenshot") in by_button.text
    assert "Який у вас телефон?" in in_words.text
    for asked in (by_button, in_words):
        assert formatted(asked, "date_time") == ["вт, 24 листопада, 18:00 (Київ)"]
        assert actions(asked) == [(Action.OPERATOR, "")]


def test_a_resolution_says_what_was_done_and_what_is_next_above_five_stars() -> None:
    resolved = shown(Kind.RESOLVED, with_message("Повернули гроші."))
    done, after = resolved.text.index("Повернули"), resolved.text.index(TEXTS.plain("uk", "next-steps-payment"))
    assert done < after
    assert actions(resolved) == [(Action.RATE, f"2-{n}") for n in range(1, 6)]


def test_a_very_long_resolution_keeps_its_stars_and_loses_no_word() -> None:
    words = " ".join(f"слово{n}" for n in range(1500))
    resolved = shown(Kind.RESOLVED, with_message(words))
    assert utf16_length(resolved.text) <= TEXT_LIMIT
    assert TEXTS.plain("uk", "resolved-rate") in resolved.text
    together = resolved.text + " ".join(part.text for part in resolved.more)
    assert all(f"слово{n}" in together for n in (0, 700, 1499))
    assert together.count("слово") == 1500


def test_a_resolution_without_words_and_topic_still_says_what_is_next() -> None:
    resolved = shown(Kind.RESOLVED, ticket(topic=None), params={"resolution": 1})
    assert TEXTS.plain("uk", "next-steps-none") in resolved.text


def test_a_follow_up_answers_for_its_resolution() -> None:
    assert actions(shown(Kind.FOLLOW_UP)) == [(Action.HELPED, "2-yes"), (Action.HELPED, "2-no")]


def test_other_tickets_are_offered_when_a_message_may_be_about_them() -> None:
    others = (TicketRow(id=8, number=1025, topic="idea"), TicketRow(id=9, number=1026))
    rendered = shown(Kind.NOW_TALKING_ABOUT, replace(CONTEXT, others=others))
    assert [(button.action, button.ticket) for button in presses(rendered)] == [
        *((Action.FOCUS, 8), (Action.FOCUS, 9), (Action.NEW, 7))
    ]


# the card and its topic


def test_the_card_tells_an_agent_what_they_need() -> None:
    context = replace(
        ticket(sla_state=SlaState.BREACHED, operator_wanted=True),
        customer=CustomerView("Олена", vip=True, zone="America/New_York"),
        assignee=None,
        earlier_tickets=3,
        linked_number=1000,
        intake=(SAID, MessageView("customer", ContentKind.PHOTO, file_id="f")),
    )
    assert shown(Kind.CARD, context).text.splitlines() == [
        "🆕 №1024 · Оплата",
        "Платіж не пройшов",
        "🔔 Просить поговорити з людиною",
        "👤 Олена · українська · Нью-Йорк · VIP",
        "Черга: Безпека й платежі · важливість: висока",
        "Стан: нове · виконує: ще ніхто",
        "Перша відповідь: 19:00 (Київ)",
        "Вирішити: вт, 24 листопада, 18:00 (Київ)",
        "⏰ Строк минув",
        "Раніше 3 звернення",
        "Продовження №1000",
        "📎 1 вкладення",
        "",
        "Оплата 500 грн не пройшла",
        "[Фото]",
    ]


def test_due_times_count_down_by_themselves() -> None:
    card = shown(Kind.CARD)
    dates = [entity for entity in card.entities if entity.type == "date_time"]
    assert [entity.date_time_format for entity in dates] == ["r", "r"]


def test_the_cards_pictures_follow_it_once_with_their_captions_on_the_card() -> None:
    photo = MessageView("customer", ContentKind.PHOTO, "ось знімок", file_id="f")
    sticker = MessageView("customer", ContentKind.STICKER, file_id="s", source=(1, 2))
    context = replace(CONTEXT, intake=(photo, sticker))
    card = shown(Kind.CARD, context)
    assert "ось знімок" in card.text
    assert [(part.text, part.file_id, part.copy_of) for part in card.more] == [("", "f", None), ("", None, (1, 2))]
    assert shown(Kind.CARD_EDIT, context).more == ()


def test_a_long_request_goes_on_below_the_card_and_is_not_cut() -> None:
    words = " ".join(f"слово{n}" for n in range(1500))
    card = shown(Kind.CARD, replace(CONTEXT, intake=(MessageView("customer", text=words),)))
    assert utf16_length(card.text) <= TEXT_LIMIT
    assert card.text.endswith(TEXTS.plain("uk", "card-continues"))
    rest = " ".join(part.text for part in card.more)
    on_card = card.text.split("слово0", 1)[1].removesuffix(TEXTS.plain("uk", "card-continues"))
    assert f"слово0{on_card.rstrip()} {rest.strip()}".split() == words.split()
    assert all(utf16_length(part.text) <= TEXT_LIMIT for part in card.more)


def test_the_customers_words_stand_in_a_quote_that_folds_when_long() -> None:
    assert formatted(shown(Kind.CARD), "blockquote") == [SAID.text]
    long = replace(SAID, text="слово " * 100)
    assert formatted(shown(Kind.CARD, replace(CONTEXT, intake=(long,))), "expandable_blockquote")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"phase": Phase.OPEN}, [(Action.CLAIM, "")]),
        ({"phase": Phase.IN_PROGRESS}, [(Action.ASK, ""), (Action.RESOLVE, "")]),
        ({"phase": Phase.WAITING}, [(Action.ASK, ""), (Action.RESOLVE, "")]),
        ({"phase": Phase.RESOLVED}, [(Action.REOPEN, "")]),
        ({"phase": Phase.CLOSED, "card_view": "ask"}, [(Action.REOPEN, "")]),
        (
            {"phase": Phase.IN_PROGRESS, "card_view": "ask", "topic": "idea"},
            [(Action.ASK, "screenshot"), (Action.ASK, "steps"), (Action.ASK, "back")],
        ),
        (
            {"phase": Phase.IN_PROGRESS, "card_view": "ask", "topic": None},
            [*((Action.ASK, detail) for detail in POLICY.default_details), (Action.ASK, "back")],
        ),
    ],
)
def test_the_card_offers_what_can_be_done_now(changes: dict[str, Any], expected: list[tuple[Action, str]]) -> None:
    assert actions(shown(Kind.CARD, ticket(**changes))) == expected
    assert actions(shown(Kind.CARD_EDIT, ticket(**changes))) == expected


def test_an_edit_shows_the_new_words_and_keeps_the_old_ones() -> None:
    bold = {"type": "bold", "offset": 0, "length": 4}
    context = replace(with_message("нове слово", entities=[bold]), previous="старе")
    edit = shown(Kind.CUSTOMER_EDIT, context)
    assert edit.text.splitlines()[1] == "старе"
    assert formatted(edit, "blockquote") == ["старе"]
    assert formatted(edit, "bold") == ["нове"]


def test_a_call_mentions_agents_with_and_without_a_username() -> None:
    call = shown(Kind.OPERATOR_CALL, replace(CONTEXT, mentions=(Mention(5, "Аня"), Mention(6, "\u200b"))))
    assert formatted(call, "text_mention") == ["Аня", "6"]
    assert [entity.user.id for entity in call.entities if entity.user] == [5, 6]


def test_a_refused_command_says_why_and_by_whom_it_was_meant() -> None:
    refused = shown(Kind.COMMAND_REFUSED, replace(CONTEXT, agent="Петро"))
    assert refused.text == "⚠️ Петро · /claim: Ірина вже займається цим зверненням."


@pytest.mark.parametrize("phase", Phase)
def test_a_topics_title_has_a_state_icon_and_fits(phase: Phase) -> None:
    context = replace(ticket(phase=phase), customer=CustomerView("👩🏽" * 100, vip=True))
    title = topic_title(outgoing(Kind.TOPIC_DRESS), context, TEXTS, POLICY)
    assert title.startswith(TEXTS.plain("uk", f"icon-{phase}"))
    assert "№1024 Оплата" in title
    assert utf16_length(title) <= 128


# notices


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", NoticeKind)
def test_every_notice_reads_in_both_languages(kind: NoticeKind, language: str) -> None:
    notice = Notice(key="n", kind=kind, params={"score": 9}, at=NOW)
    assert render_notice(notice, NoticeContext(language, tickets=(TICKET,)), TEXTS, POLICY).text.strip()


def my_tickets(*tickets: TicketRow) -> Rendered:
    notice = Notice(key="n", kind=NoticeKind.MY_TICKETS, at=NOW)
    return render_notice(notice, NoticeContext(tickets=tickets), TEXTS, POLICY)


def test_my_tickets_tell_status_and_time() -> None:
    waiting = replace(TICKET, id=8, number=1025, phase=Phase.WAITING, waiting_deadline=MOMENTS["deadline"])
    told = my_tickets(replace(TICKET, eta=MOMENTS["eta"]), waiting, replace(TICKET, id=9, phase=Phase.CLOSED))
    assert told.text.splitlines()[2:] == [
        "№1024 · Оплата · прийнято, відповідь до 18:30 (Київ)",
        "№1025 · Оплата · чекає на вашу відповідь до вт, 24 листопада, 18:00 (Київ)",
        "№1024 · Оплата · закрито",
    ]
    assert [(button.action, button.ticket) for button in presses(told)] == [
        *((Action.FOCUS, 7), (Action.FOCUS, 8), (Action.NEW, 0))
    ]


def test_an_eta_that_has_passed_is_not_repeated() -> None:
    assert my_tickets(replace(TICKET, eta=NOW - timedelta(minutes=1))).text.endswith("прийнято")


def test_no_tickets_say_so_kindly() -> None:
    assert my_tickets().text == TEXTS("uk", "notice-no-open-ticket")
    assert actions(my_tickets()) == [(Action.NEW, "")]


# names and entities


@pytest.mark.parametrize(
    ("name", "shown_as"),
    [
        ("  Олена \n К. ", "Олена К."),
        ("\u202eanelO\u202c", "anelO"),
        ("Ol\u200be\u200dna\ufeff\u2060", "Olena"),
        ("\u3164\u2800", ""),
        ("Z" + "\u0300" * 40, "Z\u0300\u0300"),
        ("דנה", "\u2068דנה\u2069"),
        ("a" * 500, "a" * 64),
        ("<b>x</b>", "<b>x</b>"),
        ("Ґалаґан Їжак", "Ґалаґан Їжак"),
        ("", ""),
    ],
)
def test_names_are_made_harmless(name: str, shown_as: str) -> None:
    assert harmless(name) == shown_as


def test_a_person_without_a_visible_name_is_called_so() -> None:
    card = shown(Kind.CARD, replace(CONTEXT, customer=CustomerView("\u200b")))
    assert TEXTS.plain("uk", "card-nameless") in card.text


def test_html_becomes_entities() -> None:
    part = from_html('👍 <b>a <i>b</i></b> <a href="https://x.y/?a=1&amp;b=2">c</a> &lt;d&gt;')
    assert part.text == "👍 a b c <d>"
    assert [(entity.type, cut(part.text, entity)) for entity in part.entities] == [
        *(("bold", "a b"), ("italic", "b"), ("text_link", "c"))
    ]
    assert part.entities[2].url == "https://x.y/?a=1&b=2"


@pytest.mark.parametrize("html", ["<b>a", "<b><i>a</b></i>", "a</b>", "<font>a</font>"])
def test_broken_html_in_a_text_is_a_mistake(html: str) -> None:
    with pytest.raises(DeskError, match="bad_markup"):
        from_html(html)


def test_formatting_that_telegram_no_longer_knows_is_left_out() -> None:
    raw: list[dict[str, Any]] = [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "bold", "offset": 1, "length": 90},
        {"type": "bold"},
    ]
    assert len(of_person("abc", raw).entities) == 1


def test_joined_parts_keep_their_formatting_in_place() -> None:
    parts = [from_html("👍<b>a</b>"), None, Part(""), from_html("<i>b</i>")]
    whole = joined(parts, gap="\n")
    assert whole.text == "👍a\nb"
    assert (formatted(whole, "bold"), formatted(whole, "italic")) == (["a"], ["b"])


def test_a_split_text_is_whole_and_never_breaks_a_sign() -> None:
    text = "👩🏽‍💻" * 50
    parts = split_entities(Part(text, [MessageEntity(type="bold", offset=0, length=utf16_length(text))]), 20)
    assert "".join(part.text for part in parts) == text
    assert [formatted(part, "bold") for part in parts] == [[part.text] for part in parts]


def test_blank_parts_are_not_sent() -> None:
    assert [part.text.strip() for part in split_entities(Part("a" + " " * 100 + "b"), 20)] == ["a", "b"]


# what a customer is asked and told beside the work


def test_a_resolution_reads_right_without_the_question() -> None:
    """SPEC H5: one was asked lately."""
    quiet = shown(Kind.RESOLVED, replace(CONTEXT, may_ask=False))
    assert quiet.text == shown(Kind.RESOLVED).text.removesuffix(TEXTS.plain("uk", "resolved-rate")).rstrip()
    assert quiet.keyboard is None


@pytest.mark.parametrize(("stars", "asks"), [(1, True), (2, True), (3, False), (4, False), (5, False)])
def test_a_low_score_is_answered_with_a_question(stars: int, *, asks: bool) -> None:
    thanks = shown(Kind.RATING_THANKS, params={"stars": stars})
    assert ("що пішло не так" in thanks.text) is asks


@pytest.mark.parametrize("language", LANGUAGES)
def test_zones_are_offered_with_the_time_they_have_now(language: str) -> None:
    question = shown(Kind.ZONE_QUESTION, replace(CONTEXT, customer=replace(CUSTOMER, language=language)))
    assert question.keyboard is not None
    labels = [button.text for row in question.keyboard.inline_keyboard for button in row]
    assert labels[0] == {"uk": "18:00 Київ", "en": "18:00 Kyiv"}[language]
    assert labels[1] == {"uk": "17:00 Варшава", "en": "17:00 Warsaw"}[language]
    assert (Action.ZONE, MORE) in actions(question)
    assert "22:00" in question.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_zone_has_a_name_in_its_readers_language_that_fits(language: str) -> None:
    notices = [Notice(key="n", kind=kind, at=NOW) for kind in (NoticeKind.ZONE, NoticeKind.ZONE_MORE)]
    offered = [render_notice(notice, NoticeContext(language), TEXTS, POLICY) for notice in notices]
    pressed = [button.value for rendered in offered for button in presses(rendered)]
    assert pressed == [*map(zone_key, POLICY.zones), MORE, *map(zone_key, POLICY.more_zones)]
    labels = [
        button.text
        for rendered in offered
        for row in (rendered.keyboard or InlineKeyboardMarkup(inline_keyboard=[])).inline_keyboard
        for button in row
    ]
    assert all(len(label) <= 20 for label in labels)
    assert all(bool(re.search("[а-яіїєґ]", label)) is (language == "uk") for label in labels)


def test_the_survey_has_eleven_buttons_in_two_rows() -> None:
    survey = shown(Kind.NPS, replace(CONTEXT, survey=2**62))
    assert [value for _, value in actions(survey)] == [f"{2**62}-{score}" for score in range(11)]
    assert survey.keyboard is not None
    assert [len(row) for row in survey.keyboard.inline_keyboard] == [6, 5]


def test_the_summary_has_a_line_for_each_ticket_with_the_time_that_comes_next() -> None:
    due = NOW + timedelta(hours=3)
    waits = TicketRow(id=8, number=1025, topic="idea", phase=Phase.WAITING, waiting_deadline=due)
    lines = shown(Kind.SUMMARY, replace(ticket(eta=due), others=(waits,))).text.splitlines()
    assert lines[2:] == [
        "№1025 · Ідея · чекає на вашу відповідь до 21:00 (Київ)",
        "№1024 · Оплата · прийнято, відповідь до 21:00 (Київ)",
    ]
