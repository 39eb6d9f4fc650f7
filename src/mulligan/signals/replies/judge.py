"""The first reader's eye for replies: what an agent did well or badly, by phrase, no model.

Left unjudged, because phrases cannot show it: whether a reply talks past what was said (`ignores`).
"""

import functools
import typing as t

from mulligan.conversation.message import CONTEXT_CHARACTERS, Message, Turn
from mulligan.conversation.signal import Finding, Review
from mulligan.conversation.words import FAULTS, MERITS, Fault, Merit
from mulligan.signals import lexica
from mulligan.signals.replies.context import in_code, said_back
from mulligan.signals.replies.ladder import STEPS, Sentence, steps
from mulligan.signals.replies.names import uses_of
from mulligan.signals.replies.phrases import Lexicon, Mark
from mulligan.signals.replies.reasons import BECAUSE
from mulligan.signals.replies.words import EDGES, Words, words_of

Label = Merit | Fault
_PLAIN: t.Final = frozenset(BECAUSE) - STEPS - {"name", "ignores", "summarises", "jargon"}
_HELP: t.Final = frozenset(("solution", "choice", "handover", "ownership", "in_writing"))
_OWNING: t.Final = frozenset(("responsibility", "acknowledges", "empathy"))
_NEEDS_NO_OWNING: t.Final = frozenset(("argues", "blames_customer", "excuse"))
_NEEDS_NO_HELP: t.Final = frozenset(("negativity", "policy_wall", "no_answer"))
_ONLY_IF_IT_COMES_TO_THAT: t.Final = frozenset(
    ("handover", "in_writing", "ownership", "solution", "deadline")
)


def review(message: Message, context: t.Sequence[Turn], customer: str) -> Review:
    """Say what a reply does well or badly, with the words that show it; never raises.

    Takes some 0.2 ms for a reply of everyday length, and grows with the length alone.
    """
    text = words_of(message.text)
    judged = _labels(text)
    retorts = [mark for label, mark in judged if label == "retort"]
    if retorts and _provoked(context):
        judged.extend(("feeds", mark) for mark in retorts)
    found = [_finding(label, mark, text) for label, mark in judged]
    found.extend(
        Finding("name", start, end, BECAUSE["name"])
        for start, end in uses_of(customer, message.text)
    )
    found.extend(said_back(text, context, customer))
    found.extend(in_code(message.text, context))
    kinds = {finding.kind for finding in found}
    return Review(
        tuple(merit for merit in MERITS if merit in kinds),
        tuple(fault for fault in FAULTS if fault in kinds),
        tuple(sorted(found, key=lambda finding: (finding.start, finding.end))),
    )


def _labels(text: Words) -> list[tuple[Label, Mark]]:
    """Every label and its place, sentence by sentence, then weighed over the whole reply."""
    found: list[tuple[Label, Mark]] = []
    for sentence in _sentences(text):
        taken = list(steps(sentence, text))
        found.extend(taken)
        warned = any(label in ("warning", "counter_threat") for label, _ in taken)
        found.extend(
            (label, mark)
            for label, mark in _plain_labels(sentence)
            if not (warned and label in _ONLY_IF_IT_COMES_TO_THAT)
        )
    return _weighed(found)


def _plain_labels(sentence: Sentence) -> t.Iterator[tuple[Label, Mark]]:
    for heading, mark in sentence.items():
        label = t.cast(Label, heading.replace(" ", "_"))
        if label in _PLAIN:
            yield label, mark


def _weighed(found: list[tuple[Label, Mark]]) -> list[tuple[Label, Mark]]:
    """Add what follows from other labels, and drop what they make good."""
    labels = {label for label, _ in found}
    for label, mark in tuple(found):
        if label == "counter_threat":
            found.append(("feeds", mark))
        elif label == "sympathy":
            found.append(("no_answer", mark))
    made_good = (_NEEDS_NO_HELP if labels & _HELP else frozenset()) | (
        _NEEDS_NO_OWNING if labels & _OWNING else frozenset()
    )
    return [(label, mark) for label, mark in found if label not in made_good]


def _provoked(context: t.Sequence[Turn]) -> bool:
    """Whether the message that was answered has the words of an insult or a threat."""
    if not context or context[-1].speaker != "customer":
        return False
    words = words_of(context[-1].text[:CONTEXT_CHARACTERS])
    return any(mark.heading == "provoked" for mark in lexicon().marks(words))


def _sentences(text: Words) -> t.Iterable[Sentence]:
    """The first mark under each heading, by sentence."""
    number, numbers = 0, []
    for word in text.words:
        numbers.append(number)
        number += word in EDGES
    sentences: dict[int, dict[str, Mark]] = {}
    for mark in lexicon().marks(text):
        inner = mark.start + (text.words[mark.start] in EDGES and mark.end - mark.start > 1)
        sentences.setdefault(numbers[inner], {}).setdefault(mark.heading, mark)
    return sentences.values()


def _finding(label: Label, mark: Mark, text: Words) -> Finding:
    start, end = mark.start, mark.end - 1
    start += text.words[start] in EDGES and end > start
    return Finding(label, text.starts[start], text.ends[end], BECAUSE[label])


@functools.cache
def lexicon() -> Lexicon:
    """The phrases, compiled once (some 100 ms)."""
    return Lexicon(lexica.sections("replies/phrases"))
