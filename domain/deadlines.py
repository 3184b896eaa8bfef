"""The deadlines a ticket can wait for. Absolute desk times, so that they survive restarts and continue-as-new."""

from enum import StrEnum


class Deadline(StrEnum):
    INTAKE_REMINDER = "intake_reminder"
    INTAKE_ABANDONED = "intake_abandoned"
    # of the SLA clocks, by their names: the next step of the escalation ladder
    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"
    TAKEN = "taken"
    ANSWER_REMINDER = "answer_reminder"
    ANSWER_OVERDUE = "answer_overdue"
    AGENT_SILENT = "agent_silent"  # no sign of an agent on an open ticket (SPEC D11)
    ETA = "eta"  # shortly before a promised time passes (SPEC D9)
    HELD = "held"  # what quiet hours hold back is said, if it is still true (SPEC H2)
    VIP_ENDS = "vip_ends"  # the customer's VIP mark expires (SPEC D10)
    FOLLOW_UP = "follow_up"
    NPS = "nps"  # the survey that came up at night
    ZONE_QUESTION = "zone_question"  # the same of the question of the customer's time
    SUMMARY = "summary"  # the morning that tells what changed, for who chose a daily summary
    WINDOW_END = "window_end"  # the reopening window (SPEC C10)
