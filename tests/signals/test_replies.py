"""What the first reader sees in replies."""

import json
import pathlib
import time
import typing as t

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mulligan.conversation.message import Message, Turn
from mulligan.conversation.signal import Review
from mulligan.conversation.words import FAULTS, MERITS
from mulligan.signals.replies import BECAUSE, lexicon, review

CORPUS: t.Final = pathlib.Path(__file__).parents[2] / "corpus" / "replies.jsonl"

WARNINGS = """
If you continue in this manner, I will be forced to end our call.
I'd like to help; if the insults go on I'll have to stop here.
This chat will close if you keep calling me names.
Should this language continue, we will terminate the conversation.
Please stop shouting, or I will have to end this call.
Any further abuse will result in this chat being closed.
One more remark like that and this call is over.
Unless you stop threatening my colleague I'll be ending the call.
I'll have to close the chat the next time you call me that.
Continued insults will lead to the end of this conversation.
I don't want to hang up, but I will if this carries on.
Mr Smith, I can only keep helping if we stay civil; otherwise I'll have to end the call.
We'd like to help you by email, but if the personal remarks continue we will stop replying.
Keep swearing at me and I'm ending this chat.
if u keep swearing im gonna end this chat
I can’t stay on the line if you keep insulting me.
The next insult will end this call.
"""
CLOSINGS = """
I'm going to end this call now. You can write to us at help@example.org.
I do want to help, but clearly I cannot. Under the circumstances, I think perhaps I should go.
I am ending this conversation now because of the insults. Your reference is 4417.
This chat is now closed. You can reach us in writing at any time.
As I said I would, I'm ending the call here.
I'm hanging up now.
I will now disconnect. Your case stays open under reference 12.
I won't be continuing this conversation. Please write to us instead.
This conversation ends here.
Is there anything else? Have a nice day, goodbye.
If there's nothing else, I'll close the chat now.
You're welcome! Have a lovely evening.
"""
BOUNDARIES = """
Please don't speak to me like that.
I'd ask you to keep this respectful.
I understand you're angry, but please don't swear at me.
I'm happy to help, but I need you to stop shouting.
I won't be spoken to that way.
Please leave my accent out of it.
That language isn't acceptable.
Be as angry as you like at the bill, but not at me, please.
There's no need for insults.
Let's keep this civil.
please no swearing at staff
"""
OTHER_STEPS: tuple[tuple[str, str], ...] = (
    ("excuse_me", "Excuse me."),
    ("excuse_me", "You'll have to excuse me, Mr Smith."),
    ("excuse_me", "Would you excuse me?"),
    ("handover", "I'm passing you to my supervisor, who has all the details."),
    ("handover", "My colleague Ana will take over from here."),
    ("handover", "Let me get my manager for you."),
    ("in_writing", "Let's continue by email so nothing gets lost."),
    ("in_writing", "Could you put your points in writing and send them to us?"),
    ("in_writing", "Please send me a copy of the invoice so I can review it."),
    ("calm_down", "You need to calm down."),
    ("calm_down", "Sir, there is no need to shout."),
    ("retort", "And I think you're a rude old man, so that makes two of us."),
    ("retort", "You're an idiot."),
    ("counter_threat", "Say that to my face."),
    ("counter_threat", "Insult me again and I'll bin your claim."),
    ("counter_threat", "I know where you live, remember."),
    ("policy_wall", "It's our policy."),
    ("negativity", "We can't give refunds."),
    ("jargon", "The CPE is parked pending an L2 truck roll."),
)
NEARLY: tuple[tuple[str, str], ...] = (
    ("warning", "If I don't hear from you in five minutes this chat will close automatically."),
    ("warning", "If you'd like me to end the subscription, I can do that now."),
    ("warning", "If the box keeps restarting, I'll send an engineer."),
    ("warning", "If it happens again, ring us and we'll stop the payment."),
    ("warning", "I'm ending this call now."),
    ("closing", "I won't end the call until this is fixed."),
    ("closing", "I'll leave the chat open for you."),
    ("closing", "Good morning, thank you for calling, how can I help?"),
    ("closing", "If the insults go on I'll end the call."),
    ("closing", "The call ended before I could answer, I'm sorry."),
    ("boundary", "Please don't worry, I'll sort it."),
    ("boundary", "Please stop the update and restart the router."),
    ("boundary", "That is not acceptable and it is our fault."),
    ("excuse_me", "Excuse me for asking, but is it the red light?"),
    ("excuse_me", "Excuse me?"),
    ("counter_threat", "I have your address on file, is it still 4 Mill Lane?"),
    ("counter_threat", "If the parcel is lost again I'll cancel your order and refund you."),
    ("retort", "You are right, that was wrong of us."),
    ("calm_down", "You can relax now, it's done and paid."),
    ("negativity", "I can't see that here, but I can ring the depot and ask for you."),
    ("jargon", "Your SIM and PIN are OK."),
)


def read(text: str, context: t.Sequence[Turn] = (), customer: str = "") -> Review:
    return review(Message(conversation="c", id="1", speaker="agent", text=text), context, customer)


def labels(text: str, context: t.Sequence[Turn] = (), customer: str = "") -> set[str]:
    found = read(text, context, customer)
    return {*found.merits, *found.faults}


@pytest.mark.parametrize("text", WARNINGS.strip().splitlines())
def test_an_ending_under_a_condition_is_a_warning_and_no_closing(text: str) -> None:
    assert "warning" in labels(text)
    assert "closing" not in labels(text)


@pytest.mark.parametrize("text", CLOSINGS.strip().splitlines())
def test_an_ending_without_a_condition_on_conduct_is_a_closing(text: str) -> None:
    assert "closing" in labels(text)
    assert "warning" not in labels(text)


