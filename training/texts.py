"""The words of public texts, by the ids that our labels use; and ordinary real talk.

The texts are other people's, and stay where they are: `data/trainable`.
"""

import csv
import hashlib
import json
import pathlib
import typing as t

csv.field_size_limit(1 << 24)

Known = dict[str, t.Any]


def ordinary(trainable: pathlib.Path) -> t.Iterator[tuple[str, str, str]]:
    """MultiDoGO's customer turns (key, trade, words): ordinary talk without labels."""
    for path in sorted((trainable / "multidogo").glob("*_train.tsv")):
        for row in table(path, "\t"):
            trade = path.stem.removesuffix("_train")
            yield f"multidogo:{row['utteranceId']}", trade, row["utterance"] or ""


def lines(path: pathlib.Path) -> t.Iterator[Known]:
    """The objects of a file of JSON lines."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def table(path: pathlib.Path, delimiter: str = ",") -> t.Iterator[dict[str, str]]:
    """The rows of a table by column; none where the file is missing."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as file:
        if delimiter == "\t":
            yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        else:
            yield from csv.DictReader(file)


def public_texts(trainable: pathlib.Path) -> dict[str, Known]:
    """Text, context, scene (`group`) of each public row, by our labels' id, for the sets there are.

    `held` rows belong to a public set's own validation part.
    """
    texts: dict[str, Known] = {}
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
            for row in table(trainable / file, delimiter):
                held = row.get("split") == "dev"
                texts[f"{name}:{row[key]}"] = {"text": row[column] or "", "held": held}
    for reader in (_convabuse, _politeness, _context_toxicity, _hashed):
        texts.update(reader(trainable))
    return texts


def _convabuse(trainable: pathlib.Path) -> t.Iterator[tuple[str, Known]]:
    for path in sorted((trainable / "convabuse").glob("*.csv")):
        for row in table(path):
            key = f"convabuse:{row['example_id']}"
            known = {"text": row["user"], "context": convabuse_context(row)}
            yield key, known | {"group": row["conv_id"], "held": "valid" in path.name}


def convabuse_context(row: dict[str, str]) -> list[dict[str, str]]:
    """The turns before a row of ConvAbuse."""
    said = (("agent", "prev_agent"), ("customer", "prev_user"), ("agent", "agent"))
    return [{"speaker": who, "text": row[column]} for who, column in said if row[column]]


def _politeness(trainable: pathlib.Path) -> t.Iterator[tuple[str, Known]]:
    for path in sorted((trainable / "stanford_politeness").glob("*.csv")):
        for row in table(path):
            yield f"politeness:{path.name[:2]}{row['Id']}", {"text": row["Request"]}


def _context_toxicity(trainable: pathlib.Path) -> t.Iterator[tuple[str, Known]]:
    for name in ("gc.csv", "gn.csv"):
        path = trainable / "context_toxicity" / name
        for row in table(path) if path.is_file() else ():
            context = [{"speaker": "agent", "text": row["parent"]}] if row["parent"] else []
            yield f"context_toxicity:{row['id']}", {"text": row["text"], "context": context}


def _hashed(trainable: pathlib.Path) -> t.Iterator[tuple[str, Known]]:
    samples = trainable / "openai_moderation" / "samples-part.jsonl"
    rows = (
        [("openai_moderation", row["prompt"]) for row in lines(samples)]
        if samples.is_file()
        else []
    )
    comments = trainable / "surge_toxicity" / "toxicity_en.csv"
    if comments.is_file():
        rows += [("surge_toxicity", row["text"]) for row in table(comments)]
    for name, text in rows:
        short = hashlib.sha256(text.encode()).hexdigest()[:12]
        yield f"{name}:{short}", {"text": text}
