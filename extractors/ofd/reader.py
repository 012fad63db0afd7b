"""Bytes of an OFD file → extracted text, by the lines and tables of `extractors.pages`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from xml.etree.ElementTree import Element

from extractors.media import OFD as MEDIA_TYPE
from extractors.ocr.budget import Budget
from extractors.ocr.page import PictureReader
from extractors.ocr.pictures import drawer
from extractors.ofd.drawing import Canvas
from extractors.ofd.package import Package, text_of
from extractors.ofd.resources import Resources
from extractors.ofd.seals import Seal, read_seals
from extractors.ofd.shapes import page_size
from extractors.pages.budget import PageBudget, PageOverTime
from extractors.pages.document import Remarks, read_pages
from extractors.pages.page import Page, area_of
from extractors.xml_tree import child, children
from schemas.findings import Code, DocumentError
from schemas.records import ExtractedText

MOST_PAGES = 2_000
_MOST_NAMED = 5
_SCAN_SHARE = 0.5
"""The share of a page that its scan takes at least."""
_MARKS = "Watermark", "Stamp"
"""Types of annotations that are printed on pages and are no comment."""


def read_ofd(
    data: bytes,
    most_pages: int = MOST_PAGES,
    page_seconds: float | None = None,
    most_ocr_pages: int = 50,
    ocr_seconds: int = 60,
) -> ExtractedText:
    """Read an OFD file as `extractors.pages.document.read_pages` sets it.

    Of several documents in it the pages follow each other. Templates are parts of their pages. Annotations and
    attachments are left out with an issue; seals give the metadata ``sealed_by`` and ``sealed_on``, with the issue that
    they are not verified. Pages without text are read from their pictures where the extra [ocr] is installed.
    ``page_seconds``: of processor time that each page may take, its picture apart; given in a limited child only.
    Raises DocumentError ``damaged_file``, ``password_required``, ``too_big``, and what `read_pages` raises.
    """
    package = Package(data)
    bodies = list(children(package.read(package.root), "DocBody"))
    remarks = Remarks(budget=PageBudget(page_seconds))
    documents = [document for body in bodies if (document := _open(package, body, remarks))]
    _check_pages(sum(len(document.pages) for document in documents), most_pages, remarks)
    if len(documents) > 1:
        what = "the file holds several documents: their pages follow each other"
        remarks.report(Code.SEVERAL_DOCUMENTS, what, "、".join(d.title or d.name for d in documents)[:200], None)
    _report_seals([seal for body in bodies for seal in read_seals(package, body)], remarks)
    title = "\n".join(document.title for document in documents)
    pictures = PictureReader(remarks, Budget(most_ocr_pages, ocr_seconds))
    return read_pages(_read(documents, remarks, pictures), MEDIA_TYPE, "OFD document", title, remarks)


def read_some_pages(data: bytes, first: int, last: int) -> Iterator[Page]:
    """Pages ``first`` to ``last`` (from 1) with what they draw; pictures are not read. Raises as `read_ofd`."""
    package, remarks = Package(data), Remarks()
    bodies = children(package.read(package.root), "DocBody")
    documents = (document for body in bodies if (document := _open(package, body, remarks)))
    entries = ((document, entry) for document in documents for entry in document.pages)
    pictures = PictureReader(remarks, Budget(0, 0))
    for number, (document, entry) in enumerate(islice(entries, first - 1, last), first):
        yield _page(document, entry, number, remarks, pictures)


def _check_pages(count: int, most: int, remarks: Remarks) -> None:
    """Raise DocumentError for a file with no page, or with too many."""
    if not count:
        why = remarks.issues[0].value if remarks.issues else ""
        raise DocumentError(Code.DAMAGED_FILE, "the OFD document has no pages", why)
    if count > most:
        raise DocumentError(Code.TOO_BIG, f"the OFD document has more than {most} pages", f"{count} pages")


@dataclass(slots=True)
class _Document:
    """A document of a package: the element of each page and of each template, and what they refer to."""

    package: Package
    name: str
    title: str
    root: Element
    pages: list[Element]
    resources: Resources
    templates: dict[str, Element] = field(default_factory=dict)
    annotations: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By id of a page the part of its annotations, and the part that names that."""


def _open(package: Package, body: Element, remarks: Remarks) -> _Document | None:
    """The document of a body; None where its root cannot be read, with an issue."""
    try:
        found = package.follow(child(body, "DocRoot"), package.root)
        if found is None:
            raise DocumentError(Code.DAMAGED_FILE, "a document of the file is missing", text_of(body, "DocRoot"))
        root, part = found
        resources = Resources(package)
        resources.add(children(child(root, "CommonData"), "PublicRes", "DocumentRes"), part)
        pages = list(children(child(root, "Pages"), "Page"))
        document = _Document(package, part, text_of(body, "DocInfo", "Title"), root, pages, resources)
        for one in children(child(root, "CommonData"), "TemplatePage"):
            document.templates[one.get("ID", "")] = one
        _find_annotations(document, remarks)
        _report_attachments(document, remarks)
    except DocumentError as error:
        remarks.report(Code.DAMAGED_PAGE, error.message, error.value, None)
        return None
    return document


