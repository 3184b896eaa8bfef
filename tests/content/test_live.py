"""What an editor saves while the desk runs."""

import logging
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from content.live import LiveContent
from domain.ticket import Severity
from tests.support.receiving import CONTENT


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return Path(
        shutil.copytree(CONTENT, tmp_path / "content", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    )


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def first_response(content: LiveContent) -> timedelta:
    return content.policy.queue("l1").targets_for(Severity.NORMAL).first_response


def test_a_changed_target_and_a_changed_text_are_taken(directory: Path) -> None:
    content = LiveContent(directory)
    texts = content.texts  # as somebody holds it who was given it at the start
    edit(directory / "queues.yaml", "first_response: 15 min", "first_response: 10 min")
    edit(directory / "locales/en/queues.ftl", "First line", "Front desk")
    assert content.refresh()
    assert first_response(content) == timedelta(minutes=10)
    assert texts.plain("en", "queue-l1") == "Front desk"


def test_what_did_not_change_is_not_read_again(directory: Path) -> None:
    content = LiveContent(directory)
    policy = content.policy
    assert not content.refresh()
    assert content.policy is policy


def test_a_broken_file_leaves_the_old_in_force_and_is_named_once(
    directory: Path, caplog: pytest.LogCaptureFixture
) -> None:
    content = LiveContent(directory)
    edit(directory / "queues.yaml", "first_response: 15 min", "first_response: soon")
    with caplog.at_level(logging.ERROR):
        assert not content.refresh()
        assert not content.refresh()
    assert first_response(content) == timedelta(minutes=15)
    assert len(caplog.records) == 1
    assert "queues.yaml:" in caplog.text
    assert "`soon`" in caplog.text


def test_a_mended_file_is_taken(directory: Path) -> None:
    content = LiveContent(directory)
    edit(directory / "queues.yaml", "first_response: 15 min", "first_response: soon")
    content.refresh()
    edit(directory / "queues.yaml", "first_response: soon", "first_response: 20 min")
    assert content.refresh()
    assert first_response(content) == timedelta(minutes=20)


def test_a_text_that_is_gone_takes_nothing_of_the_rest(directory: Path) -> None:
    content = LiveContent(directory)
    edit(directory / "queues.yaml", "first_response: 15 min", "first_response: 10 min")
    edit(directory / "locales/uk/queues.ftl", "queue-l1", "queue-l-one")
    assert not content.refresh()
    assert first_response(content) == timedelta(minutes=15)


@pytest.mark.parametrize("name", ["locales/uk/queues.ftl", "queues.yaml"])
def test_a_file_that_is_no_text_is_named_like_any_other_mistake(
    directory: Path, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    content = LiveContent(directory)
    (directory / name).write_bytes("queue-l1 = Лінія\n".encode("cp1251"))
    with caplog.at_level(logging.ERROR):
        assert not content.refresh()
    assert f"{name}:" in caplog.text
    assert first_response(content) == timedelta(minutes=15)


def test_a_control_character_is_named(directory: Path, caplog: pytest.LogCaptureFixture) -> None:
    content = LiveContent(directory)
    with (directory / "queues.yaml").open("a", encoding="utf-8") as file:
        file.write("# \x01\n")
    with caplog.at_level(logging.ERROR):
        assert not content.refresh()
    assert "control characters" in caplog.text


def test_an_editors_lock_is_not_content(directory: Path) -> None:
    content = LiveContent(directory)
    (directory / ".#queues.yaml").symlink_to("nobody@nowhere.1234")
    assert not content.refresh()
