"""The password of encrypted PDFs: from a file, the environment or a prompt.

Never from the command line, which every user of a machine can read, and never a parameter of a flow, which Prefect
keeps. Nothing that is published is derived from it.
"""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.errors import QingdanError
from schemas.language import localized

PASSWORD = "QINGDAN_PASSWORD"
PASSWORD_FILE = "QINGDAN_PASSWORD_FILE"


def read_password(file: Path | None = None, ask: bool = False) -> str | None:
    """The password: by a prompt if ``ask``, else of ``file``, else as QINGDAN_PASSWORD or QINGDAN_PASSWORD_FILE say.

    None where nothing gives one. Raises QingdanError when the file cannot be read or holds none.
    """
    if ask:
        return _prompt()
    if file is None and (given := os.environ.get(PASSWORD)):
        return given
    named = file or (Path(os.environ[PASSWORD_FILE]) if os.environ.get(PASSWORD_FILE) else None)
    return _of_file(named) if named else None


def _prompt() -> str:
    from getpass import getpass

    try:
        return getpass(localized("Password of encrypted PDFs: "))
    except (EOFError, OSError) as error:
        raise QingdanError("no password was typed; give it by --password-file or QINGDAN_PASSWORD") from error


def _of_file(path: Path) -> str:
    """The first line of a file, without its line end."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            password = file.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QingdanError(f"cannot read the password from {path}: {error}") from error
    if not password:
        raise QingdanError(f"the first line of {path} holds no password")
    return password


def take_password(file: Path | None = None, ask: bool = False) -> str | None:
    """As `read_password`; the environment loses it, so that no process started from here on inherits it."""
    password = read_password(file, ask)
    os.environ.pop(PASSWORD, None)
    return password


def leave_password(file: Path | None = None, ask: bool = False) -> None:
    """Leave the password to the processes that carry out the runs of a server: in their environment only."""
    if ask:
        os.environ[PASSWORD] = _prompt()
    elif file is not None:
        _of_file(file)
        os.environ.pop(PASSWORD, None)
        os.environ[PASSWORD_FILE] = str(file.resolve())
