"""Telegram's users as the desk's people."""

from aiogram.types import User

from storage.agents import Member
from storage.customers import Person

# Whose Telegram speaks these languages reads Ukrainian; everybody else gets English until they choose.
READ_UKRAINIAN = frozenset({"uk", "ru", "be"})


def person_of(user: User) -> Person:
    return Person(user.id, user.full_name, user.username, language_of(user))


def language_of(user: User) -> str:
    code = (user.language_code or "uk").partition("-")[0]
    return "uk" if code in READ_UKRAINIAN else "en"


def member_of(user: User) -> Member:
    """The public name: first name and the initial of the last."""
    initial = f" {user.last_name[0]}." if user.last_name else ""
    return Member(user.id, f"{user.first_name}{initial}", user.username)