@pytest.mark.parametrize("text", BOUNDARIES.strip().splitlines())
def test_a_limit_that_only_asks_is_a_boundary(text: str) -> None:
    assert "boundary" in labels(text)
    assert not labels(text) & {"warning", "closing"}


@pytest.mark.parametrize(("label", "text"), OTHER_STEPS)
def test_a_label_is_found_in_plain_words(label: str, text: str) -> None:
    assert label in labels(text)


@pytest.mark.parametrize(("label", "text"), NEARLY)
def test_a_near_miss_is_left_alone(label: str, text: str) -> None:
    assert label not in labels(text)


@pytest.mark.parametrize(
    ("customer", "text"),
    [
        ("Mrs Ferreira", "Dear Mrs Ferreira, we are sorry."),
        ("Dana Mills", "hi dana, one moment"),
        ("Dana Mills", "I see, Ms Mills."),
        ("José Núñez", "Thank you, Jose."),
        ("Mrs Delacroix-Hunt", "Good evening, Mrs Delacroix."),
        ("Will May", "Of course, Will."),
    ],
)
def test_a_name_counts_in_any_of_its_usual_forms(customer: str, text: str) -> None:
    assert "name" in labels(text, customer=customer)


@pytest.mark.parametrize(
    ("customer", "text"),
    [
        ("Will May", "Will you hold? It may take a minute."),
        ("Mr Van Aswegen", "The van is on its way."),
        ("Mrs Lee", "Please leave it with me, Mrs Green."),
        ("", "Dear customer"),
    ],
)
def test_a_word_that_only_looks_like_the_name_does_not_count(customer: str, text: str) -> None:
    assert "name" not in labels(text, customer=customer)


def test_saying_the_problem_back_needs_the_customers_own_words() -> None:
    said = (Turn("customer", "the boiler has leaked since sunday and nobody came"),)
    assert "summarises" in labels("The boiler has leaked since Sunday. Nobody came.", said)
    assert "summarises" not in labels("Your account is in order.", said)


def test_a_retort_to_an_insult_feeds_it() -> None:
    assert "feeds" in labels("Same to you.", [Turn("customer", "you are an idiot")])
    assert "feeds" not in labels("Same to you.", [Turn("customer", "have a nice weekend")])


def test_a_quoted_line_is_not_the_agents_own() -> None:
    assert "calm_down" not in labels("> You need to calm down.\n\nI am sorry he said so.")


def test_what_is_only_announced_for_the_worst_case_earns_no_merit() -> None:
    said = labels("If the insults go on, we will end the call and answer in writing.")
    assert "warning" in said
    assert "in_writing" not in said


def test_a_finding_points_at_its_words_and_says_why() -> None:
    text = "I\u2019m sorry, Zoë 😀. If the insults go on I\u2019ll end the call. Excuse me."
    words = {
        finding.kind: text[finding.start : finding.end]
        for finding in read(text, customer="Zoë").findings
    }
    assert words["name"] == "Zoë"
    assert words["warning"] == "If the insults go on I\u2019ll end the call"
    assert words["excuse_me"] == "Excuse me"
    assert all(finding.because for finding in read(text).findings)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.text() | st.sampled_from([*WARNINGS.split(), *CLOSINGS.split(), "\u200b", "> ", "\n"]),
        max_size=30,
    ),
    st.text(),
)
def test_any_text_is_read_without_an_error_and_within_its_bounds(
    parts: list[str], customer: str
) -> None:
    text = " ".join(parts)
    found = read(text, [Turn("customer", text), Turn("bot", customer)], customer)
    for finding in found.findings:
        assert 0 <= finding.start < finding.end <= len(text)
    kinds = {finding.kind for finding in found.findings}
    assert kinds == {*found.merits, *found.faults}


@pytest.mark.parametrize(
    "text", ["i will ", "please do not ", "if you ", "....a", "\n\r \t", "'", "AB1 CD2 ", "é ", "a"]
)
def test_reading_time_grows_no_faster_than_the_text(text: str) -> None:
    lexicon()
    spent = []
    for size in (2**16, 2**19):
        began = time.perf_counter()
        read(text * (size // len(text)))
        spent.append(time.perf_counter() - began)
    assert spent[1] < 40 * spent[0] + 0.2


def test_every_heading_of_the_list_is_a_label_or_a_building_block() -> None:
    blocks = {
        "ending", "ending loose", "ending maybe", "end word", "condition", "conduct", "abuse",
        "benign", "kept open", "farewell", "opening", "excuse me not", "excuse me asked",
        "punish", "provocation", "provoked",
    }  # fmt: skip
    known = {label.replace("_", " ") for label in (*MERITS, *FAULTS)}
    assert set(lexicon().phrases) <= known | blocks


def test_the_ladder_labels_hold_on_the_corpus() -> None:
    least = {"name": 0.99, "excuse_me": 0.95, "calm_down": 0.95, "warning": 0.88, "boundary": 0.84}
    least |= {"closing": 0.82, "in_writing": 0.75, "handover": 0.70, "counter_threat": 0.70}
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["source"] in "rs"]
    read_as = [
        labels(
            row["reply"],
            [Turn(turn["speaker"], turn["text"]) for turn in row["context"]],
            row["customer_name"],
        )
        for row in rows
    ]
    for label, floor in least.items():
        given_here = [label in row["merits"] + row["faults"] for row in rows]
        found_here = [label in found for found in read_as]
        both = sum(g and f for g, f in zip(given_here, found_here, strict=True))
        assert 2 * both / (sum(given_here) + sum(found_here)) >= floor, label


def test_there_is_a_reason_to_tell_for_every_merit_and_fault() -> None:
    assert set(BECAUSE) == {*MERITS, *FAULTS}
