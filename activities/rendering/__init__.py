"""Values -> texts with entities and keyboards. Pure: nothing here reads SQL, a clock or Telegram."""

from activities.rendering import boards
from activities.rendering.group import topic_title
from activities.rendering.notice import render_notice
from activities.rendering.render import render
from activities.rendering.values import (
    AgentView,
    Context,
    CustomerView,
    Mention,
    MessageView,
    NoticeContext,
    Part,
    Rendered,
    TicketRow,
    TicketView,
)

__all__ = [
    "AgentView",
    "Context",
    "CustomerView",
    "Mention",
    "MessageView",
    "NoticeContext",
    "Part",
    "Rendered",
    "TicketRow",
    "TicketView",
    "boards",
    "render",
    "render_notice",
    "topic_title",
]
