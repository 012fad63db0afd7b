"""What the world does to the characters of a document: each breaker is one function, text → broken text.

None of them loses or invents a Han character: a reader of the broken text would write down the same.
Breakers of lines and pages are in `tests.forge.pages`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from random import Random

from normalizers.script.conversion import detect_script, to_hans, to_hant
from normalizers.script.letters import ONLY_HANS, ONLY_HANT, letters
from schemas.printed.characters import HAN
from schemas.records import Script
from tests.forge.grammar import chance

Breaker = Callable[[str, Random], str]
_WORD = rf"[{HAN}]{{4,}}(?=[，。、；）])"


def _some(pattern: str, replace: Callable[[str, Random], str], percent: int) -> Breaker:
    """A breaker that changes so many of a hundred matches."""
    compiled = re.compile(pattern)

    def breaker(text: str, random: Random) -> str:
        return compiled.sub(lambda m: replace(m[0], random) if chance(random, percent) else m[0], text)

    return breaker


def _swap(table: Mapping[str, str], percent: int) -> Breaker:
    return _some("|".join(map(re.escape, sorted(table, key=len, reverse=True))), lambda c, _: table[c], percent)


_COMPATIBILITY = {
    unicodedata.normalize("NFC", chr(point)): chr(point)
    for point in range(0xF900, 0xFB00)
    if unicodedata.normalize("NFC", chr(point)) != chr(point)
}
_KANGXI = {unicodedata.normalize("NFKC", chr(point)): chr(point) for point in range(0x2F00, 0x2FD6)}
_CJK_RADICALS = dict(zip("长门车见贝马鱼风页韦", "⻓⻔⻋⻅⻉⻢⻥⻛⻚⻙", strict=True))

compatibility_ideographs = _swap(_COMPATIBILITY, 30)
radicals = _swap({**_KANGXI, **_CJK_RADICALS}, 40)
wide_quotes = _swap({"“": "＂", "”": "＂"}, 100)
straight_quotes = _swap({"“": '"', "”": '"'}, 100)
half_width_marks = _some(rf"(?<=[{HAN}])[，：；](?=[{HAN}])", lambda c, _: chr(ord(c) - 0xFEE0), 30)
half_width_brackets = _swap({"（": "(", "）": ")"}, 100)
figure_spaces = _some(rf"(?<=[{HAN}])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[{HAN}])", lambda _, __: " ", 60)
invisible_characters = _some(rf"(?<=[{HAN}])(?=[{HAN}])", lambda _, r: r.choice("\u200b\u00ad\ufeff"), 1)
typed_dashes = _some("——", lambda _, r: r.choice(("--", "――", "－－", "— —", "──")), 100)
typed_hyphens = _some(rf"(?<=[{HAN}])—(?=[{HAN}])", lambda _, r: r.choice("-－–"), 100)
small_forms = _swap(dict(zip("，、；：（）", "﹐﹑﹔﹕﹙﹚", strict=True)), 40)
raised_marks = _some(rf"(?<=[{HAN}”])(?=[，。])", lambda _, r: r.choice(("¹", "²", "¹²")), 5)
bold_marks = _some(rf"(?<=[：、]){_WORD}", lambda word, _: f"**{word}**", 40)
left_tags = _some(rf"(?<=[，：]){_WORD}", lambda word, r: r.choice(("<b>{}</b>", "<span>{}</span>")).format(word), 30)
starred_words = _some(rf"(?<=[：、，]){_WORD}", lambda word, _: f"*{word}*", 30)
ticked_words = _some(rf"(?<=[：、，]){_WORD}", lambda word, _: f"`{word}`", 20)
named_quotes = _swap({"“": "&ldquo;", "”": "&rdquo;"}, 100)
left_comments = _some("(?<=。)$", lambda _, r: r.choice(("<!-- saved 3 -->", "<!--\npage 2\n-->")), 15)
footnote_marks = _some(rf"(?<=[{HAN}”])(?=[，。])", lambda _, r: r.choice(("[^1]", "[^note]")), 5)
linked_words = _some(r"《[^《》]+》", lambda title, _: f"[{title}](https://www.example.gov/{len(title)}.htm)", 100)


def quotes_opened_twice(text: str, random: Random) -> str:
    """A long name in quotes is opened again where a line was cut; the line break is gone already."""
    names = list(re.finditer("“([^“”，。、；：—·]{4,24})”", text))
    if not names or "“" in text[names[-1].end() :]:
        return text
    inside = names[-1][1]
    cut = random.randrange(2, min(8, len(inside) - 1))
    start = names[-1].start() + 1 + cut
    return text[:start] + "“" + text[start:]


_SENTENCE = re.compile("[^。！？；]+")


def stray_characters(text: str, random: Random) -> str:
    """A character of the other script in a sentence or heading; more of them could be there on purpose.

    Only where a reader who knows the words around it could put it back.
    """
    script = detect_script(text)
    own, other = (ONLY_HANS, ONLY_HANT) if script is Script.HANS else (ONLY_HANT, ONLY_HANS)
    converted = to_hant(text) if script is Script.HANS else to_hans(text)
    marks, marks_of_converted = letters(text), letters(converted)
    for sentence in _SENTENCE.finditer(text):
        places = [i for i in range(*sentence.span()) if (marks[i], marks_of_converted[i]) == (own, other)]
        if len(places) > 1 and chance(random, 15):
            i = random.choice(places)
            text = text[:i] + converted[i] + text[i + 1 :]
    return text


typed_dots = _some("·", lambda _, r: r.choice("•ꞏ・"), 100)
blanks_after_numbers = _some(
    r"^(?:\d{1,3}[.．、]|[一二三四五六七八九十]+、|（[^）]{1,3}）)(?=\D)", lambda m, _: m + " ", 100
)

escaped_dots = _some(r"^\d{1,3}\.", lambda m, _: m[:-1] + "\\.", 100)
quoted_paragraphs = _some(rf"(?m)^(?=[{HAN}]{{6,}}[，。][^\n]*。$)", lambda _, __: "> ", 60)
hashed_headings = _some(r"^(?=[一二三四五六七八九十]+、)", lambda _, __: "## ", 100)

BREAKERS: Mapping[str, Breaker] = {
    "bold_marks": bold_marks,
    "starred_words": starred_words,
    "ticked_words": ticked_words,
    "named_quotes": named_quotes,
    "left_comments": left_comments,
    "footnote_marks": footnote_marks,
    "left_tags": left_tags,
    "linked_words": linked_words,
    "quotes_opened_twice": quotes_opened_twice,
    "stray_characters": stray_characters,
    "compatibility_ideographs": compatibility_ideographs,
    "radicals": radicals,
    "wide_quotes": wide_quotes,
    "straight_quotes": straight_quotes,
    "half_width_marks": half_width_marks,
    "half_width_brackets": half_width_brackets,
    "figure_spaces": figure_spaces,
    "invisible_characters": invisible_characters,
    "raised_marks": raised_marks,
    "typed_dashes": typed_dashes,
    "typed_hyphens": typed_hyphens,
    "typed_dots": typed_dots,
    "small_forms": small_forms,
    "blanks_after_numbers": blanks_after_numbers,
    "escaped_dots": escaped_dots,
    "hashed_headings": hashed_headings,
    "quoted_paragraphs": quoted_paragraphs,
}
MARKUP = frozenset(
    {
        *("bold_marks", "starred_words", "ticked_words", "left_tags", "linked_words", "escaped_dots"),
        *("hashed_headings", "quoted_paragraphs", "named_quotes", "left_comments", "footnote_marks"),
    }
)
"""What befalls text saved from web pages only."""
# Of these one at most: they change the same characters.
_EITHER = (
    ("named_quotes", "quotes_opened_twice", "wide_quotes", "straight_quotes"),
    ("bold_marks", "starred_words", "ticked_words"),
    ("footnote_marks", "raised_marks"),
    ("half_width_brackets", "small_forms"),
    ("half_width_marks", "small_forms"),
)


def draw_breakers(random: Random, allowed: frozenset[str]) -> tuple[str, ...]:
    """Which of ``allowed`` befall a document, in the order of `BREAKERS`."""
    drawn: list[str] = []
    for name in BREAKERS:
        is_free = all(name not in group or not set(group) & set(drawn) for group in _EITHER)
        if name in allowed and is_free and chance(random, 35):
            drawn.append(name)
    return tuple(drawn)


def break_text(text: str, names: tuple[str, ...], random: Random) -> str:
    """``text`` after the breakers ``names``."""
    for name in names:
        text = BREAKERS[name](text, random)
    return text
