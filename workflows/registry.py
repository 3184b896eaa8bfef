"""All workflow types, for workers and for the replay tests."""

from workflows.queue import QueueWorkflow
from workflows.ticket import TicketWorkflow

WORKFLOWS: list[type] = [TicketWorkflow, QueueWorkflow]
