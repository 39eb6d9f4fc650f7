"""Alerts by e-mail."""

import email.message
import email.utils
import typing as t
import urllib.parse

import aiosmtplib

from mulligan.actions.saying import body, subject
from mulligan.conversation.errand import Errand
from mulligan.errors import NotNow, Refused

TIMEOUT_SECONDS: t.Final = 20.0
_PERMANENT: t.Final = 500


class Mail:
    """Sends an alert to those on duty, and to more people the longer nobody takes it."""

    def __init__(
        self, server: str, sender: str, to: t.Sequence[str], wider: t.Sequence[str], after: int
    ) -> None:
        self._server = urllib.parse.urlsplit(server)
        self._sender, self._to, self._wider, self._after = sender, to, wider, after

    def recipients(self, errand: Errand) -> list[str]:
        """Who is told: after a few calls in vain, more people."""
        return [*self._to, *(self._wider if errand.rings >= self._after else ())]

    async def carry(self, errand: Errand) -> None:
        """Send it; it may come twice where the connection broke in between, and that is right."""
        letter = email.message.EmailMessage()
        letter["From"] = self._sender
        letter["To"] = ", ".join(self.recipients(errand))
        letter["Subject"] = subject(errand)
        letter["Message-ID"] = f"<{errand.key}@mulligan>"
        letter["Date"] = email.utils.localtime().strftime("%a, %d %b %Y %H:%M:%S %z")
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(body(errand))
        try:
            await aiosmtplib.send(
                letter,
                hostname=self._server.hostname,
                port=self._server.port,
                username=_unquoted(self._server.username),
                password=_unquoted(self._server.password),
                use_tls=self._server.scheme == "smtps",
                timeout=TIMEOUT_SECONDS,
            )
        except aiosmtplib.SMTPResponseException as error:
            kind = Refused if error.code >= _PERMANENT else NotNow
            raise kind(f"the mail server says {error.code}") from None
        except (aiosmtplib.SMTPException, OSError) as error:
            raise NotNow(f"the mail server cannot be reached: {type(error).__name__}") from None


def _unquoted(part: str | None) -> str | None:
    return None if part is None else urllib.parse.unquote(part)
