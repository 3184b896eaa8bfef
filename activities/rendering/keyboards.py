"""Keyboards of messages, by what they stand under."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from activities.rendering.scene import Scene, Voice
from activities.rendering.values import TicketRow
from content.moments import city
from content.texts import LANGUAGES
from domain.buttons import Action, Button
from domain.policy import QuestionPlan, TicketPolicy
from domain.ticket import Notify, Phase
from domain.ticket_promises import PREVIEW
from domain.zones import MORE, zone_key

Rows = list[list[InlineKeyboardButton]]
STARS = range(1, 6)
SCORES = range(11)


def button(text: str, action: Action, ticket: int, value: str = "") -> InlineKeyboardButton:
    data = Button(action=action, ticket=ticket, value=value).pack()
    return InlineKeyboardButton(text=text, callback_data=data)


def keyboard(rows: Rows) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[row for row in rows if row])


def _in_pairs(buttons: Iterable[InlineKeyboardButton]) -> Rows:
    flat = list(buttons)
    return [flat[at : at + 2] for at in range(0, len(flat), 2)]


def _named(scene: Scene, action: Action, text_id: str, value: str = "") -> InlineKeyboardButton:
    return button(scene.voice.plain(text_id), action, scene.ticket.id, value)


def _operator(scene: Scene) -> list[InlineKeyboardButton]:
    return [_named(scene, Action.OPERATOR, "button-operator")]


def consent(scene: Scene) -> InlineKeyboardMarkup:
    others = [language for language in LANGUAGES if language != scene.voice.language]
    return keyboard(
        [
            [
                _named(scene, Action.CONSENT, "button-consent-yes", "yes"),
                _named(scene, Action.CONSENT, "button-consent-no", "no"),
            ],
            [_named(scene, Action.LANGUAGE, f"button-language-{other}", other) for other in others],
        ]
    )


def menu(scene: Scene) -> ReplyKeyboardMarkup:
    labels = ("menu-tickets", "menu-operator")
    return ReplyKeyboardMarkup(
        keyboard=[[KeyboardButton(text=scene.voice.plain(label)) for label in labels]],
        resize_keyboard=True,
        is_persistent=True,
        input_field_placeholder=scene.voice.plain("menu-hint"),
    )


def topics(scene: Scene) -> InlineKeyboardMarkup:
    choices = (_named(scene, Action.TOPIC, f"topic-{key}", key) for key in scene.policy.topics)
    return keyboard([*_in_pairs(choices), _operator(scene)])


def options(scene: Scene, topic: str, question: QuestionPlan) -> InlineKeyboardMarkup:
    rows = [
        [_named(scene, Action.ANSWER, f"option-{topic}-{question.key}-{option}", f"{question.key}-{option}")]
        for option in question.options
    ]
    return keyboard([*rows, _operator(scene)])


def extras(scene: Scene) -> InlineKeyboardMarkup:
    return keyboard([[_named(scene, Action.SUBMIT, "button-submit")], _operator(scene)])


def operator(scene: Scene) -> InlineKeyboardMarkup:
    return keyboard([_operator(scene)])


def status(scene: Scene) -> InlineKeyboardMarkup:
    return keyboard([[_named(scene, Action.STATUS, "button-status")]])


def _status_and_add(scene: Scene) -> list[InlineKeyboardButton]:
    return [_named(scene, Action.STATUS, "button-status"), _named(scene, Action.ADD, "button-add")]


def receipt(scene: Scene) -> InlineKeyboardMarkup:
    asked = scene.context.customer.notify is None
    choice = [[_named(scene, Action.NOTIFY, f"button-notify-{way}", way)] for way in Notify if asked]
    return keyboard([*choice, _status_and_add(scene), _operator(scene)])


def operator_coming(scene: Scene) -> InlineKeyboardMarkup:
    return keyboard([_status_and_add(scene)])


def stars(scene: Scene) -> InlineKeyboardMarkup:
    resolution = _resolution(scene)
    row = [
        button(scene.voice.plain("button-star", stars=str(n)), Action.RATE, scene.ticket.id, f"{resolution}-{n}")
        for n in STARS
    ]
    return keyboard([row])


def helped(scene: Scene) -> InlineKeyboardMarkup:
    resolution = _resolution(scene)
    return keyboard(
        [
            [_named(scene, Action.HELPED, "button-helped-yes", f"{resolution}-yes")],
            [_named(scene, Action.HELPED, "button-helped-no", f"{resolution}-no")],
        ]
    )


def nps(scene: Scene) -> InlineKeyboardMarkup:
    survey = scene.context.survey or 0
    scores = [button(str(score), Action.NPS, scene.ticket.id, f"{survey}-{score}") for score in SCORES]
    half = (len(scores) + 1) // 2
    return keyboard([scores[:half], scores[half:]])


def zones(voice: Voice, policy: TicketPolicy, *, ticket: int, more: bool = False) -> InlineKeyboardMarkup:
    """Cities with the time they have now."""
    offered = policy.more_zones if more else policy.zones
    choices = (button(_city(voice, zone), Action.ZONE, ticket, zone_key(zone)) for zone in offered)
    leads_on = policy.more_zones and not more
    other = [button(voice.plain("button-zone-other"), Action.ZONE, ticket, MORE)] if leads_on else []
    return keyboard([*_in_pairs(choices), other])


def _city(voice: Voice, zone: str) -> str:
    time = f"{voice.now.astimezone(ZoneInfo(zone)):%H:%M}"
    return voice.plain("button-zone", time=time, city=city(zone, voice.language, voice.texts))


def _resolution(scene: Scene) -> int:
    return int(scene.outgoing.params.get("resolution", scene.ticket.resolutions))


def other_tickets(scene: Scene) -> InlineKeyboardMarkup:
    rows = [[focus(scene.voice, other)] for other in scene.context.others]
    return keyboard([*rows, [_named(scene, Action.NEW, "button-new")]])


def focus(voice: Voice, ticket: TicketRow) -> InlineKeyboardButton:
    label = voice.plain("button-ticket", number=str(ticket.number or ""), topic=voice.topic(ticket.topic))
    return button(label, Action.FOCUS, ticket.id)


def card(scene: Scene) -> InlineKeyboardMarkup:
    phase = scene.ticket.phase
    if phase in (Phase.RESOLVED, Phase.CLOSED):
        return keyboard([[_named(scene, Action.REOPEN, "button-reopen")]])
    if scene.ticket.card_view == "ask":
        return _details(scene)
    if phase is Phase.OPEN or (phase is Phase.IN_PROGRESS and not scene.context.assignee):
        return keyboard([[_named(scene, Action.CLAIM, "button-claim")]])
    work = [_named(scene, Action.ASK, "button-ask"), _named(scene, Action.RESOLVE, "button-resolve")]
    if phase is Phase.IN_PROGRESS and scene.ticket.card_view == PREVIEW:
        send = _named(scene, Action.FIRST, "button-first-send", "send")
        return keyboard([[send, _named(scene, Action.FIRST, "button-first-later", "later")], work])
    return keyboard([work])


def _details(scene: Scene) -> InlineKeyboardMarkup:
    plan = scene.policy.topics.get(scene.ticket.topic or "")
    details = plan.details if plan else scene.policy.default_details
    choices = (_named(scene, Action.ASK, f"detail-{detail}", detail) for detail in details)
    return keyboard([*_in_pairs(choices), [_named(scene, Action.ASK, "button-back", "back")]])
