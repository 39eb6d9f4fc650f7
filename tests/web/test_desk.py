"""The desk in a real browser: what happens shows up by itself, and what people do counts."""

import pathlib
import typing as t

import msgspec
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from mulligan.conversation.signal import Reading, Signal
from web.serving import Served, said

INSULT = Reading((Signal("attack", "agent", start=0, end=3),), 2)
DANGER = Reading((Signal("threat_harm", "agent"),), 3)
PAGES: t.Final = (
    *("/desk", "/desk/1", "/desk/2", "/board", "/practice", "/practice/1"),
    *("/tap", "/tap/1", "/queues", "/desk/99"),
)
SIZES: t.Final = [(1440, 900), (1024, 768), (390, 844)]


def test_an_empty_desk_says_what_to_do(house: Served, page: Page) -> None:
    page.goto(house.url)
    expect(page.get_by_role("heading", name="Nobody is talking yet")).to_be_visible()
    house.submit(said("hello", 1))
    expect(page.get_by_role("link", name="Ann Lee")).to_be_visible()


def test_a_message_and_its_card_show_up_by_themselves(house: Served, page: Page) -> None:
    house.submit(said("hello", 1))
    page.goto(f"{house.url}/desk/1")
    expect(page.locator(".do")).to_contain_text("help with the matter")
    house.submit(said("you idiot", 2, given=INSULT))
    expect(page.locator(".do")).to_contain_text("give the second chance")
    expect(page.locator("mark")).to_have_text("you")


def test_the_words_go_into_the_reply_by_one_key_and_are_sent(house: Served, page: Page) -> None:
    house.submit(said("you idiot", 1, given=INSULT))
    page.goto(f"{house.url}/desk/1")
    words = page.locator("#say").inner_text()
    page.keyboard.press("Alt+i")
    expect(page.locator("#words")).to_have_value(words)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".line.agent")).to_contain_text(words)
    expect(page.locator("#words")).to_have_value("")


def test_i_disagree_undoes_what_was_read(house: Served, page: Page) -> None:
    house.submit(said("you idiot", 1, given=INSULT))
    page.goto(f"{house.url}/desk/1")
    expect(page.locator(".where")).to_contain_text("second chance")
    page.get_by_role("button", name="That is not so").click()
    expect(page.locator(".where")).to_have_text("open")
    expect(page.locator("mark")).to_have_count(0)


def test_one_key_gets_me_out_and_the_board_shows_it_until_it_is_taken(
    house: Served, page: Page
) -> None:
    house.submit(said("hello", 1))
    page.goto(f"{house.url}/desk/1")
    page.keyboard.press("F9")
    expect(page.locator(".where")).to_contain_text("handing over")
    page.goto(f"{house.url}/board")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 conversation needs a person")
    page.locator("tbody").get_by_role("button", name="Take").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nobody needs you now")


def test_a_threat_stands_first_on_the_board_the_moment_it_is_made(
    house: Served, page: Page
) -> None:
    house.submit(said("hello", 1, conversation="first"))
    house.submit(said("hello", 1, conversation="second", name="Bo Ek"))
    page.goto(f"{house.url}/board")
    house.submit(said("I will hurt you", 2, conversation="second", name="Bo Ek", given=DANGER))
    expect(page.locator("tbody tr").first).to_contain_text("Bo Ek")
    expect(page.locator("tbody tr").first).to_contain_text("left")


def test_danger_stands_above_every_page_until_somebody_takes_it(house: Served, page: Page) -> None:
    house.submit(said("hello", 1))
    page.goto(f"{house.url}/desk/1")
    alarm = page.get_by_role("alert")
    expect(alarm).to_be_empty()
    house.submit(said("I will hurt you", 1, conversation="c2", name="Bo Ek", given=DANGER))
    expect(alarm).to_contain_text("Bo Ek: threatened to hurt somebody")
    page.goto(f"{house.url}/practice")
    expect(alarm).to_contain_text("Nobody has taken this yet")
    page.get_by_role("button", name="I take it: Bo Ek").click()
    expect(alarm).to_be_empty()


def test_a_card_stays_while_it_is_read_unless_there_is_danger(house: Served, page: Page) -> None:
    house.submit(said("hello", 1))
    page.goto(f"{house.url}/desk/1")
    page.locator(".why").hover()
    house.submit(said("you idiot", 2, given=INSULT))
    expect(page.get_by_text("Things have moved on")).to_be_visible()
    expect(page.locator(".do")).to_contain_text("help with the matter")
    page.get_by_role("button", name="Show the new card").click()
    expect(page.locator(".do")).to_contain_text("give the second chance")
    page.locator(".why").hover()
    house.submit(said("I will hurt you", 3, given=DANGER))
    expect(page.locator(".do")).to_contain_text("leave now")


def test_what_one_does_on_the_card_is_seen_on_it_at_once(house: Served, page: Page) -> None:
    house.submit(said("you idiot", 1, given=INSULT))
    page.goto(f"{house.url}/desk/1")
    page.get_by_role("button", name="Hand over").click()
    expect(page.locator(".do")).to_contain_text("hand over to a colleague")


def test_whoever_takes_over_has_the_facts_in_hand(house: Served, page: Page) -> None:
    house.submit(said("where is my parcel", 1))
    promise = said("It is with you by six.", 2, speaker="agent")
    house.submit(msgspec.structs.replace(promise, merits=("solution", "deadline")))
    house.submit(said("I will hurt you", 3, given=DANGER))
    page.goto(f"{house.url}/desk/1")
    packet = page.get_by_role("region", name="For whoever takes over")
    for fact in ("Ann Lee, with Tom", "where is my parcel", "It is with you by six.", "not yet"):
        expect(packet).to_contain_text(fact)
    expect(packet.get_by_role("term").filter(has_text="physical threat at you")).to_be_visible()
    page.get_by_role("button", name="I take it: Ann Lee").click()
    expect(page.locator(".deed")).to_contain_text("took it")


