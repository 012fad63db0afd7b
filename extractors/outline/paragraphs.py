"""What paragraphs outside the items are: signatures, dates, addressees, contacts, lists of attachments, prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from schemas.printed.annexes import annex_label
from schemas.printed.bodies import names_a_body
from schemas.printed.closings import (
    closes_letter,
    is_contact,
    is_publicity,
    is_signature,
    remark_label,
    signed_with_date,
)
from schemas.printed.dates import is_date_line
from schemas.printed.doc_numbers import is_decree_head, is_doc_number
from schemas.printed.labels import field_label
from schemas.printed.line_ends import is_lead_in
from schemas.printed.markers import read_marker
from schemas.printed.scripts import both_scripts, fold
from schemas.records import ParagraphKind

_COPIED_TO = re.compile(both_scripts(r"(?:抄送|抄报|分送|主送)[：:]"))
_ANNOUNCES = re.compile(both_scripts("[。；]|如下|以下|下列"))
_ADDRESSED = re.compile("^各|(?:单位|部门|处室|机关|机构|学校|企业)(?:，|、|：$)")
_LONGEST_ADDRESS = 300


def paragraph_kinds(texts: Sequence[str]) -> list[ParagraphKind]:
    """The kind of each paragraph of a document, in order; the entries of a list of attachments are its parts."""
    kinds: list[ParagraphKind] = []
    for i, text in enumerate(texts):
        is_entry = bool(kinds) and kinds[-1] is ParagraphKind.ATTACHMENT and _is_entry(text)
        following = (texts[j].strip() for j in range(i + 1, len(texts)))
        signs = is_signature(text.strip()) and closes_letter(text.strip(), following)
        if is_entry:
            kinds.append(ParagraphKind.ATTACHMENT)
        elif signs:
            kinds.append(ParagraphKind.SIGNATURE)
        else:
            kinds.append(next((kind for kind, holds in _BY_WORDS if holds(text.strip())), ParagraphKind.TEXT))
    return kinds


def _is_entry(text: str) -> bool:
    marker = read_marker(text)
    return marker is not None and marker.number is not None and marker.number > 1


def _is_addressee(text: str) -> bool:
    """Whether a line opens a letter: 各区人民政府，市政府各部门：."""
    if not is_lead_in(text) or len(text) > _LONGEST_ADDRESS or _ANNOUNCES.search(text):
        return False
    folded = fold(text)
    return _ADDRESSED.search(folded) is not None or names_a_body(folded)


def _is_reference(text: str) -> bool:
    return is_doc_number(text) or is_decree_head(text)


def _labels_annex(text: str) -> bool:
    return annex_label(text) is not None


def _copies(text: str) -> bool:
    return is_publicity(text) or _COPIED_TO.match(text) is not None


def _reaches(text: str) -> bool:
    return is_contact(text) and (field_label(text) is not None or "。" not in text)


_BY_WORDS: tuple[tuple[ParagraphKind, Callable[[str], object]], ...] = (
    (ParagraphKind.DATE, is_date_line),
    (ParagraphKind.SIGNATURE, signed_with_date),
    (ParagraphKind.REFERENCE, _is_reference),
    (ParagraphKind.ATTACHMENT, _labels_annex),
    (ParagraphKind.COPY, _copies),
    (ParagraphKind.CONTACT, _reaches),
    (ParagraphKind.REMARK, remark_label),
    (ParagraphKind.ADDRESSEE, _is_addressee),
)
"""The first that holds of a paragraph is its kind."""
