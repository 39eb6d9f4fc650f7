"""The oracle itself, held against conversations worked out by hand from the prose."""

import typing as t

from .table import expected

Line = dict[str, t.Any]

DIG = ("belittling", "agent", 1)
INSULT = ("attack", "agent", 2)
SLUR = ("attack", "agent", 3)
LEWD = ("sexual", "agent", 3)
SWEARING = ("profanity", "none", 1)
FIRED = ("threat_other", "agent", 2)
PUNCH = ("threat_harm", "agent", 3)
PUNCH_HIM = ("threat_harm", "third_party", 3)
DESPAIR = ("crisis", "self", 0)
GRIPE = ("complaint", "organisation", 0)
NO = ("refusal", "agent", 0)
SORRY = ("apology", "agent", 0)
PLAIN: tuple[()] = ()


def says(*readings: tuple[str, str, int] | tuple[()], channel: str = "chat") -> Line:
    """One customer message; its severity is the highest of its readings'."""
    given = [r for r in readings if r]
    return {
        "speaker": "customer",
        "channel": channel,
        "signals": [{"kind": r[0], "target": r[1]} for r in given],
        "severity": max((r[2] for r in given), default=0),
    }


def agent(*merits: str, faults: tuple[str, ...] = (), speaker: str = "agent") -> Line:
    return {"speaker": speaker, "merits": list(merits), "faults": list(faults)}


def does(name: str, **fields: t.Any) -> Line:
    return {"act": name, "by": "agent", **fields}


BOT: Line = {"speaker": "bot"}
SYSTEM: Line = {"speaker": "system"}


def moves(*lines: Line) -> list[tuple[int | None, str | None, str]]:
    """Rule, move and stage after, of the customer's messages alone."""
    numbered = [line if "act" in line else {"id": f"m{i}"} | line for i, line in enumerate(lines)]
    customers = {ln["id"] for ln in numbered if ln.get("speaker") == "customer"}
    return [(a["rule"], a["move"], a["stage"]) for a in expected(numbered) if a["id"] in customers]


def test_the_ladder_is_climbed_one_said_step_at_a_time() -> None:
    assert moves(
        says(INSULT),
        agent("empathy"),
        says(INSULT),
        agent("warning"),
        says(INSULT),
        agent("closing"),
        says(INSULT),
        says(INSULT),
        says(PLAIN),
    ) == [
        (14, "second_chance", "second_chance"),
        (15, "warn", "warned"),
        (17, "end", "ended"),
        (7, None, "ended"),
        (8, "hand_over", "handing_over"),
        (5, "hand_over", "handing_over"),
    ]


def test_what_was_not_said_is_asked_for_again() -> None:
    assert moves(
        says(INSULT),
        says(INSULT),
        agent(),
        says(INSULT),
        agent("warning"),
        says(INSULT),
        agent("empathy"),
        says(INSULT),
        says(FIRED),
    ) == [
        (14, "second_chance", "second_chance"),
        (16, "second_chance", "second_chance"),
        (15, "warn", "warned"),
        (17, "end", "ended"),
        (6, "end", "ended"),
        (6, "end", "ended"),
    ]


def test_a_warning_needs_words_or_the_agents_act() -> None:
    climb = [says(INSULT), agent("warning"), says(INSULT), agent("empathy")]
    assert moves(*climb, says(INSULT))[-1] == (18, "warn", "warned")
    assert moves(*climb, agent("boundary"), says(INSULT))[-1] == (17, "end", "ended")
    assert moves(*climb, does("said_it"), says(INSULT))[-1] == (17, "end", "ended")


def test_two_mild_digs_cross_and_a_crossing_starts_the_count_again() -> None:
    lines = [says(DIG), agent(), says(DIG), agent(), says(DIG), agent(), says(DIG)]
    assert moves(*lines) == [
        (26, "acknowledge", "open"),
        (14, "second_chance", "second_chance"),
        (26, "acknowledge", "second_chance"),
        (15, "warn", "warned"),
    ]
    crossed = [a["crossed"] for a in expected(lines)]
    assert crossed == [False, False, True, False, False, False, True]


def test_a_plain_crossing_resets_the_mild_count() -> None:
    assert moves(says(DIG), agent(), says(INSULT), agent(), says(DIG)) == [
        (26, "acknowledge", "open"),
        (14, "second_chance", "second_chance"),
        (26, "acknowledge", "second_chance"),
    ]


def test_gross_abuse_is_warned_at_once_and_sexual_abuse_ends() -> None:
    assert moves(says(SLUR)) == [(13, "warn", "warned")]
    assert moves(says(INSULT), agent(), says(SLUR))[-1] == (13, "warn", "warned")
    assert moves(says(LEWD), agent("closing"), says(SORRY), says(GRIPE)) == [
        (11, "end", "ended"),
        (9, "accept", "ended"),
        (10, None, "ended"),
    ]


def test_sexual_talk_about_others_is_coarse() -> None:
    assert moves(says(("sexual", "third_party", 3))) == [(22, "set_limit", "open")]


