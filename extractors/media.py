"""The formats of files, one row each, and which of them a file is: by content first, because a name says little."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from shutil import which

from extractors.containers import (
    EMPTY_ZIP_SIGNATURE,
    OLE_SIGNATURE,
    ZIP_SIGNATURE,
    holds,
    ole_loop,
    ole_names,
    zip_names,
)
from extractors.decode import unmarked_utf16
from schemas.findings import Code, DocumentError

PDF, HTML, TEXT = "application/pdf", "text/html", "text/plain"
OFD, ZIP, MAIL = "application/ofd", "application/zip", "message/rfc822"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
XLS, CSV = "application/vnd.ms-excel", "text/csv"
DOC, RTF = "application/msword", "application/rtf"
_ANY_OLE = "application/x-ole-storage"
ENCRYPTED_OFFICE = "application/x-encrypted-office"

_OFFICE = "application/vnd.openxmlformats-officedocument"
_AS_PDF = "save it as PDF"
_ZIP, _OLE = (ZIP_SIGNATURE, EMPTY_ZIP_SIGNATURE), (OLE_SIGNATURE,)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how it is recognised, how it is read, what a person does who has one that is not read.

    ``signatures`` are the bytes it starts with; ``contains`` are names of which a ZIP archive has one member, or an OLE
    file one stream (``word/document*`` is the beginning of a name). ``suffixes``: the first one is given to downloads.
    ``is_named``: a text whose name ends so is of this format; nothing in its bytes tells.
    ``reader`` is ``module:function``, empty for a format that is not read: it takes the bytes and, of what a run knows
    (``declared``, the encoding that release.toml gives; ``password``; ``most_pages``; ``page_seconds``), the
    ``options`` as keyword arguments, and returns ExtractedText. ``limit`` names the limit of `pipeline.settings` on its
    bytes. Its folder holds the code that only this format uses, with ``shares``, folders of other formats whose code it
    uses too.
    ``is_limited``: it is read in the limited child process. ``has_places``: its reader tells paragraphs, rows or cells.
    ``libraries`` are distribution names, ``extra`` is the
    optional dependency that installs them, ``optional`` are used where they are
    installed, ``programs`` must be on the PATH: without one of these the file gives
    ``reader_not_installed``. ``is_document``: a file with such a suffix in a folder is a release or a rendition of one.
    ``is_converted``: it is converted to DOCX by its program first, and read as that.
    ``is_bundle``: its files hold others, which are read by the readers of their own formats. ``members`` is the
    ``module:function`` that names the releases in a file, where one may hold several.
    ``advice``: what to do with a file that is not read, or where a program is missing.
    """

    name: str
    media_type: str
    suffixes: tuple[str, ...] = ()
    signatures: tuple[bytes, ...] = ()
    contains: tuple[str, ...] = ()
    is_named: bool = False
    reader: str = ""
    shares: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    limit: str = "most_bytes"
    is_limited: bool = False
    has_places: bool = False
    libraries: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    extra: str = ""
    programs: tuple[str, ...] = ()
    is_document: bool = False
    is_bundle: bool = False
    is_converted: bool = False
    members: str = ""
    advice: str = ""

    @property
    def folder(self) -> str:
        """Where the code lies that only this format uses; empty for a format that is not read."""
        package = self.reader.partition(":")[0].rpartition(".")[0]
        return f"{package.replace('.', '/')}/" if package else ""

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders of readers whose code it uses: its own, and those it shares; of a bundle all."""
        if self.is_bundle:
            return tuple(form.folder for form in READ)
        return (self.folder, *self.shares) if self.folder else ()

    def has_suffix(self, source_name: str) -> bool:
        """Whether a file name ends as names of this format do."""
        return source_name.lower().endswith(self.suffixes)

    def is_content(self, head: bytes, names: Callable[[], frozenset[str]]) -> bool:
        """Whether a file is of this format by its beginning ``head``, without blanks, and what a container has."""
        if not head.startswith(self.signatures):
            return False
        return not self.contains or any(holds(names(), wanted) for wanted in self.contains)

    @property
    def missing(self) -> str:
        """What must be installed before the format can be read, as a person is told; empty where nothing is missing."""
        if any(_version(library) is None for library in self.libraries):
            return f"install the extra [{self.extra}]: pip install 'qingdan[{self.extra}]'"
        absent = [program for program in self.programs if which(program) is None]
        return f"{', '.join(absent)} is not on the PATH: install it, or {self.advice}" if absent else ""

    def versions(self) -> dict[str, str]:
        """The versions of its libraries, of those that are installed."""
        found = {library: _version(library) for library in (*self.libraries, *self.optional)}
        return {library: number for library, number in found.items() if number is not None}

    def program_versions(self) -> dict[str, str]:
        """The versions of its programs, which are asked for them: for a run that has a document of the format."""
        found = {program: _program_version(program) for program in self.programs}
        return {program: said for program, said in found.items() if said is not None}


@cache
def _version(library: str) -> str | None:
    """The version of a distribution; None where it is not installed."""
    try:
        return version(library)
    except PackageNotFoundError:
        return None


@cache
def _program_version(program: str) -> str | None:
    """What a program says of its version; None where it is not on the PATH."""
    found = which(program)
    if found is None:
        return None
    try:
        said = subprocess.run([found, "--version"], capture_output=True, timeout=_PROGRAM_SECONDS, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    return " ".join(said.decode("utf-8", "replace").split())[:100] or "unknown"


_PROGRAM_SECONDS = 30
_OCR = "most_ocr_pages", "ocr_seconds"
"""Options of readers that can read pages from their pictures."""
OCR_LIBRARIES = "rapidocr", "onnxruntime"


def _picture(name: str, media_type: str, suffixes: tuple[str, ...], signatures: tuple[bytes, ...]) -> Format:
    """A format of pictures: a scan of a release, for those who have the extra that reads it."""
    return Format(
        *(name, media_type, suffixes, signatures),
        reader="extractors.ocr.reader:read_picture",
        options=("most_pages", *_OCR),
        is_limited=True,
        libraries=OCR_LIBRARIES,
        extra="ocr",
    )


def _converted(
    name: str, media_type: str, suffixes: tuple[str, ...], signatures: tuple[bytes, ...], contains: tuple[str, ...] = ()
) -> Format:
    """A format that LibreOffice converts to DOCX before it is read."""
    return Format(
        *(name, media_type, suffixes, signatures, contains),
        reader="extractors.word.unconverted:refuse",
        is_converted=True,
        is_limited=True,
        has_places=True,
        programs=("soffice",),
        is_document=True,
        advice="save it as DOCX or PDF",
    )


# A row a format. Of those with the same signature the first that fits holds, so general ones stand behind special ones.
# Of the renditions of one release the first that can be read wins: those with structure, then pages, then bare text.
FORMATS = (
    Format(
        *("Word document (DOCX)", DOCX, (".docx", ".docm"), _ZIP),
        contains=("word/document*",),
        reader="extractors.word.reader:read_word",
        is_limited=True,
        has_places=True,
        is_document=True,
    ),
    Format(
        *("binary Excel workbook (XLSB)", XLSB, (".xlsb",), _ZIP),
        contains=("xl/workbook.bin",),
        reader="extractors.sheet.reader:read_binary_excel",
        members="extractors.sheet.reader:members",
        options=("member",),
        is_limited=True,
        has_places=True,
        libraries=("python-calamine",),
        extra="office",
        is_document=True,
    ),
    Format(
        *("Excel workbook (XLSX)", XLSX, (".xlsx", ".xlsm"), _ZIP),
        contains=("xl/workbook*",),
        reader="extractors.sheet.reader:read_excel",
        members="extractors.sheet.reader:members",
        options=("member",),
        is_limited=True,
        has_places=True,
        is_document=True,
    ),
    Format(
        *("encrypted Office file", ENCRYPTED_OFFICE, (), _OLE),
        contains=("EncryptedPackage",),
        advice="save it without a password",
    ),
    Format(
        *("old Excel workbook (XLS or ET)", XLS, (".xls", ".et"), _OLE),
        contains=("Workbook", "Book"),
        reader="extractors.sheet.reader:read_old_excel",
        members="extractors.sheet.reader:members",
        options=("member",),
        is_limited=True,
        has_places=True,
        libraries=("python-calamine",),
        extra="office",
        is_document=True,
    ),
    Format(
        *("web page", HTML, (".html", ".htm", ".shtml", ".xhtml")),
        reader="extractors.html.reader:read_html",
        options=("declared",),
        limit="most_page_bytes",
        libraries=("selectolax",),
        is_document=True,
    ),
    Format(
        *("OFD document", OFD, (".ofd",), _ZIP),
        contains=("OFD.xml",),
        reader="extractors.ofd.reader:read_ofd",
        options=("most_pages", "page_seconds", *_OCR),
        shares=("extractors/ocr/",),
        optional=OCR_LIBRARIES,
        is_limited=True,
        is_document=True,
    ),
    Format(
        *("PDF", PDF, (".pdf",), (b"%PDF-",)),
        reader="extractors.pdf.reader:read_pdf",
        options=("password", "most_pages", "page_seconds", *_OCR),
        shares=("extractors/ocr/",),
        optional=OCR_LIBRARIES,
        is_limited=True,
        libraries=("pdfplumber", "pypdfium2"),
        is_document=True,
    ),
    _converted("old Word document (DOC or WPS)", DOC, (".doc", ".wps"), _OLE, ("WordDocument",)),
    _converted("RTF document", RTF, (".rtf",), (b"{\\rtf",)),
    Format(
        *("table in a text file (CSV, TSV)", CSV, (".csv", ".tsv", ".tab")),
        is_named=True,
        reader="extractors.sheet.reader:read_csv",
        options=("declared",),
        limit="most_page_bytes",
        is_limited=True,
        has_places=True,
        is_document=True,
    ),
    Format(
        *("text", TEXT, (".txt", ".text", ".md")),
        reader="extractors.text.reader:read_text",
        options=("declared",),
        limit="most_text_bytes",
        is_document=True,
    ),
    Format(
        *("PowerPoint presentation (PPTX)", f"{_OFFICE}.presentationml.presentation", (".pptx",), _ZIP),
        contains=("ppt/presentation*",),
        advice=_AS_PDF,
    ),
    Format(
        *("OpenDocument file", "application/vnd.oasis.opendocument.text", (".odt", ".ods", ".odp"), _ZIP),
        contains=("content.xml",),
        advice=_AS_PDF,
    ),
    Format(
        *("ZIP archive", ZIP, (".zip",), _ZIP),
        reader="extractors.bundles.reader:read_zip",
        options=("member", "declared", "password", "most_pages", *_OCR),
        is_limited=True,
        is_document=True,
        is_bundle=True,
        members="extractors.bundles.reader:members",
    ),
    Format(
        *("mail or saved page (EML, MHTML)", MAIL, (".eml", ".mht", ".mhtml")),
        reader="extractors.bundles.reader:read_mail",
        options=("member", "declared", "password", "most_pages", *_OCR),
        is_limited=True,
        is_document=True,
        is_bundle=True,
        members="extractors.bundles.reader:members",
    ),
    Format(
        *("old PowerPoint presentation (PPT or DPS)", "application/vnd.ms-powerpoint", (".ppt", ".dps"), _OLE),
        contains=("PowerPoint Document",),
        advice=_AS_PDF,
    ),
    Format("old Office file (OLE)", _ANY_OLE, (), _OLE, advice=_AS_PDF),
    _picture("PNG picture", "image/png", (".png",), (b"\x89PNG",)),
    _picture("JPEG picture", "image/jpeg", (".jpg", ".jpeg"), (b"\xff\xd8\xff",)),
    _picture("GIF picture", "image/gif", (".gif",), (b"GIF8",)),
    _picture("TIFF picture", "image/tiff", (".tif", ".tiff"), (b"II*\0", b"MM\0*")),
    Format("gzip archive", "application/gzip", (".gz", ".tgz"), (b"\x1f\x8b",), advice="unpack it"),
    Format("RAR archive", "application/vnd.rar", (".rar",), (b"Rar!\x1a\x07",), advice="unpack it"),
    Format("7z archive", "application/x-7z-compressed", (".7z",), (b"7z\xbc\xaf\x27\x1c",), advice="unpack it"),
    Format("program", "application/x-executable", (), (b"\x7fELF", b"MZ\x90"), advice="give the release itself"),
)
READ = tuple(form for form in FORMATS if form.reader)
"""The formats that are read."""
_BY_MEDIA_TYPE = {form.media_type: form for form in READ}
_RANKS = {form.media_type: rank for rank, form in enumerate(FORMATS)}
DOCUMENT_SUFFIXES = frozenset(suffix for form in FORMATS if form.is_document for suffix in form.suffixes)
"""How files in a folder end that are releases, or would be one in another format."""
_PDF_SIGNATURE = b"%PDF-"
_BYTE_ORDER_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))
_HEAD = 4096
# Comments and declarations that may stand before the first element of a page.
_PROLOGUE = re.compile(r"(?:\s|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
# A page cut out of its frame: it opens with an element, and text saved from a page does not.
_FRAGMENT = re.compile(
    r"<(?:!--|(?:div|table|tbody|tr|td|p|main|article|section|header|nav|h[1-6]|ul|ol|dl|meta|title|script|style|link|center"
    r"|font|span|form|base|input|a|b|strong|br|hr|pre|blockquote)(?:\s[^<>]*)?/?>)",
    re.IGNORECASE,
)
# The fields at the beginning of a mail (RFC 5322), and the one that none goes without which holds other parts.
_MAIL = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){2}")
_MAIL_FIELD = re.compile(r"^(?:MIME-Version|Received|Message-ID):", re.IGNORECASE | re.MULTILINE)
_OFFICE_XML = re.compile(r'progid="(?:Word\.Document|Excel\.Sheet)"|<pkg:package|<w:wordDocument|office:spreadsheet"')
_ANY_TAG = re.compile(r"</(?:p|div|td|span|li|h[1-6]|body|html)\s*>", re.IGNORECASE)


def read_format(media_type: str) -> Format:
    """The format of a media type that is read."""
    return _BY_MEDIA_TYPE[media_type]


def preference(media_type: str) -> int:
    """The place of a media type among renditions of one release: the least is read first, unknown ones come last."""
    return _RANKS.get(media_type, len(FORMATS))


def preference_of_name(source_name: str) -> int:
    """The same by the suffix of a name, before anybody has looked into the file."""
    return next((rank for rank, form in enumerate(FORMATS) if form.has_suffix(source_name)), len(FORMATS))


def sniff(data: bytes, source_name: str) -> str:
    """The media type by which a file is read, by its content; the name decides only where the content leaves it open.

    Raises DocumentError with what to do: ``reader_not_installed`` where the format could be read,
    ``password_required`` for an encrypted Office file, ``unsupported_media_type`` for a file of a format that is not
    read, or ``binary_file`` when its name ends as that of a text or page.
    """
    found = _find_format(data)
    if found is not None and found.reader:
        return _installed(found, source_name)
    # Readers allow other bytes before the signature; a file damaged at its start is for the reader to report.
    is_late = _PDF_SIGNATURE in data[:1024] or (found is None and b"\0" in data)
    if is_late and read_format(PDF).has_suffix(source_name):
        return PDF
    if found is None:
        return _text_type(data[:_HEAD], source_name)
    if cut := _cut_ole(data, found, source_name):
        return _installed(cut, source_name)
    raise _refusal(found, source_name)


def _cut_ole(data: bytes, found: Format, source_name: str) -> Format | None:
    """The format that the name of an OLE file tells whose directory is lost; its reader says what is wrong with it."""
    if found.media_type != _ANY_OLE or (ole_names(data) and not ole_loop(data)):
        return None
    return next((form for form in READ if form.signatures == _OLE and form.has_suffix(source_name)), None)


def _installed(form: Format, source_name: str) -> str:
    if missing := form.missing:
        raise DocumentError(Code.READER_NOT_INSTALLED, f"{form.name}: {missing}", source_name)
    return form.media_type


def _find_format(data: bytes) -> Format | None:
    """The first format whose signature the bytes have; None for text, pages and what nobody knows."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    names = cache(lambda: ole_names(data) if head.startswith(OLE_SIGNATURE) else zip_names(data))
    return next((form for form in FORMATS if form.signatures and form.is_content(head, names)), None)


