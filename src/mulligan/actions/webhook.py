"""Our own outgoing webhooks, signed as https://www.standardwebhooks.com has it."""

import datetime as dt
import time

import msgspec
import standardwebhooks

from mulligan.actions.http import ask, client
from mulligan.conversation.errand import Errand


class Webhook:
    """Sends every alert to an address of one's own, signed."""

    def __init__(self, url: str, secret: str) -> None:
        self._url = url
        self._signer = standardwebhooks.Webhook(secret)

    async def carry(self, errand: Errand) -> None:
        """Send it; the key is its id, so that a second delivery is known."""
        now = dt.datetime.fromtimestamp(int(time.time()), dt.UTC)
        sent = {"type": "alert", "timestamp": now, "data": errand}
        raw = msgspec.json.encode(sent)
        headers = {
            "content-type": "application/json",
            "webhook-id": errand.key,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._signer.sign(errand.key, now, raw.decode()),
        }
        async with client() as web:
            await ask(web, "POST", self._url, "the webhook", content=raw, headers=headers)
