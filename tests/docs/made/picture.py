"""The picture of the rooms: a staircase, in which each import is a line that bends down.

Rooms stand on a diagonal, highest layer first, so that no line ever runs through a room.
"""

import typing as t

from ..pages import DOCS
from .imports import imports, layers

PAGE: t.Final = DOCS / "pictures" / "architecture.svg"
_EDGE: t.Final = 20
_BOX: t.Final = (126, 32)
_STEP: t.Final = (86, 46)
_PAD: t.Final = 9
_GAP: t.Final = 6
_BEND: t.Final = 9
_FONT: t.Final = "'Segoe UI', 'Helvetica Neue', 'DejaVu Sans', Arial, sans-serif"
_LOOK: t.Final = """\
  <style>
    .paper { fill: #f6f5f1; stroke: #d9d6cd; stroke-width: 1.5; }
    .layer { fill: #eae7df; }
    .room { fill: #ffffff; stroke: #8a949e; stroke-width: 1.25; }
    .name { font-size: 15px; font-weight: 600; fill: #1f2933; text-anchor: middle; }
    .import { fill: none; stroke: #4a6b5a; stroke-width: 1.5; }
    .tip { fill: #4a6b5a; }
    @media (prefers-color-scheme: dark) {
      .paper { fill: #1b2127; stroke: #343d46; }
      .layer { fill: #252d35; }
      .room { fill: #323c46; stroke: #6a7783; }
      .name { fill: #eef1f3; }
      .import { stroke: #8fbfa4; }
      .tip { fill: #8fbfa4; }
    }
  </style>
  <defs>
    <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" orient="auto"
            markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse">
      <path class="tip" d="M0 0 8 4 0 8z"/>
    </marker>
  </defs>
"""


class Place(t.NamedTuple):
    """The middle of a room's box."""

    x: int
    y: int


def text() -> str:
    """The picture as it should be now."""
    places = _places()
    last = max(places.values())
    width, height = last.x + _BOX[0] // 2 + _PAD + _EDGE, last.y + _STEP[1] // 2 + _PAD + _EDGE
    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="t d"\n'
        f'     viewBox="0 0 {width} {height}" font-family="{_FONT}">\n'
        '  <title id="t">The rooms of the code, and who imports whom</title>\n'
        f'  <desc id="d">{_told()}</desc>\n',
        _LOOK,
        f'  <rect class="paper" x="1" y="1" width="{width - 2}" height="{height - 2}" rx="14"/>\n',
        *(_band(places, layer, width) for layer in layers()),
        *(_bend(places, *pair) for pair in sorted(imports())),
        *(_box(room, place) for room, place in places.items()),
        "</svg>\n",
    ]
    return "".join(lines)


def _places() -> dict[str, Place]:
    places: dict[str, Place] = {}
    x, y = _EDGE + _PAD + _BOX[0] // 2, _EDGE + _PAD + _STEP[1] // 2
    for layer in layers():
        for room in layer:
            places[room] = Place(x, y)
            x, y = x + _STEP[0], y + _STEP[1]
        y += 2 * _PAD + _GAP
    return places


def _band(places: dict[str, Place], layer: list[str], width: int) -> str:
    top = places[layer[0]].y - _STEP[1] // 2 - _PAD
    height = len(layer) * _STEP[1] + 2 * _PAD
    return (
        f'  <rect class="layer" x="{_EDGE}" y="{top}" width="{width - 2 * _EDGE}"'
        f' height="{height}" rx="8"/>\n'
    )


def _bend(places: dict[str, Place], one: str, other: str) -> str:
    start, end = places[one], places[other]
    return (
        f'  <path class="import" marker-end="url(#tip)" d="M{start.x + _BOX[0] // 2} {start.y}'
        f'H{end.x - _BEND}q{_BEND} 0 {_BEND} {_BEND}V{end.y - _BOX[1] // 2}">'
        f"<title>{one} imports {other}</title></path>\n"
    )


def _box(room: str, place: Place) -> str:
    return (
        f'  <rect class="room" x="{place.x - _BOX[0] // 2}" y="{place.y - _BOX[1] // 2}"'
        f' width="{_BOX[0]}" height="{_BOX[1]}" rx="7"/>\n'
        f'  <text class="name" x="{place.x}" y="{place.y + 5}">{room}</text>\n'
    )


def _told() -> str:
    """The picture in words, for those who cannot see it."""
    by = {room: sorted(other for one, other in imports() if one == room) for room in _places()}
    return " ".join(f"{room} imports {', '.join(below)}." for room, below in by.items() if below)
