"""What Prometheus is told: how much comes in, and how long it takes. No words, no names."""

import prometheus_client as prometheus


class Metrics:
    """The figures of one hub."""

    def __init__(self) -> None:
        self.registry = prometheus.CollectorRegistry()
        self.accepted = prometheus.Counter(
            "mulligan_accepted", "Items taken in.", registry=self.registry
        )
        self.repeated = prometheus.Counter(
            "mulligan_repeated", "Second deliveries.", registry=self.registry
        )
        self.refused = prometheus.Counter(
            "mulligan_refused", "Items refused because too much waited.", registry=self.registry
        )
        self.followed = prometheus.Histogram(
            "mulligan_followed_seconds",
            "From the arrival of an item to what it led to, on the disk.",
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
            registry=self.registry,
        )
        self.listeners = prometheus.Gauge(
            "mulligan_listeners", "Open pages.", registry=self.registry
        )