def _refusal(found: Format, source_name: str) -> DocumentError:
    """The error for a file of a format that is not read."""
    if found.media_type == ENCRYPTED_OFFICE:
        return DocumentError(Code.PASSWORD_REQUIRED, f"{found.name}: {found.advice}", source_name)
    is_disguised = any(read_format(kind).has_suffix(source_name) for kind in (TEXT, HTML))
    code = Code.BINARY_FILE if is_disguised else Code.UNSUPPORTED_MEDIA_TYPE
    names = ", ".join(form.name for form in READ)
    return DocumentError(code, f"{found.name}: this format is not read ({names} are); {found.advice}", source_name)


def _text_type(start: bytes, source_name: str) -> str:
    unmarked = (b"", unmarked_utf16(start) or "latin-1")
    mark, encoding = next((known for known in _BYTE_ORDER_MARKS if start.startswith(known[0])), unmarked)
    head = start[len(mark) :].decode(encoding, "ignore")
    if _MAIL.match(head) and _MAIL_FIELD.search(head):
        return MAIL
    first = _PROLOGUE.match(head)
    opening = first.end() if first else 0
    if _FRAGMENT.match(head, opening) or _PAGE.search(head[: opening + 1024]):
        return HTML
    if head.startswith("<?xml"):
        raise DocumentError(Code.UNSUPPORTED_MEDIA_TYPE, _of_xml(head), source_name)
    return _type_by_name(head, source_name)


def _of_xml(head: str) -> str:
    """What an XML file is that is no page, and what to do with it."""
    if _OFFICE_XML.search(head):
        return "the file is a Word or Excel document in one XML file; save it as DOCX or XLSX"
    return "the file is XML but not a web page; save the page as HTML"


def _type_by_name(head: str, source_name: str) -> str:
    """What the name decides where the content leaves it open."""
    if read_format(HTML).has_suffix(source_name) and _ANY_TAG.search(head):
        return HTML
    named = next((form for form in READ if form.is_named and form.has_suffix(source_name)), None)
    return _installed(named, source_name) if named else TEXT
