"""One message to be rendered: who reads it, in which language and zone, and what it is about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from activities.rendering.entities import from_html
from activities.rendering.moments import OTHER_DAY, REMAINING, SAME_DAY, time_tag
from activities.rendering.names import harmless
from activities.rendering.values import Context, Part, TicketRow
from content.moments import readable, same_day
from content.texts import Markup, Texts
from domain.outgoing import Destination, Outgoing
from domain.policy import TicketPolicy


@dataclass(frozen=True)
class Voice:
    """Texts in one reader's language and zone; `now` is desk time."""

    texts: Texts
    language: str
    zone: str
    now: datetime

    def html(self, text_id: str, /, **args: Any) -> Part:
        return from_html(self.texts(self.language, text_id, **args))

    def plain(self, text_id: str, /, **args: Any) -> str:
        return self.texts.plain(self.language, text_id, **args)

    def has(self, text_id: str) -> bool:
        return self.texts.has(self.language, text_id)

    def topic(self, key: str | None) -> str:
        """The topic's name; a key that content no longer knows reads as no topic."""
        return self.plain(f"topic-{key}" if key and self.has(f"topic-{key}") else "topic-none")

    def moment(self, moment: datetime) -> Markup:
        form = SAME_DAY if same_day(moment, self.now, self.zone) else OTHER_DAY
        return time_tag(moment, form, readable(moment, self.now, self.zone, self.language, self.texts))

    def due(self, moment: datetime) -> Markup:
        """Counts down by itself in the reader's app."""
        return time_tag(moment, REMAINING, readable(moment, self.now, self.zone, self.language, self.texts))


@dataclass(frozen=True)
class Scene:
    outgoing: Outgoing
    context: Context
    policy: TicketPolicy
    voice: Voice

    @property
    def ticket(self) -> TicketRow:
        return self.context.ticket

    @property
    def number(self) -> str:
        return str(self.ticket.number or "")

    @property
    def topic(self) -> str:
        return self.voice.topic(self.ticket.topic)

    @property
    def agent(self) -> str:
        return harmless(self.context.agent or "") or self.voice.plain("agent-unnamed")

    def line(self, text_id: str, moment: str) -> Part | None:
        """A text about one of the message's moments, if it carries that moment."""
        at = self.outgoing.moments.get(moment)
        return self.voice.html(text_id, **{moment: self.voice.moment(at)}) if at else None


def scene_of(outgoing: Outgoing, context: Context, texts: Texts, policy: TicketPolicy) -> Scene:
    to_customer = outgoing.to is Destination.CUSTOMER
    voice = Voice(
        texts=texts,
        language=context.customer.language if to_customer else context.agents_language,
        zone=(context.customer.zone if to_customer else None) or policy.desk_zone,
        now=outgoing.at,
    )
    return Scene(outgoing, context, policy, voice)
