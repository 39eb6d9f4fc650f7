"""Make the database, a queue and users, and serve: `python -m helpdesks.peer.serve`.

Prints its port. Each answer takes a thread of its own, as webhooks are sent before it is given.
"""

import os
import socketserver
import sys
import wsgiref.simple_server

import django
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application


class _Quiet(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


class _Server(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    daemon_threads = True


def main() -> None:
    """Begin, and go on until it is ended."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "helpdesks.peer.project"
    django.setup()
    call_command("migrate", verbosity=0)
    from django.contrib.auth.models import User
    from helpdesk.models import Queue

    if not User.objects.exists():
        for name, staff in (("mulligan", True), ("tom", True), ("sue", True), ("ann", False)):
            User.objects.create_user(name, f"{name}@example.org", "secret", is_staff=staff)
        User.objects.update(is_superuser=True)
        Queue.objects.create(title="Support", slug="support", allow_public_submission=True)
    server = wsgiref.simple_server.make_server(
        "127.0.0.1", int(sys.argv[1]), get_wsgi_application(), _Server, _Quiet
    )
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
