"""What can go wrong, told so that the reader knows where, and what to do next."""


class MulliganError(Exception):
    """A fault told to a person: what is wrong, where, and what to do about it.

    `place` names the spot (`FILE:LINE`, or a field), `hint` the next step; both may be empty.
    """

    def __init__(self, message: str, *, place: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.hint = hint

    def __str__(self) -> str:
        told = f"{self.place}: {self.message}" if self.place else self.message
        return f"{told} ({self.hint})" if self.hint else told


class BadInput(MulliganError):
    """One piece of input cannot be read: a line, a row, an act; the rest can."""


class BadProtocol(MulliganError):
    """A protocol's text is faulty; `faults` lists every fault found, each with its place."""

    def __init__(self, faults: list[MulliganError]) -> None:
        super().__init__(f"{len(faults)} fault{'s' if len(faults) != 1 else ''} in the protocol")
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class UnknownName(MulliganError):
    """A name was asked for that nothing here bears: a protocol, a reader, a fact."""


class BadWeights(MulliganError):
    """The trained reader's files are missing or damaged."""


class JournalError(MulliganError):
    """The journal, or a file beside it, cannot be used as it is: the disk, or something in it."""


class Damaged(JournalError):
    """One conversation in the journal cannot be read as it is; the others can."""


class Busy(MulliganError):
    """More comes in than can be taken; nothing of it was kept, so send it again a little later."""


class NotNow(MulliganError):
    """Somebody else cannot do it now; trying again helps, after so many seconds (0: who knows)."""

    def __init__(self, message: str, *, after: float = 0.0) -> None:
        super().__init__(message)
        self.after = after


class Refused(MulliganError):
    """Somebody else will not do it as it is; trying again does not help."""


class Held(MulliganError):
    """Something may not be erased while a hold stands."""
