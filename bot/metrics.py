from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """What the receiver counts. Labels never hold ids or words."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self.updates = Counter("desk_updates", "Updates received, by type", ["type"], registry=registry)
        self.held = Counter(
            "desk_updates_held", "Updates left with Telegram for another attempt", registry=registry
        )
        self.dead_letters = Counter("desk_dead_letters", "Updates given up", ["code"], registry=registry)
        self.ignored = Counter(
            "desk_updates_ignored", "Updates acknowledged without effect", ["type"], registry=registry
        )
        self.lag = Histogram(
            "desk_update_lag_seconds",
            "From the moment of a message to its acknowledgement",
            buckets=(0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300, 3600),
            registry=registry,
        )
        self.unforwarded = Gauge(
            "desk_unforwarded_facts", "Facts that Temporal does not have yet", registry=registry
        )
        self.missing_rights = Gauge(
            "desk_group_missing_rights",
            "Rights that the bot lacks in the agents' group",
            ["right"],
            registry=registry,
        )
