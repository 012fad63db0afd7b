"""What a child is asked for besides the bytes of a document, and those bytes, as one request."""

from __future__ import annotations

import pickle
import struct
from typing import TypeVar

_LENGTH = struct.Struct("!Q")
_Order = TypeVar("_Order")


def write_request(order: object, data: bytes | memoryview) -> bytes:
    """An order of a parent and the bytes of a document. Only a parent writes one: a child is not to be trusted."""
    head = pickle.dumps(order)
    return b"".join((_LENGTH.pack(len(head)), head, data))


def read_request(body: bytes, kind: type[_Order]) -> tuple[_Order, bytes]:
    """What a child was sent: the order, which is of the class ``kind``, and the bytes of the document."""
    (length,) = _LENGTH.unpack_from(body)
    start = _LENGTH.size + length
    order = pickle.loads(body[_LENGTH.size : start])
    assert isinstance(order, kind)
    return order, body[start:]
