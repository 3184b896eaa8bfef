"""The worker of workflows, SQL and content."""

from datetime import timedelta

from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.records import Records
from workflows.options import DESK_QUEUE
from workflows.registry import WORKFLOWS

# A sandboxed worker with the SDK's default of 100 was seen to hang for good after a kill.
WORKFLOW_TASKS = 20
ACTIVITIES = 20
CACHED = 5000  # some 40 KB each; an evicted ticket costs its whole replay at its next message
STICKY = timedelta(seconds=2)  # after a kill the server waits this long for the dead worker's cache
GRACE = timedelta(seconds=10)


def desk_worker(client: Client, records: Records, *, task_queue: str = DESK_QUEUE) -> Worker:
    return Worker(
        client,
        task_queue=task_queue,
        workflows=WORKFLOWS,
        activities=[
            records.load_policy,
            records.load_customer,
            records.record_consent,
            records.set_notify,
            records.register_ticket,
            records.project_ticket,
            records.begin_closing,
            records.accept_again,
            records.record_rating,
            records.hand_out,
            records.measure_pace,
            records.tickets_held,
            records.queues_waiting,
        ],
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_cached_workflows=CACHED,
        max_concurrent_workflow_tasks=WORKFLOW_TASKS,
        max_concurrent_activities=ACTIVITIES,
        sticky_queue_schedule_to_start_timeout=STICKY,
        graceful_shutdown_timeout=GRACE,
    )
