"""Which texts the keys of content files and the domain's values need."""

from collections.abc import Iterator

from content.files import Files
from content.texts import LANGUAGES
from content.yaml_file import Place
from domain.calls import NoticeKind
from domain.deadlines import Deadline
from domain.messages import Refusal
from domain.outgoing import FixedTopic, Kind
from domain.sla import ClockName
from domain.ticket import ContentKind, CustomerStatus, Notify, Phase, Severity, SlaState

Need = tuple[str, str, Place]  # id of the text, file without ending, place of the key in it

SAID_WITHOUT_WORDS = {
    Kind.AGENT_EDIT,  # reads like the reply that it edits
    Kind.TOPIC_DRESS,
    Kind.CARD,  # the card is made of `card-...`
    Kind.CARD_EDIT,
    Kind.RELAY_TO_AGENTS,  # the customer's own words
}
KEYED = ("topic-", "extras-", "next-steps-", "question-", "option-", "detail-", "ask-", "queue-")
WITHOUT_KEY = {"topic-none", "extras-none", "next-steps-none", "queue-other"}


def of_values() -> set[str]:
    families: dict[str, list[str]] = {
        "kind-": [kind for kind in Kind if kind not in SAID_WITHOUT_WORDS],
        "notice-": list(NoticeKind),
        "refusal-": list(Refusal),
        "status-": list(CustomerStatus),
        "phase-": list(Phase),
        "icon-": list(Phase),
        "severity-": list(Severity),
        "severity-mark-": list(Severity),
        "alert-clock-": [*ClockName, Deadline.AGENT_SILENT],
        "fixed-topic-": list(FixedTopic),
        "card-": [SlaState.WARNED, SlaState.BREACHED],
        "kind-of-content-": list(ContentKind),
        "button-notify-": list(Notify),
        "button-language-": list(LANGUAGES),
        "language-": list(LANGUAGES),
    }
    return {text_id(prefix, value) for prefix, values in families.items() for value in values}


def of_keys(files: Files) -> Iterator[Need]:
    for key in files.queues.queues if files.queues else ():
        yield text_id("queue-", key), "queues", ("queues", key)
    if files.topics is None:
        return
    yield from _details(files.topics.default_details, ("default_details",))
    for key, topic in files.topics.topics.items():
        place: Place = ("topics", key)
        for prefix in ("topic-", "extras-", "next-steps-"):
            yield text_id(prefix, key), "topics", place
        yield from _details(topic.details, (*place, "details"))
        for at, question in enumerate(topic.questions):
            here = (*place, "questions", at)
            yield text_id("question-", f"{key}-{question.key}"), "topics", (*here, "key")
            for option in question.options:
                yield text_id("option-", f"{key}-{question.key}-{option}"), "topics", (*here, "options", option)


def _details(details: tuple[str, ...], place: Place) -> Iterator[Need]:
    for at, detail in enumerate(details):
        for prefix in ("detail-", "ask-"):
            yield text_id(prefix, detail), "topics", (*place, at)


def text_id(prefix: str, key: str) -> str:
    return prefix + key.replace("_", "-")
