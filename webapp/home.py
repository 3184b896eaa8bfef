"""The first page: how the desk is, and where everything else stands."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template

from content.texts import LANGUAGES, Texts
from domain.ticket import Phase

TEMPLATE = Template((Path(__file__).parent / "templates" / "home.html").read_text(encoding="utf-8"))

OK, DOWN = "page-ok", "page-down"
SERVICES = {"postgresql": "page-service-postgresql", "temporal": "page-service-temporal"}
PHASES = {
    Phase.INTAKE: "page-phase-intake",
    Phase.OPEN: "page-phase-open",
    Phase.IN_PROGRESS: "page-phase-in-progress",
    Phase.WAITING: "page-phase-waiting-for-customer",
    Phase.RESOLVED: "page-phase-resolved",
    Phase.CLOSED: "page-phase-closed",
}


class HomePage:
    """`links` are addresses by the id of their text; those that are not there are left out."""

    def __init__(self, texts: Texts, links: Mapping[str, str]) -> None:
        self._texts = texts
        self._links = links

    def render(self, language: str, health: Mapping[str, bool], phases: Mapping[Phase, int]) -> str:
        say = self._texts
        return TEMPLATE.substitute(
            language=language,
            title=say(language, "page-title"),
            health_title=say(language, "page-health"),
            health="".join(self._service(language, name, up=up) for name, up in health.items()),
            tickets_title=say(language, "page-tickets"),
            tickets="".join(_row(say(language, PHASES[phase]), str(n)) for phase, n in phases.items()),
            links_title=say(language, "page-links"),
            links="".join(_link(say(language, text_id), url) for text_id, url in self._links.items()),
            languages=" ".join(self._switch(other) for other in LANGUAGES if other != language),
        )

    def _service(self, language: str, name: str, *, up: bool) -> str:
        word = self._texts(language, OK if up else DOWN)
        state = f'<span class="{"up" if up else "down"}">{word}</span>'
        return _row(self._texts(language, SERVICES[name]), state)

    def _switch(self, language: str) -> str:
        name = self._texts(language, "page-language")
        return f'<a href="?lang={language}" lang="{language}" hreflang="{language}">{name}</a>'


def preferred_language(asked: str | None, accepted: str) -> str:
    """By the address, else by the browser's list, else the first language."""
    wanted = [asked or "", *(part.split(";")[0].strip()[:2].lower() for part in accepted.split(","))]
    return next((language for language in wanted if language in LANGUAGES), LANGUAGES[0])


def _row(name: str, value: str) -> str:
    return f"<div><dt>{name}</dt><dd>{value}</dd></div>"


def _link(name: str, url: str) -> str:
    return f'<li><a href="{escape(url)}">{name}</a></li>'