def _find_annotations(document: _Document, remarks: Remarks) -> None:
    try:
        found = document.package.follow(child(document.root, "Annotations"), document.name)
    except DocumentError as error:
        remarks.report(Code.ANNOTATION_LEFT_OUT, error.message, error.value, None)
        return
    for one in children(found[0] if found else None, "Page"):
        assert found
        location = text_of(one, "FileLoc") or one.get("FileLoc", "")
        document.annotations[one.get("PageID", "")] = location, found[1]


def _report_attachments(document: _Document, remarks: Remarks) -> None:
    try:
        found = document.package.follow(child(document.root, "Attachments"), document.name)
    except DocumentError:
        return
    names = [one.get("Name") or text_of(one, "FileLoc") for one in children(found[0] if found else None, "Attachment")]
    if names:
        more = f", … ({len(names)})" if len(names) > _MOST_NAMED else ""
        what = "files attached to the document are no part of the text"
        remarks.report(Code.ATTACHMENT_LEFT_OUT, what, "、".join(names[:_MOST_NAMED]) + more, None)


def _report_seals(seals: Iterable[Seal], remarks: Remarks) -> None:
    """Record seals as metadata; what they are worth is not found out here."""
    found = list(dict.fromkeys(seals))
    if not found:
        return
    if names := [seal.name for seal in found if seal.name]:
        remarks.metadata["sealed_by"] = "；".join(dict.fromkeys(names))
    if dates := [seal.date for seal in found if seal.date]:
        remarks.metadata["sealed_on"] = max(dates)
    value = "；".join(" ".join(filter(None, (seal.name, seal.date))) or "?" for seal in found)
    what = "seals and signatures of the file were not verified"
    remarks.report(Code.SIGNATURE_UNVERIFIED, what, value, None)


def _read(documents: Iterable[_Document], remarks: Remarks, pictures: PictureReader) -> Iterator[Page]:
    number = 0
    for document in documents:
        for entry in document.pages:
            number += 1
            page = Page(number, 0.0, 0.0, (), (), has_objects=False)
            try:
                with remarks.budget.page(number):
                    page = _page(document, entry, number, remarks, pictures)
            except DocumentError as error:
                remarks.report(Code.DAMAGED_PAGE, error.message, error.value, number)
            except PageOverTime:
                remarks.report_over_time(number)
            yield page


def _page(document: _Document, entry: Element, number: int, remarks: Remarks, pictures: PictureReader) -> Page:
    root, part = _part(document, entry.get("BaseLoc", ""), document.name)
    document.resources.add(children(root, "PageRes"), part)
    canvas = Canvas(document.resources)
    templates = list(children(root, "Template"))
    for is_above in (False, True):
        if is_above:
            canvas.draw(child(root, "Content"))
        for used in templates:
            if (used.get("ZOrder", "Background") == "Foreground") is is_above:
                _draw_template(document, used, canvas, number, remarks)
    _report_annotations(document, entry.get("ID", ""), number, remarks)
    while document.resources.missing:
        remarks.report(Code.DAMAGED_PAGE, "a part of the page is missing", document.resources.missing.pop(), number)
    page = canvas.page(number, *page_size(root, document.root))
    return page if page.glyphs else _by_picture(page, canvas, pictures)


def _by_picture(page: Page, canvas: Canvas, pictures: PictureReader) -> Page:
    """A page without text by the largest picture on it, where that is a scan of the page; else as it is."""
    box, identity = max(canvas.pictures, key=lambda pair: area_of(pair[0]), default=((0.0, 0.0, 0.0, 0.0), ""))
    if area_of(box) < _SCAN_SHARE * page.width * page.height:
        return page
    draw = drawer(canvas.resources.data(identity, "MediaFile"), box, (page.width, page.height))
    return (draw and pictures.read(page.number, page.width, page.height, draw)) or page


def _part(document: _Document, location: str, base: str) -> tuple[Element, str]:
    name = document.package.resolve(location, base)
    if name is None:
        raise DocumentError(Code.DAMAGED_FILE, "a part of the OFD document is missing", location[:200])
    return document.package.read(name), name


def _draw_template(document: _Document, used: Element, canvas: Canvas, number: int, remarks: Remarks) -> None:
    template = document.templates.get(used.get("TemplateID", ""))
    location = template.get("BaseLoc", "") if template is not None else ""
    try:
        root, part = _part(document, location, document.name)
    except DocumentError as error:
        remarks.report(Code.DAMAGED_PAGE, "a template of the page is missing", error.value, number)
        return
    document.resources.add(children(root, "PageRes"), part)
    canvas.draw(child(root, "Content"))


def _report_annotations(document: _Document, identity: str, number: int, remarks: Remarks) -> None:
    """Name the text of the annotations of a page, which is no part of it: marks by their kind, others as comments."""
    place = document.annotations.get(identity)
    if place is None:
        return
    try:
        root, _ = _part(document, *place)
    except DocumentError as error:
        remarks.report(Code.ANNOTATION_LEFT_OUT, "the annotations cannot be read", error.value, number)
        return
    for one in children(root, "Annot"):
        text = "".join("".join(code.text or "" for code in one.iter() if code.tag.endswith("TextCode")).split())
        if not text:
            continue
        if one.get("Type") in _MARKS:
            remarks.report_once(Code.WATERMARK, "the text of a mark on the page was left out", text, number)
        else:
            what = "an annotation of the page was left out"
            remarks.report_once(Code.ANNOTATION_LEFT_OUT, what, text, number)
