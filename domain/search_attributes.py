"""Search attributes of a ticket in the Temporal Web UI: enum values, numbers and references only.

Ten keywords is the limit of Temporal's SQL visibility stores.
"""

SEARCH_ATTRIBUTES: dict[str, str] = {
    "Number": "Keyword",
    "Status": "Keyword",
    "Queue": "Keyword",
    "Severity": "Keyword",
    "Topic": "Keyword",
    "Language": "Keyword",
    "Assignee": "Keyword",
    "WaitingFor": "Keyword",
    "SlaState": "Keyword",
    "Escalation": "Keyword",
    "Vip": "Bool",
    "NextDue": "Datetime",
}
