"""The network: an encoder, and heads that look for each kind where it is said.

Every mark (a kind, a merit, a fault) has its own attention over the message's pieces; what it
looks at is the evidence, and target and ground are read there too. `B` rows, `T` pieces, `D` the
width, `K` marks.
"""

import typing as t

import torch
from torch import Tensor, nn

from mulligan.conversation.words import ABOUTS, TARGETS
from mulligan.signals.model.blend import GROUNDED, MARKS, READ_KINDS
from training.encoder import Encoder

SIDES: t.Final = ("convabuse", "edos")
"""Public questions with their own labels, asked while learning only."""

_NOWHERE: t.Final = -1e4
_GROUNDED: t.Final = [MARKS.index(kind) for kind in GROUNDED]


class Said(t.NamedTuple):
    """Logits: marks (B, K), looks (B, T, K; attention over the message, sums to 1 over T),
    targets (B, kinds, 7), grounds (B, 3, 15), offence (B), severity (B, 3: at least 1, 2, 3),
    sides (B, 2).
    """

    marks: Tensor
    looks: Tensor
    targets: Tensor
    grounds: Tensor
    offence: Tensor
    severity: Tensor
    sides: Tensor


class Heads(nn.Module):
    """From the encoder's last hidden states to everything that is answered."""

    def __init__(self, width: int, drop: float = 0.1) -> None:
        super().__init__()
        self.drop = nn.Dropout(drop)
        self.look = nn.Linear(width, len(MARKS))
        self.weigh = nn.Parameter(torch.randn(len(MARKS), width) * 0.02)
        self.whole = nn.Linear(2 * width, len(MARKS))
        self.target = nn.Linear(width, len(TARGETS))
        self.ground = nn.Linear(width, len(ABOUTS))
        self.offence = nn.Linear(2 * width, 1)
        self.severity = nn.Linear(2 * width, 3)
        self.sides = nn.Linear(2 * width, len(SIDES))

    def forward(self, hidden: Tensor, said: Tensor) -> Said:
        """`hidden` (B, T, D); `said` (B, T) is 1 on the first piece and the message's own."""
        hidden = self.drop(hidden)
        scores = self.look(hidden) + ((1.0 - said) * _NOWHERE)[:, :, None]
        looks = scores.float().softmax(1)
        seen = looks.to(hidden.dtype).transpose(1, 2) @ hidden
        mean = (hidden * said[:, :, None]).sum(1) / said.sum(1, keepdim=True)
        whole = torch.cat((hidden[:, 0], mean.to(hidden.dtype)), -1)
        marks = (seen * self.weigh).sum(-1) + self.whole(whole)
        kinds = seen[:, : len(READ_KINDS)]
        return Said(
            marks.float(),
            looks,
            self.target(kinds).float(),
            self.ground(seen[:, _GROUNDED]).float(),
            self.offence(whole)[:, 0].float(),
            self.severity(whole).float(),
            self.sides(whole).float(),
        )


class Network(nn.Module):
    """An encoder with heads after its last layer, and others after the one in the middle."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.late, self.early = Heads(encoder.width), Heads(encoder.width)

    def forward(self, ids: Tensor, parts: Tensor, mask: Tensor, said: Tensor) -> tuple[Said, Said]:
        """What is said after the last layer, and after the middle one."""
        middle, last = self.encoder(ids, parts, mask)
        return self.late(last, said), self.early(middle, said)
