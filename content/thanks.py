"""`thanks.yaml`: words by which a bare "thank you" is told from a further request."""

from content.fields import Entry
from content.topics import Phrases, every_language
from domain.understanding import ThanksWords


class ThanksFile(Entry):
    thanks: Phrases
    fillers: Phrases
    unhappy: tuple[str, ...] = ()

    def words(self) -> ThanksWords:
        return ThanksWords(
            thanks=every_language(self.thanks), fillers=every_language(self.fillers), unhappy=self.unhappy
        )
