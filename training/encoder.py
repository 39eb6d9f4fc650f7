"""The encoders that are fine-tuned: MiniLM (shipped), and MPNet (a larger teacher).

Written out here rather than taken from a library, since attention as two plain products is some
1.5 times faster to train on CPUs with bfloat16 than the fused kernel, and exports to a graph
that quantises well. Shapes: `B` messages, `T` tokens, `D` the width.
"""

import json
import math
import pathlib
import typing as t

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

_MASKED: t.Final = -1e4


class Layer(nn.Module):
    """One transformer layer: attention, then a feed-forward block, each with a norm after it."""

    def __init__(self, width: int, heads: int, inner: int, epsilon: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key = nn.Linear(width, width), nn.Linear(width, width)
        self.value, self.mix = nn.Linear(width, width), nn.Linear(width, width)
        self.calm = nn.LayerNorm(width, epsilon)
        self.widen, self.narrow = nn.Linear(width, inner), nn.Linear(inner, width)
        self.settle = nn.LayerNorm(width, epsilon)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """(B, T, D) to (B, T, D); `bias` (B or 1, heads or 1, T, T) is added to the scores."""
        count, length, width = hidden.shape
        shape = (count, length, self.heads, width // self.heads)
        query = self.query(hidden).view(shape).transpose(1, 2)
        key = self.key(hidden).view(shape).permute(0, 2, 3, 1)
        value = self.value(hidden).view(shape).transpose(1, 2)
        scores = query @ key / math.sqrt(width // self.heads) + bias
        mixed = (scores.softmax(-1).to(value.dtype) @ value).transpose(1, 2)
        hidden = self.calm(hidden + self.mix(mixed.reshape(count, length, width)))
        return t.cast(
            Tensor, self.settle(hidden + self.narrow(nn.functional.gelu(self.widen(hidden))))
        )


class Encoder(nn.Module):
    """Word pieces to vectors, after the layer in the middle and after the last one."""

    def __init__(self, config: dict[str, t.Any]) -> None:
        super().__init__()
        width, self.family = config["hidden_size"], config["model_type"]
        self.width, self.middle = width, config["num_hidden_layers"] // 2
        epsilon = config["layer_norm_eps"]
        self.words = nn.Embedding(config["vocab_size"], width)
        self.places = nn.Embedding(config["max_position_embeddings"], width)
        self.parts = nn.Embedding(2, width)
        nn.init.zeros_(self.parts.weight)
        self.begin = nn.LayerNorm(width, epsilon)
        heads = config["num_attention_heads"]
        self.layers = nn.ModuleList(
            Layer(width, heads, config["intermediate_size"], epsilon)
            for _ in range(config["num_hidden_layers"])
        )
        self.first_place = 2 if self.family == "mpnet" else 0
        self.near = nn.Embedding(32, heads) if self.family == "mpnet" else None

    def forward(self, ids: Tensor, parts: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """(B, T) ids, parts (0 the message, 1 what came before) and mask to two (B, T, D)."""
        length = ids.shape[1]
        places = torch.arange(length, device=ids.device) + self.first_place
        hidden = self.begin(self.words(ids) + self.places(places) + self.parts(parts))
        bias = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * _MASKED
        if self.near is not None:
            bias = bias + self._nearness(length, ids.device)
        middle = hidden
        for number, layer in enumerate(self.layers, 1):
            hidden = layer(hidden, bias)
            if number == self.middle:
                middle = hidden
        return middle, hidden

    def _nearness(self, length: int, device: torch.device) -> Tensor:
        """MPNet's relative positions: 32 buckets, half for each side, logarithmic from 8 on."""
        assert self.near is not None
        place = torch.arange(length, device=device)
        apart = place[None, :] - place[:, None]
        side, far = (apart > 0).long() * 16, apart.abs()
        logarithm = torch.log(far.float().clamp(min=1) / 8) / math.log(128 / 8) * 8
        bucket = torch.where(far < 8, far, (8 + logarithm.long()).clamp(max=15))
        return t.cast(Tensor, self.near(side + bucket).permute(2, 0, 1)[None])


def load(folder: pathlib.Path) -> Encoder:
    """The encoder of a folder with `config.json` and `model.safetensors`."""
    encoder = Encoder(json.loads((folder / "config.json").read_text(encoding="utf-8")))
    stored = load_file(folder / "model.safetensors")
    encoder.load_state_dict(dict(_renamed(stored)), strict=False)
    return encoder


def _renamed(stored: dict[str, Tensor]) -> t.Iterator[tuple[str, Tensor]]:
    for name, weights in stored.items():
        for old, new in _NAMES:
            name = name.replace(old, new)
        yield name, weights


_NAMES: t.Final = (
    ("embeddings.word_embeddings", "words"),
    ("embeddings.position_embeddings", "places"),
    ("embeddings.token_type_embeddings", "parts"),
    ("embeddings.LayerNorm", "begin"),
    ("encoder.relative_attention_bias", "near"),
    ("encoder.layer.", "layers."),
    ("attention.self.query", "query"),
    ("attention.self.key", "key"),
    ("attention.self.value", "value"),
    ("attention.output.dense", "mix"),
    ("attention.output.LayerNorm", "calm"),
    ("attention.attn.q.", "query."),
    ("attention.attn.k.", "key."),
    ("attention.attn.v.", "value."),
    ("attention.attn.o.", "mix."),
    ("attention.LayerNorm", "calm"),
    ("intermediate.dense", "widen"),
    ("output.dense", "narrow"),
    ("output.LayerNorm", "settle"),
)
