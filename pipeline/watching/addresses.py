"""Which addresses may be asked: http and https, on the public network, unless a host is allowed by name.

A page can link or redirect anywhere. What it names is checked twice: the address as written, before anything is
sent, and the numeric addresses its name resolves to, at the moment of connecting to one of them.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Collection, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

import httpx

from schemas.findings import Code

Resolver = Callable[[str, int], Sequence[str]]
"""Host name and port → numeric addresses. Raises OSError when there is none."""

_Address = IPv4Address | IPv6Address
# Besides what the ipaddress module calls not global (older ones of Python 3.11 know less):
_REFUSED = tuple(
    map(
        ip_network,
        (
            "192.0.0.0/24",  # protocol assignments
            "168.63.129.16/32",  # the platform address of a large cloud, public by number only
            "192.88.99.0/24",  # relays of 6to4
            "2002::/16",  # 6to4: carries any IPv4 address
            "2001::/32",  # Teredo: the same
            "3fff::/20",  # documentation
        ),
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")
_GLOBAL_UNICAST = IPv6Network("2000::/3")
DOUBTFUL = re.compile(r"[\x00-\x20\x7f\\]")
"""Characters of an address that one reader takes for another thing than the next."""
# 2130706433, 0x7f000001, 0177.0.0.1, 127.1: a resolver takes these for numbers.
_NUMERIC_LABEL = re.compile(r"(?:\d+|0x[0-9a-f]*)", re.IGNORECASE)


class FetchError(Exception):
    """An address gave nothing that can be used.

    ``code`` is that of the finding it becomes; ``status`` the HTTP status where there was an answer.
    """

    def __init__(self, code: Code, message: str, value: str, status: int | None = None) -> None:
        super().__init__(f"{code}: {message} [{value}]")
        self.code = code
        self.message = message
        self.value = value
        self.status = status


def refused(message: str, value: str) -> FetchError:
    """The error for an address that may not be asked."""
    return FetchError(Code.FORBIDDEN_ADDRESS, message, value)


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host by the resolver of the system."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def check_url(url: str) -> httpx.URL:
    """The parsed address. Raises FetchError ``forbidden_address`` for one that may not be asked as it is written."""
    if DOUBTFUL.search(url):
        raise refused("the address holds blanks, control characters or backslashes", url)
    try:
        parsed = httpx.URL(url)
        host = parsed.raw_host.decode("ascii").rstrip(".") if parsed.host else ""  # host: fails for a bad xn-- name
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise refused(f"this is no address ({error})", url) from error
    if parsed.scheme not in ("http", "https"):
        raise refused("only http and https are asked", url)
    if parsed.userinfo:
        raise refused("the address carries a user name", url)
    if not host:
        raise refused("the address names no host", url)
    if _NUMERIC_LABEL.fullmatch(host.rpartition(".")[2]) and not _is_ipv4(host):
        raise refused("the host is a number in disguise", url)
    return parsed


def checked_addresses(host: str, port: int, resolver: Resolver, allowed: Collection[str]) -> list[str]:
    """The addresses of ``host`` to connect to.

    Raises FetchError ``forbidden_address`` when any of them is not public; a host in ``allowed`` may lie in a
    private network, and a numeric address in it may be any. Raises OSError when the name does not resolve.
    """
    name = host.strip("[]").rstrip(".").lower()
    found = [name] if _is_numeric(name) else list(resolver(name, port))
    if not found:
        raise OSError(f"no address for {name}")
    for text in found:
        address = ip_address(text.partition("%")[0])
        is_allowed = name in allowed and (_is_numeric(name) or _is_private(address))
        if not is_allowed and not is_public(address):
            where = name if text == name else f"{name} → {text}"
            raise refused("the address is not public; allow the host by name if you mean it", where)
    return found


def is_public(address: _Address) -> bool:
    """Whether an address is one of the public network, whatever it is wrapped in."""
    if isinstance(address, IPv6Address):
        inner = _wrapped(address)
        if inner is not None:
            return is_public(inner)
        if address not in _GLOBAL_UNICAST:
            return False
    is_special = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not is_special and not any(address in network for network in _REFUSED)


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address carries, where it does."""
    return address.ipv4_mapped or (IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None)


def _is_private(address: _Address) -> bool:
    """Private or loopback: where a host allowed by name may lie. Link-local holds the metadata of clouds."""
    inner = (address.ipv4_mapped if isinstance(address, IPv6Address) else None) or address
    return is_public(inner) or (inner.is_private and not (inner.is_link_local or inner.is_unspecified))


def _is_ipv4(host: str) -> bool:
    try:
        IPv4Address(host)
    except ValueError:
        return False
    return True


def _is_numeric(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
