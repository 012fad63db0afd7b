"""One address: what may be asked, what it may cost, and what is done when it fails."""

from __future__ import annotations

import gzip
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from pipeline.watching.addresses import FetchError, is_public
from pipeline.watching.fetching import Fetcher, FetchLimits, Validators
from schemas.findings import Code
from tests.web import SITE, Names, Page, Site, endless, serving, slow_head, torn

_LIMITS = FetchLimits(most_bytes=200_000, seconds=1.5, quiet_seconds=1.0, attempts=1, first_pause=0.0)

# (address, why it may not be asked)
FORBIDDEN = [
    ("file:///etc/passwd", "no web address"),
    ("ftp://203.0.114.1/list.txt", "no web address"),
    ("gopher://203.0.114.1/", "no web address"),
    ("data:text/html,1.%20x", "no web address"),
    ("http://127.0.0.1/", "loopback"),
    ("http://127.0.0.1:6379/", "loopback, another service"),
    ("http://127.255.255.254/", "all of 127/8 is loopback"),
    ("http://localhost/", "loopback by name"),
    ("http://localhost./", "the same with the dot of the root"),
    ("http://LOCALHOST/", "the same in capitals"),
    ("http://0.0.0.0/", "this host"),
    ("http://0/", "this host, short"),
    ("http://2130706433/", "127.0.0.1 as one number"),
    ("http://0x7f000001/", "the same in hexadecimal"),
    ("http://0x7f.0.0.1/", "hexadecimal part"),
    ("http://0177.0.0.1/", "octal part"),
    ("http://127.1/", "short form"),
    ("http://127.0.0.1./", "number with a dot at its end"),
    ("http://１２７.0.0.1/", "full-width digits"),
    ("http://127。0。0。1/", "ideographic full stops"),
    ("http://10.0.0.1/", "private"),
    ("http://172.16.0.1/", "private"),
    ("http://192.168.1.1/", "private"),
    ("http://100.64.0.1/", "carrier's own"),
    ("http://100.100.100.200/", "metadata of a cloud, in the carriers' range"),
    ("http://169.254.169.254/latest/meta-data/", "metadata of clouds"),
    ("http://168.63.129.16/", "a cloud's platform address, which looks public"),
    ("http://metadata.google.internal/", "metadata by name"),
    ("http://192.0.0.8/", "protocol assignments"),
    ("http://198.18.0.1/", "benchmarks"),
    ("http://203.0.113.5/", "documentation"),
    ("http://224.0.0.1/", "multicast"),
    ("http://240.0.0.1/", "reserved"),
    ("http://255.255.255.255/", "broadcast"),
    ("http://[::1]/", "loopback"),
    ("http://[::]/", "unspecified"),
    ("http://[::ffff:127.0.0.1]/", "loopback, mapped into IPv6"),
    ("http://[::ffff:a9fe:a9fe]/", "metadata, mapped into IPv6"),
    ("http://[::127.0.0.1]/", "loopback in the old compatible form"),
    ("http://[64:ff9b::7f00:1]/", "loopback through NAT64"),
    ("http://[64:ff9b:1::1]/", "a network's own NAT64"),
    ("http://[2002:7f00:1::]/", "loopback through 6to4"),
    ("http://[2001:0:7f00:1::]/", "Teredo"),
    ("http://[fe80::1]/", "link-local"),
    ("http://[fc00::1]/", "private"),
    ("http://[fd00:ec2::254]/", "metadata of a cloud"),
    ("http://[fec0::1]/", "old site-local"),
    ("http://[ff02::1]/", "multicast"),
    ("http://[2001:db8::1]/", "documentation"),
    ("http://reader@public.example/", "carries a user name"),
    ("http://public.example@127.0.0.1/", "a user name that looks like a host"),
    ("http://public.example\\@127.0.0.1/", "backslash: readers disagree about the host"),
    ("http://pub lic.example/", "a blank in it"),
    ("http:///list.pdf", "no host"),
    ("http://inside.example/", "a public name that leads to a private address"),
    ("http://mixed.example/", "a name that leads to a public and a private address"),
    ("http://mapped.example/", "a name that leads to a mapped address"),
]
assert len(FORBIDDEN) >= 40


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def names() -> Names:
    names = Names()
    names.names |= {
        "localhost": ["127.0.0.1"],
        "metadata.google.internal": ["169.254.169.254"],
        "inside.example": ["10.1.2.3"],
        "mixed.example": ["1.1.1.1", "192.168.0.9"],
        "mapped.example": ["::ffff:10.0.0.1"],
        "public.example": ["127.0.0.1"],
    }
    return names