def test_a_physical_threat_is_left_from_any_stage_and_rings_again() -> None:
    assert moves(says(PUNCH), says(PLAIN), says(PUNCH), says(PUNCH_HIM), says(INSULT)) == [
        (3, "leave", "left"),
        (4, None, "left"),
        (3, "leave", "left"),
        (2, "hand_over", "left"),
        (4, None, "left"),
    ]
    assert moves(says(LEWD), says(PUNCH))[-1] == (3, "leave", "left")
    assert moves(says(PUNCH_HIM), says(PUNCH)) == [
        (2, "hand_over", "handing_over"),
        (3, "leave", "left"),
    ]
    assert moves(says(PUNCH_HIM, PUNCH)) == [(3, "leave", "left")]


def test_crisis_outranks_everything_until_a_named_person_closes_it() -> None:
    lines = [says(PUNCH), says(DESPAIR, PUNCH), says(SLUR)]
    assert moves(*lines) == [
        (3, "leave", "left"),
        (1, "crisis", "crisis"),
        (1, "crisis", "crisis"),
    ]
    for nothing in ("take", "end", "hand_over", "get_me_out", "reopen"):
        assert moves(*lines, does(nothing), says(PLAIN))[-1] == (1, "crisis", "crisis")
    unnamed = {"act": "close_crisis", "by": ""}
    assert moves(*lines, unnamed, says(PLAIN))[-1] == (1, "crisis", "crisis")
    closed = [*lines, does("close_crisis", by="Ruth"), agent()]
    assert moves(*closed, says(PLAIN))[-1] == (27, "resolve", "open")


def test_a_threat_to_the_job_is_met_with_silence_then_handed_over() -> None:
    assert moves(says(FIRED), agent(), says(GRIPE), agent(), says(FIRED)) == [
        (20, "stay_silent", "open"),
        (26, "acknowledge", "open"),
        (19, "hand_over", "handing_over"),
    ]
    assert moves(says(FIRED, INSULT)) == [(14, "second_chance", "second_chance")]
    assert moves(says(("threat_other", "third_party", 2))) == [(26, "acknowledge", "open")]


def test_swearing_never_moves_the_ladder() -> None:
    line, reply = says(SWEARING), agent()
    assert moves(*[line, reply] * 7) == [
        (26, "acknowledge", "open"),
        (22, "set_limit", "open"),
        (26, "acknowledge", "open"),
        (21, "take_to_writing", "open"),
        (26, "acknowledge", "open"),
        (22, "set_limit", "open"),
        (26, "acknowledge", "open"),
    ]


def test_by_mail_nothing_is_taken_to_writing() -> None:
    mail = says(SWEARING, channel="email")
    assert [m for _, m, _ in moves(mail, mail, mail, mail)] == [
        "acknowledge",
        "set_limit",
        "acknowledge",
        "set_limit",
    ]
    called_after_a_mail = [says(PLAIN, channel="email"), *[agent(), says(NO)] * 3]
    assert moves(*called_after_a_mail)[-1] == (26, "acknowledge", "open")


def test_the_third_refusal_goes_to_writing_once() -> None:
    assert moves(*[says(NO), agent()] * 4) == [
        (26, "acknowledge", "open"),
        (26, "acknowledge", "open"),
        (23, "take_to_writing", "open"),
        (26, "acknowledge", "open"),
    ]


def test_an_apology_clears_the_refusals_before_its_own_counts() -> None:
    lines = [says(NO), agent(), says(NO), agent(), says(SORRY, NO), agent(), says(NO), agent()]
    assert moves(*lines, says(NO)) == [
        (26, "acknowledge", "open"),
        (26, "acknowledge", "open"),
        (24, "accept", "open"),
        (26, "acknowledge", "open"),
        (23, "take_to_writing", "open"),
    ]


def test_what_we_provoked_we_make_amends_for() -> None:
    retort, gone = agent(faults=("retort",)), agent("empathy")
    assert moves(retort, says(INSULT), says(INSULT), gone, says(INSULT)) == [
        (12, "make_amends", "open"),
        (12, "make_amends", "open"),
        (14, "second_chance", "second_chance"),
    ]
    assert moves(retort, says(SLUR)) == [(13, "warn", "warned")]
    assert moves(retort, says(LEWD)) == [(11, "end", "ended")]


def test_an_angry_customer_who_writes_on_is_listened_to() -> None:
    assert moves(says(GRIPE), SYSTEM, says(GRIPE), says(PLAIN), agent(), says(GRIPE)) == [
        (26, "acknowledge", "open"),
        (25, "listen", "open"),
        (27, "resolve", "open"),
        (26, "acknowledge", "open"),
    ]
    mail = says(GRIPE, channel="email")
    assert moves(mail, mail)[-1] == (26, "acknowledge", "open")


def test_while_only_a_bot_answers_care_and_danger_alone_count() -> None:
    lines = [BOT, says(INSULT), BOT, says(DIG), SYSTEM, says(FIRED)]
    assert moves(*lines) == [(None, None, "open")] * 3
    assert [a["crossed"] for a in expected(lines)] == [False, True, False, False, False, False]
    assert moves(*lines, agent(), says(FIRED))[-1] == (19, "hand_over", "handing_over")
    assert moves(BOT, says(PUNCH)) == [(3, "leave", "left")]
    assert moves(BOT, says(PUNCH_HIM)) == [(2, "hand_over", "handing_over")]
    assert moves(BOT, says(DESPAIR)) == [(1, "crisis", "crisis")]


