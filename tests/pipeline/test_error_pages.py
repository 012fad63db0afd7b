"""Pages that are no documents are refused by several signs, and small documents are not."""

from __future__ import annotations

import pytest

from extractors.media import HTML, sniff
from pipeline.release.parsing import ReleaseInput, Tools, read_release
from pipeline.watching.error_pages import signs_of_error
from schemas.findings import DocumentError
from tests.pipeline.page_forms import Form, documents, no_documents

_FORMS, _DOCUMENTS = list(no_documents()), list(documents())
assert len(_FORMS) >= 60 and len(_DOCUMENTS) >= 60


def _signs(form: Form, tools: Tools) -> tuple[str, ...] | None:
    """The signs; None for what cannot be read as a release, which is refused for that."""
    try:
        release = read_release(ReleaseInput("page", form.file, form.data), tools)
    except DocumentError:
        return None
    return signs_of_error(form.data, sniff(form.data, form.file) == HTML, release)


@pytest.mark.parametrize("form", _FORMS, ids=lambda form: form.name)
def test_a_page_that_is_no_document(form: Form, tools: Tools) -> None:
    assert _signs(form, tools) != ()


@pytest.mark.parametrize("form", _DOCUMENTS, ids=lambda form: form.name)
def test_a_small_document(form: Form, tools: Tools) -> None:
    assert _signs(form, tools) == ()


def test_most_forms_have_numbered_items_and_are_known_by_their_signs(tools: Tools) -> None:
    read = [signs for form in _FORMS if (signs := _signs(form, tools)) is not None]
    assert len(read) >= 50
    assert all(len(signs) >= 2 for signs in read)
