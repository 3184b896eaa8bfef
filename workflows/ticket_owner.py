"""Whose ticket it is and what was promised: hand-out, moving up, the ETA, and an agent who falls silent."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.calls import Call, HandedOut, HandOut, PaceQuery
    from domain.deadlines import Deadline
    from domain.eta import Pace
    from domain.messages import Assigned, PolicyChanged, Value
    from domain.notifying import When, when
    from domain.outgoing import Kind
    from domain.policy import TicketPolicy
    from domain.rules import WORKABLE
    from domain.ticket import Phase

from workflows.ticket_common import Common
from workflows.voice import record


class Owner(Common):
    async def hand_out(self, *, but: str | None = None, prefer: str | None = None) -> None:
        """To an agent of the queue who is on duty and has room; else it waits until the queue finds one."""
        state, rules = self.state, self.state.rules
        if rules.edition == 1:
            return
        wanted = HandOut(
            ticket=state.ticket,
            queue=state.queue or "",
            at=self.now,
            but=but,
            prefer=prefer,
            weights={key: queue.weight for key, queue in rules.queues.items() if queue.weight > 1},
            capacity=rules.capacity,
        )
        handed = await record(Call.HAND_OUT, wanted, HandedOut)
        state.assign(handed.agent)

    async def promise(self) -> bool:
        """An ETA by the queue's pace (SPEC D9); True when an earlier promise is taken back for a later one."""
        state = self.state
        if state.rules.edition == 1:
            return False
        query = PaceQuery(
            ticket=state.ticket,
            queue=state.queue or "",
            severity=state.severity,
            vip=state.profile.vip,
            since=state.waiting_since or self.now,
        )
        return state.promise(await record(Call.MEASURE_PACE, query, Pace), self.now)

    async def _any_time(self, event: Value | Deadline) -> None:
        if isinstance(event, PolicyChanged):
            await self._take_policy()
        else:
            await super()._any_time(event)

    async def _take_policy(self) -> None:
        state = self.state
        state.take_policy(await record(Call.LOAD_POLICY, None, TicketPolicy), self.now)
        self.note("took the policy in force")
        if state.eta is not None and state.phase in WORKABLE and await self.promise():
            self._inform(Kind.ETA_CHANGED)

    async def _clock_advanced(self, deadline: Deadline) -> None:
        breaches = len(self.state.breaches)
        rung = self.state.climb(deadline, self.now)
        clock = deadline.replace("_", " ")
        if rung is not None:
            self.note(f"{clock} at {rung.share:.0%}: {rung.tell}")
        if len(self.state.breaches) > breaches:
            self.note(f"{clock} breached")
        if self.state.above is not None and self.state.move_up(deadline, self.now):
            await self._moved_up()

    async def _moved_up(self) -> None:
        """The new owner hears of it with the summary; without one its queue does. The card tells the topic."""
        state = self.state
        self.note(f"moved up from {state.left[-1]} to {state.queue}")
        before = state.assignee
        await self.hand_out(but=before)
        await self.promise()
        if state.assignee is not None:
            self._tell_owner(state.assignee)
        self._inform(Kind.TAKES_OVER)

    async def _say_reopened(self, *, asked: bool = False, by_agent: bool = False) -> None:
        """At the same agent if on duty, else in the queue (SPEC C9); who reopens it themselves goes on with it."""
        state, before = self.state, self.state.assignee
        if not by_agent:
            await self.hand_out(prefer=before)
        if state.assignee != before:
            state.phase = Phase.OPEN
        await self.promise()
        self.say(Kind.REOPENED, moments=self.eta_moment(), asked=asked)
        self.tell_agents(Kind.TOPIC_DRESS)
        if state.assignee not in (None, before):
            self._tell_owner(state.assignee)

    def _assigned(self, event: Assigned) -> None:
        """By the queue. What somebody has taken meanwhile stays theirs."""
        state = self.state
        if state.phase not in WORKABLE or state.assignee != event.instead_of or state.assignee == event.agent:
            return
        state.assign(event.agent)
        self.note("handed out" if event.agent else "back in the queue")
        if event.agent is None:
            return
        self._tell_owner(event.agent)
        if event.instead_of is not None:
            self._inform(Kind.TAKES_OVER)

    def _tell_owner(self, agent: str) -> None:
        self.tell_agents(Kind.HANDED_OVER, agent=agent, message=self.state.last_message)

    async def _promise_due(self) -> None:
        """Told before it passes (SPEC D9); at night it waits for the morning, with what is true then."""
        if self.state.eta is None:
            return
        if await self.promise():
            self.note("a new ETA")
            self._inform(Kind.ETA_CHANGED)

    def _agent_silent(self) -> None:
        self.state.silent = True
        self.note("no sign of an agent for a day")

    def _inform(self, kind: Kind) -> None:
        """A change that no person made: held back in quiet hours, and said then if it is still true (SPEC H2)."""
        state = self.state
        now = when(state.profile.notify, kind) is not When.AT_ONCE or not state.quiet(self.now) or state.critical
        if now:
            self._say_change(kind)
            return
        if kind not in state.held:
            state.held.append(kind)
        state.wait_for(Deadline.HELD, self.now)

    async def _morning(self) -> None:
        held, self.state.held = self.state.held, []
        if not held or self.state.waiting_since is None:
            return  # somebody has answered meanwhile
        await self.promise()
        self._say_change(Kind.TAKES_OVER if Kind.TAKES_OVER in held else Kind.ETA_CHANGED)

    def _say_change(self, kind: Kind) -> None:
        """Who takes over names the new ETA, too."""
        queue: dict[str, str | int] = {"queue": self.state.queue or ""}
        taken = kind is Kind.TAKES_OVER
        agent = self.state.assignee if taken else None
        self.say(kind, agent=agent, params=queue if taken else {}, moments=self.eta_moment())
