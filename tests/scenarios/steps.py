"""What people can do in a scenario: one sentence each, and how it reaches the desk."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.types import User

from bot.notices import Notices
from bot.presses.customer import CustomerPresses
from bot.presses.status import StatusAnswers
from bot.wording import Say, refusal_text
from domain.buttons import Action, Button
from domain.messages import (
    AgentCommand,
    AskDetails,
    Chose,
    Claim,
    CustomerChanged,
    Helped,
    NotifyChosen,
    OperatorWanted,
    Refusal,
    Reopen,
    Resolve,
)
from domain.outgoing import Kind
from domain.ticket import ContentKind, Notify
from storage.agents import Agents
from storage.customers import Customers
from storage.presses import Presses
from storage.tables import customer as customer_table
from tests.scenarios.play import GROUP, Play, patiently
from workflows.client import Refused, TicketGone

Step = Callable[..., Awaitable[None]]

STEPS: list[tuple[re.Pattern[str], Step]] = []
AGENTS = ("Olena", "Taras", "Ihor")
NOTIFY = {
    "every change": Notify.EVERY_CHANGE,
    "only answers": Notify.ANSWERS_ONLY,
    "a summary": Notify.DAILY_SUMMARY,
}


REFUSED = ", refused ("


class UnknownStep(Exception):
    """Nobody can do this yet: see the sentences in tests/scenarios/steps.py."""


def step(pattern: str) -> Callable[[Step], Step]:
    def register(act: Step) -> Step:
        STEPS.append((re.compile(pattern.replace("AGENT", f"(?P<agent>{'|'.join(AGENTS)})")), act))
        return act

    return register


def find(sentence: str) -> tuple[Step, dict[str, Any]]:
    for pattern, act in STEPS:
        match = pattern.fullmatch(sentence)
        if match:
            return act, match.groupdict()
    raise UnknownStep(sentence)


def is_known(sentence: str) -> bool:
    command = re.search(r"types /(\w+)", sentence)
    if command and command[1] not in set(AgentCommand):
        return False
    return any(pattern.fullmatch(sentence) for pattern, _ in STEPS)


async def do(play: Play, line: str) -> str | None:
    """Says what differed: a refusal that was not expected, or one that did not come."""
    sentence, _, expected = line.removesuffix(")").partition(REFUSED)
    act, words = find(sentence)
    try:
        await act(play, **words)
    except Refused as refused:
        came = str(refused.refusal)
    except TicketGone:
        came = Refusal.TICKET_CLOSED
    else:
        came = ""
    if came == expected:
        return None
    return f"`{sentence}` was {f'refused: {came}' if came else 'accepted'}, not {expected or 'accepted'}"


# the customer


@step(r'customer writes(?: "(?P<text>.+)")?')
async def customer_writes(play: Play, text: str | None) -> None:
    await play.write(text or "Є новини щодо мого звернення?")


@step(r"customer sends a sticker")
async def customer_sends_a_sticker(play: Play) -> None:
    await play.write("", ContentKind.STICKER)


@step(r"customer edits the message")
async def customer_edits(play: Play) -> None:
    content = play.content("")
    await play.tell(await play.inbound.customer_edited(play.origin(), play.person, content))


@step(r"customer asks for a person")
async def customer_asks_for_a_person(play: Play) -> None:
    await play.tell(await play.inbound.operator_asked(play.origin(), play.person))


@step(r"customer presses the operator button")
async def customer_presses_operator(play: Play) -> None:
    await play.press("call_operator", OperatorWanted())


@step(r"customer blocks the bot")
async def customer_blocks(play: Play) -> None:
    play.world.outside.away.add(play.ref)
    await _moved(play, reachable=False)


@step(r"customer blocks the bot, unnoticed")
async def customer_blocks_unnoticed(play: Play) -> None:
    """Telegram did not tell; the next message finds out."""
    play.world.outside.away.add(play.ref)


@step(r"customer returns")
async def customer_returns(play: Play) -> None:
    play.world.outside.away.discard(play.ref)
    await _moved(play, reachable=True)


async def _moved(play: Play, *, reachable: bool) -> None:
    told = await play.inbound.customer_moved(play.origin(), play.person.telegram_id, reachable=reachable)
    await play.tell(told)


@step(r"customer rates (?P<stars>[1-5])(?: for resolution (?P<resolution>\d))?")
async def customer_rates(play: Play, stars: str, resolution: str | None) -> None:
    """Through the press itself, because stars count past the end of the workflow, too."""
    row = await Presses(play.world.database).ticket(play.ticket.id)
    assert row is not None
    button = Button(action=Action.RATE, ticket=row.id, value=f"{resolution or row.resolutions}-{stars}")
    user = User(id=play.person.telegram_id, is_bot=False, first_name="Марія")
    origin = play.origin()
    press_id = f"tg/{origin.bot}/{origin.update_id}"
    presses, texts = _customer_presses(play), play.world.texts
    answer = await patiently(lambda: presses.outcome(button, user, origin, press_id))
    if answer.text in ("", texts.plain("uk", Say.RATED)):
        return
    refusals = {texts.plain("uk", refusal_text(refusal), agent=""): refusal for refusal in Refusal}
    raise Refused(refusals.get(answer.text, Refusal.OUT_OF_DATE))


def _customer_presses(play: Play) -> CustomerPresses:
    clock = play.clock()
    notices = Notices(play.desk, clock, lambda: clock.epoch)
    texts, database = play.world.texts, play.world.database
    return CustomerPresses(
        play.desk,
        play.inbound,
        Customers(database),
        Presses(database),
        notices=notices,
        texts=texts,
        status=StatusAnswers(texts, play.policy.desk_zone, notices.desk_now),
        consent_version=play.policy.consent_version,
        rating_valid_for=play.policy.rating_valid_for,
    )


@step(r"customer says it (?P<helped>helped|did not help)")
async def customer_says_it_helped(play: Play, helped: str) -> None:
    row = await Presses(play.world.database).ticket(play.ticket.id)
    assert row is not None
    await play.press("confirm", Helped(resolution=row.resolutions, helped=helped == "helped"))


@step(r"customer wants (?P<what>every change|only answers|a summary)")
async def customer_wants(play: Play, what: str) -> None:
    await play.press("choose_notify", NotifyChosen(notify=NOTIFY[what]))


@step(r"customer becomes VIP until (?P<until>.+)")
async def customer_becomes_vip(play: Play, until: str) -> None:
    await play.world.rows.set(customer_table, play.customer, vip_until=play.scenario.at(until))
    await play.desk.signal(play.ticket.workflow_id, "customer_changed", CustomerChanged())


@step(r"customer moves to (?P<zone>\w+/\w+)")
async def customer_moves_to(play: Play, zone: str) -> None:
    await play.world.rows.set(customer_table, play.customer, zone=zone)
    await play.desk.signal(play.ticket.workflow_id, "customer_changed", CustomerChanged())


@step(r"customer chooses (?P<topic>[a-z]+)")
async def customer_chooses(play: Play, topic: str) -> None:
    await play.press("choose", Chose(topic=topic))


@step(r"customer answers (?P<question>[a-z_]+) with (?P<option>[a-z_]+)")
async def customer_answers(play: Play, question: str, option: str) -> None:
    await play.press("choose", Chose(question=question, option=option))


@step(r"customer submits")
async def customer_submits(play: Play) -> None:
    await play.press("choose", Chose(submit=True))


# agents


@step(r"AGENT replies")
async def agent_replies(play: Play, agent: str) -> None:
    await play.agent(agent)
    content = play.content("Перевіряю", GROUP)
    await play.tell(
        await Agents(play.world.database).replied(play.origin(GROUP), play.members[agent], play.ticket.id, content)
    )


@step(r"AGENT notes")
async def agent_notes(play: Play, agent: str) -> None:
    await play.agent(agent)
    content = play.content("для колег", GROUP)
    await play.tell(
        await Agents(play.world.database).noted(play.origin(GROUP), play.members[agent], play.ticket.id, content)
    )


@step(r"AGENT claims")
async def agent_claims(play: Play, agent: str) -> None:
    await play.press("claim", Claim(agent=await play.agent(agent)))


@step(r"AGENT opens the choice of details")
async def agent_opens_the_choice(play: Play, agent: str) -> None:
    await play.press("ask_details", AskDetails(agent=await play.agent(agent)))


@step(r"AGENT asks for details")
async def agent_asks(play: Play, agent: str) -> None:
    plan = play.policy.topics.get(play.scenario.topic)
    detail = "date" if play.scenario.operator or plan is None else plan.details[0]
    await play.press("ask_details", AskDetails(agent=await play.agent(agent), detail=detail))


@step(r"AGENT resolves")
async def agent_resolves(play: Play, agent: str) -> None:
    await play.press("resolve", Resolve(agent=await play.agent(agent)))


@step(r"AGENT reopens")
async def agent_reopens(play: Play, agent: str) -> None:
    await play.press("reopen", Reopen(agent=await play.agent(agent)))


@step(r"AGENT types /(?P<command>[a-z]+)(?: (?P<words>.+))?")
async def agent_types(play: Play, agent: str, command: str, words: str | None) -> None:
    await play.agent(agent)
    content = play.content(words, GROUP) if words else None
    await play.tell(
        await Agents(play.world.database).commanded(
            play.origin(GROUP), play.members[agent], play.ticket.id, AgentCommand(command), content
        )
    )


# Telegram


@step(r"Telegram refuses (?P<kind>[a-z_]+)")
async def telegram_refuses(play: Play, kind: str) -> None:
    play.world.outside.refused[play.ref].add(Kind(kind))
