import json
import logging
from collections.abc import Iterator

import pytest
from pydantic import BaseModel, SecretStr, ValidationError

from config.logging import configure, secrets_of
from config.redaction import redact

TOKEN = "7000000001:AAF3-example_key_of_thirty_five_x"


@pytest.fixture(autouse=True)
def pytests_own_handlers() -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)


@pytest.mark.parametrize(
    "text",
    [
        TOKEN,
        f"GET https://api.telegram.org/bot{TOKEN}/getMe failed",
        f"GET https://api.telegram.org/file/bot{TOKEN}/photos/1.jpg",
        f"token={TOKEN}, retry",
        f'{{"token": "{TOKEN}"}}',
    ],
)
def test_a_bot_token_is_never_logged(text: str) -> None:
    clean = redact(text)
    assert "AAF3" not in clean
    assert "7000000001" in clean


def test_a_short_token_of_another_server_is_hidden_in_addresses() -> None:
    assert redact("http://127.0.0.1:8081/bot42:short/getMe") == "http://127.0.0.1:8081/bot42:***/getMe"


def test_a_password_in_an_address_is_hidden() -> None:
    assert redact("postgresql+psycopg://desk:hush@127.0.0.1:5/d") == "postgresql+psycopg://desk:***@127.0.0.1:5/d"


def test_known_secrets_are_hidden_wherever_they_stand() -> None:
    class Settings(BaseModel):
        webhook_secret: SecretStr = SecretStr("open-sesame")

    assert "sesame" not in redact("header open-sesame is wrong", secrets_of(Settings()))


def test_times_and_plain_numbers_stay() -> None:
    line = "2026-11-23 21:04:05 delivery 123456 after 12:30:00"
    assert redact(line) == line


def test_what_pydantic_quotes_of_an_update_is_hidden() -> None:
    class Update(BaseModel):
        text: int

    with pytest.raises(ValidationError) as refused:
        Update.model_validate({"text": "my door code is 4711"})
    assert "4711" not in redact(str(refused.value))


def test_what_postgresql_quotes_of_a_row_is_hidden() -> None:
    assert "4711" not in redact("duplicate key\nDETAIL: Key (text)=(my code is 4711) already exists.")


def test_console_lines_are_readable(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "console")
    logging.getLogger("bot.receiver").info("update taken", extra={"row": "m_1"})
    assert capsys.readouterr().err.rstrip().endswith("INFO    bot.receiver: update taken row=m_1")


def test_json_lines_hold_level_logger_and_extras(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "json")
    logging.getLogger("bot.receiver").warning("token %s refused", TOKEN, extra={"attempt": 2})
    line = json.loads(capsys.readouterr().err)
    assert (line["level"], line["logger"], line["attempt"]) == ("WARNING", "bot.receiver", 2)
    assert line["message"] == "token 7000000001:*** refused"


@pytest.mark.parametrize("style", ["console", "json"])
def test_tracebacks_are_kept_and_redacted(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "json" if style == "json" else "console")
    try:
        int(f"/bot{TOKEN}/sendMessage")
    except ValueError:
        logging.getLogger("sender").exception("send failed")
    logged = capsys.readouterr().err
    assert "ValueError" in logged
    assert "AAF3" not in logged
