"""Intake: what is asked next, in whatever order answers come."""

from itertools import permutations

import pytest

from domain.intake import Intake, Step, StepKind
from domain.messages import WORDS, Understood
from tests.support.policy import POLICY

TOPIC = Step(kind=StepKind.TOPIC)
EXTRAS = Step(kind=StepKind.EXTRAS)
WHAT = Step(kind=StepKind.QUESTION, question="what")


def intake(**known: object) -> Intake:
    return Intake(consented=True, **known)


def test_nothing_is_asked_before_consent() -> None:
    assert Intake().next_step(POLICY).kind is StepKind.CONSENT


def test_the_order_is_topic_question_extras() -> None:
    assert intake().next_step(POLICY) == TOPIC
    assert intake(topic="payment").next_step(POLICY) == WHAT
    assert intake(topic="payment", answers={"what": "failed"}).next_step(POLICY) == EXTRAS
    assert intake(topic="payment", submitted=True).next_step(POLICY).kind is StepKind.DONE


def test_words_that_say_topic_and_answer_are_not_asked_again() -> None:
    """SPEC C3: "my payment of 500 did not go through" at the topic question."""
    said = intake(asked=TOPIC)
    said.take(Understood(topic="payment", answers={"what": "failed", "amount": WORDS}), POLICY, picture=False)
    assert said.topic == "payment"
    assert said.answers == {"what": "failed", "amount": WORDS}
    assert said.next_step(POLICY) == EXTRAS


def test_words_at_a_question_answer_it_even_when_no_option_fits() -> None:
    said = intake(topic="payment", asked=WHAT)
    said.take(Understood(), POLICY, picture=False)
    assert said.answers == {"what": WORDS}


def test_words_or_a_picture_at_the_last_step_finish_the_intake() -> None:
    for picture in (True, False):
        said = intake(topic="idea", asked=EXTRAS)
        said.take(Understood(), POLICY, picture=picture)
        assert said.submitted


def test_a_picture_answers_no_other_question() -> None:
    said = intake(topic="payment", asked=WHAT)
    said.take(Understood(), POLICY, picture=True)
    assert said.next_step(POLICY) == WHAT


def test_an_unknown_topic_or_option_is_ignored() -> None:
    said = intake(asked=TOPIC)
    said.take(Understood(topic="nonsense", answers={"what": "failed"}), POLICY, picture=False)
    assert said.next_step(POLICY) == TOPIC


@pytest.mark.parametrize("order", list(permutations(["topic", "words", "picture"])))
def test_any_order_of_arrival_ends_in_the_same_knowledge(order: tuple[str, ...]) -> None:
    """Telegram keeps no order between messages and presses."""
    said = intake(asked=TOPIC)
    for arrival in order:
        if arrival == "topic":
            said.topic = "payment"
        elif arrival == "words":
            said.take(Understood(topic="payment", answers={"what": "twice"}), POLICY, picture=False)
        else:
            said.take(Understood(), POLICY, picture=True)
    assert (said.topic, said.answers) == ("payment", {"what": "twice"})
