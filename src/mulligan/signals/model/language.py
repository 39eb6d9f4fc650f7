"""Whether a text is in another language than this reader knows.

The function words of English are looked for first, so that dialects, slang and second-language
English never come to the language identifier; only a text of several words without them does.
"""

import functools
import typing as t

from mulligan.signals import lexica
from mulligan.signals.text import Text

_LEAST_WORDS: t.Final = 4
_LOOKED_AT: t.Final = 60
_ENGLISH_SHARE: t.Final = 0.2
_SURE: t.Final = 0.9
_LANGUAGES: t.Final = (
    *("en", "es", "pt", "fr", "de", "it", "nl", "pl", "ro", "sv", "da", "no", "fi", "cs", "hu"),
    *("tr", "vi", "id", "tl", "sw", "sq", "hr", "sk", "sl", "lt", "lv", "et", "ca", "ga", "cy"),
)
"""Latin-lettered languages to tell apart; other scripts are known by their letters."""


def foreign(text: Text) -> bool:
    """Whether the words are, almost surely, those of another language."""
    forms = text.forms[:_LOOKED_AT]
    if len(forms) < _LEAST_WORDS:
        return False
    here = lexica.section("customer/languages", "here")
    if sum(form in here for form in forms) > _ENGLISH_SHARE * len(forms):
        return False
    language, chance = _identifier().classify(" ".join(forms))
    return language != "en" and float(chance) >= _SURE


@functools.cache
def _identifier() -> t.Any:
    """py3langid's own model, loaded at the first text that needs it (about a second)."""
    from py3langid import langid

    made = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    made.set_languages(list(_LANGUAGES))
    return made
