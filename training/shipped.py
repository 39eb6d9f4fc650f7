"""The shipped network again, as floats, to go on learning from when labels were added.

int8 with a scale a channel loses nothing that can be measured, so what was learned is all there.
The embeddings of words never learn, and come from the base; what is asked while learning only
(`sides`) begins anew.
"""

import itertools
import pathlib
import re
import typing as t

import numpy as np
import onnx
import torch
from onnx import ModelProto, numpy_helper
from torch import Tensor

from training.encoder import load
from training.network import Network

_LAYER: t.Final = ("query", "key", "value", "mix", "widen", "narrow")
_HEADS: t.Final = ("look", "target", "ground")
_NUMBERED: t.Final = re.compile(r"onnx::MatMul_(\d+)")
_WORDS: t.Final = "encoder.words.weight"


def shipped(network: pathlib.Path, base: pathlib.Path) -> Network:
    """The network of an ONNX file that `export` wrote, on the encoder of the base."""
    made = Network(load(base))
    found = _weights(onnx.load(network))
    found.pop(_WORDS)
    missing = made.load_state_dict(found, strict=False)
    left = [name for name in missing.missing_keys if ".sides." not in name and name != _WORDS]
    if left or missing.unexpected_keys:
        raise ValueError(f"{network}: not as this version writes it: {left[:3]}")
    return made


def _weights(model: ModelProto) -> dict[str, Tensor]:
    stored = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    whole = {name: value for name, value in stored.items() if value.dtype == np.float32}
    for name, value in stored.items():
        if (short := name.removesuffix("_quantized")) != name:
            less = stored[f"{short}_zero_point"].astype(np.float32)
            whole[short] = (value.astype(np.float32) - less) * stored[f"{short}_scale"]
    whole = {name: value for name, value in whole.items() if not name.endswith("_scale")}
    return {
        name: torch.tensor(np.ascontiguousarray(value)) for name, value in _named(whole).items()
    }


def _named(whole: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Under the names they have while learning: a product's weights are numbered as traced."""
    traced = sorted((int(match[1]), name) for name in whole if (match := _NUMBERED.fullmatch(name)))
    layers = (len(traced) - 2 * len(_HEADS)) // len(_LAYER)
    names = [
        *(
            f"encoder.layers.{layer}.{part}.weight"
            for layer, part in itertools.product(range(layers), _LAYER)
        ),
        *(f"{depth}.{head}.weight" for depth in ("late", "early") for head in _HEADS),
    ]
    result = {name: whole[old].T for name, (_, old) in zip(names, traced, strict=True)}
    for name, value in whole.items():
        if not _NUMBERED.fullmatch(name):
            short = name.removeprefix("network.")
            turned = short.removesuffix("_Transposed")
            result[turned] = value.T if turned != short else value
    return result
