"""Let an e-mail of a customer come in: `python -m helpdesks.peer.post < LETTER`."""

import logging
import os
import sys

import django


def main() -> None:
    """Read one letter, as the helpdesk's own mailbox does."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "helpdesks.peer.project"
    django.setup()
    from helpdesk.email import extract_email_metadata
    from helpdesk.models import Queue

    queue = Queue.objects.get(slug="support")
    extract_email_metadata(sys.stdin.read(), queue, logging.getLogger("peer"))


if __name__ == "__main__":
    main()
