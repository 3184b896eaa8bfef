"""The card: the first message of a ticket's topic, edited in place (SPEC E1)."""

from collections.abc import Iterator
from dataclasses import replace

from activities.rendering import keyboards
from activities.rendering.customer import first_reply_words
from activities.rendering.entities import first_and_rest, joined, quoted, split_entities
from activities.rendering.group import mention, moved_from
from activities.rendering.messages import spoken
from activities.rendering.names import harmless
from activities.rendering.scene import Scene
from activities.rendering.values import MessageView, Part, Rendered
from content.moments import city
from content.texts import LANGUAGES
from domain.messages import WORDS
from domain.text import TEXT_LIMIT, utf16_length
from domain.ticket import ContentKind, Phase, SlaState
from domain.ticket_promises import PREVIEW

FOLDED_FROM = 300  # units of the customer's words from which the quote folds, so that the card stays a card
_FINISHED = (Phase.RESOLVED, Phase.CLOSED)


def card(scene: Scene) -> Rendered:
    """The card, then what did not fit and the customer's pictures."""
    text, rest = _text(scene)
    files = tuple(_attachment(message) for message in scene.context.intake if message.kind is not ContentKind.TEXT)
    more = (*(split_entities(rest) if rest.text.strip() else ()), *files)
    return Rendered(text.text, text.entities, more=more, keyboard=keyboards.card(scene))


def card_edit(scene: Scene) -> Rendered:
    text, _ = _text(scene)
    return Rendered(text.text, text.entities, keyboard=keyboards.card(scene))


def _text(scene: Scene) -> tuple[Part, Part]:
    head = joined([joined(_facts(scene), gap="\n"), _asking(scene)])
    words = joined((_said(scene, message) for message in scene.context.intake), gap="\n")
    continues = scene.voice.html("card-continues")
    room = TEXT_LIMIT - utf16_length(head.text) - len("\n\n\n") - utf16_length(continues.text)
    first, rest = first_and_rest(words, room)
    quote = quoted(first, expandable=utf16_length(first.text) > FOLDED_FROM)
    return joined([head, joined([quote, continues if rest.text.strip() else None], gap="\n")]), rest


def _facts(scene: Scene) -> Iterator[Part | None]:
    voice, ticket = scene.voice, scene.ticket
    icon = voice.plain(f"icon-{ticket.phase}")
    yield voice.html("card-title", icon=icon, number=scene.number, topic=scene.topic)
    yield _answers(scene)
    yield voice.html("card-operator-wanted") if ticket.operator_wanted else None
    yield _customer(scene)
    yield voice.html("card-unreachable") if not ticket.reachable else None
    yield from _work(scene)
    yield from _times(scene)
    yield from _history(scene)


def _answers(scene: Scene) -> Part | None:
    chosen = [
        scene.voice.plain(text_id)
        for question, option in scene.ticket.answers.items()
        if option != WORDS and scene.voice.has(text_id := f"option-{scene.ticket.topic}-{question}-{option}")
    ]
    return Part(", ".join(chosen)) if chosen else None


def _customer(scene: Scene) -> Part:
    voice, customer = scene.voice, scene.context.customer
    zone = customer.zone or scene.policy.desk_zone
    language = customer.language if customer.language in LANGUAGES else LANGUAGES[0]
    line = voice.html(
        "card-customer",
        name=harmless(customer.name) or voice.plain("card-nameless"),
        language=voice.plain(f"language-{language}"),
        zone=city(zone, voice.language, voice.texts),
    )
    return joined([line, voice.html("card-vip") if customer.vip else None], gap=" · ")


def _work(scene: Scene) -> Iterator[Part | None]:
    voice, ticket = scene.voice, scene.ticket
    queue = f"queue-{ticket.queue or scene.policy.default_queue}"
    yield voice.html(
        "card-queue",
        queue=voice.plain(queue) if voice.has(queue) else ticket.queue or "",
        severity=voice.plain(f"severity-{ticket.severity}"),
    )
    yield moved_from(voice, ticket)
    yield joined([voice.html("card-state", phase=voice.plain(f"phase-{ticket.phase}")), _owner(scene)], gap=" ")


def _owner(scene: Scene) -> Part:
    """A card that is new calls its owner; an edit of it calls nobody."""
    if scene.context.mentions:
        return joined(map(mention, scene.context.mentions), gap=", ")
    return Part(harmless(scene.context.assignee or "") or scene.voice.plain("card-nobody"))


def _times(scene: Scene) -> Iterator[Part | None]:
    """Relative dates on absolute times: nothing is edited because time passed."""
    voice, ticket = scene.voice, scene.ticket
    if ticket.phase in _FINISHED:
        return
    if ticket.next_response_due is not None:
        yield voice.html("card-next-response", due=voice.due(ticket.next_response_due))
    elif ticket.first_response_at is not None:
        yield voice.html("card-answered")
    elif ticket.first_response_due is not None:
        yield voice.html("card-first-response", due=voice.due(ticket.first_response_due))
    if ticket.phase is Phase.OPEN and ticket.taken_due is not None:
        yield voice.html("card-taken", due=voice.due(ticket.taken_due))
    if ticket.phase is Phase.WAITING and ticket.waiting_deadline is not None:
        yield voice.html("card-answer-deadline", due=voice.due(ticket.waiting_deadline))
    elif ticket.resolution_due is not None:
        yield voice.html("card-resolution", due=voice.due(ticket.resolution_due))
    if ticket.sla_state is not SlaState.OK:
        yield voice.html(f"card-{ticket.sla_state}")


def _history(scene: Scene) -> Iterator[Part | None]:
    voice, context = scene.voice, scene.context
    earlier = context.earlier_tickets
    yield voice.html("card-history", count=earlier) if earlier else voice.html("card-first-time")
    if context.linked_number:
        yield voice.html("card-linked", number=str(context.linked_number))
    files = sum(message.kind is not ContentKind.TEXT for message in context.intake)
    yield voice.html("card-files", count=files) if files else None
    yield voice.html("card-rating", stars=str(context.rating)) if context.rating else None


def _asking(scene: Scene) -> Part | None:
    if scene.ticket.card_view == PREVIEW and scene.ticket.phase is Phase.IN_PROGRESS:
        return _preview(scene)
    asking = scene.ticket.card_view == "ask" and scene.ticket.phase not in _FINISHED
    return scene.voice.html("card-ask") if asking else None


def _preview(scene: Scene) -> Part:
    """In the customer's language, as it will be sent."""
    customer = scene.context.customer
    theirs = replace(scene.voice, language=customer.language, zone=customer.zone or scene.policy.desk_zone)
    agent = harmless(scene.context.assignee or "") or theirs.plain("agent-unnamed")
    words = first_reply_words(theirs, customer.name, scene.number, agent)
    return joined([scene.voice.html("card-preview"), quoted(words, expandable=False)], gap="\n")


def _said(scene: Scene, message: MessageView) -> Part:
    """The words, or what kind of thing came without any."""
    if message.text.strip() or message.kind is ContentKind.TEXT:
        return spoken(message)
    return Part(f"[{scene.voice.plain(f'kind-of-content-{message.kind}')}]")


def _attachment(message: MessageView) -> Part:
    """The file alone: its caption stands on the card."""
    if message.file_id and message.kind is not ContentKind.STICKER:
        return Part(content_kind=message.kind, file_id=message.file_id)
    return Part(content_kind=message.kind, copy_of=message.source)
