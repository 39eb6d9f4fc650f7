"""What handlers ask for: the hub behind the pages."""

from litestar.di import NamedDependency

from mulligan.web.hub import Hub

Behind = NamedDependency[Hub]
"""The hub behind the pages."""
