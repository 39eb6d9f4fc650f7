"""Is it alive, is it ready, and how busy is it: for whatever watches over a server."""

import prometheus_client as prometheus
from litestar import get
from litestar.response import Response

from mulligan.web.asked import Behind
from mulligan.web.gate import ANYONE, scope


@get("/health", opt=ANYONE, include_in_schema=False)
async def health() -> dict[str, str]:
    """It runs."""
    return {"status": "ok"}


@get("/ready", opt=ANYONE, include_in_schema=False)
async def ready(hub: Behind) -> Response[dict[str, str]]:
    """It follows conversations, and its clock moves."""
    fine = hub.moving
    told = {"status": "ok" if fine else "stuck: the journal cannot be written or read"}
    return Response(told, status_code=200 if fine else 503)


@get("/metrics", opt=scope("metrics"), include_in_schema=False)
async def metrics(hub: Behind) -> Response[bytes]:
    """What Prometheus asks for."""
    text = prometheus.generate_latest(hub.metrics.registry)
    return Response(text, headers={"Content-Type": prometheus.CONTENT_TYPE_LATEST})
