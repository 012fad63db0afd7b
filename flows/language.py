"""Which language this process shows: by ``--lang``, QINGDAN_LANG or the locale."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import pairwise

from schemas.language import VARIABLE, Language, default_language, language_named, set_language

OPTION = "--lang"


def language_of(arguments: Sequence[str]) -> Language:
    """The language that ``--lang`` asks for, wherever it stands; without it, that of the environment.

    It is read before the parser is made, as the parser shows its help and errors in it.
    """
    for option, value in pairwise((*arguments, "")):
        if option == "--":
            break
        name, joint, joined = option.partition("=")
        if name == OPTION and (asked := language_named(joined if joint else value)):
            return asked
    return default_language(os.environ)


def show_language(language: Language) -> None:
    """Show messages in ``language`` from now on, here and in the processes that this one starts."""
    os.environ[VARIABLE] = language.value
    set_language(language, _to_traditional)


def show_language_of_environment() -> None:
    """The same for a process that a Prefect server started: by its environment."""
    show_language(default_language(os.environ))


def _to_traditional(text: str) -> str:
    from normalizers.script.conversion import to_hant
    from schemas.records import Script

    return to_hant(text, Script.HANS)
