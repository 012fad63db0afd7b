"""Old Word documents (DOC, WPS, RTF) → DOCX by LibreOffice, for the reader of Word documents.

LibreOffice needs a disk to write on, so it does not run in the child that reads documents but in a process of its own:
limited in time, processor time, memory and the size of files, without network where the system allows that, with a
profile that lives as long as the conversion and in which macros are off and links are not followed.
"""

from __future__ import annotations

import hashlib
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from extractors.containers import refuse_loop
from extractors.media import DOC, RTF, read_format, sniff
from pipeline.paths import CHECKOUT
from pipeline.sandbox.busy import Patience
from pipeline.sandbox.confine import leave_network
from pipeline.sandbox.rtf_extent import behind_the_end, end_of_rtf
from pipeline.sandbox.rtf_numbers import with_printed_numbers
from pipeline.settings import Limits
from schemas.findings import Code, DocumentError
from schemas.records import Issue

_FILTER = "docx:MS Word 2007 XML"
_FILTERS = {DOC: "MS Word 97", RTF: "Rich Text Format"}
"""By media type what opens it: without that LibreOffice takes a damaged file for text."""
_MADE = Path("made", "given.docx")
_KEPT = "PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH"
_TOO_LONG = "LibreOffice took too long for the document"
_NEARLY_ALL = 0.95
"""Of the processor time that is allowed: the system ends a process by a coarser clock than it counts with."""
_LAST_WORDS = 200
_SOCKETS = Path("/tmp")
"""Where LibreOffice makes sockets, whatever TMPDIR says (sal/osl/unx/pipe.cxx)."""
_SAYS_NOTHING = re.compile(r"javaldx|source\sfile\scould\snot\sbe\sloaded")
"""What LibreOffice says of a machine without Java, which no document needs, and of every file that it cannot open."""
_SETTINGS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{}
</oor:items>
"""
_SETTING = (
    '<item oor:path="/org.openoffice.Office.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
)
_SAFE = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Common/Misc", "FirstRun", "false"),
)
"""Settings of a profile: no macro runs, nothing is fetched, nobody is asked."""


@dataclass(frozen=True, slots=True)
class Converted:
    """What a file was before it was converted: its media type, and the SHA-256 of its bytes.

    ``beside``: the other files in the archive that it was taken from; the SHA-256 is that of the archive then.
    ``remarks``: what the program that converts does not say of it.
    """

    media_type: str
    sha256: str
    beside: str = ""
    remarks: tuple[Issue, ...] = ()


def is_converted(media_type: str) -> bool:
    """Whether documents of a media type are converted before they are read."""
    return bool(media_type) and read_format(media_type).is_converted


def readable(data: bytes, source_name: str, limits: Limits) -> tuple[bytes, str]:
    """A document as a limited child can read it, and its own media type. Raises as `to_docx` and `sniff`."""
    media_type = sniff(data, source_name)
    return (to_docx(data, media_type, limits) if is_converted(media_type) else data), media_type


def convert(data: bytes, media_type: str, limits: Limits, sha256: str, beside: str = "") -> tuple[bytes, Converted]:
    """The document as DOCX, and what it was. Raises as `to_docx`."""
    made = to_docx(data, media_type, limits)
    remarks = behind_the_end(data) if media_type == RTF else ()
    return made, Converted(media_type, sha256, beside, remarks)


def to_docx(data: bytes, media_type: str, limits: Limits) -> bytes:
    """The document as DOCX.

    Raises DocumentError ``damaged_file``, ``timeout``, ``too_big`` or ``reader_not_installed``.
    """
    form = read_format(media_type)
    program = shutil.which(form.programs[0])
    if program is None:
        raise DocumentError(Code.READER_NOT_INSTALLED, f"{form.name}: {form.missing}", form.programs[0])
    if media_type == RTF:
        end_of_rtf(data)
    else:
        refuse_loop(data, form.name)
    folder = Path(tempfile.mkdtemp(prefix="qingdan-office-"))
    try:
        given = folder / f"given{form.suffixes[0]}"
        given.write_bytes(with_printed_numbers(data) if media_type == RTF else data)
        _write_profile(folder / "profile")
        made = folder / _MADE
        said = _run(program, folder, given.name, _FILTERS[media_type], limits)
        if not made.is_file():
            raise DocumentError(
                Code.DAMAGED_FILE, f"LibreOffice cannot open the {form.name}", said or f"{len(data)} bytes"
            )
        if (size := made.stat().st_size) > limits.most_bytes:
            what = f"LibreOffice makes more than {limits.most_bytes} bytes of the document"
            raise DocumentError(Code.TOO_BIG, what, f"{size} bytes")
        return made.read_bytes()
    finally:
        _socket_of(folder / "profile").unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)


def _socket_of(profile: Path) -> Path:
    """The socket that LibreOffice makes outside its folders, named after its profile, and leaves when it is killed.

    The bytes of the MD5 are written without leading zeros (desktop/source/app/officeipcthread.cxx).
    """
    digest = hashlib.md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    name = "".join(f"{byte:x}" for byte in digest)
    return _SOCKETS / f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{name}"


def _write_profile(profile: Path) -> None:
    (profile / "user").mkdir(parents=True)
    lines = "\n".join(_SETTING.format(*setting) for setting in _SAFE)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS.format(lines), encoding="utf-8")


def _run(program: str, folder: Path, given: str, opens: str, limits: Limits) -> str:
    """Convert the file in a folder; what the program said last. Raises DocumentError ``timeout``."""
    arguments = (
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard"),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        f"--infilter={opens}",
        *("--convert-to", _FILTER, "--outdir", str((folder / _MADE).parent), str(folder / given)),
    )
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment = {**kept, "HOME": str(folder), "TMPDIR": str(folder), "PYTHONPATH": str(CHECKOUT)}
    limited = [str(limits.office_seconds), str(limits.office_memory_bytes), str(limits.most_bytes)]
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "pipeline.sandbox.conversion", *limited, program, *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        said = _last_words(process, 2 * limits.office_seconds)
    finally:
        _end(process)
    if process.returncode == -signal.SIGXCPU and not (folder / _MADE).is_file():
        raise DocumentError(Code.TIMEOUT, _TOO_LONG, f"{limits.office_seconds} seconds of CPU")
    lines = [line for line in said.decode("utf-8", "replace").splitlines() if not _SAYS_NOTHING.search(line)]
    return " ".join(" ".join(lines).split())[-_LAST_WORDS:]


def _last_words(process: subprocess.Popen[bytes], seconds: int) -> bytes:
    """What a program says until its end, which it has time for while it works. Raises DocumentError ``timeout``."""
    patience = Patience(process.pid, is_group=True)
    while True:
        try:
            return process.communicate(timeout=seconds)[1]
        except subprocess.TimeoutExpired:
            if not patience.is_left(seconds):
                raise DocumentError(Code.TIMEOUT, _TOO_LONG, f"{seconds} seconds") from None


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and all it has started: they are a group of their own."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stderr:
        process.stderr.close()


def main(arguments: Sequence[str]) -> None:
    """Run a program within limits: seconds of CPU, bytes of memory and of a file stand before its command.

    Ends by the signal SIGXCPU where the processor time is used up: the program itself hides what its process died of.
    """
    seconds, memory, size = map(int, arguments[:3])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    leave_network()
    status = os.spawnv(os.P_WAIT, arguments[3], list(arguments[3:]))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    if used.ru_utime + used.ru_stime > _NEARLY_ALL * seconds:
        os.kill(os.getpid(), signal.SIGXCPU)
    sys.exit(abs(status))


if __name__ == "__main__":
    main(sys.argv[1:])
