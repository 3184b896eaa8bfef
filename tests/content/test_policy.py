"""The content that comes with the desk, as the policy of its tickets."""

from datetime import time, timedelta

from content import DIRECTORY
from content.policy import load_policy
from domain.buttons import LIMIT_BYTES, Action, Button
from domain.policy import HOUR, MINUTE
from domain.ticket import Severity

POLICY = load_policy(DIRECTORY)
LARGEST_ROW_ID = 2**63 - 1


def test_the_targets_are_those_of_the_specification() -> None:
    """SPEC D2."""
    first = {key: queue.targets_for(Severity.NORMAL).first_response for key, queue in POLICY.queues.items()}
    assert first == {
        "l1": 15 * MINUTE,
        "l2": 30 * MINUTE,
        "vip": 5 * MINUTE,
        "security": 1 * HOUR,
        "lead": 1 * HOUR,
    }
    vip = [POLICY.queues["vip"].targets_for(severity).resolution for severity in Severity]
    assert vip == [1 * HOUR, 4 * HOUR, 24 * HOUR, 72 * HOUR]
    assert POLICY.default_queue == "l1"


def test_the_times_are_those_of_the_specification() -> None:
    assert (POLICY.quiet_hours.start, POLICY.quiet_hours.end) == (time(22), time(8))
    assert POLICY.answer_reminder_after, POLICY.answer_deadline_after == (12 * HOUR, 24 * HOUR)
    assert (POLICY.reopen_after_resolution, POLICY.reopen_after_follow_up) == (72 * HOUR, 48 * HOUR)
    assert POLICY.rating_valid_for == timedelta(days=7)


def test_each_topic_takes_one_tap_after_it_is_chosen() -> None:
    """SPEC C3: consent, topic, one option, submit."""
    for topic in POLICY.topics.values():
        with_options = [question for question in topic.questions if question.options]
        assert len(with_options) == 1
        assert 2 <= len(with_options[0].options) <= 5


def test_every_follow_up_comes_within_24_to_72_hours() -> None:
    """SPEC C9."""
    for topic in POLICY.topics.values():
        assert all(24 * HOUR <= topic.follow_up_delay(severity) <= 72 * HOUR for severity in Severity)


def test_every_key_fits_a_button_of_the_largest_ticket() -> None:
    for key, topic in POLICY.topics.items():
        values = [(Action.TOPIC, key), *((Action.ASK, detail) for detail in topic.details)]
        for question in topic.questions:
            values += [(Action.ANSWER, f"{question.key}-{option}") for option in question.options]
        for action, value in values:
            packed = Button(action=action, ticket=LARGEST_ROW_ID, value=value).pack()
            assert len(packed.encode()) <= LIMIT_BYTES
