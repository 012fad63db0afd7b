"""The pages of a site with forms for corrections, served to this machine alone.

Only requests to this address that carry the token are answered, and only its own pages may write: a page of another
origin has neither the token nor the origin, and a name that someone let lead here is no host of ours.
"""

from __future__ import annotations

import json
import mimetypes
import secrets
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pipeline.errors import QingdanError
from pipeline.site.answers import AnswerFiles, Answers, ChangedMeanwhileError, NotKeptError
from pipeline.site.places import POLICY
from schemas.overrides import Decision, Override

HOST = "127.0.0.1"
_MOST_BYTES = 64 * 1024
_PAGE_POLICY = f"{POLICY}; connect-src 'self'"
_FIRST, _WITH_FORMS = 'assets/first.js"', 'assets/first.js" data-review'
"""The script that loads the others, the forms among them where it is asked to."""
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": f"{_PAGE_POLICY}; frame-ancestors 'none'",
}


@dataclass(frozen=True)
class Desk:
    """What a review works on: the folder of the site, the answers, the texts of the build, a run, and the sample.

    ``text_of`` gives the extracted text of a release; ``run`` builds anew and brings the site up to date, and returns
    what to tell the person. ``is_blind``: people answer for a task of the sample before they see its row.
    """

    site: Path
    answers: AnswerFiles
    text_of: Callable[[str], str]
    run: Callable[[], str]
    sample: tuple[Mapping[str, Any], ...] = ()
    is_blind: bool = False


class Review:
    """A server for one review. ``address`` opens it, with the token."""

    def __init__(self, desk: Desk, port: int = 0) -> None:
        self.token = secrets.token_urlsafe(24)
        self._server = ThreadingHTTPServer((HOST, port), partial(_Handler, self))
        self._server.daemon_threads = True
        self.desk = desk
        self.host = f"{HOST}:{self._server.server_port}"
        self.running = threading.Lock()

    @property
    def address(self) -> str:
        """Where the first page is; whoever has it may write."""
        return f"http://{self.host}/{self.token}/index.html"

    def serve(self) -> None:
        """Answer until `close`."""
        self._server.serve_forever(poll_interval=0.2)

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()


class _Refused(Exception):  # noqa: N818  not a defect
    """A request that is not answered, and with which status."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


class _Handler(BaseHTTPRequestHandler):
    server_version = "qingdan"
    sys_version = ""
    timeout = 60

    def __init__(self, review: Review, *arguments: Any) -> None:
        self._review = review
        self._desk = review.desk
        super().__init__(*arguments)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the terminal is for the person, and the token stands in every path."""

    def do_GET(self) -> None:
        """A file of the site, or the answers of a release."""
        self._answer(self._get)

    def do_POST(self) -> None:
        """An answer of a person, or a run."""
        self._answer(self._post)

    def _answer(self, work: Callable[[str], tuple[str, bytes]]) -> None:
        status = HTTPStatus.OK
        try:
            kind, body = work(self._path())
        except _Refused as refusal:
            status, kind, body = refusal.status, "application/json", _json({"error": str(refusal)})
        except ChangedMeanwhileError as error:
            status, kind, body = HTTPStatus.CONFLICT, "application/json", _json({"error": str(error)})
        except QingdanError as error:
            status, kind, body = HTTPStatus.BAD_REQUEST, "application/json", _json({"error": str(error)})
        with suppress(ConnectionError):
            self.send_response(status)
            for name, value in {**_HEADERS, "Content-Type": kind, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    def _path(self) -> str:
        """The path behind the token. Refuses other hosts and other tokens."""
        if self.headers.get("Host") != self._review.host:
            raise _Refused(HTTPStatus.MISDIRECTED_REQUEST, "another host")
        _, token, *rest = unquote(urlsplit(self.path).path).split("/")
        if not secrets.compare_digest(token.encode(), self._review.token.encode()):
            raise _Refused(HTTPStatus.FORBIDDEN, "the address lacks the token that qingdan review printed")
        return "/".join(rest) or "index.html"

    def _get(self, path: str) -> tuple[str, bytes]:
        if path == "review/sample":
            return "application/json", _json({"is_blind": self._desk.is_blind, "tasks": list(self._desk.sample)})
        if path.startswith("review/answers/"):
            return "application/json", _json(_shown(self._desk.answers.read(path.removeprefix("review/answers/"))))
        file = (self._desk.site / path).resolve()
        if not file.is_relative_to(self._desk.site.resolve()) or not file.is_file():
            raise _Refused(HTTPStatus.NOT_FOUND, "no such page")
        data = file.read_bytes()
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        if file.suffix == ".html":
            return "text/html; charset=utf-8", _with_forms(data)
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind, data

    def _post(self, path: str) -> tuple[str, bytes]:
        is_ours = self.headers.get("Origin") == f"http://{self._review.host}"
        if not is_ours or self.headers.get_content_type() != "application/json":
            raise _Refused(HTTPStatus.FORBIDDEN, "only the pages of this review may write")
        given = self._body()
        if path == "review/answer":
            return "application/json", _json(_shown(_kept(self._desk, given)))
        if path == "review/run":
            with self._review.running:  # one at a time
                return "application/json", _json({"done": self._desk.run()})
        raise _Refused(HTTPStatus.NOT_FOUND, "no such request")

    def _body(self) -> dict[str, Any]:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > _MOST_BYTES:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too long")
        try:
            given = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError) as error:
            raise _Refused(HTTPStatus.BAD_REQUEST, "no JSON") from error
        if not isinstance(given, dict):
            raise _Refused(HTTPStatus.BAD_REQUEST, "no JSON object")
        return given


def _with_forms(page: bytes) -> bytes:
    text = page.decode("utf-8")
    plain = POLICY.replace("'", "&#39;")
    text = text.replace(plain, _PAGE_POLICY.replace("'", "&#39;"), 1)
    return text.replace(_FIRST, _WITH_FORMS, 1).encode("utf-8")


def _kept(desk: Desk, given: Mapping[str, Any]) -> Answers:
    """Write an answer, or take one back, over the version that the page has seen."""
    release_id, version = str(given.get("release_id")), str(given.get("version", ""))
    override = _override(given, desk.text_of(release_id))
    known = desk.answers.read(release_id)
    if known.version != version:
        raise ChangedMeanwhileError(f"the overrides of {release_id} were changed meanwhile")
    others = [one for one in known.overrides if one.question != override.question]
    kept = others if given.get("remove") is True else [*others, override]
    return desk.answers.write(release_id, version, kept)


def _override(given: Mapping[str, Any], text: str) -> Override:
    """The override that a page asks for; what stands at the place now is what it expects there."""
    start, end = given.get("start"), given.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start <= end <= len(text):
        raise NotKeptError("the place is not in the text")
    texts = {key: str(given.get(key, "")) for key in ("answer", "reason", "who")}
    try:
        decision = Decision(str(given.get("decision")))
    except ValueError as error:
        raise NotKeptError(f"there is no decision {given.get('decision')}") from error
    return Override.about(text, decision, (start, end), when=date.today(), **texts)


def _shown(answers: Answers) -> dict[str, Any]:
    return {"version": answers.version, "overrides": [asdict(override) for override in answers.overrides]}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=str).encode("utf-8", "replace")
