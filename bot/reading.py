"""What a customer's words say, before they are written down: the words themselves stay in PostgreSQL."""

from domain.messages import Understood
from domain.thanks import bare_thanks
from domain.understanding import Lexicon, understand
from storage.messages import Content


class Reader:
    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def understood(self, content: Content) -> Understood:
        return understand(content.text, self._lexicon) if content.text else Understood()

    def is_thanks(self, content: Content) -> bool:
        return bare_thanks(content.text, content.kind, self._lexicon.thanks)
