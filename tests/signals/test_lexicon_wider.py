"""Threats, despair and prying as people put them in many ways, and what only sounds like them."""

import pytest

from mulligan.conversation.message import Message
from mulligan.conversation.words import Kind
from mulligan.signals.lexicon import LexiconReader

READER = LexiconReader()
GRAVE: frozenset[Kind] = frozenset(
    ("threat_harm", "threat_other", "crisis", "sexual", "intrusion", "attack", "belittling")
)


def kinds(text: str) -> set[Kind]:
    message = Message(conversation="c", id="m", speaker="customer", text=text)
    return {signal.kind for signal in READER.read(message, ()).signals}


@pytest.mark.parametrize(
    "text",
    [
        "I'll be outside your office when you finish, and it won't be to chat.",
        "You won't see Christmas, I promise you that.",
        "You'd better have an ambulance ready for whoever opens the door.",
        "My cousins will find you, no bother to them.",
        "Somebody's going to put a brick through your front window tonight.",
        "I'm heading over there now and I've a machete in the boot.",
        "Next driver who comes up my path gets a bullet.",
        "That branch of yours will go up in flames by Friday.",
        "I know what time she clocks off and I know her car.",
        "You'll be eating your dinner through a straw.",
        "I will break your head open, I swear to God.",
        "Tell him to sleep with one eye open.",
        "I've followed you home twice already.",
        "If I ever meet you I'm going to knock you into next week.",
        "Keep it up and I'll come through this phone and strangle you.",
        "I wan break your head, just wait for me outside.",
        "i'm gonna drive my van through your shop front",
        "I'd love to smash your face in",
        "one more word and I'll slit your throat",
    ],
)
def test_a_physical_threat_is_heard_in_other_words(text: str) -> None:
    assert "threat_harm" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "I don't see any reason to carry on living.",
        "Everyone would be happier if I was gone.",
        "I've lined up all my tablets on the table.",
        "I just want to go to sleep and not wake up.",
        "I'm stood on the bridge and I can't come down.",
        "There's nothing left for me, I've said my goodbyes.",
        "I keep thinking about driving into the river.",
        "I can't keep myself safe tonight.",
        "He'll kill me if he finds this phone, please send someone.",
        "My husband hit me again and he's downstairs.",
        "I've written letters to the kids.",
        "Nobody would even notice if I died.",
        "Life tire me, I wan die.",
        "I've been hurting myself again.",
        "What's the point of me being here any more?",
        "I'm going to swallow the whole bottle.",
        "tell my daughter I love her, I won't be here in the morning",
    ],
)
def test_despair_and_danger_are_heard_in_other_words(text: str) -> None:
    assert "crisis" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "What colour are your knickers?",
        "I bet you look amazing undressed.",
        "Do you sleep in the nude?",
        "I want to taste you",
        "come over to mine and keep me warm tonight",
        "Send me a photo of yourself",
        "Add me on snapchat gorgeous",
        "Are you single?",
        "What's your personal number?",
        "I found your profile on LinkedIn",
        "Do you live alone?",
    ],
)
def test_lewd_and_prying_talk_is_heard_in_other_words(text: str) -> None:
    assert kinds(text) & {"sexual", "intrusion"}


@pytest.mark.parametrize(
    "text",
    [
        "This queue is killing me",
        "I'd kill for a coffee",
        "please kill the running job and restart the server",
        "I know where you're coming from",
        "I'll wait outside for the driver",
        "can you throw the parcel over the fence",
        "burn the old paint off with a heat gun",
        "I'll be waiting at the gate when you come with the sofa",
        "The lads next door smashed my window and I need a glazier",
        "a man was stabbed in our street last night",
        "there's a hole in the roof and I want to jump ship to another insurer",
        "no point in living in the past, just refund me",
        "I can't go on paying this bill",
        "I'm done with this contract, end it today",
        "do you have any personal data on me",
        "my wife will kill me if I forget the flowers",
        "my husband hits the ball well",
        "I took my tablets this morning as you advised",
        "what does the kitchen knife cost",
        "my son goes to school near the roundabout",
        "when do you close tonight?",
        "the bridge on your map is wrong",
        "your app has no way forward from this screen",
        "I'm tired of living with this broken boiler",
        "Is there a person I can talk to?",
        "I'll end the subscription then",
        "Could you tell him I'm sorry",
        "add me on the waiting list",
    ],
)
def test_ordinary_talk_with_such_words_is_left_alone(text: str) -> None:
    assert not kinds(text) & GRAVE
