"""The new words of a mail: without the mails that it quotes, and without its signature.

The rules are our own. `mail-parser-reply` takes all that follows a line such as “Thanks, …” or
“- …” for a signature, and so would lose a threat, and a mail can be made that keeps it busy for
minutes. In doubt words are kept here: a quote too many is a smaller fault than a threat too few.
"""

import re
import typing as t

_LONGEST: t.Final = 300
_WRAPPED: t.Final = 3
_QUOTED: t.Final = re.compile(r"\s*>")
_COLON: t.Final = (":", "：")
_DATE: t.Final = re.compile(r"\b\d{1,2}[:.h]\d\d|\b(?:19|20)\d\d\b|\d年")
_WROTE: t.Final = re.compile(
    r"\b(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|geschreven|skrev|napsala?"
    r"|napisała?|kirjoitti|yazdı|написала?)\b|写道|寫道|書きました|작성",
    re.IGNORECASE,
)
_FROM: t.Final = "from|von|de|da|van|från|fra|od|от|发件人|寄件者|差出人|보낸 ?사람"
_SENT: t.Final = (
    "sent|date|gesendet|datum|envoyé|enviado(?: el)?|fecha|inviato|data|verzonden|skickat|sendt"
    "|wysłano|odesláno|отправлено|дата|发送时间|日期|送信日時|보낸 ?날짜"
)
_TO: t.Final = "to|an|à|para|a|aan|till|til|do|komu|кому|收件人|宛先|받는 ?사람"
_SUBJECT: t.Final = (
    "subject|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|temat|předmět|тема|主题|主旨"
    "|件名|제목"
)
_HEAD: t.Final = re.compile(
    rf"\*?(?:(?P<sender>{_FROM})|(?P<sent>{_SENT})|(?P<to>{_TO})|(?P<subject>{_SUBJECT}))"
    r"\*?\s?[:：]\*?\s*\S",
    re.IGNORECASE,
)
_RULE: t.Final = re.compile(r"_{20,}|[-=]{3,}\s?\w[\w -]{2,40}[-=]{3,}|\w[\w -]{2,40}:")
_SIGNATURE: t.Final = re.compile(r"--\s?")
_DEVICE: t.Final = re.compile(
    r"(?:Sent|Get|Gesendet|Von|Envoyé|Enviado|Inviato|Verzonden|Skickat|Sendt|Wysłano|Odesláno)"
    r"(?: [\w-]+){1,5}",
    re.IGNORECASE,
)
_DEVICES: t.Final = re.compile(
    r"\b(?:iphone|ipad|android|samsung|galaxy|huawei|xiaomi|pixel|blackberry|outlook|yahoo|proton"
    r"|handy|smartphone|mobile|móvil|téléphone|telefon\w*)\b",
    re.IGNORECASE,
)


def new_words(text: str) -> str:
    """What somebody wrote anew in a mail; also between and below what it quotes. Linear in time.

    >>> new_words("No.\\n\\nOn 2 Mar 2026 at 9:00 Ann <ann@example.org> wrote:\\n> Well?\\n")
    'No.'
    """
    kept: list[str] = []
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if not line:
            kept.append(line)
            continue
        if _QUOTED.match(line):
            continue
        if _SIGNATURE.fullmatch(line):
            break
        if _is_head(lines, at):
            kept = _without(kept, _RULE.fullmatch)
            break
        kept.append(line)
        if line.rstrip().endswith(_COLON):
            wrapped = _attribution(kept)
            follows = wrapped and _quote_follows(lines, at)
            if wrapped and (follows or "@" in " ".join(kept[-wrapped:])):
                del kept[-wrapped:]
                if not follows:
                    break
    return "\n".join(_without(kept, _by_a_device)).strip()


def _attribution(kept: list[str]) -> int:
    """Over how many of the last lines “On Monday Ann Lee wrote:” goes; 0 where it is none."""
    for wrapped in range(1, min(_WRAPPED, len(kept)) + 1):
        if not kept[-wrapped].strip() or len(kept[-wrapped]) > _LONGEST:
            return 0
        said = " ".join(kept[-wrapped:])
        if _DATE.search(said) and ("@" in said or _WROTE.search(said)):
            return wrapped
    return 0


def _quote_follows(lines: list[str], at: int) -> bool:
    """Whether the next line that is not empty, of the next three, is a quote."""
    after = next((line for line in lines[at + 1 : at + 4] if line.strip()), "")
    return bool(_QUOTED.match(after))


def _is_head(lines: list[str], at: int) -> bool:
    """Whether the head of another mail stands here: from whom, when, and to whom or about what."""
    first = _HEAD.match(lines[at].lstrip())
    if first is None or not first["sender"]:
        return False
    found, addressed = {"sender"}, "@" in lines[at]
    for line in lines[at + 1 : at + 8]:
        field = _HEAD.match(line.lstrip())
        if field is not None:
            found.add(str(field.lastgroup))
            addressed = addressed or "@" in line
    return len(found) == 4 or (len(found) == 3 and addressed)


def _without(kept: list[str], unwanted: t.Callable[[str], t.Any]) -> list[str]:
    """The lines without the last one that is not blank, where that is not wanted."""
    last = next((at for at in range(len(kept) - 1, -1, -1) if kept[at].strip()), 0)
    return kept[:last] if kept and unwanted(kept[last].strip()) else kept


def _by_a_device(line: str) -> bool:
    return bool(_DEVICE.fullmatch(line) and _DEVICES.search(line))
