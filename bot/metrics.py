"""What the process counts, for Prometheus; in a registry of its own."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        self.registry = own = CollectorRegistry()
        self.updates = Counter(
            "pobratim_updates", "Updates, by kind and outcome", ["kind", "outcome"], registry=own
        )
        self.handling = Histogram(
            "pobratim_handler_seconds", "Time that handlers took", ["kind"], registry=own
        )
        self.calls = Counter(
            "pobratim_api_calls",
            "Calls of the Bot API, by method and outcome (ok, or the error)",
            ["method", "outcome"],
            registry=own,
        )
        self.searches = Counter(
            "pobratim_searches", "Questions, by what they came to", ["outcome"], registry=own
        )
        self.waiting = Gauge(
            "pobratim_inbox_updates", "Updates accepted and not finished", registry=own
        )
        self.dead_letters = Gauge(
            "pobratim_inbox_aside", "Updates set aside for a look", registry=own
        )
        self.oldest = Gauge(
            "pobratim_inbox_oldest_seconds", "Age of the oldest that waits", registry=own
        )
