"""Messages to the agents' group other than the card, and the titles of topics."""

from aiogram.types import MessageEntity, User

from activities.rendering.entities import first_and_rest, joined, quoted, split_entities
from activities.rendering.messages import around, relayed, sent, spoken
from activities.rendering.names import harmless
from activities.rendering.scene import Scene, Voice
from activities.rendering.values import Context, Mention, Part, Rendered, TicketRow
from content.texts import Texts
from domain.outgoing import Outgoing
from domain.policy import TicketPolicy
from domain.text import utf16_length

TITLE_LIMIT = 128  # Bot API, createForumTopic
_WORDS_SHOWN = 300  # units of the customer's latest words in a hand-over: their topic holds them whole
_PREVIOUS_SHOWN = 1000  # units of the replaced text: its topic holds it whole a little above


def relay_to_agents(scene: Scene) -> Rendered:
    """Without a header: in its topic, what the bot says without an icon is the customer's."""
    return relayed(None, scene.context.message)


def customer_edit(scene: Scene) -> Rendered:
    voice, previous = scene.voice, scene.context.previous or ""
    old = split_entities(Part(previous), _PREVIOUS_SHOWN)[0]
    head = joined([voice.html("kind-customer-edit"), quoted(old, expandable=False)], gap="\n")
    words = joined([voice.html("customer-edit-now"), spoken(scene.context.message)], gap="\n")
    text, more = around(head, words, None)
    return sent(text, more=more)


def operator_call(scene: Scene) -> Rendered:
    voice, due = scene.voice, scene.ticket.first_response_due
    waiting = due is not None and scene.ticket.first_response_at is None
    line = voice.html("card-first-response", due=voice.due(due)) if due and waiting else None
    mentions = joined(map(mention, scene.context.mentions), gap=", ")
    return sent(joined([voice.html("kind-operator-call"), mentions, line], gap="\n"))


def low_score(scene: Scene) -> Rendered:
    head = scene.voice.html("kind-low-score", stars=str(scene.outgoing.params["stars"]))
    return sent(joined([head, joined(map(mention, scene.context.mentions), gap=", ")], gap="\n"))


def handed_over(scene: Scene) -> Rendered:
    """The summary comes with the mention: what it is about, how long it waits, what was said last (SPEC E7)."""
    voice, ticket = scene.voice, scene.ticket
    owner = joined(map(mention, scene.context.mentions), gap=", ")
    head = joined([owner, voice.html("kind-handed-over", number=scene.number, topic=scene.topic)], gap=" ")
    waits = (
        voice.html("handed-over-waits", since=voice.moment(ticket.waiting_since)) if ticket.waiting_since else None
    )
    moved = moved_from(voice, ticket)
    words = first_and_rest(spoken(scene.context.message), _WORDS_SHOWN)[0]
    quote = quoted(words, expandable=False) if words.text.strip() else None
    return sent(joined([head, moved, waits, quote], gap="\n"))


def moved_from(voice: Voice, ticket: TicketRow) -> Part | None:
    if ticket.moved_from is None:
        return None
    text_id = f"queue-{ticket.moved_from}"
    return voice.html("card-moved-from", queue=voice.plain(text_id if voice.has(text_id) else "queue-other"))


def mention(person: Mention) -> Part:
    name = harmless(person.name) or str(person.telegram_id)
    user = User(id=person.telegram_id, is_bot=False, first_name=name)
    return Part(name, [MessageEntity(type="text_mention", offset=0, length=utf16_length(name), user=user)])


def command_refused(scene: Scene) -> Rendered:
    voice, params = scene.voice, scene.outgoing.params
    assignee = harmless(scene.context.assignee or "") or voice.plain("agent-unnamed")
    why = voice.plain(f"refusal-{params['refusal']}", agent=assignee)
    return sent(voice.html("kind-command-refused", agent=scene.agent, command=str(params["command"]), why=why))


def topic_title(outgoing: Outgoing, context: Context, texts: Texts, policy: TicketPolicy) -> str:
    """At most 128 units; the customer's name gives way, never the number."""
    voice = Voice(texts, context.agents_language, policy.desk_zone, outgoing.at)
    ticket, customer = context.ticket, context.customer
    name = harmless(customer.name) or voice.plain("card-nameless")
    while True:
        title = voice.plain(
            "forum-title-vip" if customer.vip else "forum-title",
            icon=voice.plain(f"icon-{ticket.phase}"),
            number=str(ticket.number or ""),
            topic=voice.topic(ticket.topic),
            name=name,
        )
        if utf16_length(title) <= TITLE_LIMIT or not name:
            return title
        name = name[:-1]
