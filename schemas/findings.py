"""Findings: what is wrong with a release or with its folder - a closed list of codes.

A defect of a *document* is a finding, never an exception that ends the run. `DocumentError` is how a
stage says that a release cannot go on; the build turns it into a finding and quarantines the release.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from schemas.described import DescribedEnum
from schemas.labels import FINDING_LABELS
from schemas.language import either, localized
from schemas.terminal import plain

_LONGEST_CAUSE = 200
_OBJECT = re.compile(r"\s*<[^<>]* at 0x[0-9a-fA-F]{4,}>")
"""How Python writes an object by its address, which differs from run to run."""
LONGEST_VALUE = 500
"""Characters of a value that a line for people quotes; the table has all."""


class Severity(DescribedEnum):
    """The consequence of a finding for the release."""

    ERROR = "error", "the release is quarantined: none of its rows is published", "文件被隔离"
    WARNING = "warning", "the release is published; a person should check it", "须人工核对"
    INFO = "info", "the release is published; for the record", "备查"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code means and what to do about it."""

    severity: Severity
    meaning: str
    what_to_do: str
    page_severity: Severity | None = None
    """Its severity where only a page of the release has it, if that differs."""


class Code(StrEnum):
    """The closed list of finding codes."""

    PATH_NOT_FOUND = "path_not_found"
    EMPTY_FOLDER = "empty_folder"
    UNREADABLE_FILE = "unreadable_file"
    IGNORED_FILE = "ignored_file"
    EMPTY_FILE = "empty_file"
    BINARY_FILE = "binary_file"
    UNDECODABLE = "undecodable"
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type"
    READER_NOT_INSTALLED = "reader_not_installed"
    ANNEX_UNREAD = "annex_unread"
    RENDITION_UNREAD = "rendition_unread"
    RENDITIONS_DISAGREE = "renditions_disagree"
    CONVERTED_FILE = "converted_file"
    NO_RELEASE_INSIDE = "no_release_inside"
    SEVERAL_RELEASES = "several_releases"
    INVALID_MANIFEST = "invalid_manifest"
    ENCODING_MISMATCH = "encoding_mismatch"
    INVALID_OVERRIDES = "invalid_overrides"
    OVERRIDE_STALE = "override_stale"
    OVERRIDE_NEEDLESS = "override_needless"
    DUPLICATE_RELEASE_ID = "duplicate_release_id"
    ID_BY_FOLDER = "id_by_folder"
    SNAPSHOT_MISMATCH = "snapshot_mismatch"
    INTERNAL_ERROR = "internal_error"
    PASSWORD_REQUIRED = "password_required"
    DAMAGED_FILE = "damaged_file"
    DAMAGED_PAGE = "damaged_page"
    NO_TEXT_LAYER = "no_text_layer"
    GARBLED_TEXT = "garbled_text"
    TEXT_BY_OCR = "text_by_ocr"
    OCR_DOUBTFUL = "ocr_doubtful"
    TOO_BIG = "too_big"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    ENGINE_CRASHED = "engine_crashed"
    ENGINES_DISAGREE = "engines_disagree"
    SECOND_READER_FAILED = "second_reader_failed"
    VERTICAL_TEXT = "vertical_text"
    READING_ORDER = "reading_order"
    SIDE_BOX = "side_box"
    SLANTED_TEXT = "slanted_text"
    WATERMARK = "watermark"
    STRUCK_TEXT = "struck_text"
    HIDDEN_TEXT = "hidden_text"
    TABLE_LEFT_OUT = "table_left_out"
    LIST_HEAD_WITHOUT_TABLE = "list_head_without_table"
    CLIPPED_CELLS = "clipped_cells"
    ROW_IN_DOUBT = "row_in_doubt"
    TRANSLATION_LEFT_OUT = "translation_left_out"
    ANNOTATION_LEFT_OUT = "annotation_left_out"
    ATTACHMENT_LEFT_OUT = "attachment_left_out"
    SEVERAL_DOCUMENTS = "several_documents"
    SIGNATURE_UNVERIFIED = "signature_unverified"
    COLUMNS_AS_LINES = "columns_as_lines"
    TRACKED_CHANGES = "tracked_changes"
    NUMBER_FORMAT = "number_format"
    EMBEDDED_OBJECT = "embedded_object"
    ACTIVE_CONTENT = "active_content"
    HIDDEN_SHEET = "hidden_sheet"
    FORMULA_UNREAD = "formula_unread"
    NO_ITEMS = "no_items"
    EMPTY_ITEM = "empty_item"
    NO_TITLE = "no_title"
    NO_YEAR = "no_year"
    NUMBERING_GAP = "numbering_gap"
    NUMBERING_REPEAT = "numbering_repeat"
    UNBALANCED_BRACKET = "unbalanced_bracket"
    UNBALANCED_QUOTE = "unbalanced_quote"
    PRIVATE_USE_CHARACTER = "private_use_character"
    REPLACEMENT_CHARACTER = "replacement_character"
    DIRECTION_CONTROL = "direction_control"
    STRAY_SCRIPT = "stray_script"
    MIXED_SCRIPT = "mixed_script"
    NOTE_PARTIAL = "note_partial"
    NOTE_UNPARSED = "note_unparsed"
    NOTE_OWNER = "note_owner"
    NOTE_OUTSIDE_ITEMS = "note_outside_items"
    NO_PARTIES = "no_parties"
    UNKNOWN_AGENCY = "unknown_agency"
    JURISDICTION_INFERRED = "jurisdiction_inferred"
    AMBIGUOUS_AGENCY = "ambiguous_agency"
    AGENCY_OUT_OF_TIME = "agency_out_of_time"
    EXPECTATION_MISSED = "expectation_missed"
    EXPECTATION_EXCEEDED = "expectation_exceeded"
    SERIES_BREAK = "series_break"
    INVALID_SOURCE = "invalid_source"
    SOURCE_UNREACHABLE = "source_unreachable"
    FORBIDDEN_ADDRESS = "forbidden_address"
    ROBOTS_DISALLOWED = "robots_disallowed"
    NO_LINKS = "no_links"
    LINKS_LEFT_OUT = "links_left_out"
    SOURCE_OVER_TIME = "source_over_time"
    NOT_A_RELEASE = "not_a_release"
    EDITION_HELD = "edition_held"
    NOT_TAKEN = "not_taken"
    PREFECT_UNAVAILABLE = "prefect_unavailable"

    @property
    def shown(self) -> str:
        """What a person reads for it: the code, or its label in Chinese."""
        return either(self.value, FINDING_LABELS.get(self.value, ""))


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
MEANINGS: dict[Code, Meaning] = {
    Code.PATH_NOT_FOUND: Meaning(_E, "a path given to the run does not exist", "correct the path"),
    Code.EMPTY_FOLDER: Meaning(_E, "a folder contains no release", "give a folder of releases, or their files"),
    Code.UNREADABLE_FILE: Meaning(_E, "the file cannot be opened or read", "check its permissions"),
    Code.IGNORED_FILE: Meaning(
        _I,
        "a file or folder in a folder was left out: it is of no kind that holds a release, hidden or empty",
        "nothing; or give the path of the file itself",
    ),
    Code.EMPTY_FILE: Meaning(_E, "the file contains no visible character", "fetch the release again"),
    Code.BINARY_FILE: Meaning(
        _E, "a file named as text contains binary data", "give the original file with its correct ending"
    ),
    Code.UNDECODABLE: Meaning(
        _E,
        "the bytes are not valid UTF-8, UTF-16, GB18030 or Big5",
        'name the encoding in release.toml (encoding = "…") or fetch the release again',
    ),
    Code.UNSUPPORTED_MEDIA_TYPE: Meaning(
        _E, "the file has a format that is not read", "do what the message says, or give the text of the release"
    ),
    Code.READER_NOT_INSTALLED: Meaning(
        _E,
        "the file has a format that is read with a library or program that is not installed",
        "install what the message names, or give another rendition of the release",
    ),
    Code.ANNEX_UNREAD: Meaning(
        _W,
        "a file attached to the release could not be fetched or read; its text is missing",
        "do what the message says, or put another rendition of the file into annexes/ beside the original",
    ),
    Code.RENDITION_UNREAD: Meaning(
        _I,
        "a rendition of the release (the same release in another format) could not be read; another one was",
        "nothing if the other rendition is complete; else do what the message says",
    ),
    Code.RENDITIONS_DISAGREE: Meaning(
        _W,
        "two renditions of the release have other items, texts or numbers; the one in source_name was published",
        "compare the two files; name the right one in release.toml (file)",
    ),
    Code.CONVERTED_FILE: Meaning(
        _I, "the file was converted by another program before it was read", "nothing; or compare with the original"
    ),
    Code.NO_RELEASE_INSIDE: Meaning(
        _E, "the archive or mail contains no document that could be a release", "give the release itself"
    ),
    Code.SEVERAL_RELEASES: Meaning(
        _E, "the archive or mail contains several documents", "give it to a run of its own, or unpack it"
    ),
    Code.INVALID_MANIFEST: Meaning(_E, "release.toml cannot be used", "correct the key that the message names"),
    Code.ENCODING_MISMATCH: Meaning(
        _W,
        "the bytes show another encoding than the one that release.toml gives; the file was read by its bytes",
        "correct encoding in release.toml, or take it out",
    ),
    Code.INVALID_OVERRIDES: Meaning(_E, "overrides.toml cannot be used", "correct the entry that the message names"),
    Code.OVERRIDE_STALE: Meaning(
        _W,
        "the source has other characters where a person decided something, or the body it names is not known: the "
        "override does nothing",
        "look at the place again; correct span and expects in overrides.toml, or remove the entry",
    ),
    Code.OVERRIDE_NEEDLESS: Meaning(
        _I, "the rules decide by themselves what a person decided there", "remove the entry from overrides.toml"
    ),
    Code.DUPLICATE_RELEASE_ID: Meaning(
        _E, "two sources of one run have the same release_id", "give one of them an id in release.toml"
    ),
    Code.ID_BY_FOLDER: Meaning(
        _I,
        "files of one name lie in several folders of the run; the names of the folders are in their release_id",
        "nothing; or give each folder a release.toml, whose folder is the id then",
    ),
    Code.SNAPSHOT_MISMATCH: Meaning(
        _E, "the file differs from the one recorded in snapshot.json", "restore the file, or add it again"
    ),
    Code.INTERNAL_ERROR: Meaning(
        _E, "qingdan failed on this release", "report it with the release; the others are published"
    ),
    Code.PASSWORD_REQUIRED: Meaning(
        _E,
        "the document is encrypted, and no password was given or it is wrong",
        "give the password: --password-file, QINGDAN_PASSWORD or --ask-password",
    ),
    Code.DAMAGED_FILE: Meaning(_E, "the document cannot be opened", "fetch the release again"),
    Code.DAMAGED_PAGE: Meaning(
        _W, "a page of the document cannot be read; its text is missing", "fetch the release again"
    ),
    Code.NO_TEXT_LAYER: Meaning(
        _E,
        "the document (or the page) is a picture without a text layer; its content is missing",
        "read it in the original; give a release with text",
        page_severity=_W,
    ),
    Code.GARBLED_TEXT: Meaning(
        _E,
        "the text layer of the document (or of the page) contains other characters than the page shows",
        "read it in the original; give another edition of the release, or its text",
        page_severity=_W,
    ),
    Code.TEXT_BY_OCR: Meaning(
        _I,
        "the text of a page was read from its picture; items on it have text_source ocr",
        "compare figures and names with the original where they matter",
    ),
    Code.OCR_DOUBTFUL: Meaning(
        _W,
        "a line read from the picture of a page may be wrong: two readings differ, or the confidence is low",
        "compare the line with the original; the message has its box in points, the value both readings",
    ),
    Code.TOO_BIG: Meaning(
        _E,
        "the document is larger than the limits of a run allow",
        "split it, or raise the limit in pipeline/settings.py",
    ),
    Code.TIMEOUT: Meaning(
        _E,
        "reading the document (or the page) took longer than allowed",
        "open it in a viewer; save it again and retry",
        page_severity=_W,
    ),
    Code.OUT_OF_MEMORY: Meaning(
        _E, "reading the document took more memory than allowed", "open it in a viewer; save it again and retry"
    ),
    Code.ENGINE_CRASHED: Meaning(
        _E, "the library that reads the document crashed on it", "open it in a viewer; save it again and retry"
    ),
    Code.ENGINES_DISAGREE: Meaning(
        _W, "two libraries read clearly different Chinese text on a page", "compare the page with the original"
    ),
    Code.SECOND_READER_FAILED: Meaning(
        _I, "the second library could not read a page; the text of the first was not checked", "nothing"
    ),
    Code.VERTICAL_TEXT: Meaning(
        _W, "a page is written vertically; its reading order is uncertain", "compare the page with the original"
    ),
    Code.READING_ORDER: Meaning(
        _W,
        "lines of a page stand side by side, and no gutter or box tells their order; they were read across the page",
        "compare the page with the original",
    ),
    Code.SIDE_BOX: Meaning(
        _I, "a box beside the text of a page stands at the end of the page, apart from it", "nothing"
    ),
    Code.SLANTED_TEXT: Meaning(
        _I,
        "text that runs across a page at an angle, such as a watermark, was left out",
        "compare the page with the original",
    ),
    Code.HIDDEN_TEXT: Meaning(
        _W,
        "text that the page does not show (invisible, white or tiny) is not part of the text",
        "compare the page with the original",
    ),
    Code.WATERMARK: Meaning(
        _I, "large text printed over the lines of a page was left out", "compare the page with the original"
    ),
    Code.STRUCK_TEXT: Meaning(
        _I, "text that is struck out in the original is not part of the text", "compare with the original"
    ),
    Code.TABLE_LEFT_OUT: Meaning(
        _I, "a table that is not a work list was left out of the text", "nothing; or see the original"
    ),
    Code.LIST_HEAD_WITHOUT_TABLE: Meaning(
        _W,
        "a page has the header of a work list, but its columns cannot be told apart; the rows were left out",
        "give another edition (Word, spreadsheet, web page), or a PDF whose table has lines",
    ),
    Code.CLIPPED_CELLS: Meaning(
        _W,
        "cells of a work list are cut off at the width of their column; … stands for what is missing",
        "give the spreadsheet itself, or print it with wider columns",
    ),
    Code.ROW_IN_DOUBT: Meaning(
        _W,
        "the first row of a list on a page may be the rest of the last row of the page before; it is read as a task",
        "compare the two pages with the original",
    ),
    Code.TRANSLATION_LEFT_OUT: Meaning(
        _I, "the column of a page in another language, beside the Chinese one, is not part of the text", "nothing"
    ),
    Code.ANNOTATION_LEFT_OUT: Meaning(
        _I, "a comment or another annotation on a page is not part of the text", "nothing; or see the original"
    ),
    Code.ATTACHMENT_LEFT_OUT: Meaning(
        _I, "files attached to the document are not part of its text", "give the attached file if it holds a release"
    ),
    Code.SEVERAL_DOCUMENTS: Meaning(
        _I, "the file holds several documents; they were read as one, in their order", "check the sections and numbers"
    ),
    Code.SIGNATURE_UNVERIFIED: Meaning(
        _I,
        "the file is sealed or signed; seals are named as the file says and were not verified",
        "verify the seal with the program of its issuer if that matters",
    ),
    Code.COLUMNS_AS_LINES: Meaning(
        _W,
        "the columns of a work list are separated only by spaces; each line was read across all columns",
        "give the PDF or web page from which the text was made",
    ),
    Code.TRACKED_CHANGES: Meaning(
        _W,
        "changes to the document were tracked and not accepted; insertions are in the text, deletions are not",
        "compare with the published edition; accept or reject the changes and give the file again",
    ),
    Code.NUMBER_FORMAT: Meaning(
        _W, "the numbers of a list have a format that is not known", "compare the numbers with the original"
    ),
    Code.EMBEDDED_OBJECT: Meaning(
        _W,
        "the document embeds another document or an object, which was not read",
        "open it; save what belongs to the release as a file of its own",
    ),
    Code.ACTIVE_CONTENT: Meaning(
        _I, "the file holds macros or refers to content elsewhere; nothing was run or fetched", "nothing"
    ),
    Code.HIDDEN_SHEET: Meaning(
        _W,
        "sheets, rows or columns of the workbook are hidden; hidden sheets were not read, hidden rows and columns were",
        "open the workbook; if a hidden sheet belongs to the release, unhide it",
    ),
    Code.FORMULA_UNREAD: Meaning(
        _W,
        "cells of the workbook have formulas whose results are not in the file; they were taken as empty",
        "open the workbook in a spreadsheet program, save it, and give it again",
    ),
    Code.NO_ITEMS: Meaning(
        _E, "the text contains no numbered item", "check that the file is a work list and that its text is complete"
    ),
    Code.EMPTY_ITEM: Meaning(
        _W, "items of the release have a number and no words", "compare them with the original: their text may be lost"
    ),
    Code.NO_TITLE: Meaning(_W, "no title was found", 'give title = "…" in release.toml'),
    Code.NO_YEAR: Meaning(
        _I, "no year was found: the release is compared with no other", "give year = … in release.toml"
    ),
    Code.NUMBERING_GAP: Meaning(_W, "a number is missing before this one", "compare with the original"),
    Code.NUMBERING_REPEAT: Meaning(_W, "a number is repeated or decreases", "compare with the original"),
    Code.UNBALANCED_BRACKET: Meaning(_W, "a bracket has no partner", "compare with the original"),
    Code.UNBALANCED_QUOTE: Meaning(_W, "a quotation mark has no partner", "compare with the original"),
    Code.PRIVATE_USE_CHARACTER: Meaning(
        _W, "a private-use character, which has no agreed meaning", "look it up in the original's font"
    ),
    Code.REPLACEMENT_CHARACTER: Meaning(
        _W, "U+FFFD: a character was lost before the file was received", "fetch the release again"
    ),
    Code.DIRECTION_CONTROL: Meaning(
        _W,
        "control characters turn the direction of the text, so that it looks other than it reads; they were taken out",
        "compare the place with the original; what is published is the order in the file",
    ),
    Code.STRAY_SCRIPT: Meaning(
        _I, "characters of the other script inside the text were replaced", "nothing; or see the table repairs"
    ),
    Code.MIXED_SCRIPT: Meaning(
        _I,
        "a paragraph contains simplified and traditional characters; it was left as printed",
        "compare with the original",
    ),
    Code.NOTE_PARTIAL: Meaning(_W, "part of a responsibility note was not understood", "read the quoted part"),
    Code.NOTE_UNPARSED: Meaning(_W, "a responsibility note was not understood", "read the quoted note"),
    Code.NOTE_OWNER: Meaning(
        _W,
        "a note after the last part of a unit may belong to the whole unit",
        "check in the original; it was assigned to the part",
    ),
    Code.NO_PARTIES: Meaning(
        _W,
        "by its title a division of tasks, or with labels or brackets of notes in several items; no body was found in "
        "its items",
        "read some items in the original: who does what may be said in a form that is not read",
    ),
    Code.NOTE_OUTSIDE_ITEMS: Meaning(
        _W,
        "a responsibility note is in a paragraph outside all numbered items; its bodies are in no table",
        "read the quoted words in the original",
    ),
    Code.UNKNOWN_AGENCY: Meaning(
        _W, "the registry of agencies does not contain this body", "add a row or alias to agencies.csv"
    ),
    Code.AMBIGUOUS_AGENCY: Meaning(
        _W,
        "several bodies share this name, and the document does not show which one is meant",
        'give jurisdiction = "…" in release.toml',
    ),
    Code.AGENCY_OUT_OF_TIME: Meaning(
        _W,
        "by the registry, this body does not exist in the year of the document; its successor is named where known",
        "compare with the original; if the document is right, correct valid_from or valid_to in agencies.csv",
    ),
    Code.JURISDICTION_INFERRED: Meaning(
        _I,
        "the issuer of the document is not stated; its jurisdiction was inferred from the names and places in it",
        'if it is wrong, give jurisdiction = "…" in release.toml',
    ),
    Code.EXPECTATION_MISSED: Meaning(
        _E,
        "there are fewer rows or values than release.toml expects",
        "compare with the original, or correct [expect] or [fill]",
    ),
    Code.EXPECTATION_EXCEEDED: Meaning(
        _W, "there are more rows than release.toml expects", "compare with the original, or correct [expect]"
    ),
    Code.SERIES_BREAK: Meaning(
        _W,
        "compared with the previous build, a count of this release (or of its series) halved or doubled",
        "compare with the original; if the count is right, set bounds in [expect]",
    ),
    # Of watched sources: in the table of the build that `qingdan watch` makes.
    Code.INVALID_SOURCE: Meaning(
        _E, "an entry of sources.toml cannot be used", "correct the key that the message names"
    ),
    Code.SOURCE_UNREACHABLE: Meaning(
        _E, "an address gave no usable answer", "open it in a browser; the next check tries again"
    ),
    Code.FORBIDDEN_ADDRESS: Meaning(
        _E,
        "an address, or one it redirects to, is not on the public network or not http",
        "check where it leads; if that is intended, name the host in allow_hosts",
    ),
    Code.ROBOTS_DISALLOWED: Meaning(
        _W, "robots.txt of the site disallows this address", "fetch it by hand: qingdan add FILE"
    ),
    Code.NO_LINKS: Meaning(
        _W,
        "no link of the source matches links, href and title",
        "compare links, href and title in sources.toml with the page",
    ),
    Code.LINKS_LEFT_OUT: Meaning(
        _W, "a source lists more releases than most_links", "narrow href or title in sources.toml, or raise most_links"
    ),
    Code.SOURCE_OVER_TIME: Meaning(
        _W,
        "the check of a source took longer than most_seconds; the next check starts with the remaining links",
        "nothing if it happened once; otherwise raise most_seconds in sources.toml, or narrow href or title",
    ),
    Code.NOT_A_RELEASE: Meaning(
        _W, "the link leads to a login or error page, not to a release", "open it in a browser"
    ),
    Code.EDITION_HELD: Meaning(
        _W,
        "what the address of a release has now may be no edition of it: it lost half of its items or notes, its year "
        "or title, or looks like an error page; it is kept in held/, and the last good edition is published",
        "qingdan show RELEASE shows it; take it with qingdan builds --accept RELEASE, or wait until the site is mended",
    ),
    Code.NOT_TAKEN: Meaning(_E, "a release could not be stored in raw/", "free disk space or correct the permissions"),
    # Of one run, in its report only.
    Code.PREFECT_UNAVAILABLE: Meaning(
        _W,
        "Prefect's API failed; the run went on without it and published",
        "check that the server at PREFECT_API_URL runs; for the embedded server, free memory and disk space",
    ),
}

