"""`./nightdesk up`: everything on one machine, or our processes beside the services that the environment names."""

import os

from config.settings import CHECKOUT, DatabaseSettings
from local import programs
from local.console import Console, Stopwatch
from local.environment import desk_env, telegram_env, temporal_env, temporal_ui
from local.forking import Errand, load_libraries
from local.layout import Layout, layout, require_free, trim_log
from local.lock import only_one
from local.outside import Outside, check_settings, needed_ports, read_env_file
from local.ports import LOOPBACK
from local.postgres import Cluster
from local.prepare import prepare
from local.process import Command
from local.supervisor import Child, StopAsked, Supervisor
from local.temporal import Server


def up(console: Console, *, port: int, speed: float | None) -> int:
    read_env_file(CHECKOUT / ".env")
    outside = Outside.of(os.environ)
    check_settings(outside)
    place = layout(port)
    place.make()
    with only_one(place.state / "up.lock", programs.page_url(place)):
        require_free(needed_ports(place.ports, outside))
        _run(Runtime(console, place, outside, speed))
    return 0


def _run(runtime: "Runtime") -> None:
    with runtime.supervisor.running():
        try:
            runtime.start()
            runtime.show()
            runtime.supervisor.watch()
        except StopAsked:
            pass


class Runtime:
    def __init__(self, console: Console, place: Layout, outside: Outside, speed: float | None) -> None:
        self.supervisor = Supervisor(console)
        self._console = console
        self._layout = place
        self._outside = outside
        self._cluster = Cluster(place.state / "postgres", place.ports.postgres, log=place.log("postgresql"))
        self._temporal = Server(
            place.temporal,
            place.ports.temporal,
            place.temporal / "temporal.db",
            ui_port=place.ports.temporal_ui,
            http_port=place.ports.temporal_http,
            log=place.log("temporal"),
        )
        self._env = desk_env(place, outside, speed)

    def start(self) -> None:
        if self._layout.state != CHECKOUT / "var":
            self._console.say(f"State is kept in {self._layout.state}")
        for log in self._layout.logs.glob("*.log"):
            trim_log(log)
        self.supervisor.wait_for(*self._services())
        preparing = self._begin_to_prepare()
        self._load_libraries()
        telegram = self.supervisor.begin(*self._local_telegram())
        self.supervisor.wait_for_errand(preparing)
        if not self._telegram_is_known():
            self.supervisor.wait_for(*telegram)
        desk = self.supervisor.begin(*self._desk())
        self.supervisor.wait_for(*telegram, *desk)

    def show(self) -> None:
        self._console.say()
        for name, value in self._places():
            self._console.say(f"  {name:<16} {value}")
        self._console.say("\n  Ctrl-C stops everything; the next `./nightdesk up` continues here.")

    def _services(self) -> list[Child]:
        commands = []
        if not self._outside.database:
            self._cluster.prepare()
            self._env["DATABASE_URL"] = self._cluster.url()
            commands.append(self._cluster.command())
        if not self._outside.temporal:
            self._env |= temporal_env(self._temporal)
            commands.append(self._temporal.command())
        return self.supervisor.begin(*commands)

    def _begin_to_prepare(self) -> Errand:
        if not self._outside.database:
            self._cluster.make_database()
        if not self._outside.temporal:
            self._temporal.check_durable()
        environment = {**os.environ, **self._env}
        return Errand(prepare, self._database_url(), environment, self._console, not self._outside.temporal)

    def _load_libraries(self) -> None:
        watch = Stopwatch()
        load_libraries()
        self._console.done(f"Libraries loaded {watch.seconds:.1f} s")

    def _database_url(self) -> str:
        if self._outside.database:
            return DatabaseSettings().database_url.get_secret_value()
        return self._env["DATABASE_URL"]

    def _local_telegram(self) -> list[Command]:
        return [] if self._outside.telegram else [programs.local_telegram(self._layout, self._env)]

    def _telegram_is_known(self) -> bool:
        """From an earlier start: the bot's token and the group stay the same."""
        return self._outside.telegram or self._layout.seed.exists()

    def _desk(self) -> list[Command]:
        if not self._outside.telegram:
            self._env |= telegram_env(self._layout)
        return programs.desk(self._layout, self._env)

    def _places(self) -> list[tuple[str, str]]:
        places = [("Web", f"http://{LOOPBACK}:{self._env['WEB_PORT']}"), ("Logs", str(self._layout.logs))]
        if not self._outside.temporal:
            places.insert(0, ("Temporal", temporal_ui(self._layout)))
        if not self._outside.telegram:
            places.insert(
                0, ("Local Telegram", f"{programs.page_url(self._layout)}  play customers and agents here")
            )
        if "DESK_SPEED" in self._env:
            places.append(("Speed", f"desk time runs {self._env['DESK_SPEED']} times as fast as real time"))
        return places
