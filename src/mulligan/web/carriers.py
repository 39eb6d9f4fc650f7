"""Who carries errands out, as the settings have it."""

import typing as t

from mulligan.actions.chat import Chat
from mulligan.actions.mail import Mail
from mulligan.actions.webhook import Webhook
from mulligan.helpdesks import chatwoot, django_helpdesk
from mulligan.helpdesks.port import Helpdesk
from mulligan.settings import Settings
from mulligan.web.errands import WEBHOOK, Carrier


def helpdesks(settings: Settings) -> dict[str, Helpdesk]:
    """The helpdesks, by the names that the settings give them."""
    return {name: _helpdesk(name, one) for name, one in settings.helpdesks.items()}


def _helpdesk(name: str, given: django_helpdesk.Settings | chatwoot.Settings) -> Helpdesk:
    match given:
        case django_helpdesk.Settings():
            return django_helpdesk.DjangoHelpdesk(name, given)
        case chatwoot.Settings():
            return chatwoot.Chatwoot(name, given)
        case _:
            t.assert_never(given)


def alerts(settings: Settings) -> dict[str, Carrier]:
    """Who is told of what cannot wait."""
    given = settings.alerts
    found: dict[str, Carrier] = {}
    if given.server and given.mail:
        wider = (given.widen_mail, given.widen_after)
        found["mail"] = Mail(given.server, given.sender, given.mail, *wider)
    if given.chat:
        found["chat"] = Chat(given.chat)
    if given.webhook:
        found[WEBHOOK] = Webhook(given.webhook, given.webhook_secret)
    return found
