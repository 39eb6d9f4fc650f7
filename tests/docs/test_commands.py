"""The page of the commands is their own help."""

from docs.commands import PAGE, commands, text


def test_the_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == text(), "python -m tests.docs.commands"


def test_every_command_is_on_it() -> None:
    assert {"watch", "read", "protocol"} <= {words[0] for words in commands() if words}
