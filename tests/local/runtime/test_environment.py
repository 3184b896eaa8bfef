from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from temporalio.envconfig import ClientConfig

from local.environment import desk_env, temporal_env
from local.layout import Layout, Ports
from local.outside import Outside
from local.ports import free_port
from local.temporal import NAMESPACE, Server

HERE = Outside(database=False, temporal=False, telegram=False)
ELSEWHERE = Outside(database=True, temporal=True, telegram=True)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    for name in ("DESK_SPEED", "DESK_EPOCH", "WEB_PORT", "WEBHOOK_PORT"):
        monkeypatch.delenv(name, raising=False)
    return Layout(tmp_path, Ports(9000))


def test_a_fast_desk_starts_from_now(place: Layout) -> None:
    env = desk_env(place, HERE, 60)
    assert env["DESK_SPEED"] == "60"
    assert abs(datetime.fromisoformat(env["DESK_EPOCH"]) - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_speed_of_the_environment_starts_from_now_too(place: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_SPEED", "60")
    assert "DESK_EPOCH" in desk_env(place, HERE, None)
    monkeypatch.setenv("DESK_EPOCH", "2026-01-01T00:00:00Z")
    assert "DESK_EPOCH" not in desk_env(place, HERE, None)


def test_real_time_is_left_alone(place: Layout) -> None:
    assert not {"DESK_SPEED", "DESK_EPOCH"} & set(desk_env(place, HERE, None))


def test_only_the_local_telegram_makes_a_demo(place: Layout) -> None:
    assert desk_env(place, HERE, None)["DESK_DEMO"] == "true"
    assert "DESK_DEMO" not in desk_env(place, ELSEWHERE, None)


def test_a_chosen_port_wins(place: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    assert desk_env(place, HERE, None)["WEB_PORT"] == "9001"
    monkeypatch.setenv("WEB_PORT", "7777")
    assert desk_env(place, HERE, None)["WEB_PORT"] == "7777"


def test_a_persons_own_temporal_cloud_key_does_not_reach_the_embedded_server(tmp_path: Path) -> None:
    server = Server(tmp_path, free_port(), None)
    environment = {"TEMPORAL_API_KEY": "cloud-key", "TEMPORAL_TLS": "true", **temporal_env(server)}
    config = ClientConfig.load_client_connect_config(override_env_vars=environment)
    assert config["target_host"] == server.address
    assert config["namespace"] == NAMESPACE
    assert not config.get("tls")
    assert not config.get("api_key")
