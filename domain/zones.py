"""Time zones as values of buttons: `Europe/Kyiv` is `europe-kyiv`."""

from collections.abc import Iterable

MORE = "more"  # the button that leads to the other zones


def zone_key(zone: str) -> str:
    return zone.lower().replace("/", "-")


def zone_of(key: str, zones: Iterable[str]) -> str | None:
    """None: not one of those offered."""
    return next((zone for zone in zones if zone_key(zone) == key), None)
