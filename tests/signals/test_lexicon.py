"""What the first reader hears, and what it leaves alone (the rulings of the labelling guide)."""

import threading

import pytest

from mulligan.conversation.message import Message, Turn
from mulligan.conversation.signal import Reading
from mulligan.signals.lexicon import LexiconReader

READER = LexiconReader()


def read(text: str, *before: str) -> Reading:
    message = Message(conversation="c", id="m", speaker="customer", text=text)
    return READER.read(message, tuple(Turn("agent", turn) for turn in before))


def kinds(text: str, *before: str) -> set[str]:
    return {signal.kind for signal in read(text, *before).signals}


@pytest.mark.parametrize(
    "text",
    [
        # idiom
        "This app is killing me.",
        "I'd kill for a refund at this point lol",
        "You bombed that presentation page, it won't load",
        "my wife will kill me if the cake is late",
        "shoot me an email when it ships",
        "The battery is dead again",
        # technical words
        "How do I kill the process when it hangs?",
        "Please pass this to your abuse team.",
        "execute the order and abort the old job",
        "can you blow up the image so I can read it",
        "The master is dead and the slave won't promote itself",
        # self-insult
        "I'm such an idiot, it was in my drafts",
        "sorry, I feel so stupid asking this",
        "dumb question but where is the reset button",
        # reported speech
        "your colleague called me an idiot",
        "The driver told me I was stupid. I want to complain.",
        "I'm not calling you stupid, I just need an answer",
        # bluntness
        "No, that's wrong. Read it again.",
        # dialect, slang, second-language English
        "Ach, I'm away to ma bed, gie us a shout when it's sorted",
        "Kindly do the needful and revert at the earliest.",
        "Me no understand, the machine he eat my card",
        "Oya, abeg help me check am",
        # identity words alone
        "I am a gay Muslim man and I am deaf, could you write to me instead?",
        "The black one or the white one?",
        "my wife is Polish and my son is autistic",
        "Receptionist with the stammer was lovely, thank her",
        # mild words
        "bloody hell, damn, that was quick",
        # names and places that only look rude
        "Does the train stop at Cockfosters or Scunthorpe?",
        "My name is Mr Cockburn and I live in Penistone",
        # codes and acronyms
        "SKU HX-2210-BLK, ORDER 88213",
        "I need the VAT and PDF for HMRC",
    ],
)
def test_ordinary_talk_raises_nothing(text: str) -> None:
    assert not read(text).offence
    assert "crisis" not in kinds(text)
    assert read(text).severity == 0


@pytest.mark.parametrize(
    "text",
    [
        "I think your organization is stupid!",
        "your service is a joke and your company is useless",
        "This is a stupid policy.",
        "You people have ignored me for three weeks, I have HAD it",
        "I'm going to the ombudsman and my solicitor",
        "I want to complain about you to your manager",
        "I am furious. Three weeks without heating!",
    ],
)
def test_a_furious_complaint_is_no_offence(text: str) -> None:
    assert not read(text).offence


@pytest.mark.parametrize(
    "text",
    [
        "that burger was fucking amazing, thank you!!",
        "holy shit it works, thank you",
        "THANK YOU SO MUCH YOU ARE THE BEST",
        "ah fuck, my own fault, never mind",
    ],
)
def test_joy_and_blaming_oneself_are_no_offence(text: str) -> None:
    assert not read(text).offence


@pytest.mark.parametrize(
    ("text", "kind", "target", "severity"),
    [
        ("I think you are stupid!", "attack", "agent", 2),
        ("ur fucking useless", "attack", "agent", 2),
        ("You fucking donkey", "attack", "agent", 2),
        ("fuck off", "attack", "agent", 2),
        ("Your manager is a liar.", "attack", "staff", 2),
        ("my landlord is a moron", "attack", "third_party", 2),
        ("I hope you die", "attack", "agent", 3),
        ("kys", "attack", "agent", 3),
        ("Go back to your own country", "attack", "agent", 3),
        ("get me someone English", "attack", "agent", 3),
        ("Did they teach you to read at that call centre, sweetheart?", "belittling", "agent", 1),
        ("That was a stupid answer.", "belittling", "agent", 1),
        ("I'll come down there and break your legs", "threat_harm", "agent", 3),
        ("watch your back, I know where you park", "threat_harm", "agent", 3),
        ("I will burn your office down", "threat_harm", "agent", 3),
        ("I'm going to see to it that you get fired", "threat_other", "agent", 2),
        ("you'll never work in this industry again", "threat_other", "agent", 2),
        ("what are you wearing? send me a nude", "sexual", "agent", 3),
        ("where do you live? what time do you finish", "intrusion", "agent", 2),
        ("do you have a boyfriend?", "intrusion", "agent", 2),
    ],
)
def test_an_offence_is_named_with_its_target_and_gravity(
    text: str, kind: str, target: str, severity: int
) -> None:
    reading = read(text)
    assert (kind, target) in {(signal.kind, signal.target) for signal in reading.signals}
    assert reading.severity == severity


