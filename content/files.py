"""The content files, read and checked one by one and against each other."""

from dataclasses import dataclass
from pathlib import Path

from content.problems import Problem
from content.queues import QueuesFile
from content.service import ServiceFile
from content.thanks import ThanksFile
from content.topics import TopicsFile
from content.yaml_file import YamlFile, parse, read


@dataclass(frozen=True)
class Files:
    """What could be read (None: it has mistakes), where each field stands, and all mistakes."""

    service: ServiceFile | None
    queues: QueuesFile | None
    topics: TopicsFile | None
    thanks: ThanksFile | None
    sources: dict[str, YamlFile]

    @property
    def problems(self) -> list[Problem]:
        return sorted({problem for source in self.sources.values() for problem in source.problems})


def load(directory: Path) -> Files:
    sources = {name: read(directory / f"{name}.yaml") for name in ("service", "queues", "topics", "thanks")}
    files = Files(
        service=parse(sources["service"], ServiceFile),
        queues=parse(sources["queues"], QueuesFile),
        topics=parse(sources["topics"], TopicsFile),
        thanks=parse(sources["thanks"], ThanksFile),
        sources=sources,
    )
    _check_queues(files)
    _check_question_keys(files)
    return files


def _check_queues(files: Files) -> None:
    if files.queues is None:
        return
    known = ", ".join(files.queues.queues)
    if files.queues.default not in files.queues.queues:
        what = f"queue `{files.queues.default}` is not known: use one of {known}"
        files.sources["queues"].problem(("default",), what)
    for key, queue in files.queues.queues.items():
        if queue.escalates_to not in (None, *files.queues.queues) or queue.escalates_to == key:
            what = f"`{queue.escalates_to}` cannot take over: use another queue of {known}"
            files.sources["queues"].problem(("queues", key, "escalates_to"), what)
    _check_circles(files, files.queues)
    _check_hours(files, files.queues)
    for key, topic in (files.topics.topics if files.topics else {}).items():
        if topic.queue not in files.queues.queues:
            what = f"queue `{topic.queue}` is not known: use one of {known}, or add it to queues.yaml"
            files.sources["topics"].problem(("topics", key, "queue"), what)


def _check_circles(files: Files, queues: QueuesFile) -> None:
    """Tickets move up step by step: a circle of queues would never end."""
    for start in queues.queues:
        at, passed = start, [start]
        while (following := queues.queues[at].escalates_to) in queues.queues and following is not None:
            passed.append(following)
            if following in passed[:-1]:
                break
            at = following
        if passed.count(start) > 1:
            what = f"goes round in a circle, {' -> '.join(passed)}: let one of them take over from nobody else"
            files.sources["queues"].problem(("queues", start, "escalates_to"), what)


def _check_hours(files: Files, queues: QueuesFile) -> None:
    for key, queue in queues.queues.items():
        if queue.duty is not None and queue.duty not in queues.calendars:
            what = f"calendar `{queue.duty}` is not known: add it under calendars"
            files.sources["queues"].problem(("queues", key, "duty"), what)
        if queue.weight > queues.capacity:
            what = f"{queue.weight} is more than the capacity {queues.capacity}: nobody could take a ticket"
            files.sources["queues"].problem(("queues", key, "weight"), what)
        for severity, targets in queue.targets.items():
            for clock, span in targets.spans().items():
                if span.hours and span.hours not in queues.calendars:
                    what = f"calendar `{span.hours}` is not known: add it under calendars"
                    files.sources["queues"].problem(("queues", key, "targets", severity, clock), what)


def _check_question_keys(files: Files) -> None:
    """Unique across topics: a customer's words answer questions before the topic is known."""
    seen: dict[str, str] = {}
    for topic_key, topic in (files.topics.topics if files.topics else {}).items():
        for at, question in enumerate(topic.questions):
            if question.key in seen:
                what = f"question `{question.key}` stands in topic `{seen[question.key]}`, too: rename one"
                files.sources["topics"].problem(("topics", topic_key, "questions", at, "key"), what)
            seen.setdefault(question.key, topic_key)
