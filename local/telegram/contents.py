"""Contents of messages without a file, alike for bots and for people."""

import secrets
from typing import Any


def location(latitude: float, longitude: float) -> dict[str, Any]:
    return {"location": {"latitude": latitude, "longitude": longitude}}


def venue(latitude: float, longitude: float, title: str, address: str) -> dict[str, Any]:
    place = location(latitude, longitude)
    return {"venue": {**place, "title": title, "address": address}, **place}


def contact(
    phone_number: str, first_name: str, last_name: str | None = None, user_id: int | None = None
) -> dict[str, Any]:
    body = {"phone_number": phone_number, "first_name": first_name, "last_name": last_name, "user_id": user_id}
    return {"contact": {key: value for key, value in body.items() if value is not None}}


def dice(emoji: str | None, value: int) -> dict[str, Any]:
    return {"dice": {"emoji": emoji or "🎲", "value": value}}


def poll(
    question: str,
    options: list[str],
    *,
    is_anonymous: bool = True,
    allows_multiple_answers: bool = False,
    kind: str = "regular",
) -> dict[str, Any]:
    return {
        "poll": {
            "id": str(secrets.randbits(60)),
            "question": question,
            "options": [
                {"persistent_id": str(number), "text": text, "voter_count": 0}
                for number, text in enumerate(options)
            ],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": is_anonymous,
            "type": kind,
            "allows_multiple_answers": allows_multiple_answers,
            "allows_revoting": True,
            "members_only": False,
        }
    }
