"""The whole way of a message: the only room that knows it."""

from mulligan.pipeline.follow import Outcome, Pipeline, Ring

__all__ = ["Outcome", "Pipeline", "Ring"]
