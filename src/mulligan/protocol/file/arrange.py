"""A protocol that differs from another: which rules hold, and in which order."""

import difflib

from mulligan.protocol.file.source import Path, Source
from mulligan.protocol.schema import NewRule, ProtocolFile, Rule


def arrange(source: Source, file: ProtocolFile, inherited: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """The rules in their order: the inherited ones, less the dropped, plus or under the file's own.

    A rule with a known id takes that rule's place; a new one stands where `before` or `after`
    says, else at the end. Faults are noted in `source`.
    """
    rules = list(inherited)
    for n, dropped in enumerate(file.drop):
        at = _find(source, rules, dropped, ("drop", n))
        if at is not None:
            del rules[at]
    seen: set[str] = set()
    for n, new in enumerate(file.rules):
        path: Path = ("rules", n)
        if new.id in seen:
            source.fault(f"two rules are called `{new.id}`", path, "give each its own id")
        seen.add(new.id)
        _put(source, rules, new, path)
    if not rules:
        source.fault("there are no rules", (), "write some, or begin with `extends: default`")
    return tuple(rules)


def _put(source: Source, rules: list[Rule], new: NewRule, path: Path) -> None:
    rule = _plain(new)
    old = next((n for n, known in enumerate(rules) if known.id == new.id), None)
    if new.before and new.after:
        source.fault("`before` and `after` cannot both be given", path)
    elif new.before or new.after:
        if old is not None:
            del rules[old]
        anchor = _find(source, rules, new.before or new.after or "", path)
        if anchor is not None:
            rules.insert(anchor + bool(new.after), rule)
    elif old is not None:
        rules[old] = rule
    else:
        rules.append(rule)


def _find(source: Source, rules: list[Rule], asked: str, path: Path) -> int | None:
    ids = [rule.id for rule in rules]
    if asked in ids:
        return ids.index(asked)
    near = difflib.get_close_matches(asked, ids, n=1)
    hint = f"did you mean `{near[0]}`?" if near else "`mulligan protocol show` lists the rules"
    source.fault(f"there is no rule `{asked}` here", path, hint)
    return None


def _plain(new: NewRule) -> Rule:
    return Rule(
        id=new.id,
        when=new.when,
        move=new.move,
        then=new.then,
        because=new.because,
        practice=new.practice,
        say=new.say,
        urgent=new.urgent,
        security=new.security,
        may_end=new.may_end,
        bots=new.bots,
    )
