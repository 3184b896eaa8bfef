"""The demo world: made once, found again by every later start."""

import json
from pathlib import Path

from pydantic import BaseModel

from local.telegram import groups
from local.telegram.core import Telegram
from local.telegram.person_api import NewBot, NewUser, new_bot, new_user
from local.telegram.world import ChatType

FILE = "seed.json"
BOT = NewBot(username="nightdesk_bot", first_name="Nightdesk")
RIGHTS = ["can_manage_topics", "can_pin_messages", "can_delete_messages"]
AGENTS = (
    NewUser(first_name="Олена", last_name="Коваль", username="olena_k", language_code="uk"),
    NewUser(first_name="Тарас", last_name="Бондар", username="taras_b", language_code="uk"),
)
CUSTOMERS = (
    NewUser(first_name="Марія", last_name="Шевченко", username="maria_sh", language_code="uk"),
    NewUser(first_name="Андрій", language_code="uk"),
    NewUser(first_name="James", last_name="Miller", username="james_m", language_code="en"),
)


class Seed(BaseModel):
    token: str
    bot_id: int
    bot_username: str
    group_id: int  # of the agents' forum
    agent_ids: list[int]
    customer_ids: list[int]

    @property
    def agents_chat_id(self) -> int:
        return self.group_id


def seeded(tg: Telegram, state: Path) -> Seed:
    """Idempotent. The seed is kept with the world it made, so a kill in between cannot part them."""
    known = next(iter(tg.store.all("seed", Seed)), None)
    seed = known or _made(tg)
    (state / FILE).write_text(json.dumps(seed.model_dump(), indent=2) + "\n")
    return seed


def _made(tg: Telegram) -> Seed:
    bot = new_bot(tg, BOT)
    agents = [new_user(tg, agent).id for agent in AGENTS]
    customers = [new_user(tg, customer).id for customer in CUSTOMERS]
    group = groups.create(
        tg,
        "Підтримка · агенти",
        ChatType.SUPERGROUP,
        is_forum=True,
        creator_id=agents[0],
        members=agents[1:],
        admins={bot.id: RIGHTS},
    )
    seed = Seed(
        token=bot.token,
        bot_id=bot.id,
        bot_username=bot.username,
        group_id=group.id,
        agent_ids=agents,
        customer_ids=customers,
    )
    tg.store.put("seed", "seed", seed)
    tg.store.commit()
    return seed
