"""The labelled sets: our corpus, our labels for public texts, and ordinary talk to leave alone."""

import csv
import hashlib
import json
import pathlib
import typing as t

from mulligan.conversation.message import Turn

csv.field_size_limit(1 << 24)


class Case(t.NamedTuple):
    """One labelled customer message or reply; `labels` are (kind, target) or (mark, "")."""

    source: str
    text: str
    context: tuple[Turn, ...]
    labels: frozenset[tuple[str, str]]
    severity: int
    pair: str
    customer: str = ""
    channel: str = ""

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds (or merits and faults) alone."""
        return frozenset(kind for kind, _ in self.labels)


class Labelled(t.NamedTuple):
    """A set of cases, with the short hash of the file it was read from."""

    name: str
    digest: str
    cases: list[Case]


def corpus_messages(folder: pathlib.Path) -> Labelled:
    """The corpus's customer messages."""
    path = folder / "messages.jsonl"
    return Labelled("corpus messages", digest(path), [_message(row) for row in _rows(path)])


def corpus_conversations(folder: pathlib.Path) -> Labelled:
    """Every customer turn of the corpus's conversations, with up to three turns before it."""
    path = folder / "conversations.jsonl"
    cases: list[Case] = []
    for row in _rows(path):
        for place, turn in enumerate(row["turns"]):
            if turn["speaker"] == "customer":
                context = row["turns"][max(0, place - 3) : place]
                known = {"context": context, "source": "conv", "channel": row["channel"]}
                cases.append(_message(turn | known))
    return Labelled("corpus conversations", digest(path), cases)


def corpus_replies(folder: pathlib.Path) -> Labelled:
    """The corpus's agent replies, with merits and faults."""
    path = folder / "replies.jsonl"
    cases = [
        Case(
            row["source"],
            row["reply"],
            _turns(row["context"]),
            frozenset((mark, "") for mark in (*row["merits"], *row["faults"])),
            0,
            row.get("pair", ""),
            row.get("customer_name", ""),
            row["channel"],
        )
        for row in _rows(path)
    ]
    return Labelled("corpus replies", digest(path), cases)


def public(folder: pathlib.Path, trainable: pathlib.Path) -> Labelled:
    """Public texts with our labels; `source` is the public set."""
    path = folder / "public-labels.jsonl"
    texts = _public_texts(trainable)
    cases = []
    for row in _rows(path):
        known = texts.get(row["id"])
        if known is not None:
            source = row["id"].partition(":")[0]
            cases.append(_message(row | known | {"source": source}))
    return Labelled("public texts", digest(path), cases)


def ordinary(trainable: pathlib.Path) -> Labelled | None:
    """MultiDoGO's customer turns in six trades: ordinary talk without labels."""
    paths = sorted((trainable / "multidogo").glob("*_train.tsv"))
    if not paths:
        return None
    total = hashlib.sha256()
    cases: list[Case] = []
    for path in paths:
        total.update(path.read_bytes())
        for row in _table(path, "\t"):
            trade = path.stem.removesuffix("_train")
            cases.append(Case(trade, row["utterance"] or "", (), frozenset(), 0, ""))
    return Labelled("MultiDoGO", total.hexdigest()[:8], cases)


def digest(path: pathlib.Path) -> str:
    """The first eight hex digits of a file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def _message(row: dict[str, t.Any]) -> Case:
    return Case(
        row["source"],
        row["text"],
        _turns(row.get("context", ())),
        frozenset((one["kind"], one["target"]) for one in row["conduct"]),
        row["severity"],
        row.get("pair", ""),
        channel=row.get("channel", ""),
    )


def _turns(turns: t.Iterable[dict[str, t.Any]]) -> tuple[Turn, ...]:
    return tuple(Turn(turn["speaker"], turn["text"][:500]) for turn in turns)


def _rows(path: pathlib.Path) -> t.Iterator[dict[str, t.Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _table(path: pathlib.Path, delimiter: str = ",") -> t.Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        if delimiter == "\t":
            yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        else:
            yield from csv.DictReader(lines)


def _public_texts(trainable: pathlib.Path) -> dict[str, dict[str, t.Any]]:
    """Text and context of each public row, by the id our labels use; missing sets are left out."""
    texts: dict[str, dict[str, t.Any]] = {}
    plain = [
        ("toxic_spans", "toxic_spans/comments.csv", ",", "comment_id", "comment_text"),
        ("edos", "edos/edos_train_dev.csv", ",", "rewire_id", "text"),
        ("davidson", "davidson/labeled_data.csv", ",", "", "tweet"),
    ]
    plain += [
        ("multidogo", str(path.relative_to(trainable)), "\t", "utteranceId", "utterance")
        for path in sorted((trainable / "multidogo").glob("*_train.tsv"))
    ]
    for name, file, delimiter, key, column in plain:
        if (trainable / file).is_file():
            for row in _table(trainable / file, delimiter):
                texts[f"{name}:{row[key]}"] = {"text": row[column] or ""}
    for reader in (_convabuse, _politeness, _context_toxicity, _hashed):
        texts.update(reader(trainable))
    return texts


def _convabuse(trainable: pathlib.Path) -> t.Iterator[tuple[str, dict[str, t.Any]]]:
    for path in sorted((trainable / "convabuse").glob("*.csv")):
        for row in _table(path):
            context = [
                {"speaker": speaker, "text": row[column]}
                for speaker, column in (
                    ("agent", "prev_agent"),
                    ("customer", "prev_user"),
                    ("agent", "agent"),
                )
                if row[column]
            ]
            key = f"convabuse:{row['example_id']}"
            yield key, {"text": row["user"], "context": context}


def _politeness(trainable: pathlib.Path) -> t.Iterator[tuple[str, dict[str, t.Any]]]:
    for path in sorted((trainable / "stanford_politeness").glob("*.csv")):
        for row in _table(path):
            yield f"politeness:{path.name[:2]}{row['Id']}", {"text": row["Request"]}


def _context_toxicity(trainable: pathlib.Path) -> t.Iterator[tuple[str, dict[str, t.Any]]]:
    for name in ("gc.csv", "gn.csv"):
        path = trainable / "context_toxicity" / name
        for row in _table(path) if path.is_file() else ():
            context = [{"speaker": "agent", "text": row["parent"]}] if row["parent"] else []
            yield f"context_toxicity:{row['id']}", {"text": row["text"], "context": context}


def _hashed(trainable: pathlib.Path) -> t.Iterator[tuple[str, dict[str, t.Any]]]:
    samples = trainable / "openai_moderation" / "samples-part.jsonl"
    rows = (
        [("openai_moderation", row["prompt"]) for row in _rows(samples)]
        if samples.is_file()
        else []
    )
    comments = trainable / "surge_toxicity" / "toxicity_en.csv"
    if comments.is_file():
        rows += [("surge_toxicity", row["text"]) for row in _table(comments)]
    for name, text in rows:
        short = hashlib.sha256(text.encode()).hexdigest()[:12]
        yield f"{name}:{short}", {"text": text}
