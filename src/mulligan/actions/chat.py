"""Alerts into a chat, by the incoming webhook that Slack, Mattermost and others have."""

from mulligan.actions.http import ask, client
from mulligan.actions.saying import body, subject
from mulligan.conversation.errand import Errand


class Chat:
    """Posts an alert as a text."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def carry(self, errand: Errand) -> None:
        """Post it; it may come twice, and that is right."""
        async with client() as web:
            text = f"*{subject(errand)}*\n{body(errand)}"
            await ask(web, "POST", self._url, "the chat", json={"text": text})
