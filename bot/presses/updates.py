"""Buttons as updates of a ticket's workflow: (name, value), or None for a value that no button of ours has."""

import re
from collections.abc import Callable

from domain.buttons import Action, Button
from domain.messages import (
    AskDetails,
    Chose,
    Claim,
    Consented,
    FirstReply,
    Helped,
    NotifyChosen,
    OperatorWanted,
    Rated,
    Reopen,
    Resolve,
    Value,
)
from domain.ticket import Notify

Update = tuple[str, Value]

_SCORE = re.compile(r"(\d{1,18})-(\d|10)")
_YES_NO = {"yes": True, "no": False}


def customer_update(button: Button, consent_version: str) -> Update | None:
    try:
        if button.action is Action.CONSENT:
            return "consent", Consented(granted=_YES_NO[button.value], version=consent_version)
        return _CUSTOMERS[button.action](button.value)
    except (ValueError, KeyError):  # pydantic's ValidationError is a ValueError
        return None


def score_of(value: str) -> tuple[int, int] | None:
    """Survey and score of an NPS button."""
    match = _SCORE.fullmatch(value)
    return (int(match[1]), int(match[2])) if match else None


def agent_update(button: Button, agent: str) -> Update:
    match button.action:
        case Action.CLAIM:
            return "claim", Claim(agent=agent)
        case Action.FIRST:
            return "first_reply", FirstReply(agent=agent, send=button.value == "send")
        case Action.ASK:
            return "ask_details", AskDetails(agent=agent, detail=button.value or None)
        case Action.RESOLVE:
            return "resolve", Resolve(agent=agent)
        case _:
            return "reopen", Reopen(agent=agent)


def _answer(value: str) -> Update:
    question, option = value.split("-")
    return "choose", Chose(question=question, option=option)


def _rate(value: str) -> Update:
    resolution, stars = value.split("-")
    return "rate", Rated(resolution=int(resolution), stars=int(stars))


def _helped(value: str) -> Update:
    resolution, answer = value.split("-")
    return "confirm", Helped(resolution=int(resolution), helped=_YES_NO[answer])


_CUSTOMERS: dict[Action, Callable[[str], Update]] = {
    Action.TOPIC: lambda value: ("choose", Chose(topic=value)),
    Action.ANSWER: _answer,
    Action.SUBMIT: lambda _: ("choose", Chose(submit=True)),
    Action.OPERATOR: lambda _: ("call_operator", OperatorWanted()),
    Action.NOTIFY: lambda value: ("choose_notify", NotifyChosen(notify=Notify(value))),
    Action.RATE: _rate,
    Action.HELPED: _helped,
}
