"""Recorded histories replay. When this fails, open tickets of people who upgrade would stand still: bring the new
behaviour in with `workflow.patched` (docs/decisions), never by recording the history anew.
"""

import pytest
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from tests.support.histories import HISTORIES, payloads_in_clear
from workflows.registry import WORKFLOWS

RECORDED = {file.stem: file.read_text() for file in sorted(HISTORIES.glob("*.json"))}
PATHS = {
    *("abandoned", "breached", "continued", "declined", "happy", "live_operator", "not_helped"),
    *("ladder", "next_response", "queue", "reopened", "silent", "stale_reopened", "unreachable"),
    *("duty", "first_reply", "handed_out", "held", "low_score", "moved_up", "newer_edition", "nps"),
    *("policy_changed", "promise", "queue_alerts", "queue_duty", "security", "summary", "told_late", "vip_ends"),
    "zone",
}


def test_every_path_has_a_history() -> None:
    assert set(RECORDED) >= PATHS


@pytest.mark.parametrize("sandboxed", [False, True], ids=["service", "sandboxed"])
@pytest.mark.parametrize("path", RECORDED)
async def test_a_recorded_history_replays(path: str, *, sandboxed: bool) -> None:
    runner = SandboxedWorkflowRunner() if sandboxed else UnsandboxedWorkflowRunner()
    replayer = Replayer(workflows=WORKFLOWS, data_converter=pydantic_data_converter, workflow_runner=runner)
    result = await replayer.replay_workflow(
        WorkflowHistory.from_json(f"ticket/{path}/1", RECORDED[path]), raise_on_replay_failure=False
    )
    assert result.replay_failure is None


def test_no_history_holds_a_persons_words_or_names() -> None:
    """Privacy by construction: the words of the recorded scenarios are nowhere in what Temporal keeps."""
    secrets = ("Марія", "Олена", "Перевіряю", "гривень", "1001:", "картка")
    for path, history in RECORDED.items():
        payloads = payloads_in_clear(history)
        assert payloads, "a history without payloads proves nothing"
        assert not [secret for secret in secrets if secret in history + payloads], path
