"""Values -> texts with entities and keyboards. Pure: nothing here reads SQL, a clock or Telegram."""

from activities.rendering.group import topic_title
from activities.rendering.notice import render_notice
from activities.rendering.render import render
from activities.rendering.values import (
    Context,
    CustomerView,
    Mention,
    MessageView,
    NoticeContext,
    Part,
    Rendered,
    TicketRow,
)

__all__ = [
    "Context",
    "CustomerView",
    "Mention",
    "MessageView",
    "NoticeContext",
    "Part",
    "Rendered",
    "TicketRow",
    "render",
    "render_notice",
    "topic_title",
]