def _fetcher(names: Names, limits: FetchLimits = _LIMITS) -> Fetcher:
    return Fetcher("qingdan-test/1", {SITE}, limits, names, sleep=lambda _: None)


def _code(fetcher: Fetcher, url: str) -> Code:
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(url)
    assert caught.value.value, "the finding names the address"
    return caught.value.code


@pytest.mark.parametrize(("url", "why"), FORBIDDEN)
def test_a_forbidden_address_is_not_asked(url: str, why: str, names: Names) -> None:
    assert _code(_fetcher(names), url) is Code.FORBIDDEN_ADDRESS, why


@pytest.mark.parametrize("hops", [1, 3])
def test_nor_is_it_after_a_redirect(hops: int, site: Site, names: Names) -> None:
    """The hops before it are asked, it is not: nothing but the site's own name is connected to."""
    for url, why in FORBIDDEN:
        for hop in range(1, hops):
            site.pages[f"/hop{hop}"] = Page(status=302, headers={"Location": f"/hop{hop + 1}"})
        # As a server sends it: bytes that a header may hold.
        location = url.encode("utf-8").decode("latin-1")
        site.pages[f"/hop{hops}"] = Page(status=301, headers={"Location": location})
        site.asked.clear()
        assert _code(_fetcher(names), site.url("/hop1")) is Code.FORBIDDEN_ADDRESS, (url, why)
        assert len(site.asked) == hops


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "202.175.0.1", "2400:3200::1", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "172.32.0.1"]
)
def test_public_addresses_may_be_asked(address: str) -> None:
    from ipaddress import ip_address

    assert is_public(ip_address(address))


def test_a_name_is_resolved_once_and_connected_to_as_checked(site: Site) -> None:
    """A name server that answers differently the second time gains nothing: there is no second time."""
    site.pages["/a"] = Page(b"text")
    names = Names()
    assert _fetcher(names).fetch(site.url("/a")).data == b"text"
    assert names.asked == [SITE]


def test_a_host_allowed_by_name_may_lie_inside_but_not_at_metadata(site: Site) -> None:
    names = Names()
    names.names[SITE] = ["169.254.169.254"]
    assert _code(_fetcher(names), site.url("/a")) is Code.FORBIDDEN_ADDRESS


def test_environment_proxies_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    site.pages["/a"] = Page(b"text")
    assert _fetcher(Names()).fetch(site.url("/a")).data == b"text"


def test_a_loop_of_redirects_ends(site: Site) -> None:
    site.pages["/loop"] = Page(status=302, headers={"Location": "/loop"})
    assert _code(_fetcher(Names()), site.url("/loop")) is Code.SOURCE_UNREACHABLE


