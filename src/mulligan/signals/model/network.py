"""The network at run time: one ONNX file, one thread, no torch."""

import typing as t

import numpy as np
import numpy.typing as npt
import onnxruntime

from mulligan.signals.model.entry import Window

Floats = npt.NDArray[np.float32]

OUTPUTS: t.Final = ("marks", "offence", "severity", "targets", "grounds", "looks")


class Said(t.NamedTuple):
    """Logits for one window: `marks` (K,), `offence` (one number), `severity` (3,), `targets`
    (kinds, 7), `grounds` (3, 15); `looks` (pieces of the message, K) says where each mark is seen.
    """

    marks: Floats
    offence: float
    severity: Floats
    targets: Floats
    grounds: Floats
    looks: Floats


class Network:
    """A loaded network. Runs may go on in several threads at once."""

    def __init__(self, model: bytes) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )

    def say(self, window: Window, *, early: bool) -> Said:
        """Read one window, through all layers or only the first half of them."""
        count = len(window.ids)
        said = np.zeros((1, count), np.float32)
        said[0, 0] = said[0, window.first : window.last] = 1
        parts = np.zeros((1, count), np.int64)
        parts[0, window.before :] = 1
        given = {
            "ids": np.array([window.ids], np.int64),
            "parts": parts,
            "said": said,
            "whole": np.array(not early),
        }
        marks, offence, severity, targets, grounds, looks = self._session.run(OUTPUTS, given)
        inside = looks[0, window.first : window.last]
        return Said(marks[0], float(offence[0]), severity[0], targets[0], grounds[0], inside)
