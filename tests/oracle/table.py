"""The default protocol's table, written a second time straight from the prose, as a test oracle.

Nothing here is shared with the implementation. It is meant to be checked by eye against
protocol.md, so it is slow and literal. Timers, promises, restrictions, call-backs, queues marked
"never end" and the other shipped protocols are no part of it.

Choices made by the project (protocol.md leaves them open; given, not chosen here):

* `reopen`: only from `ended` or `left`, to `warned`, the warning not counted as said.
* `take`: changes nothing in `crisis`; with no stage named it acts only in `handing_over`.
* A supervisor speaking in `handing_over` counts as `take`.
* `said_it` marks what is pending in `second_chance`, `warned` or `ended` as said.
* `hand_over` and `get_me_out` lead to `handing_over` except from `left` and `crisis`;
  `wrong_department` and `not_now` leave the stage.
* `end`: nothing in `crisis` and `left`; `handing_over` with an adjustment; `ended`, closing not
  said, if the line was ever crossed, a severity 3 ever stood or a `reason` is carried; otherwise
  `handing_over`.
* `close_crisis`: `crisis` to `open`, only with a non-empty `by`.
* `disagree`: everything walked again from the start with that one reading replaced.
* An apology or gratitude clears the refusals before a refusal in the same message counts.
* Crossing is computed in every stage, also while only a bot answers.
* Parting shots: aimed-or-threat customer messages in `ended` since the closing was said.

Choices made here, where the prose is silent or can be read in two ways:

 1. What `disagree` gives: lines before the act keep the answer they got then (they were given
    already); only the state it leaves, and so what follows, comes from the second walk. What was
    judged again counts, too, for "has been the move before" (`take_to_writing`).
 2. A `disagree` naming no customer message heard so far changes nothing. A later one about the
    same message replaces the earlier one. The whole reading is replaced: no `signals` means none,
    even where a `severity` is carried.
 3. A severity given is taken as it is, even below ruling 8's floor. A missing one (or null) is
    the highest floor of the message's offences; 0 without an offence.
 4. Floors: about `gender` is not "gender identity" (ruling 24 puts sexist insults at 2), so it is
    2; `belittling`, `shouting`, `profanity` "1 or 2" have floor 1, whatever they are about.
 5. An aimed message of severity 0 neither crosses nor counts as mild.
 6. `sexual`, aimed (row 11): the sexual signal itself has target agent or staff.
 7. Threats, refusals and coarse messages are counted as messages, not signals, in every stage
    and also while only a bot answers ("by every customer message"). So are parting shots.
 8. `threat_harm` with any other target than `third_party` (also `none`, `self`) is row 3.
 9. "The last other speaker" passes over system lines: a system answers nobody. A bot after an
    agent makes it the bot again.
10. While only a bot answers and rows 1-3 do not match: no rule, no move, even in `left`.
11. "Unanswered": no agent or supervisor line since the customer's previous message; bots and
    systems are context only. A first message has no previous one. A message heard while only a
    bot answered is a previous message as well.
12. "No part of the conversation is email": any line so far, whoever speaks, this one included. A
    missing channel is not email.
13. "Our provocation" looks at the last agent or supervisor reply however long ago, and does not
    wear off by a `make_amends`.
14. A pending thing is said by a reply after the move or act that brought the stage about (a
    `boundary` given earlier, for the second chance, is no warning); repeating the move (rows 6,
    16, 18) starts nothing anew, as nothing has been said yet. Any reply makes a second chance
    heard, whatever is in it.
15. `adjustment` holds from its act on, for ever; what was crossed before stays crossed. Where
    `end` becomes `hand_over` the stage becomes `handing_over` (also in row 6, whose stage is
    "same"); the rule keeps its number.
16. A supervisor's line in `handing_over` takes first and is read as a reply afterwards.
17. `take` naming a stage sets it from any stage but `crisis`. Naming `warned` is the same as the
    default: the warning counts as said. Any other stage begins with nothing said.
18. Setting the stage it already is (`end` in `ended`, `take` naming the present stage) begins it
    anew: nothing said (but for 17's warning), no parting shots. Leaving and coming back likewise.
19. `take` naming no known stage, an unknown act and an unknown speaker are bad lines: skipped.
20. `end`: any true `reason` will do; "a severity 3 stood" reads the message's severity, offence
    or not, in any stage. "Ever crossed" includes crossings under `make_amends` or in `crisis`.
21. Stage changes clear no count (mild, coarse, refusals, threats, in writing); closing a crisis
    included.
22. A message without an id is given its number among the message lines, from "1". Acts have no
    ids: the same act twice acts twice.
23. A signal without a target has target `none`. A missing `merits` or `faults` is an empty one.
"""

import dataclasses
import typing as t

Line = dict[str, t.Any]

STAGES = ("open", "second_chance", "warned", "ended", "handing_over", "left", "crisis")
OFFENCES = {
    "profanity",
    "attack",
    "belittling",
    "shouting",
    "sexual",
    "intrusion",
    "threat_harm",
    "threat_other",
}
PERSONAL = {"attack", "belittling", "sexual", "intrusion", "shouting"}
US = {"agent", "staff"}
PROTECTED = {"race", "religion", "nationality", "disability", "sexuality"}