def test_with_an_adjustment_nothing_ends() -> None:
    known = does("adjustment")
    assert moves(known, says(INSULT), agent(), says(INSULT)) == [(26, "acknowledge", "open")] * 2
    assert moves(known, says(LEWD)) == [(11, "hand_over", "handing_over")]
    assert moves(known, says(SLUR), agent("warning"), says(SLUR)) == [
        (13, "warn", "warned"),
        (17, "hand_over", "handing_over"),
    ]
    assert moves(says(LEWD), known, says(INSULT))[-1] == (6, "hand_over", "handing_over")
    assert moves(known, says(SLUR), does("end"), says(PLAIN))[-1][2] == "handing_over"


def test_an_agent_may_end_what_was_crossed_and_hand_over_anything() -> None:
    assert moves(says(INSULT), does("end"), says(GRIPE))[-1] == (10, None, "ended")
    assert moves(says(GRIPE), does("end"), says(GRIPE))[-1] == (5, "hand_over", "handing_over")
    assert moves(says(GRIPE), does("end", reason="an hour"), says(GRIPE))[-1][2] == "ended"
    gross = says(("profanity", "none", 3))
    assert moves(gross, does("end"), says(GRIPE))[-1] == (10, None, "ended")
    assert moves(does("hand_over"), says(GRIPE)) == [(5, "hand_over", "handing_over")]
    assert moves(does("get_me_out"), says(GRIPE)) == [(5, "hand_over", "handing_over")]
    assert moves(does("wrong_department"), does("not_now"), says(PLAIN)) == [
        (27, "resolve", "open")
    ]
    assert moves(says(PUNCH), does("get_me_out"), says(PLAIN))[-1] == (4, None, "left")


def test_whoever_takes_it_over_finds_the_warning_said() -> None:
    handed = [does("hand_over")]
    ended = (17, "end", "ended")
    assert moves(*handed, does("take"), says(INSULT)) == [ended]
    assert moves(*handed, agent(speaker="supervisor"), says(INSULT)) == [ended]
    assert moves(*handed, agent("warning"), says(INSULT)) == [(5, "hand_over", "handing_over")]
    fresh = does("take", stage="open")
    assert moves(*handed, fresh, says(INSULT)) == [(14, "second_chance", "second_chance")]
    assert moves(says(PUNCH), does("take"), says(PLAIN))[-1] == (4, None, "left")
    assert moves(says(PUNCH), fresh, says(PLAIN))[-1] == (27, "resolve", "open")
    assert moves(says(PLAIN), does("take"), says(INSULT))[-1][0] == 14


def test_what_is_reopened_is_warned_again_first() -> None:
    assert moves(says(LEWD), agent("closing"), does("reopen"), agent(), says(INSULT)) == [
        (11, "end", "ended"),
        (18, "warn", "warned"),
    ]
    assert moves(says(PUNCH), does("reopen"), says(INSULT))[-1] == (18, "warn", "warned")
    assert moves(says(INSULT), does("reopen"), says(PLAIN))[-1][2] == "second_chance"


def test_a_disagreement_walks_everything_again() -> None:
    lines = [says(INSULT), agent(), says(INSULT)]
    assert moves(*lines, does("disagree", id="m0"), agent(), says(INSULT)) == [
        (14, "second_chance", "second_chance"),
        (15, "warn", "warned"),
        (15, "warn", "warned"),
    ]
    milder = does(
        "disagree", id="m0", signals=[{"kind": "belittling", "target": "agent"}], severity=1
    )
    assert moves(says(INSULT), milder, agent(), says(DIG))[-1][0] == 14
    assert moves(says(PUNCH), does("disagree", id="m0"), agent(), says(PLAIN))[-1][2] == "open"
    assert moves(says(LEWD), does("disagree", id="m9"), says(PLAIN))[-1][2] == "ended"


def test_a_second_delivery_changes_nothing() -> None:
    once = says(DIG) | {"id": "a"}
    assert expected([once, once]) == [
        {"id": "a", "stage": "open", "move": "acknowledge", "crossed": False, "rule": 26}
    ]


def test_a_severity_nobody_gave_is_its_offences_floor() -> None:
    def unrated(kind: str, *about: str) -> Line:
        signal = {"kind": kind, "target": "agent", "about": list(about)}
        return {"speaker": "customer", "signals": [signal]}

    assert moves(unrated("attack", "race")) == [(13, "warn", "warned")]
    assert moves(unrated("attack", "gender")) == [(14, "second_chance", "second_chance")]
    assert moves(unrated("intrusion")) == [(14, "second_chance", "second_chance")]
    assert moves(unrated("belittling", "race")) == [(26, "acknowledge", "open")]
    assert moves(unrated("complaint")) == [(26, "acknowledge", "open")]