@pytest.mark.parametrize(
    ("page", "code"),
    [
        pytest.param(Page(play=endless()), Code.TOO_BIG, id="endless"),
        pytest.param(Page(play=endless(b"x", 0.05)), Code.SOURCE_UNREACHABLE, id="endless drip"),
        pytest.param(Page(play=slow_head), Code.SOURCE_UNREACHABLE, id="slow head"),
        pytest.param(Page(play=torn), Code.SOURCE_UNREACHABLE, id="torn"),
        pytest.param(Page(b"x" * 200_001), Code.TOO_BIG, id="oversized"),
        pytest.param(
            Page(gzip.compress(b"\0" * 50_000_000), headers={"Content-Encoding": "gzip"}), Code.TOO_BIG, id="bomb"
        ),
        pytest.param(Page(b"no gzip", headers={"Content-Encoding": "gzip"}), Code.SOURCE_UNREACHABLE, id="no gzip"),
        pytest.param(
            Page(gzip.compress(b"text")[:-6], headers={"Content-Encoding": "gzip"}),
            Code.SOURCE_UNREACHABLE,
            id="torn gzip",
        ),
        pytest.param(Page(b"?", headers={"Content-Encoding": "br"}), Code.SOURCE_UNREACHABLE, id="not asked for"),
        pytest.param(Page(status=404), Code.SOURCE_UNREACHABLE, id="404"),
        pytest.param(Page(status=500), Code.SOURCE_UNREACHABLE, id="500"),
        pytest.param(Page(status=204), Code.SOURCE_UNREACHABLE, id="no content"),
        pytest.param(Page(status=304), Code.SOURCE_UNREACHABLE, id="304 not asked for"),
        pytest.param(Page(status=302), Code.SOURCE_UNREACHABLE, id="redirect to nowhere"),
    ],
)
def test_an_answer_that_cannot_be_used(page: Page, code: Code, site: Site) -> None:
    site.pages["/bad"] = page
    assert _code(_fetcher(Names()), site.url("/bad")) is code


def test_nobody_there(site: Site) -> None:
    names = Names()
    assert _code(_fetcher(names), "http://nowhere.example/") is Code.SOURCE_UNREACHABLE
    with serving() as gone:
        url = gone.url("/a")
    assert _code(_fetcher(names), url) is Code.SOURCE_UNREACHABLE


def test_gzip_is_unpacked_and_exact_limits_hold(site: Site) -> None:
    body = b"x" * 200_000
    site.pages["/packed"] = Page(gzip.compress(body), headers={"Content-Encoding": "gzip"})
    assert _fetcher(Names()).fetch(site.url("/packed")).data == body


def _gzip(*members: bytes) -> Page:
    return Page(b"".join(members), headers={"Content-Encoding": "gzip"})


def test_all_members_of_a_gzip_answer_are_unpacked(site: Site) -> None:
    first, second = gzip.compress(b"first "), gzip.compress(b"second")
    for page in (_gzip(first, second), _gzip(first, b"\0" * 7, second, b"\0" * 100)):
        site.pages["/members"] = page
        assert _fetcher(Names()).fetch(site.url("/members")).data == b"first second"
    for page in (_gzip(first, second[:-4]), _gzip(first, b"<!-- no gzip -->")):
        site.pages["/members"] = page
        assert _code(_fetcher(Names()), site.url("/members")) is Code.SOURCE_UNREACHABLE
    bomb = gzip.compress(b"\0" * 150_000)
    site.pages["/members"] = _gzip(bomb, bomb)
    assert _code(_fetcher(Names()), site.url("/members")) is Code.TOO_BIG


@pytest.mark.parametrize(("more", "is_whole"), [(0, True), (-2, False), (500, False), (-11, False)])
def test_a_length_that_disagrees_with_the_body(more: int, is_whole: bool, site: Site) -> None:
    """A body that is cut at a length too short would lose its last tasks in silence."""
    body = b"1. one\n2. two"

    def play(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body) + more))
        handler.end_headers()
        handler.wfile.write(body[:5])
        handler.wfile.flush()
        handler.wfile.write(body[5:])

    site.pages["/length"] = Page(play=play)
    if is_whole:
        assert _fetcher(Names()).fetch(site.url("/length")).data == body
    else:
        assert _code(_fetcher(Names()), site.url("/length")) is Code.SOURCE_UNREACHABLE