@dataclasses.dataclass
class Walk:
    """Where one conversation stands."""

    stage: str = "open"
    said: bool = False  # the second chance, warning or closing of the present stage
    mild: int = 0  # aimed messages of severity 1 since the last crossing
    coarse: int = 0
    refusals: int = 0  # since the last apology or gratitude
    threats: int = 0
    parting_shots: int = 0
    taken_to_writing: bool = False  # it has been the move before
    email_seen: bool = False
    adjustment: bool = False
    ever_crossed: bool = False
    ever_severity_3: bool = False
    reply_faults: set[str] = dataclasses.field(default_factory=set)  # of the last agent reply
    only_a_bot: bool = False  # the last other speaker was a bot
    unanswered: bool = False  # the customer's last message is
    seen: set[str] = dataclasses.field(default_factory=set)
    customers: set[str] = dataclasses.field(default_factory=set)  # ids of customer messages
    number: int = 0

    def enter(self, stage: str, *, said: bool = False) -> None:
        self.stage, self.said, self.parting_shots = stage, said, 0


def expected(lines: list[Line]) -> list[Line]:
    """Judge every message line of one conversation: id, stage after, move, crossed, rule."""
    walk, heard, corrections = Walk(), list[Line](), dict[str, Line]()
    answers: list[Line] = []
    for line in lines:
        if line.get("act") == "disagree":
            if line.get("id") in walk.customers:
                corrections[line["id"]] = line
                walk = Walk()
                for earlier in heard:
                    step(walk, earlier, corrections)
            continue
        heard.append(line)
        answer = step(walk, line, corrections)
        if answer is not None:
            answers.append(answer)
    return answers


def step(walk: Walk, line: Line, corrections: dict[str, Line]) -> Line | None:
    if "act" in line:
        act(walk, line)
        return None
    if line.get("speaker") not in ("customer", "agent", "supervisor", "bot", "system"):
        return None
    walk.number += 1
    id_ = line.get("id") or str(walk.number)
    if id_ in walk.seen:  # a second delivery
        walk.number -= 1
        return None
    walk.seen.add(id_)
    walk.email_seen = walk.email_seen or line.get("channel") == "email"

    rule: int | None = None
    move: str | None = None
    crossed = False
    if line["speaker"] == "customer":
        walk.customers.add(id_)
        rule, move, crossed = customer(walk, line, corrections.get(id_, line))
    elif line["speaker"] in ("agent", "supervisor"):
        reply(walk, line)
    elif line["speaker"] == "bot":
        walk.only_a_bot = True
    return {"id": id_, "stage": walk.stage, "move": move, "crossed": crossed, "rule": rule}


def reply(walk: Walk, line: Line) -> None:
    if line["speaker"] == "supervisor" and walk.stage == "handing_over":
        walk.enter("warned", said=True)  # counts as take

    merits = set(line.get("merits") or ())
    walk.reply_faults = set(line.get("faults") or ())
    walk.only_a_bot = False
    walk.unanswered = False
    if walk.stage == "second_chance":
        walk.said = True
    if walk.stage == "warned" and merits & {"warning", "boundary"}:
        walk.said = True
    if walk.stage == "ended" and "closing" in merits:
        walk.said = True


def act(walk: Walk, line: Line) -> None:
    name = line["act"]
    away = walk.stage in ("left", "crisis")

    if name == "said_it" and walk.stage in ("second_chance", "warned", "ended"):
        walk.said = True

    if name in ("not_now", "wrong_department"):
        pass

    if name == "end" and not away:
        allowed = walk.ever_crossed or walk.ever_severity_3 or bool(line.get("reason"))
        walk.enter("ended" if allowed and not walk.adjustment else "handing_over")

    if name in ("hand_over", "get_me_out") and not away:
        walk.enter("handing_over")

    if name == "take" and walk.stage != "crisis":
        stage = line.get("stage")
        if stage is None and walk.stage == "handing_over":
            walk.enter("warned", said=True)
        elif stage in STAGES:
            walk.enter(stage, said=stage == "warned")

    if name == "reopen" and walk.stage in ("ended", "left"):
        walk.enter("warned", said=False)

    if name == "close_crisis" and walk.stage == "crisis" and line.get("by"):
        walk.enter("open")

    if name == "adjustment":
        walk.adjustment = True


def floor(signal: Line) -> int:
    """Labels, ruling 8."""
    kind = signal["kind"]
    if kind in ("threat_harm", "sexual"):
        return 3
    if kind == "attack" and PROTECTED & set(signal.get("about") or ()):
        return 3
    if kind in ("attack", "threat_other", "intrusion"):
        return 2
    if kind in ("belittling", "shouting", "profanity"):
        return 1
    return 0