def test_one_can_play_both_sides(house: Served, page: Page) -> None:
    page.goto(f"{house.url}/practice")
    page.get_by_label("What you say").fill("Your tracking page is a joke.")
    page.get_by_role("button", name="Say it").click()
    expect(page.locator(".line.customer")).to_contain_text("a joke")
    expect(page.locator(".do")).to_be_visible()
    page.get_by_label("Your reply").fill("Let me check.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".line.agent")).to_contain_text("Let me check.")
    expect(page.get_by_label("Your reply")).to_have_value("")
    page.get_by_label("What you say").fill("Thank you")
    page.get_by_role("button", name="Say it").click()
    expect(page.locator(".line.customer")).to_have_count(2)


def test_who_is_on_the_phone_taps_what_is_heard(house: Served, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{house.url}/tap")
    page.get_by_role("button", name="Insult").click()
    expect(page.locator(".do")).to_contain_text("give the second chance")
    page.get_by_role("button", name="I said it").click()
    expect(page.get_by_role("button", name="I said it")).to_have_count(0)
    page.get_by_role("button", name="Insult").click()
    expect(page.locator(".do")).to_contain_text("warn")
    page.get_by_role("button", name="Threat").click()
    expect(page.locator(".do")).to_contain_text("leave now")
    expect(page.get_by_role("alert")).to_contain_text("threatened to hurt somebody")


def test_a_test_alarm_rings_until_somebody_takes_it(house: Served, page: Page) -> None:
    page.goto(f"{house.url}/board")
    page.get_by_role("button", name="Ring a test alarm").click()
    page.get_by_role("button", name="I take it: Test alarm").click()
    expect(page.get_by_role("alert")).to_be_empty()


def test_an_alarm_is_notified_once_and_counted_in_the_title(house: Served, page: Page) -> None:
    page.context.grant_permissions(["notifications"], origin=house.url)
    page.add_init_script(
        "window.told = []; window.Notification = class { static permission = 'granted';"
        " constructor(title, { body }) { window.told.push(body); } };"
    )
    house.submit(said("hello", 1))
    page.goto(f"{house.url}/desk/1")
    house.submit(said("I will hurt you", 1, conversation="c2", name="Bo Ek", given=DANGER))
    expect(page).to_have_title("(1) Ann Lee – Mulligan")
    house.submit(said("hello again", 2))
    expect(page.locator(".line")).to_have_count(2)
    (told,) = page.evaluate("window.told")
    assert "Bo Ek: threatened to hurt somebody" in told


def test_a_screen_that_others_see_hides_words_until_one_looks(house: Served, page: Page) -> None:
    house.submit(said("you idiot", 1, given=INSULT))
    page.goto(f"{house.url}/desk/1")
    page.get_by_role("button", name="Discreet").click()
    words = page.locator(".line details.words")
    expect(words).to_have_css("filter", "blur(6.4px)")
    page.reload()
    expect(words).to_have_css("filter", "blur(6.4px)")
    words.hover()
    expect(words).to_have_css("filter", "none")
    page.get_by_role("button", name="Discreet").click()
    page.mouse.move(0, 0)
    expect(words).to_have_css("filter", "none")


def test_a_page_finds_its_way_back_after_the_server_was_restarted(
    tmp_path: pathlib.Path, browser: Browser
) -> None:
    page = browser.new_page()
    with Served(tmp_path / "journal.db") as before:
        before.submit(said("hello", 1))
        page.goto(f"{before.url}/desk/1")
        expect(page.locator(".line")).to_have_count(1)
    expect(page.get_by_text("No connection to the server")).to_be_visible()
    with Served(tmp_path / "journal.db", port=before.port) as after:
        after.submit(said("you idiot", 2, given=INSULT))
        expect(page.locator(".line")).to_have_count(2)
        expect(page.locator(".do")).to_contain_text("give the second chance")
        expect(page.get_by_text("No connection to the server")).to_be_hidden()
        page.close()


def test_two_agents_and_a_supervisor_see_the_same_at_once(house: Served, browser: Browser) -> None:
    pages = [browser.new_page() for _ in range(3)]
    house.submit(said("hello", 1))
    for one, path in zip(pages, ("desk/1", "desk/1", "board"), strict=True):
        one.goto(f"{house.url}/{path}")
    house.submit(said("I will hurt you", 2, given=DANGER))
    for one in pages:
        expect(one.get_by_role("alert")).to_contain_text("Ann Lee")
    pages[2].locator("tbody").get_by_role("button", name="Take").click()
    for one in pages:
        expect(one.get_by_role("alert")).to_be_empty()
        one.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_no_page_has_a_barrier(
    house: Served, page: Page, size: tuple[int, int], scheme: t.Literal["light", "dark"]
) -> None:
    house.submit(said("you idiot", 1, given=INSULT))
    house.submit(said("I will hurt you", 1, conversation="c2", name="Bo Ek", given=DANGER))
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)
    for path in (
        "/desk",
        "/desk/1",
        "/desk/2",
        "/board",
        "/practice",
        "/practice/1",
        "/tap",
        "/tap/1",
        "/queues",
        "/desk/99",
    ):
        page.goto(house.url + path)
        expect(page.get_by_role("alert")).to_contain_text("Bo Ek")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size[0], f"{path} is wider than the screen"