@pytest.mark.parametrize(
    "text",
    ["you are st\u200bupid", "y0u are s t u p i d", "you are stuuupid", "you are ѕtuріd"],
)
def test_an_attack_in_disguise_is_still_an_attack(text: str) -> None:
    assert "attack" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "I want to kill myself",
        "I can't go on, I might as well end it",
        "everyone would be better off without me",
        "I've taken all my pills",
        "my husband hits me when he's drunk and he is outside the bathroom door",
        "I can smell gas in the kitchen",
    ],
)
def test_despair_and_danger_are_a_crisis(text: str) -> None:
    assert "crisis" in kinds(text)


def test_swearing_at_a_thing_is_profanity_and_dense_swearing_weighs_more() -> None:
    one = read("this fucking router is down again")
    assert [(s.kind, s.target) for s in one.signals if s.kind == "profanity"] == [
        ("profanity", "product")
    ]
    assert one.severity == 1
    assert read("this fucking shit of a router is fucking down").severity == 2


def test_furious_capitals_are_shouting() -> None:
    assert "shouting" in kinds("WHERE IS MY ORDER IT HAS BEEN NINE DAYS")
    assert "shouting" in kinds("[shouting] Open the gate!")
    assert "shouting" not in kinds("sorry caps lock, order HX-2210")


def test_a_yes_carries_what_it_confirms() -> None:
    assert "attack" in kinds("yes", "Are you calling me stupid?")
    assert "attack" not in kinds("yes", "Are you calling about your order?")


def test_an_uneasy_answer_about_safety_is_a_crisis() -> None:
    assert "crisis" in kinds("depends what you call safe", "Are you safe right now?")
    assert "crisis" not in kinds("yes I'm fine, just a figure of speech", "Are you safe right now?")


@pytest.mark.parametrize("text", ["", "...", "не могу войти в аккаунт", "密码忘记了怎么办"])
def test_what_cannot_be_judged_is_unreadable_and_moves_nothing(text: str) -> None:
    reading = read(text)
    assert [signal.kind for signal in reading.signals] == ["unreadable"]
    assert reading.severity == 0


@pytest.mark.parametrize(
    "text", ["ok", "yes", "12345", "👍", "hola Fernando! is spanish possible?"]
)
def test_short_talk_is_not_unreadable(text: str) -> None:
    assert "unreadable" not in kinds(text)


def test_thanks_apology_recourse_and_demand_are_heard() -> None:
    assert kinds("thank you so much, you've been very helpful") == {"gratitude"}
    assert "apology" in kinds("sorry for shouting, it's not your fault")
    assert "recourse" in kinds("I'm reporting this to the ombudsman")
    assert "demand" in kinds("I want my money back and I'm not hanging up till I get it")


def test_a_signal_points_at_the_words_that_carry_it() -> None:
    text = "Honestly? You're a f u c k i n g idiot, mate."
    (signal,) = [s for s in read(text).signals if s.kind == "attack"]
    assert text[signal.start : signal.end] == "You're a f u c k i n g idiot"
    assert signal.reader == READER.name


def test_the_name_is_stable_within_one_version() -> None:
    assert READER.name == LexiconReader().name
    assert READER.name.startswith("lexicon@")


def test_threads_share_one_reader() -> None:
    found: list[Reading] = []
    threads = [
        threading.Thread(target=lambda: found.append(read("you are stupid"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({str(reading) for reading in found}) == 1
    assert len(found) == 8
