"""The trained reader: a small network, a linear model and the lexicon, weighed together."""

from mulligan.signals.model.reader import TrainedReader

__all__ = ("TrainedReader",)
