"""The content files as the policy that tickets follow, and as the lexicon that understands customers."""

from pathlib import Path

from content.check import all_problems
from content.files import Files, load
from content.problems import ContentError
from content.queues import QueuesFile
from content.service import ServiceFile
from content.thanks import ThanksFile
from content.topics import TopicsFile
from domain.policy import EDITION, TicketPolicy
from domain.understanding import Lexicon


def load_policy(directory: Path) -> TicketPolicy:
    """Checks all content, texts included: a desk does not start on half of it."""
    files = load(directory)
    problems = all_problems(directory, files)
    if problems:
        raise ContentError(problems)
    service, queues, topics, _ = _complete(files)
    return TicketPolicy(
        edition=EDITION,
        consent_version=service.consent_version,
        topics={key: topic.plan(key) for key, topic in topics.topics.items()},
        queues=queues.policies(),
        calendars={key: entry.calendar() for key, entry in queues.calendars.items()},
        default_queue=queues.default,
        capacity=queues.capacity,
        default_details=topics.default_details,
        desk_zone=service.desk_zone,
        quiet_hours=service.quiet_hours.hours(),
        zones=service.zones,
        more_zones=service.more_zones,
        intake_reminder_after=service.intake.reminder_after,
        intake_abandoned_after=service.intake.abandoned_after,
        answer_reminder_after=service.answer.reminder_after,
        answer_deadline_after=service.answer.deadline_after,
        reopen_after_resolution=service.reopen.after_resolution,
        reopen_after_follow_up=service.reopen.after_follow_up,
        rating_valid_for=service.rating_valid_for,
    )


def load_lexicon(directory: Path) -> Lexicon:
    _, _, topics, thanks = _complete(load(directory))
    entries = topics.topics
    questions = [question for entry in entries.values() for question in entry.questions]
    return Lexicon(
        topics={key: entry.topic_words() for key, entry in entries.items()},
        questions={question.key: question.words() for question in questions},
        thanks=thanks.words(),
    )


def _complete(files: Files) -> tuple[ServiceFile, QueuesFile, TopicsFile, ThanksFile]:
    if files.problems or not (files.service and files.queues and files.topics and files.thanks):
        raise ContentError(files.problems)
    return files.service, files.queues, files.topics, files.thanks
