"""A release in a ZIP archive or a mail: which of the files in it is read, by the reader of its own format.

Files in it that differ in their suffix only are renditions of one release, as in a folder; the best that can be read is
read. Where there are several releases, a run asks for each by its name (`members`). Archives in archives stay closed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import PurePosixPath
from typing import Any

from extractors.bundles.mail import Mail, read_message
from extractors.media import DOCUMENT_SUFFIXES, HTML, MAIL, TEXT, preference_of_name, read_format, sniff
from extractors.unpack import Archive
from schemas.findings import Code, DocumentError
from schemas.records import ExtractedText, Issue

MOST_RELEASES = 500
"""Releases in one archive or mail."""
_ASIDE = "__MACOSX", "."
"""How the names of files and folders begin that systems put beside others."""
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Bundle:
    """The documents in a bundle as groups of renditions, and the names of its other files."""

    groups: tuple[tuple[str, ...], ...]
    others: tuple[str, ...]
    read: Callable[[str], bytes]


def members(body: bytes, media_type: str) -> tuple[dict[str, Any], bytes]:
    """In a limited child: the first name of each release in a bundle, where it holds several, and its other files."""
    bundle = _open(body, media_type)
    return {"members": [group[0] for group in bundle.groups], "others": list(bundle.others)}, b""


def take_converted(body: bytes, media_type: str, member: str = "") -> tuple[dict[str, Any], bytes]:
    """In a limited child: the document that `read_zip` or `read_mail` would read, where it must be converted first.

    Its media type, which is empty where there is no such document, the other files as they are listed, and its bytes.
    """
    bundle = _open(body, media_type)
    name = _group(bundle, member)[0]
    data = bundle.read(name)
    kind = sniff(data, PurePosixPath(name).name)
    if not read_format(kind).is_converted:
        return {"media_type": ""}, b""
    others = _listed(bundle.others) if len(bundle.groups) == 1 else ""
    return {"media_type": kind, "others": others}, data


def read_zip(data: bytes, member: str = "", declared: str | None = None, **others: Any) -> ExtractedText:
    """The release in a ZIP archive, or the one that ``member`` names; the other arguments are those of its reader.

    Raises DocumentError ``no_release_inside`` or ``several_releases``, and what its reader raises.
    """
    return _read(_of_zip(data), member, {"declared": declared, **others})


def read_mail(data: bytes, member: str = "", declared: str | None = None, **others: Any) -> ExtractedText:
    """The release attached to a mail, or the one that ``member`` names; without any, its body. Raises as `read_zip`."""
    mail = read_message(data)
    bundle = _of_mail(mail)
    options = {"declared": declared, **others}
    if bundle.groups:
        return _read(bundle, member, options)
    if not mail.body.strip():
        raise DocumentError(
            Code.NO_RELEASE_INSIDE, "the mail has neither a body nor a document", _listed(bundle.others) or "no file"
        )
    form = read_format(HTML if mail.media_type == "text/html" else TEXT)
    return _with_others(_by(form.reader)(mail.body, declared=declared or _known(mail.charset)), bundle.others, "mail")


def _known(charset: str) -> str | None:
    """An encoding that Python knows; the reader finds out others itself."""
    try:
        "".encode(charset)
    except LookupError:
        return None
    return charset or None


def _open(data: bytes, media_type: str) -> Bundle:
    return _of_mail(read_message(data)) if media_type == MAIL else _of_zip(data)


def _of_zip(data: bytes) -> Bundle:
    archive = Archive(data, "ZIP archive")
    return _bundle([name for name in archive if not _is_aside(name)], archive.read)


def _of_mail(mail: Mail) -> Bundle:
    files: dict[str, bytes] = {}
    for i, one in enumerate(mail.attachments):
        files[one.name if one.name not in files else f"{i}-{one.name}"] = one.data
    return _bundle(list(files), files.__getitem__)


def _bundle(names: Sequence[str], read: Callable[[str], bytes]) -> Bundle:
    groups: dict[str, list[str]] = {}
    others = [name for name in names if PurePosixPath(name).suffix.lower() not in DOCUMENT_SUFFIXES]
    for name in sorted(set(names) - set(others), key=lambda name: (preference_of_name(name), name)):
        stem = str(PurePosixPath(name).with_suffix(""))
        group = groups.setdefault(stem.casefold(), [])
        if any(one.casefold() == name.casefold() for one in group):  # no rendition, but another file
            group = groups.setdefault(f"{name}/", [])
        group.append(name)
    if len(groups) > MOST_RELEASES:
        raise DocumentError(Code.TOO_BIG, f"more than {MOST_RELEASES} documents in one file", str(len(groups)))
    return Bundle(tuple(map(tuple, sorted(groups.values()))), tuple(others), read)


def _is_aside(name: str) -> bool:
    return any(part.startswith(_ASIDE) and part not in (".", "..") for part in name.split("/"))


def _read(bundle: Bundle, member: str, options: Mapping[str, Any]) -> ExtractedText:
    """The release of a member, of its renditions the first that can be read."""
    group = _group(bundle, member)
    failed: list[DocumentError] = []
    for name in group:
        try:
            found = _read_one(bundle, name, options)
        except DocumentError as error:
            failed.append(error)
            continue
        issues = [Issue(Code.RENDITION_UNREAD, f"{error.code}: {error.message}", error.value) for error in failed]
        read = replace(found, issues=(*found.issues, *issues))
        return _with_others(read, bundle.others, "file") if len(bundle.groups) == 1 else read
    raise failed[0]


def _group(bundle: Bundle, member: str) -> tuple[str, ...]:
    """The renditions of a member, or those of the only release there is."""
    found = [group for group in bundle.groups if not member or member in group]
    if not found:
        raise DocumentError(
            Code.NO_RELEASE_INSIDE, "no document is in the file", member or _listed(bundle.others) or "no file"
        )
    if len(found) > 1:
        names = [group[0] for group in found]
        raise DocumentError(Code.SEVERAL_RELEASES, "several documents are in the file", _listed(names))
    return found[0]


def _read_one(bundle: Bundle, name: str, options: Mapping[str, Any]) -> ExtractedText:
    data = bundle.read(name)
    form = read_format(sniff(data, PurePosixPath(name).name))
    if form.is_bundle:
        raise DocumentError(Code.UNSUPPORTED_MEDIA_TYPE, f"{form.name} in another file: unpack it first", name)
    return _by(form.reader)(data, **{key: options[key] for key in form.options if key in options})


def _by(reader: str) -> Callable[..., ExtractedText]:
    module, function = reader.split(":")
    return partial(getattr(import_module(module), function))


def _with_others(found: ExtractedText, names: Sequence[str], what: str) -> ExtractedText:
    """``found``, with a remark on the files beside it."""
    if not names:
        return found
    return replace(found, issues=(*found.issues, left_out(_listed(names), what)))


def left_out(names: str, what: str = "file") -> Issue:
    """The remark on the files, as they are listed, beside the one that is read."""
    return Issue(Code.ATTACHMENT_LEFT_OUT, f"other files in the {what} are no part of the text", names)


def _listed(names: Sequence[str]) -> str:
    more = f", … ({len(names)})" if len(names) > _MOST_NAMED else ""
    return "、".join(names[:_MOST_NAMED]) + more
