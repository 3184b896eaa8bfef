"""An editor's mistake is told by file, line and field, and all mistakes of a file at once."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from content import DIRECTORY
from content.check import check
from content.policy import load_lexicon, load_policy
from content.problems import ContentError


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A copy of the content that comes with the desk."""
    target = tmp_path / "content"
    shutil.copytree(DIRECTORY, target, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return target


@dataclass(frozen=True)
class Mistake:
    """`old` becomes `new` in `file`; the line told is the one where `at` (or else `new`) first stands."""

    file: str
    old: str
    new: str
    field: str
    what: str
    at: str = ""

    def make(self, directory: Path) -> int:
        path = directory / self.file
        text = path.read_text(encoding="utf-8")
        assert self.old in text
        changed = text.replace(self.old, self.new, 1)
        path.write_text(changed, encoding="utf-8")
        return changed[: changed.index(self.at or self.new)].count("\n") + 1


L1 = "queues.l1.targets.normal"
OFFICE = "calendars.office"
DEFAULT = "default: l1\n"
CALENDAR = """default: l1
calendars:
  office:
    zone: Europe/Kyiv
    open:
      mon: [09:00-18:00]
    holidays: [2026-12-25]
"""
PAYMENT = "topics.payment"
MISTAKES = [
    Mistake("topics.yaml", "severity: high", "severty: high", f"{PAYMENT}.severty", "unknown key"),
    Mistake("topics.yaml", "severity: high", "severity: huge", f"{PAYMENT}.severity", "'blocker', 'high'"),
    Mistake("topics.yaml", "queue: security", "queue: secrity", f"{PAYMENT}.queue", "use one of l1, l2, vip"),
    Mistake("topics.yaml", "    queue: security\n", "", f"{PAYMENT}.queue", "is missing", at="  payment:"),
    Mistake(
        "topics.yaml",
        "{ blocker: 24 h, high: 24 h, normal: 48 h",
        "{ blocker: 24 h, high: 1 day, normal: 48 h",
        f"{PAYMENT}.follow_up_after.high",
        "is not a duration",
    ),
    Mistake(
        "topics.yaml",
        "{ blocker: 24 h, high: 24 h, normal: 48 h",
        "{ blocker: 24 h, high: 96 h, normal: 48 h",
        f"{PAYMENT}.follow_up_after.high",
        "from 24 h to 72 h",
    ),
    Mistake("service.yaml", "Asia/Dubai", "Asia/Dubay", "more_zones.8", "is not a time zone"),
    Mistake("service.yaml", "[Europe/Kyiv,", "[Etc/GMT+5,", "zones.0", "does not fit a button"),
    Mistake("topics.yaml", "  account:\n", "  payment: # again\n", PAYMENT, "stands twice, first in line"),
    Mistake(
        "topics.yaml",
        "- key: amount",
        "- key: access",
        "topics.account.questions.0.key",
        "`access` stands in",
        at="- key: access\n        options",
    ),
    Mistake(
        "topics.yaml",
        "          refund:\n",
        "          Refund!:\n",
        f"{PAYMENT}.questions.0.options.Refund!",
        "Latin",
    ),
    Mistake(
        "topics.yaml",
        "charged_twice:",
        "charged_more_than_once_by_mistake:",
        f"{PAYMENT}.questions.0.options.charged_more_than_once_by_mistake",
        "does not fit a button",
    ),
    Mistake(
        "topics.yaml",
        "charged_twice:",
        "charged_twice_by_mistake_:",
        f"{PAYMENT}.questions.0",
        "`problem-charged_twice_by_mistake_` does not fit a button",
        at="- key: problem",
    ),
    Mistake(
        "topics.yaml",
        "      - key: amount",
        "      - key: other\n      - key: third\n      - key: amount",
        PAYMENT,
        "has 4 questions: keep at most 2",
        at="  payment:",
    ),
    Mistake(
        "topics.yaml",
        "(\\$|€|₴|£)\\s*\\d",
        "(\\$|€|₴|£\\s*\\d",
        f"{PAYMENT}.questions.1.patterns.1",
        "regular expression",
    ),
    Mistake("topics.yaml", "[amount, date,", "[amount, back,", f"{PAYMENT}.details.1", "choose another key"),
    Mistake(
        "topics.yaml", "[amount, date,", "[amount, colour,", f"{PAYMENT}.details.1", "no text `detail-colour`"
    ),
    Mistake("topics.yaml", "  idea:", "  wish:", "topics.wish", "no text `extras-wish`"),
    Mistake("topics.yaml", "[twice, double", "[twice: [, double", "", "is not valid YAML"),
    Mistake(
        "queues.yaml",
        "4 h }",
        "4 hours }",
        "queues.l1.targets.normal.resolution",
        "write a number and s, min, h or d",
    ),
    Mistake(
        "queues.yaml",
        "{ first_response: 15 min, next_response: 30 min, resolution: 4 h }",
        "{ first_response: 15 min }",
        "queues.l1.targets.normal.resolution",
        "is missing",
    ),
    Mistake(
        "queues.yaml",
        "normal: { first_response: 30 min",
        "urgent: { first_response: 30 min",
        "queues.l2.targets.urgent",
        "not known",
    ),
    Mistake(
        "queues.yaml",
        "      normal: { first_response: 30 min, n",
        "      low: { first_response: 30 min, n",
        "queues.l2",
        "`normal` are missing",
        at="  l2:",
    ),
    Mistake("queues.yaml", "response: 15 min", "response: 15 h", "queues.l1.targets.normal", "is later"),
    Mistake(
        "queues.yaml",
        "response: 15 min",
        "response: 15 min in bank",
        "queues.l1.targets.normal.first_response",
        "calendar `bank` is not known",
    ),
    Mistake("queues.yaml", "response: 15 min", "response: 0 min", L1 + ".first_response", "is not a duration"),
    Mistake("queues.yaml", "80 %: queue", "some: queue", "ladder", "write it like `80 %`"),
    Mistake("queues.yaml", "80 %: queue", "80 %: nobody", "ladder.1.tell", "`nobody` is not known"),
    Mistake("queues.yaml", "escalates_to: l2", "escalates_to: l9", "queues.l1.escalates_to", "cannot take over"),
    Mistake(
        "queues.yaml", "escalates_to: lead", "escalates_to: l1", "queues.l2.escalates_to", "in a circle, l2 -> l1"
    ),
    Mistake("queues.yaml", "capacity: 5", "capacity: 0", "capacity", "is not a whole number from 1 to 50"),
    Mistake("queues.yaml", "capacity: 5", "capacity: many", "capacity", "is not a whole number"),
    Mistake("queues.yaml", "duty: day", "duty: nigth", "queues.l1.duty", "calendar `nigth` is not known"),
    Mistake("queues.yaml", "handling: 10 min", "handling: quick", "queues.l1.handling", "is not a duration"),
    Mistake("queues.yaml", "duty: day", "weight: 9", "queues.l1.weight", "9 is more than the capacity 5"),
    Mistake("queues.yaml", "duty: day", "weight: -1", "queues.l1.weight", "is not a whole number from 1 to 50"),
    Mistake("queues.yaml", "escalates_to: l2", "escalates_to: l1", "queues.l1.escalates_to", "cannot take over"),
    Mistake(
        "queues.yaml",
        DEFAULT,
        CALENDAR.replace("18:00", "6 pm"),
        OFFICE + ".open.mon.0",
        "like `09:00-13:00`",
        at="      mon:",
    ),
    Mistake(
        "queues.yaml",
        DEFAULT,
        CALENDAR.replace("mon", "monday"),
        OFFICE + ".open.monday",
        "not known",
        at="      monday:",
    ),
    Mistake(
        "queues.yaml",
        DEFAULT,
        CALENDAR.replace("Kyiv", "Kiiv"),
        OFFICE + ".zone",
        "is not a time zone",
        at="    zone:",
    ),
    Mistake(
        "queues.yaml",
        DEFAULT,
        CALENDAR.replace("12-25", "12-32"),
        OFFICE + ".holidays.0",
        "is not a date",
        at="    holidays:",
    ),
    Mistake(
        "queues.yaml",
        DEFAULT,
        CALENDAR.replace("]\n    h", ", 17:00-20:00]\n    h"),
        OFFICE,
        "overlap",
        at="  office:",
    ),
    Mistake("queues.yaml", DEFAULT, CALENDAR.replace("09:00-18:00", ""), OFFICE, "never opens", at="  office:"),
    Mistake("queues.yaml", "default: l1", "default: l9", "default", "`l9` is not known"),
    Mistake("service.yaml", 'to: "08:00"', 'to: "8 am"', "quiet_hours.to", "write it like `22:00`"),
    Mistake("service.yaml", "Europe/Kyiv", "Europe/Kiiv", "desk_zone", "is not a time zone"),
    Mistake("service.yaml", "7 d", "0 d", "rating_valid_for", "is not a duration"),
    Mistake("service.yaml", "intake:", "intak:", "intak", "unknown key"),
    Mistake("thanks.yaml", "unhappy:", "angry:", "angry", "unknown key"),
    Mistake("locales/uk/topics.ftl", "topic-idea =", "topic-ideas =", "topic-ideas", "no key needs this text"),
    Mistake(
        "locales/uk/agents.ftl", "[many] Раніше", "[lots] Раніше", "card-history", "add many", at="card-history"
    ),
    Mistake(
        "locales/en/ticket.ftl",
        "closed request #{ $number }",
        "closed request #{ $n }",
        "kind-closed-stale",
        "$n, $number",
        at="kind-closed-stale",
    ),
    Mistake(
        "locales/en/intake.ftl",
        "{ faq }",
        "{ faqs }",
        "kind-consent-refused",
        "no text `faqs`",
        at="kind-consent-refused",
    ),
    Mistake("locales/en/queues.ftl", "queue-vip = VIP", "queue-vip VIP", "", "cannot be read"),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: f"{mistake.file}-{mistake.what}")
def test_a_mistake_is_told_where_it_stands(directory: Path, mistake: Mistake) -> None:
    line = mistake.make(directory)
    problems = check(directory)
    told = [problem for problem in problems if mistake.what in problem.what]
    assert [(problem.file, problem.line, problem.field) for problem in told[:1]] == [
        (mistake.file, line, mistake.field)
    ], "\n".join(map(str, problems))
    with pytest.raises(ContentError):
        load_policy(directory)


def test_all_mistakes_of_a_file_are_told_at_once_one_per_line(directory: Path) -> None:
    lines = {mistake.make(directory): mistake.field for mistake in (MISTAKES[0], MISTAKES[2])}
    with pytest.raises(ContentError) as raised:
        load_lexicon(directory)
    told = str(raised.value).splitlines()
    assert raised.value.exit_code == 2
    for line, field in lines.items():
        assert any(text.startswith(f"topics.yaml:{line}: {field}: ") for text in told) or field.endswith("queue")


def test_a_missing_file_is_told(directory: Path) -> None:
    (directory / "queues.yaml").unlink()
    assert any(
        problem.file == "queues.yaml" and "is missing: add it" in problem.what for problem in check(directory)
    )


def test_a_file_in_another_encoding_is_told(directory: Path) -> None:
    (directory / "queues.yaml").write_bytes("default: перша".encode("cp1251"))
    assert any(problem.file == "queues.yaml" and "UTF-8" in problem.what for problem in check(directory))
