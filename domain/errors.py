"""The one root of errors that Nightdesk raises on purpose."""


class DeskError(Exception):
    """Carries a code and references, never a text for people: words live in content/."""

    def __init__(self, code: str, **facts: str | int | None) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
