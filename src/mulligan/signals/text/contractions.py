"""Short spellings opened up: "don't" is "do", "not"; "gonna" is "going", "to"."""

import functools

from mulligan.signals import lexica


def opened(form: str) -> tuple[str, ...] | None:
    """The words a short spelling stands for, if it stands for others than itself."""
    known = contractions().get(form)
    if known is not None or "'" not in form:
        return known
    head, _, tail = form.rpartition("'")
    match tail:
        case "re" | "r":
            return head, "are"
        case "ll":
            return head, "will"
        case "ve":
            return head, "have"
        case "s":
            return head, "'s"
        case "d":
            return head, "would"
        case _:
            return (form.replace("'", ""),)


@functools.cache
def contractions() -> dict[str, tuple[str, ...]]:
    """Short and run-together spellings and the words they stand for, read once."""
    pairs = (line.partition("=") for line in lexica.plain_words("text/contractions"))
    return {short.strip(): tuple(full.split()) for short, _, full in pairs}