def test_early_hints_are_not_counted_as_body(site: Site) -> None:
    def play(handler: BaseHTTPRequestHandler) -> None:
        hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
        handler.wfile.write(hints + b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ntext")

    site.pages["/hints"] = Page(play=play)
    assert _fetcher(Names()).fetch(site.url("/hints")).data == b"text"


def test_the_time_for_a_source_is_over_for_all_that_is_fetched(site: Site) -> None:
    limits = FetchLimits(seconds=60.0, quiet_seconds=60.0, attempts=3, first_pause=0.0)
    fetcher = _fetcher(Names(), limits)
    site.pages |= {"/a": Page(b"text"), "/drip": Page(play=endless(b"x", 0.05))}
    with fetcher.within(0.5):
        assert fetcher.fetch(site.url("/a")).data == b"text"
        assert _code(fetcher, site.url("/drip")) is Code.SOURCE_OVER_TIME, "and no second attempt"
        assert _code(fetcher, site.url("/a")) is Code.SOURCE_OVER_TIME
    with fetcher.within(5.0), pytest.raises(FetchError, match="source_over_time"):
        fetcher.fetch(site.url("/a"), delay=60.0)  # not waited for
    assert fetcher.fetch(site.url("/a")).data == b"text"


def test_an_answer_that_takes_too_long_is_not_asked_for_again(site: Site) -> None:
    limits = FetchLimits(seconds=0.3, quiet_seconds=60.0, attempts=3, first_pause=0.0)
    site.pages["/drip"] = Page(play=endless(b"x", 0.05))
    site.asked.clear()
    assert _code(_fetcher(Names(), limits), site.url("/drip")) is Code.SOURCE_UNREACHABLE
    assert len(site.asked) == 1


def test_a_failure_in_passing_is_tried_again(site: Site) -> None:
    limits = FetchLimits(attempts=3, first_pause=0.0)
    site.pages["/busy"] = Page(status=503, headers={"Retry-After": "0"})
    site.asked.clear()
    assert _code(_fetcher(Names(), limits), site.url("/busy")) is Code.SOURCE_UNREACHABLE
    assert site.statuses() == [503, 503, 503]
    site.pages["/gone"] = Page(status=410)
    assert _code(_fetcher(Names(), limits), site.url("/gone")) is Code.SOURCE_UNREACHABLE
    assert site.statuses() == [410], "what is gone is not asked again"


def test_a_conditional_request_and_an_honest_name(site: Site) -> None:
    site.pages["/a"] = Page(b"text")
    fetcher = _fetcher(Names())
    first = fetcher.fetch(site.url("/a"))
    again = fetcher.fetch(site.url("/a"), first.validators)
    assert (again.data, first.validators.etag != "") == (None, True)
    assert fetcher.fetch(site.url("/a"), Validators(etag='"other"')).data == b"text"
    site.pages["/b"] = Page(b"text", headers={"ETag": '"\u00e9"'})
    assert fetcher.fetch(site.url("/b")).validators == Validators(), "what cannot be sent back is not kept"
    assert site.agents == {"qingdan-test/1"}


def test_requests_to_one_host_are_spaced(site: Site) -> None:
    site.pages["/a"] = Page(b"text")
    pauses: list[float] = []
    fetcher = Fetcher("qingdan-test/1", {SITE}, _LIMITS, Names(), pauses.append)
    for _ in range(3):
        fetcher.fetch(site.url("/a"), delay=5.0)
    assert len(pauses) == 2
    assert all(4.0 < pause <= 5.0 for pause in pauses)


@pytest.fixture(scope="module")
def own_certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for the site's name that nobody vouches for."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, SITE)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(SITE)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "site.pem"
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    path.write_bytes(certificate.public_bytes(pem) + key.private_bytes(pem, *plain))
    return path


def test_certificates_are_checked_against_the_name(own_certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own_certificate)
    with serving(context) as secure:
        secure.pages["/a"] = Page(b"text")
        with pytest.raises(FetchError, match="certificate does not hold"):
            _fetcher(Names()).fetch(secure.url("/a"))
        monkeypatch.setenv("SSL_CERT_FILE", str(own_certificate))
        assert _fetcher(Names()).fetch(secure.url("/a")).data == b"text", "trusted by the house, for this name"
        other = Fetcher("qingdan-test/1", {"other.example"}, _LIMITS, Names(**{"other.example": ["127.0.0.1"]}))
        secure.pages["/down"] = Page(status=302, headers={"Location": secure.url("/a").replace("https:", "http:")})
        assert _code(_fetcher(Names()), secure.url("/down")) is Code.FORBIDDEN_ADDRESS, "never down to http"
        with pytest.raises(FetchError, match="certificate does not hold"):
            other.fetch(secure.url("/a").replace(SITE, "other.example"))
