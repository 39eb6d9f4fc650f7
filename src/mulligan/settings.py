"""One file of settings: what a server listens to, which queues there are, and how far each goes."""

import pathlib
import tomllib
import typing as t
import urllib.parse

import msgspec
from msgspec.structs import replace

from mulligan.errors import BadInput
from mulligan.helpdesks import chatwoot, django_helpdesk

Step = t.Literal["shadow", "advice", "actions"]

FILE: t.Final = "mulligan.toml"
_HINT: t.Final = "docs/reference/settings.md lists all there is"


def _says(what: str) -> msgspec.Meta:
    return msgspec.Meta(description=what)


class Queue(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How far Mulligan goes in one queue.

    `shadow` reads and counts, and shows agents nothing; `advice` shows the card; `actions` writes
    into the helpdesk too.
    """

    step: Step = "advice"


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One place or country: whom to call there, and when it is open."""

    emergency: str = ""
    security: str = ""
    crisis: str = ""
    hours: str = ""


class Alerts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who is told of a threat, a crisis or an urgent hand-over, until somebody takes it."""

    server: t.Annotated[
        str, _says("The mail server: `smtp://USER:PASSWORD@HOST:PORT`, or `smtps`.")
    ] = ""
    sender: t.Annotated[str, _says("Our address.")] = "mulligan@localhost"
    mail: t.Annotated[tuple[str, ...], _says("Who gets a letter at once.")] = ()
    widen_mail: t.Annotated[tuple[str, ...], _says("Who gets one too, while nobody takes it.")] = ()
    widen_after: t.Annotated[int, _says("After how many calls in vain.")] = 3
    chat: t.Annotated[str, _says("The incoming webhook of a chat.")] = ""
    webhook: t.Annotated[str, _says("An address of yours that gets every hand-over.")] = ""
    webhook_secret: t.Annotated[
        str, _says("What that is signed with: `whsec_` and 24 to 64 bytes in base64.")
    ] = ""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What can be set; each says what it is for."""

    listen: t.Annotated[str, _says("An address and a port to listen at.")] = "127.0.0.1:8642"
    url: t.Annotated[
        str, _says("Where browsers find it, if that is another place (behind a proxy, say).")
    ] = ""
    protocol: t.Annotated[str, _says("The protocol of new conversations: a name, or a file.")] = (
        "default"
    )
    reader: t.Annotated[str, _says("Who reads: `trained`, `early` or `lexicon`.")] = "trained"
    step: t.Annotated[
        Step, _says("How far it goes in queues that are not named: shadow, advice, actions.")
    ] = "advice"
    queues: t.Annotated[
        dict[str, Queue], _says("For each queue by name, its own `step`: `[queues.NAME]`.")
    ] = {}

    sites: t.Annotated[
        dict[str, Site],
        _says(
            "For each site its numbers and hours: `[sites.NAME]` with `emergency`, `security`, "
            "`crisis`, `hours`."
        ),
    ] = {}
    rota: t.Annotated[tuple[str, ...], _says("Who is called, in their order, by login.")] = ()
    alerts: t.Annotated[
        Alerts,
        _says("Who is told of what cannot wait: `[alerts]`, with `server`, `mail`, `chat`, …"),
    ] = Alerts()
    helpdesks: t.Annotated[
        dict[str, django_helpdesk.Settings | chatwoot.Settings],
        _says("For each helpdesk by name, its `kind` and how it is reached: `[helpdesks.NAME]`."),
    ] = {}

    @property
    def address(self) -> tuple[str, int]:
        """Where to listen; raises `BadInput` where that is no address with a port."""
        host, _, port = self.listen.rpartition(":")
        if not host or not port.isdigit() or int(port) > _PORTS:
            hint = 'an address and a port, such as "127.0.0.1:8642"'
            raise BadInput(f"`{self.listen}` cannot be listened to", place="listen", hint=hint)
        return host.strip("[]"), int(port)

    def listening(self, port: int) -> "Settings":
        """The same, with the port that was found where any would do (0)."""
        return replace(self, listen=f"{self.listen.rpartition(':')[0]}:{port}")

    @property
    def seen_at(self) -> str:
        """Where browsers find it."""
        return (self.url or f"http://{self.listen}").rstrip("/")

    @property
    def secure(self) -> bool:
        """Whether browsers come by TLS."""
        return self.seen_at.startswith("https://")

    @property
    def host(self) -> str:
        """The host that browsers ask for, with its port."""
        return urllib.parse.urlsplit(self.seen_at).netloc

    def goes(self, queue: str) -> Step:
        """How far Mulligan goes in a queue."""
        return self.queues[queue].step if queue in self.queues else self.step


_PORTS: t.Final = 65_535


def read(path: pathlib.Path) -> Settings:
    """The settings in a file; all of them as they come, where there is no file.

    Raises `BadInput`, naming the line or the setting that is wrong.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", place=str(path)) from None
    try:
        given = tomllib.loads(raw.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"is not TOML: {error}", place=str(path), hint=_HINT) from None
    try:
        settings = msgspec.convert(given, Settings)
    except msgspec.ValidationError as error:
        raise BadInput(str(error), place=str(path), hint=_HINT) from None
    _ = settings.address
    if settings.url and not urllib.parse.urlsplit(settings.url).netloc:
        hint = 'write it whole: "https://mulligan.example.org"'
        raise BadInput(f"`{settings.url}` is no address", place="url", hint=hint)
    return settings
