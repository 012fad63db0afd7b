"""Numbers of documents (国办发〔2018〕117号) and of decrees (国务院令第746号)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.printed.characters import HAN
from schemas.printed.scripts import both_scripts

_DOC_NUMBER = re.compile(rf"[{HAN}]{{1,12}}[〔\[【（(]\s*\d{{4}}\s*[〕\]】）)]\s*(?:第\s*)?\d{{1,4}}\s*[号號]")
_NTH = r"[（(]?第\s*(?:\d{1,4}|[零〇一二三四五六七八九十百]{1,7})\s*[号號][）)]?"
_WHO_DECREES = both_scripts(rf"[{HAN}]{{0,30}}(?:政府|国务院|主席|常务委员会|委员会|[部局署行会])")
_DECREE = re.compile(rf"(?P<issuer>{_WHO_DECREES})令\s*(?P<number>{_NTH})?")
_NUMBER_LINE = re.compile(_NTH)
_DECREED = re.compile(both_scripts(rf"日(?P<issuer>{_WHO_DECREES})令\s*(?P<number>{_NTH})\s*(?:公布|发布)"))


@dataclass(frozen=True, slots=True)
class Decree:
    """The head of a decree: who issued it, and its number as cited (广州市人民政府令第179号)."""

    issuer: str
    number: str


def is_doc_number(text: str) -> bool:
    """Whether a text is the number of a document and nothing else."""
    return _DOC_NUMBER.fullmatch(text) is not None


def is_decree_head(text: str) -> bool:
    """Whether a line names a decree or gives its number: 广州市人民政府令, 第179号, or both."""
    return _DECREE.fullmatch(text) is not None or _NUMBER_LINE.fullmatch(text) is not None


def find_decree(lines: Sequence[str]) -> Decree | None:
    """The decree that a document is: by its head on one line or two, or a note below the title (（…令第746号公布）)."""
    for i, line in enumerate(lines):
        if head := _DECREE.fullmatch(line.strip()):
            following = lines[i + 1].strip() if i + 1 < len(lines) else ""
            number = head["number"] or (following if _NUMBER_LINE.fullmatch(following) else "")
            if number:
                return _decree(head["issuer"], number)
        elif (noted := _DECREED.search(line)) is not None:
            return _decree(noted["issuer"], noted["number"])
    return None


def _decree(issuer: str, number: str) -> Decree:
    number = re.sub(r"[（）()\s]", "", number)
    return Decree(issuer, f"{issuer}令{number}")
