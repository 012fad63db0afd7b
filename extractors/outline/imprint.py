"""Who issued a release, under which number and when, as its own lines say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from extractors.dates import find_adoption, find_signature_date
from extractors.outline.paragraphs import paragraph_kinds
from extractors.outline.title import BODY, is_body_line
from schemas.printed.bodies import is_body_like, with_departments
from schemas.printed.characters import HAN
from schemas.printed.closings import MOST_SIGNATURES, is_signature, signed_with_date, signers
from schemas.printed.dates import is_date_line
from schemas.printed.doc_numbers import NUMBER_BEHIND, find_approval, find_decree, read_doc_number
from schemas.printed.heads import committee_lines, find_minutes_number, letter_head
from schemas.printed.page_tools import is_tools
from schemas.printed.scripts import both_scripts, fold
from schemas.records import ParagraphKind

_ISSUED_BY = re.compile(
    rf"(?!实施|實施|落实|落實|推进|推進|支持|加强|加強|深化|印发|印發)(?P<issuer>[{HAN}、\s]{{2,60}}?"
    r"(?:政府|大学|大學|学校|學校|公司|集团|集團|中心|专班|專班|小[组組]|工作[组組]|[会會部局司厅廳署院行委社室处處]))"
    r"\s*(?:办公[厅室])?(?:关于|關於|(?:印发|印發|转发|轉發|发布|發布)(?=《))"
)
_WHOLE_BODIES = re.compile(rf"(?:{BODY.pattern}|[{HAN}]{{0,20}}中央|[{HAN}]{{2,20}}[委会會])(?:办公[厅室])?(?:、.+)?")
_ABOVE_TITLE = re.compile(rf"(?P<issuer>{BODY.pattern})(?:\s*文\s*件)?")
_BELOW_TITLE = re.compile(rf"(?P<issuer>{BODY.pattern})" + both_scripts("(?:编制|编印|制定|制订|订定|印发|发布|制)?"))
_OFFICE = re.compile(both_scripts("办公[厅室]"))
_OF_PLACE = 2
"""Characters that the short name of a place shares with its whole one."""
_ZONE = re.compile(rf"[{HAN}]{{4,24}}(?:实验区|試驗區|试验区|开发区|示范区|合作区|管理区|产业园区?|新区)")
# Signed together: the committee of the Party and the government of one place.
_TOGETHER = re.compile(
    rf"(?:中共)?(?P<place>[{HAN}]{{2,12}}?)委(?:员会|員會)?(?:办公[厅室]|辦公[廳室])?(?=(?P=place)人民政府)"
    r"|中共中央(?:办公厅)?(?=国务院)"
)


def find_issuer(
    title: str, above: Sequence[str], lines: Sequence[str], below: str = "", title_lines: Sequence[str] = ()
) -> str | None:
    """Who issued the release, as printed; 、 stands between several.

    Bodies that open the title on lines of their own, who opens the title (…关于), the head of a letter, the lines above
    the title, the signature, the head of a decree, who adopted the document, the line right below the title, or a
    signature without a date at the end.
    ``lines`` are those outside numbered units, ``above`` the ones before the title, ``below`` the one right behind it,
    ``title_lines`` those of the title itself.
    """
    opening = list(takewhile(is_body_line, title_lines[:-1]))
    signed = _signed_by(lines)
    return (
        _as_signed(fuller(_opening_title(_with_breaks(title, title_lines), opening), signed), signed)
        or _heading_letter([*above, title, *lines])
        or _signed_above(above)
        or _named_in(above)
        or signed
        or _decreed_by(lines)
        or _named_below(below)
        or next(iter(opening), None)
        or _signed_last(lines)
    )


def fuller(named: str | None, whole: str | None) -> str | None:
    """``named``, but ``whole`` where that is the same body with its place: 市政府办公室."""
    short, names = (name.replace("人民政府", "政府") for name in (named or "", whole or ""))
    return whole if short[:1] in tuple("省市县区州") and names.endswith(short) and names != short else named


def _as_signed(named: str | None, signed: str | None) -> str | None:
    """``named``, but the signature where that is the same name, shortened: 凉山彝族自治州…, 凉山州…."""
    if not named or not signed or "、" in named or named[:_OF_PLACE] != signed[:_OF_PLACE] or named[-1] != signed[-1]:
        return named
    rest = iter(named)
    return signed if all(char in rest for char in signed) else named


def _opening_title(title: str, opening: Sequence[str]) -> str | None:
    """The bodies that the title opens with: ``opening`` are its lines that are nothing but the name of one."""
    if len(opening) > 1:
        return "、".join(with_departments(opening))
    if match := _ISSUED_BY.match(title):
        return _parted(title[: match.end() - 2].strip())
    act = find_decree([title])
    return (act.issuer or None) if act else None


def _with_breaks(title: str, lines: Sequence[str]) -> str:
    """The title with a blank where a line of it ends: the name of a body may end there."""
    broken = " ".join(lines)
    return broken if broken and "".join(broken.split()) == "".join(title.split()) else title


def _heading_letter(lines: Sequence[str]) -> str | None:
    """Who sends the letter that the document is, by its head."""
    letter = letter_head(lines)
    return letter.issuer if letter else None


def _signed_above(above: Sequence[str]) -> str | None:
    """The body that stands with the date between the head of minutes and their title."""
    signed = signed_with_date(above[-1]) if above else None
    return signed[0] if signed else None


def _named_in(lines: Sequence[str]) -> str | None:
    """The bodies that are lines of their own, but a committee that a paper is laid before."""
    committees = committee_lines(lines)
    named = (line.strip() for i, line in enumerate(lines) if i not in committees and not is_tools(line))
    heads = filter(None, map(_ABOVE_TITLE.fullmatch, named))
    return "、".join(with_departments(head["issuer"] for head in heads)) or None


def _named_below(line: str) -> str | None:
    """The body in the line right below the title: 某某办公室编制."""
    pieces = line.split()
    if len(pieces) > 1 and all(map(_WHOLE_BODIES.fullmatch, pieces)):
        return "、".join(pieces)
    match = _BELOW_TITLE.fullmatch(line.strip())
    return match["issuer"] if match else None


def _signed_by(lines: Sequence[str]) -> str | None:
    """The bodies in the lines right before a line that is a date."""
    for i, line in enumerate(lines):
        if on_one_line := signed_with_date(line):
            return on_one_line[0]
        signed = _signatures(lines[max(0, i - MOST_SIGNATURES) : i]) if is_date_line(line.strip()) else []
        if signed:
            return "、".join(signed)
    return None


def _signed_last(lines: Sequence[str]) -> str | None:
    """The bodies in the last lines of a document, where no date follows; lists and remarks may stand below them."""
    told = zip(lines, paragraph_kinds(lines), strict=True)
    text = [line for line, kind in told if kind is ParagraphKind.TEXT or kind is ParagraphKind.SIGNATURE]
    signed = _signatures(text[-MOST_SIGNATURES:])
    return "、".join(signed) if all(map(is_body_like, map(fold, signed))) and signed else None


def _decreed_by(lines: Sequence[str]) -> str | None:
    """Who issued the document as a decree, or adopted it."""
    decree, adoption = find_decree(lines), find_adoption(lines)
    return decree.issuer if decree else adoption and adoption[1]


def _parted(issuers: str) -> str:
    """Bodies as a title names them, parted by 、 where blanks part them there."""
    pieces = issuers.split()
    names = _whole_names(pieces)
    is_several = len(names) > 1 and all(map(_is_whole, names))
    return "、".join(names) if is_several else _TOGETHER.sub(lambda first: first[0] + "、", "".join(pieces))


def _is_whole(name: str) -> bool:
    return _WHOLE_BODIES.fullmatch(name) is not None or is_body_like(fold(name))


def _whole_names(pieces: Sequence[str]) -> list[str]:
    """Pieces of names, each that is no whole name put to the next: a line may end within one."""
    names: list[str] = []
    cut = ""
    for piece in pieces:
        cut = names.pop() + piece if names and not cut and _OFFICE.fullmatch(piece) else cut + piece
        if _is_whole(cut):
            names.append(cut)
            cut = ""
    return [*names, cut] if cut else names


def _signatures(lines: Sequence[str]) -> list[str]:
    """The bodies whose signatures the last of these lines are, in the order of the page.

    The place that a name opens with may be a line of its own: 某市经济开发区 / 领导小组办公室.
    """
    signed = list(takewhile(is_signature, (line.strip() for line in reversed(lines))))
    above = lines[-len(signed) - 1].strip() if 0 < len(signed) < len(lines) else ""
    if _ZONE.fullmatch(above) and len(signed) == 1 and len(signers(signed[0])) == 1:
        return [above + signed[0]]
    return with_departments(body for line in reversed(signed) for body in signers(line))


def find_doc_number(lines: Sequence[str], title: str = "") -> str | None:
    """The number (``国办发〔2018〕117号``) that stands on a line of its own, of a decree, an approval or of minutes.

    Else the one in brackets behind the title.
    """
    decree = find_decree(lines)
    alone = next(filter(None, map(read_doc_number, lines)), None)
    behind = NUMBER_BEHIND.search(title)
    of_head = decree.number if decree else find_approval(lines) or find_minutes_number(lines)
    return alone or of_head or (read_doc_number(behind[0].strip()) if behind else None)


def find_issue_date(lines: Sequence[str]) -> str | None:
    """The date that is a line of its own, or that of the line that says when the document was adopted.

    First that below a signature: above a paper may stand the day of the meeting that it is for.
    """
    adoption = find_adoption(lines)
    on_one_line = filter(None, map(signed_with_date, lines))
    below = [line for above, line in pairwise(lines) if is_signature(above.strip())]
    signed = find_signature_date(below) or find_signature_date([*lines, *(date for _, date in on_one_line)])
    return signed or (adoption[0] if adoption else None)
