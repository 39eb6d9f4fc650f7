"""What stands beside the weights: their hashes, the order of the answers, how they are weighed."""

import hashlib
import importlib.resources
import importlib.resources.abc
import typing as t

import msgspec

from mulligan.errors import BadWeights

CARD: t.Final = "card.json"
NETWORK: t.Final = "network.onnx"
LINEAR: t.Final = "linear.npz"
PIECES: t.Final = "tokenizer.json"

Folder = importlib.resources.abc.Traversable


class Weighing(msgspec.Struct, frozen=True):
    """How one answer's probability is made, and when it is said.

    The probability is the logistic of `network` x its logit + `linear` x its logit + `lexicon` x
    the lexicon's score + `bias`. It is said from `least` on; from `sure` on nobody need confirm it.
    """

    network: float
    linear: float
    lexicon: float
    bias: float
    least: float
    sure: float = 1.0


class Profile(msgspec.Struct, frozen=True):
    """How the answers after one depth of the network are weighed, by mark and for the offence.

    `severity` shifts the network's three steps (at least 1, 2, 3).
    """

    marks: dict[str, Weighing]
    offence: Weighing
    severity: tuple[float, float, float]


class Forecasting(msgspec.Struct, frozen=True):
    """Weights of the forecast, in the order of its features."""

    weights: tuple[float, ...]
    bias: float


class Card(msgspec.Struct, frozen=True):
    """The card of one set of weights; `files` maps a file's name to its SHA-256."""

    window: int
    files: dict[str, str]
    whole: Profile
    early: Profile
    forecast: Forecasting

    @property
    def version(self) -> str:
        """Eight hex digits of everything that is weighed."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()[:8]


def weights() -> Folder:
    """The folder that the weights lie in."""
    return importlib.resources.files(__package__).joinpath("weights")


def load(folder: Folder) -> Card:
    """Read the card; raises `BadWeights` where it is missing or damaged."""
    place = folder.joinpath(CARD)
    try:
        return msgspec.json.decode(place.read_bytes(), type=Card)
    except (OSError, msgspec.MsgspecError) as error:
        raise _bad(place, "cannot be read", "a card of weights") from error


def part(folder: Folder, card: Card, name: str) -> bytes:
    """A file's bytes; raises `BadWeights` where it is missing or not the one on the card."""
    place, expected = folder.joinpath(name), card.files.get(name, "")
    try:
        found = place.read_bytes()
    except OSError as error:
        raise _bad(place, "is missing", f"SHA-256 {expected}") from error
    if hashlib.sha256(found).hexdigest() != expected:
        raise _bad(place, "is damaged", f"SHA-256 {expected}")
    return found


def _bad(place: Folder, how: str, expected: str) -> BadWeights:
    hint = f"expected {expected}; install Mulligan again, or use `--reader lexicon`"
    return BadWeights(f"the trained reader's file {how}", place=str(place), hint=hint)
