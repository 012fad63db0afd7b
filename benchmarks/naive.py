"""What a user would put together instead: pdfplumber or selectolax, opencc, spaCy with jieba, pandas.

Written fairly: pages are closed, models and converters are loaded once, text is converted by the document. It cuts
items at their numbers and notes at their brackets, and stops there. ``python -m benchmarks.naive OUT FILE…``
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import jieba
import pandas as pd
import pdfplumber
import spacy
from opencc import OpenCC
from selectolax.lexbor import LexborHTMLParser

from normalizers.registry.names import default_registry

_ITEM = re.compile(r"^\s*(\d{1,3})[.．、]\s*", re.MULTILINE)
_NOTE = re.compile(r"（([^（）]*(?:牵头|负责|：)[^（）]*)）\s*$")


def read(path: Path) -> str:
    """The text of a PDF, a web page or a text file."""
    if path.suffix == ".html":
        return LexborHTMLParser(path.read_bytes()).text(separator="\n", strip=True)
    if path.suffix != ".pdf":
        data = path.read_bytes()
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    pages: list[str] = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            lines = (page.extract_text() or "").split("\n")
            pages.append("\n".join(line for line in lines if not re.fullmatch(r"[—\-\s\d]+", line)))
            page.close()
    return "\n".join(pages)


def pipeline() -> Any:
    """Words by jieba, agencies by their names."""
    nlp: Any = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    ruler = nlp.add_pipe("entity_ruler")
    names = sorted({name for agency in default_registry().agencies for name in (agency.name_hans, *agency.aliases)})
    ruler.add_patterns([{"label": "AGENCY", "pattern": name} for name in names])
    return nlp


class Stack(NamedTuple):
    """What is loaded once: spaCy's pipeline, and OpenCC's converters into both scripts."""

    nlp: Any
    to_hans: OpenCC
    to_hant: OpenCC


def load() -> Stack:
    """The stack, ready for its first document."""
    jieba.setLogLevel(logging.ERROR)
    return Stack(pipeline(), OpenCC("hk2s"), OpenCC("s2hk"))


Rows = list[dict[str, Any]]


def build(files: Sequence[Path], stack: Stack) -> tuple[Rows, Rows]:
    """The items of ``files`` and the agencies that they name."""
    items: Rows = []
    parties: Rows = []
    for path in files:
        text = read(path)
        starts = list(_ITEM.finditer(text))
        ends = [match.start() for match in starts[1:]] + [len(text)] * bool(starts)
        bodies = [re.sub(r"\s*\n\s*", "", text[m.end() : end]) for m, end in zip(starts, ends, strict=True)]
        whole = "\n".join(bodies)
        both = (converter.convert(whole).split("\n") for converter in (stack.to_hans, stack.to_hant))
        for number, (body, hans, hant) in enumerate(zip(bodies, *both, strict=False), 1):
            doc = stack.nlp(hans)
            note = _NOTE.search(body)
            item = f"{path.stem}/{number}"
            tokens = [token.text for token in doc]
            items.append(
                {"item": item, "text": body, "hans": hans, "hant": hant, "tokens": tokens, "note": note and note[1]}
            )
            parties += [{"item": item, "name": entity.text} for entity in doc.ents]
    return items, parties


def write(out: Path, items: Rows, parties: Rows) -> None:
    """Write items.parquet and item_agencies.parquet into ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(items).to_parquet(out / "items.parquet")
    pd.DataFrame(parties).to_parquet(out / "item_agencies.parquet")


def main(out: Path, files: Sequence[Path]) -> None:
    """The tables of ``files`` in ``out``."""
    items, parties = build(files, load())
    write(out, items, parties)
    print(len(items))


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
