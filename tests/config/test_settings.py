import re
from pathlib import Path

import pytest

from config.loading import WRONG_SETTINGS, load
from config.settings import BotSettings, SenderSettings, WebSettings, WorkerSettings

CHECKOUT = Path(__file__).parents[2]
GOOD = {
    "DATABASE_URL": "postgresql://desk:hush@localhost/desk",
    "BOT_TOKEN": "123456:AAexample_token-of-thirty-five-chars",
    "AGENTS_CHAT_ID": "-1001234567890",
}
ALL = {
    name.upper()
    for model in (BotSettings, SenderSettings, WorkerSettings, WebSettings)
    for name in model.model_fields
}


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ALL:
        monkeypatch.delenv(name, raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)


def refused(capsys: pytest.CaptureFixture[str]) -> list[str]:
    with pytest.raises(SystemExit) as end:
        load(BotSettings)
    assert end.value.code == WRONG_SETTINGS
    return capsys.readouterr().err.splitlines()


def test_the_minimum_is_three_variables() -> None:
    settings = load(BotSettings)
    assert settings.agents_chat_id == -1001234567890
    assert settings.telegram_api == "https://api.telegram.org"
    assert settings.agents_language == "uk"
    assert settings.clock.speed == 1


def test_any_postgresql_address_gets_our_driver() -> None:
    assert load(BotSettings).database_url.get_secret_value() == "postgresql+psycopg://desk:hush@localhost/desk"


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBHOOK_URL", "")
    assert load(BotSettings).webhook_url is None


def test_another_bot_api_server_is_only_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081/")
    assert load(SenderSettings).telegram_api == "http://127.0.0.1:8081"


def test_the_worker_never_sees_the_bots_token() -> None:
    assert "bot_token" not in WorkerSettings.model_fields


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_missing_variable_is_named_with_what_to_do(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(name)
    (line,) = refused(capsys)
    assert line.startswith(f"{name} is not set. ")
    assert len(line) > len(f"{name} is not set. ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://localhost/desk"),
        ("BOT_TOKEN", "secret-without-number"),
        ("AGENTS_CHAT_ID", "1001234567890"),
        ("AGENTS_CHAT_ID", "agents"),
        ("AGENTS_LANGUAGE", "ua"),
        ("TELEGRAM_API_URL", "localhost:8081"),
        ("WEBHOOK_PORT", "70000"),
        ("WEBHOOK_SECRET", "with blanks"),
        ("GROUP_BUDGET_PER_MINUTE", "21"),
        ("DESK_SPEED", "0"),
        ("DESK_EPOCH", "2026-01-01T00:00:00"),
        ("CRASH_AT", "somewhere"),
        ("CRASH_AT", "row_committed:0"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_wrong_variable_is_one_line_that_names_it(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    (line,) = refused(capsys)
    assert line.startswith(name)
    assert re.search(r"\S\. [A-Z1a-z].+", line)


def test_several_wrong_variables_are_told_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("BOT_TOKEN")
    monkeypatch.setenv("DESK_SPEED", "fast")
    assert len(refused(capsys)) == 2


def test_a_webhook_wants_a_secret(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("WEBHOOK_URL", "https://desk.example/telegram")
    (line,) = refused(capsys)
    assert line.startswith("WEBHOOK_SECRET is not set though WEBHOOK_URL is")


def test_secrets_are_in_no_error_and_no_repr(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = load(BotSettings)
    assert "hush" not in repr(settings)
    assert "AAexample" not in repr(settings)
    monkeypatch.setenv("BOT_TOKEN", "no-number:AAexample")
    assert "AAexample" not in "".join(refused(capsys))


def test_the_example_environment_names_every_variable() -> None:
    example = (CHECKOUT / ".env.example").read_text()
    named = set(re.findall(r"^#?\s?([A-Z][A-Z_]+)=", example, re.MULTILINE))
    assert named >= ALL - {"CRASH_AT"}


def test_the_example_environment_holds_only_what_the_settings_take(monkeypatch: pytest.MonkeyPatch) -> None:
    for line in (CHECKOUT / ".env.example").read_text().splitlines():
        name, separator, value = line.lstrip("# ").partition("=")
        if separator and value and name in ALL:
            monkeypatch.setenv(name, value)
    load(BotSettings)