ASK_FOR_A_LOOK = frozenset({Code.EDITION_HELD, Code.PREFECT_UNAVAILABLE})
"""Warnings that make a run end with exit status 1, as errors do."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``span_start`` and ``span_end`` are offsets into the extracted text, where there is one.

    ``value``: what it is about - words of the document, a name, a count. It is never empty.
    """

    code: Code
    message: str
    value: str
    release_id: str | None = None
    source_name: str | None = None
    item_id: str | None = None
    page: int | None = None
    span_start: int | None = None
    span_end: int | None = None

    def __post_init__(self) -> None:
        """Keep a lone surrogate (of a damaged state file, a name) as its escape: tables hold none."""
        for name in ("message", "value", "release_id", "source_name"):
            text = getattr(self, name)
            if text and not text.isascii():
                object.__setattr__(self, name, text.encode("utf-8", "backslashreplace").decode("utf-8"))

    @property
    def severity(self) -> Severity:
        """The severity of its code, for a page or for the whole release."""
        meaning = MEANINGS[self.code]
        if self.page is not None and meaning.page_severity is not None:
            return meaning.page_severity
        return meaning.severity

    @property
    def line(self) -> str:
        """The one line a person reads, in their language: where, what, and which value.

        Safe to print whatever the document holds.
        """
        where = either(", ", "，").join(str(p) for p in (self.source_name or self.release_id, self.item_id) if p)
        said = either(": ", "：").join(part for part in (where, self.code.shown, localized(self.message)) if part)
        value = f" [{localized(self.value[:LONGEST_VALUE])}]" if self.value else ""
        return plain(f"{said}{value}", lines=False)


class DocumentError(Exception):
    """A defect that keeps a release from being read; becomes a finding of severity error."""

    def __init__(self, code: Code, message: str, value: str) -> None:
        super().__init__(f"{code}: {message}" + (f" [{value}]" if value else ""))
        self.code = code
        self.message = message
        self.value = value


def cause_of(error: BaseException, name: str = "") -> str:
    """What a library says of a document that it cannot read, as the value of a finding: one line, never empty.

    The same in each run: it holds no address of an object. ``name``: of the part of the document that is concerned.
    """
    if isinstance(error, RecursionError):
        said = "nested too deeply"
    elif isinstance(error, OSError) and error.strerror:
        said = error.strerror
    else:
        said = _OBJECT.sub("", str(error)) or type(error).__name__
    return " ".join(f"{name} {said}".split())[:_LONGEST_CAUSE]
