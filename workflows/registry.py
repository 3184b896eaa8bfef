"""All workflow types, for workers and for the replay tests."""

from workflows.duty import DutyWorkflow
from workflows.queue import QueueWorkflow
from workflows.ticket import TicketWorkflow

WORKFLOWS: list[type] = [TicketWorkflow, QueueWorkflow, DutyWorkflow]
