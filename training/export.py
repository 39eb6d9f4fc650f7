"""From a fine-tuned network to one small file: ONNX, whole numbers, two depths to choose from.

The network is traced with both sets of heads; linear layers are made int8, a scale a channel
(the heads stay as they are); then what only the second half needs goes into one branch of an
`If`, and the heads in the middle into the other, so that an early exit costs nothing more.
"""

import pathlib
import tempfile
import typing as t

import onnx
import torch
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from mulligan.signals.model.network import OUTPUTS
from training.network import Network

_OPSET: t.Final = 17
_DIMENSIONS: t.Final = (2, 1, 2, 3, 3, 3)


class _Traced(nn.Module):
    """The network for one row without padding; all answers as one tuple, late ones first."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, parts: Tensor, said: Tensor) -> tuple[Tensor, ...]:
        late, early = self.network(ids, parts, torch.ones_like(ids), said)
        return tuple(getattr(one, name) for one in (late, early) for name in OUTPUTS)


def export(network: Network, out: pathlib.Path, *, small: bool = True) -> None:
    """Write the network to `out`; `small` makes its numbers int8."""
    with tempfile.TemporaryDirectory() as folder:
        traced = pathlib.Path(folder) / "traced.onnx"
        _trace(network, traced)
        model = onnx.load(traced)
        if small:
            kept = [node.name for node in model.graph.node if _in_heads(node.name)]
            quantize_dynamic(
                traced,
                traced,
                per_channel=True,
                weight_type=QuantType.QInt8,
                nodes_to_exclude=kept,
            )
            model = onnx.load(traced)
    onnx.save(_with_depths(model), out)


def _in_heads(name: str) -> bool:
    return "/late/" in name or "/early/" in name


def _trace(network: Network, out: pathlib.Path) -> None:
    network.eval()
    ids = torch.randint(1000, 2000, (1, 24))
    said = torch.zeros(1, 24)
    said[0, :9] = 1
    parts = torch.zeros_like(ids)
    parts[0, 12:] = 1
    names = [f"{depth}_{name}" for depth in ("late", "early") for name in OUTPUTS]
    with torch.inference_mode():
        torch.onnx.export(
            _Traced(network).eval(),
            (ids, parts, said),
            str(out),
            input_names=["ids", "parts", "said"],
            output_names=names,
            dynamic_axes={name: {1: "pieces"} for name in ("ids", "parts", "said")},
            opset_version=_OPSET,
            dynamo=False,
        )


def _with_depths(model: ModelProto) -> ModelProto:
    """Move what only one depth needs into the branches of an `If` on the input `whole`."""
    graph = model.graph
    late = _needed(graph, [f"late_{name}" for name in OUTPUTS])
    early = _needed(graph, [f"early_{name}" for name in OUTPUTS])
    shared = [node for place, node in enumerate(graph.node) if place in late & early]
    branches = {
        "then_branch": _branch(graph, late - early, "late"),
        "else_branch": _branch(graph, early - late, "early"),
    }
    choice = helper.make_node("If", ["whole"], list(OUTPUTS), name="depth", **branches)
    made = helper.make_graph(
        [*shared, choice],
        "reader",
        [*graph.input, helper.make_tensor_value_info("whole", TensorProto.BOOL, [])],
        _shown(list(OUTPUTS)),
        initializer=graph.initializer,
    )
    result = helper.make_model(made, opset_imports=model.opset_import)
    result.ir_version = model.ir_version
    onnx.checker.check_model(result)
    return result


def _needed(graph: GraphProto, outputs: t.Iterable[str]) -> set[int]:
    """The places of the nodes that these outputs rest on."""
    maker = {name: place for place, node in enumerate(graph.node) for name in node.output}
    found: set[int] = set()
    waiting = [maker[name] for name in outputs]
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += [maker[name] for name in graph.node[place].input if name in maker]
    return found


def _branch(graph: GraphProto, places: set[int], depth: str) -> GraphProto:
    nodes: list[NodeProto] = [node for place, node in enumerate(graph.node) if place in places]
    outputs = [f"{depth}_{name}" for name in OUTPUTS]
    return helper.make_graph(nodes, depth, [], _shown(outputs))


def _shown(names: t.Sequence[str]) -> list[onnx.ValueInfoProto]:
    """What a graph gives, with the number of dimensions of each output, in their order."""
    return [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [None] * count)
        for name, count in zip(names, _DIMENSIONS, strict=True)
    ]
