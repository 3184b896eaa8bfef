"""Moments as Telegram's date entity: each reader's app shows its own time, older ones show our words."""

from datetime import datetime
from html import escape

from content.texts import Markup

OTHER_DAY, SAME_DAY, REMAINING = "wDt", "t", "r"  # Bot API, date-time entity formatting


def time_tag(moment: datetime, form: str, words: str) -> Markup:
    unix = int(moment.timestamp())
    return Markup(f'<tg-time unix="{unix}" format="{form}">{escape(words, quote=False)}</tg-time>')
