"""Lines of text in a picture, by RapidOCR: its wheel has the models, nothing is loaded from the network."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from extractors.media import OCR_LIBRARIES

if TYPE_CHECKING:
    from extractors.ocr.pictures import Picture

HOW_TO_INSTALL = "to have pictures of pages read, install the extra [ocr]: pip install 'qingdan[ocr]'"
_THREADS = 1
"""A run reads several documents at once, and the address space of a child is limited."""
_PARAMETERS = {
    "Global.log_level": "critical",
    "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
    "EngineConfig.onnxruntime.inter_op_num_threads": _THREADS,
}


@dataclass(frozen=True, slots=True)
class Sign:
    """A character as it was recognised: its left and right edge, and how sure that is (0 to 1)."""

    char: str
    x0: float
    x1: float
    score: float


@dataclass(frozen=True, slots=True)
class OcrLine:
    """A piece of a line: its characters, and its box in the coordinates that they are in."""

    signs: tuple[Sign, ...]
    top: float
    bottom: float
    score: float

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(sign.char for sign in self.signs)

    @property
    def x0(self) -> float:
        """Its left edge."""
        return self.signs[0].x0

    @property
    def x1(self) -> float:
        """Its right edge."""
        return self.signs[-1].x1


@cache
def is_installed() -> bool:
    """Whether the extra is there; nothing of it is imported yet."""
    return all(find_spec(name) is not None for name in OCR_LIBRARIES)


@cache
def _recogniser() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params=_PARAMETERS)


def recognise(picture: Picture, scale: float) -> tuple[list[OcrLine], float]:
    """The lines in a picture, in pixels times ``scale``, set level; and by how many radians they were askew."""
    # Lines are not turned one by one: a page that lies on its side or its head is turned as a whole.
    found = _recogniser()(picture[:, :, ::-1], use_cls=False, return_word_box=True, return_single_char_box=True)
    boxes = found.boxes if found.boxes is not None else ()
    pieces = list(zip(boxes, found.word_results or (), found.scores or (), strict=False))
    angle = _skew([box for box, _, _ in pieces])
    middle = picture.shape[1] / 2, picture.shape[0] / 2
    lines = (_line(box, words, float(score), angle, middle, scale) for box, words, score in pieces)
    return [line for line in lines if line.signs], angle


def _skew(boxes: Sequence[Any]) -> float:
    """The angle of most lines, each as weighty as it is long."""
    angles = [(math.atan2(b[1][1] - b[0][1], b[1][0] - b[0][0]), float(b[1][0] - b[0][0])) for b in boxes]
    angles.sort()
    half = sum(weight for _, weight in angles) / 2
    for angle, weight in angles:
        half -= weight
        if half <= 0:
            return angle
    return 0.0


def _line(box: Any, words: Any, score: float, angle: float, middle: tuple[float, float], scale: float) -> OcrLine:
    level = [_turned(float(x), float(y), -angle, middle) for x, y in box]
    top = (level[0][1] + level[1][1]) / 2 * scale
    bottom = (level[2][1] + level[3][1]) / 2 * scale
    signs = []
    for char, certainty, quad in words:
        corners = [_turned(float(x), float(y), -angle, middle) for x, y in quad]
        xs = [x * scale for x, _ in corners]
        if str(char).strip():
            signs.append(Sign(str(char), min(xs), max(xs), float(certainty)))
    return OcrLine(tuple(sorted(signs, key=lambda sign: sign.x0 + sign.x1)), top, bottom, score)


def _turned(x: float, y: float, angle: float, middle: tuple[float, float]) -> tuple[float, float]:
    dx, dy = x - middle[0], y - middle[1]
    sine, cosine = math.sin(angle), math.cos(angle)
    return middle[0] + dx * cosine - dy * sine, middle[1] + dx * sine + dy * cosine
