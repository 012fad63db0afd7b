"""Who issued a release, under which number and when, as its own lines say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from extractors.dates import find_adoption, find_signature_date
from extractors.outline.title import BODY
from schemas.printed.characters import HAN
from schemas.printed.closings import MOST_SIGNATURES, is_signature, signed_with_date, signers
from schemas.printed.dates import is_date_line
from schemas.printed.doc_numbers import find_decree, is_doc_number

_ISSUED_BY = re.compile(
    rf"(?!实施|實施|落实|落實|推进|推進|支持|加强|加強|深化|印发|印發)(?P<issuer>[{HAN}、\s]{{2,60}}?(?:政府|[会會部局司厅廳署院行委社室处處]))"
    r"\s*(?:办公[厅室])?(?:关于|關於)"
)
_WHOLE_BODIES = re.compile(rf"(?:{BODY.pattern}|[{HAN}]{{0,20}}中央|[{HAN}]{{2,20}}[委会會])(?:办公[厅室])?(?:、.+)?")
_ABOVE_TITLE = re.compile(rf"(?P<issuer>{BODY.pattern})(?:文\s*件)?")


def find_issuer(title: str, above: Sequence[str], lines: Sequence[str], below: str = "") -> str | None:
    """Who issued the release, as printed; 、 stands between several.

    Who opens the title (…关于), the lines above it, the signature, the head of a decree, who adopted the document, or
    the line right below the title.
    ``lines`` are those outside numbered units, ``above`` the ones before the title, ``below`` the one right behind it.
    """
    if match := _ISSUED_BY.match(title):
        return _parted(title[: match.end() - 2].strip())
    if (act := find_decree([title])) and act.issuer:
        return act.issuer
    return _named_in(above) or _signed_by(lines) or _decreed_by(lines) or _named_in([below])


def _named_in(lines: Sequence[str]) -> str | None:
    """The bodies that are lines of their own."""
    heads = filter(None, (_ABOVE_TITLE.fullmatch(line.strip()) for line in lines))
    return "、".join(head["issuer"] for head in heads) or None


def _signed_by(lines: Sequence[str]) -> str | None:
    """The bodies in the lines right before a line that is a date."""
    for i, line in enumerate(lines):
        if on_one_line := signed_with_date(line):
            return on_one_line[0]
        signed = _signatures(lines[max(0, i - MOST_SIGNATURES) : i]) if is_date_line(line.strip()) else []
        if signed:
            return "、".join(signed)
    return None


def _decreed_by(lines: Sequence[str]) -> str | None:
    """Who issued the document as a decree, or adopted it."""
    decree, adoption = find_decree(lines), find_adoption(lines)
    return decree.issuer if decree else adoption and adoption[1]


def _parted(issuers: str) -> str:
    """Bodies as a title names them, parted by 、 where blanks part them there."""
    pieces = issuers.split()
    is_several = len(pieces) > 1 and all(map(_WHOLE_BODIES.fullmatch, pieces))
    return "、".join(pieces) if is_several else "".join(pieces)


def _signatures(lines: Sequence[str]) -> list[str]:
    """The bodies whose signatures the last of these lines are, in the order of the page."""
    signed = list(takewhile(is_signature, (line.strip() for line in reversed(lines))))
    return [body for line in reversed(signed) for body in signers(line)]


def find_doc_number(lines: Sequence[str]) -> str | None:
    """The number (``国办发〔2018〕117号``) that stands on a line of its own, or that of a decree; else None."""
    decree = find_decree(lines)
    return next(filter(is_doc_number, lines), None) or (decree.number if decree else None)


def find_issue_date(lines: Sequence[str]) -> str | None:
    """The date that is a line of its own, or that of the line that says when the document was adopted."""
    adoption = find_adoption(lines)
    on_one_line = filter(None, map(signed_with_date, lines))
    signed = find_signature_date([*lines, *(date for _, date in on_one_line)])
    return signed or (adoption[0] if adoption else None)
