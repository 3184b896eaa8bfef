"""Splitting and measuring texts as Telegram counts them: in UTF-16 units."""

TEXT_LIMIT = 4096  # Telegram's limit for a message, after entity parsing
CAPTION_LIMIT = 1024  # Telegram's limit for a caption


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def split(text: str, limit: int = TEXT_LIMIT) -> list[str]:
    """Parts of at most `limit` UTF-16 units that make up `text`; cut at a line, else a word."""
    parts = []
    while utf16_length(text) > limit:
        head = text.encode("utf-16-le")[: limit * 2].decode("utf-16-le", errors="ignore")
        cut = max(head.rfind("\n"), head.rfind(" ")) + 1
        cut = cut if cut > limit // 2 else len(head)
        parts.append(text[:cut])
        text = text[cut:]
    return [*parts, text]
