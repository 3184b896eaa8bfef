"""What a customer's own words say (SPEC C3): topic and answers, by words of both languages at once.

Rather nothing than something wrong: a topic is named only when its words weigh enough and clearly more than
those of any other.
"""

import re
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field

from domain.messages import WORDS, Understood
from domain.words import Token, found, normalise, tokens

STRONG, USUAL, WEAK = 4, 2, 1
ENOUGH = 2
MARGIN = 1
SIGNS_READ = 1000  # of a text, by patterns: those of editors may be slow on long ones


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class TopicWords(Frozen):
    """Phrases (domain/words.py): `strong` decide against other words, `usual` are enough alone, `weak` are not.

    An answer's phrases speak for the topic, too, as weak ones.
    """

    strong: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


class QuestionWords(Frozen):
    """`options`: phrases of each option. `patterns`: regular expressions of an answer given in words."""

    options: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    patterns: tuple[str, ...] = ()


class ThanksWords(Frozen):
    """`thanks` make a message a "thank you", `fillers` may stand beside, `unhappy` signs never do."""

    thanks: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    unhappy: tuple[str, ...] = ()


class Lexicon(Frozen):
    topics: dict[str, TopicWords] = Field(default_factory=dict)
    questions: dict[str, QuestionWords] = Field(default_factory=dict)
    thanks: ThanksWords = ThanksWords()


def understand(text: str, lexicon: Lexicon) -> Understood:
    words, start = tokens(text), normalise(text[:SIGNS_READ])
    answers = {key: _answer(question, words, start) for key, question in lexicon.questions.items()}
    given = {key: answer for key, answer in answers.items() if answer is not None}
    return Understood(topic=_topic(lexicon, words, given), answers=given)


def _topic(lexicon: Lexicon, words: list[Token], given: dict[str, str]) -> str | None:
    scores = {key: _score(topic, words, given) for key, topic in lexicon.topics.items()}
    return _winner(scores, enough=ENOUGH)


def _score(topic: TopicWords, words: list[Token], given: dict[str, str]) -> int:
    return (
        STRONG * _count(topic.strong, words)
        + USUAL * _count(topic.usual, words)
        + WEAK * _count(topic.weak, words)
        + WEAK * sum(given.get(question, WORDS) != WORDS for question in topic.questions)
    )


def _answer(question: QuestionWords, words: list[Token], text: str) -> str | None:
    if any(re.search(pattern, text) for pattern in question.patterns):
        return WORDS
    scores = {option: _count(phrases, words) for option, phrases in question.options.items()}
    return _winner(scores, enough=1)


def _count(phrases: Iterable[str], words: list[Token]) -> int:
    return sum(found(phrase, words) for phrase in phrases)


def _winner(scores: dict[str, int], *, enough: int) -> str | None:
    ranked = sorted(scores, key=lambda key: scores[key], reverse=True)
    if not ranked or scores[ranked[0]] < enough:
        return None
    runner_up = scores[ranked[1]] if len(ranked) > 1 else 0
    return ranked[0] if scores[ranked[0]] - runner_up >= MARGIN else None
