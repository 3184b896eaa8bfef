"""`topics.yaml`: what customers write about, what is asked, and by which words it is understood."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from content.fields import KEY_LIMIT, Duration, Entry, Key
from domain.policy import HOUR, QuestionPlan, TopicPlan
from domain.ticket import Severity
from domain.understanding import QuestionWords, TopicWords
from domain.words import compiled

FEWEST_OPTIONS, MOST_OPTIONS = 2, 5
MOST_QUESTIONS = 2
MOST_DETAILS = 8
_FOLLOW_UP = (24 * HOUR, 72 * HOUR)  # SPEC C9
_RESERVED_DETAILS = {"back"}  # the button that closes the choice on the card


def _phrase(value: str) -> str:
    if not all(stem for place in compiled(value) for stem, _ in place.stems) or not compiled(value):
        raise ValueError(f"`{value}` holds no words: write words like `pay*` or `not go|went through`")
    return value


def _pattern(value: str) -> str:
    try:
        return re.compile(value).pattern
    except re.error as error:
        raise ValueError(f"`{value}` is not a regular expression: {error}") from None


def _detail(value: str) -> str:
    if value in _RESERVED_DETAILS:
        raise ValueError(f"`{value}` is a button of the card: choose another key")
    return value


def _in_follow_up_range(value: timedelta) -> timedelta:
    if not _FOLLOW_UP[0] <= value <= _FOLLOW_UP[1]:
        raise ValueError("must be from 24 h to 72 h")
    return value


Phrases = dict[str, tuple[Annotated[str, AfterValidator(_phrase)], ...]]  # language -> phrases
FollowUp = Annotated[Duration, AfterValidator(_in_follow_up_range)]


def every_language(phrases: Phrases) -> tuple[str, ...]:
    return tuple(phrase for language in phrases.values() for phrase in language)


Details = Annotated[
    tuple[Annotated[Key, AfterValidator(_detail)], ...], Field(min_length=1, max_length=MOST_DETAILS)
]


class WordsEntry(Entry):
    strong: Phrases = Field(default_factory=dict)
    usual: Phrases = Field(default_factory=dict)
    weak: Phrases = Field(default_factory=dict)


class QuestionEntry(Entry):
    key: Key
    options: dict[Key, Phrases] = Field(default_factory=dict)
    patterns: tuple[Annotated[str, AfterValidator(_pattern)], ...] = ()

    @model_validator(mode="after")
    def _answerable(self) -> "QuestionEntry":
        if self.options and not FEWEST_OPTIONS <= len(self.options) <= MOST_OPTIONS:
            raise ValueError(f"has {len(self.options)} options: keep from {FEWEST_OPTIONS} to {MOST_OPTIONS}")
        if self.options and self.patterns:
            raise ValueError("has options and patterns: keep options for buttons, patterns for words")
        for option in self.options:
            if len(f"{self.key}-{option}") > KEY_LIMIT:
                raise ValueError(f"`{self.key}-{option}` does not fit a button: at most {KEY_LIMIT} characters")
        return self

    def plan(self) -> QuestionPlan:
        return QuestionPlan(key=self.key, options=tuple(self.options))

    def words(self) -> QuestionWords:
        options = {option: every_language(phrases) for option, phrases in self.options.items()}
        return QuestionWords(options=options, patterns=self.patterns)


class TopicEntry(Entry):
    queue: Key
    severity: Severity = Severity.NORMAL
    questions: tuple[QuestionEntry, ...] = Field(min_length=1)
    details: Details
    follow_up_after: dict[Severity, FollowUp] = Field(default_factory=dict)
    words: WordsEntry

    @model_validator(mode="after")
    def _few_questions(self) -> "TopicEntry":
        with_options = [question for question in self.questions if question.options]
        if len(self.questions) > MOST_QUESTIONS:
            raise ValueError(f"has {len(self.questions)} questions: keep at most {MOST_QUESTIONS}")
        if len(with_options) != 1:
            raise ValueError(f"has {len(with_options)} questions with options: keep exactly one")
        return self

    def plan(self, key: str) -> TopicPlan:
        return TopicPlan(
            key=key,
            queue=self.queue,
            severity=self.severity,
            questions=tuple(question.plan() for question in self.questions),
            details=self.details,
            follow_up_after=self.follow_up_after,
        )

    def topic_words(self) -> TopicWords:
        return TopicWords(
            strong=every_language(self.words.strong),
            usual=every_language(self.words.usual),
            weak=every_language(self.words.weak),
            questions=tuple(question.key for question in self.questions),
        )


class TopicsFile(Entry):
    default_details: Details
    topics: dict[Key, TopicEntry] = Field(min_length=1)
