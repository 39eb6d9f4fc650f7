"""The register of people and machines, whole."""

from mulligan.people.accounts import Accounts
from mulligan.people.looks import Looks
from mulligan.people.machines import Machines


class Register(Accounts, Machines, Looks):
    """Who has an account, which machines have keys, and who looked at what."""