def customer(walk: Walk, line: Line, reading: Line) -> tuple[int | None, str | None, bool]:
    # --- the reading ---------------------------------------------------------------------------
    signals: list[Line] = reading.get("signals") or []
    kinds = {s["kind"] for s in signals}
    offence = bool(kinds & OFFENCES)
    severity = reading.get("severity")
    if severity is None:
        severity = max((floor(s) for s in signals), default=0)

    # --- words used in the table ---------------------------------------------------------------
    aimed = any(s["kind"] in PERSONAL and s.get("target") in US for s in signals)
    sexual_aimed = any(s["kind"] == "sexual" and s.get("target") in US for s in signals)
    threat = any(s["kind"] == "threat_other" and s.get("target") in US for s in signals)
    threat_harm = "threat_harm" in kinds
    harm_to_third_parties_only = threat_harm and all(
        s.get("target") == "third_party" for s in signals if s["kind"] == "threat_harm"
    )
    refusal = "refusal" in kinds
    apology_or_gratitude = bool(kinds & {"apology", "gratitude"})
    coarse = offence and not aimed and not threat and not threat_harm

    # --- counts, updated by every customer message before the table is read --------------------
    if aimed and severity == 1:
        walk.mild += 1
    crosses = aimed and (severity >= 2 or (severity == 1 and walk.mild >= 2))
    if walk.adjustment and severity <= 2:
        crosses = False
    if crosses:
        walk.mild = 0
        walk.ever_crossed = True
    if severity == 3:
        walk.ever_severity_3 = True
    if coarse:
        walk.coarse += 1
    if apology_or_gratitude:
        walk.refusals = 0
    if refusal:
        walk.refusals += 1
    if threat:
        walk.threats += 1
    if walk.stage == "ended" and walk.said and (aimed or threat):
        walk.parting_shots += 1

    our_provocation = bool(walk.reply_faults & {"retort", "counter_threat"})
    previous_unanswered = walk.unanswered
    walk.unanswered = True
    email = line.get("channel") == "email"
    not_yet_in_writing = not walk.taken_to_writing and not walk.email_seen
    stage, said = walk.stage, walk.said

    # --- the default protocol: first match wins ------------------------------------------------
    def first_match() -> tuple[int | None, str | None, str]:
        """The row's number, the move, the stage after."""
        # 1
        if "crisis" in kinds or stage == "crisis":
            return 1, "crisis", "crisis"
        # 2
        if harm_to_third_parties_only:
            return 2, "hand_over", "left" if stage == "left" else "handing_over"
        # 3
        if threat_harm:
            return 3, "leave", "left"

        # while only a bot has been answering, rules 1-3 alone apply
        if walk.only_a_bot:
            return None, None, stage

        # 4
        if stage == "left":
            return 4, None, stage
        # 5
        if stage == "handing_over":
            return 5, "hand_over", stage
        # 6
        if stage == "ended" and (aimed or threat) and not said:
            return 6, "end", stage
        # 7
        if stage == "ended" and (aimed or threat) and said and walk.parting_shots == 1:
            return 7, None, stage
        # 8
        if stage == "ended" and (aimed or threat) and said and walk.parting_shots >= 2:
            return 8, "hand_over", "handing_over"
        # 9
        if stage == "ended" and apology_or_gratitude and not offence:
            return 9, "accept", stage
        # 10
        if stage == "ended":
            return 10, None, stage
        # 11
        if sexual_aimed:
            return 11, "end", "ended"
        # 12
        if crosses and severity <= 2 and our_provocation:
            return 12, "make_amends", stage
        # 13
        if crosses and severity == 3 and stage in ("open", "second_chance"):
            return 13, "warn", "warned"
        # 14
        if crosses and stage == "open":
            return 14, "second_chance", "second_chance"
        # 15
        if crosses and stage == "second_chance" and said:
            return 15, "warn", "warned"
        # 16
        if crosses and stage == "second_chance" and not said:
            return 16, "second_chance", stage
        # 17
        if crosses and stage == "warned" and said:
            return 17, "end", "ended"
        # 18
        if crosses and stage == "warned" and not said:
            return 18, "warn", stage
        # 19
        if threat and walk.threats >= 2:
            return 19, "hand_over", "handing_over"
        # 20
        if threat:
            return 20, "stay_silent", stage
        # 21
        if coarse and walk.coarse >= 4 and not_yet_in_writing and not email:
            return 21, "take_to_writing", stage
        # 22
        if coarse and (severity == 3 or walk.coarse % 2 == 0):
            return 22, "set_limit", stage
        # 23
        if refusal and walk.refusals >= 3 and not_yet_in_writing and not email:
            return 23, "take_to_writing", stage
        # 24
        if apology_or_gratitude and not offence:
            return 24, "accept", stage
        heated = offence or bool(kinds & {"venting", "complaint", "demand", "recourse", "refusal"})
        # 25
        if heated and previous_unanswered and not email:
            return 25, "listen", stage
        # 26
        if heated:
            return 26, "acknowledge", stage
        # 27
        return 27, "resolve", stage

    rule, move, after = first_match()

    # --- adjustment: `end` becomes `hand_over` -------------------------------------------------
    if walk.adjustment and move == "end":
        move, after = "hand_over", "handing_over"

    if move == "take_to_writing":
        walk.taken_to_writing = True
    if after != stage:
        walk.enter(after)
    return rule, move, crosses
