"""What a user would put together instead: pdfplumber or selectolax, opencc, spaCy with jieba, pandas.

Written fairly: pages are closed, models and converters are loaded once, text is converted by the document. It cuts
items at their numbers and notes at their brackets, and stops there. ``python -m benchmarks.naive OUT FILE…``
"""

from __future__ import annotations

import logging
import re
import sys
from pathlib import Path
from typing import Any

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


def main(out: Path, files: list[Path]) -> None:
    """Write items.parquet and item_agencies.parquet into ``out``."""
    jieba.setLogLevel(logging.ERROR)
    nlp, to_hant, to_hans = pipeline(), OpenCC("s2hk"), OpenCC("hk2s")
    items: list[dict[str, Any]] = []
    parties: list[dict[str, Any]] = []
    for path in files:
        text = read(path)
        starts = list(_ITEM.finditer(text))
        ends = [match.start() for match in starts[1:]] + [len(text)] * bool(starts)
        bodies = [re.sub(r"\s*\n\s*", "", text[m.end() : end]) for m, end in zip(starts, ends, strict=True)]
        whole = "\n".join(bodies)
        both = zip(bodies, to_hans.convert(whole).split("\n"), to_hant.convert(whole).split("\n"), strict=False)
        for number, (body, hans, hant) in enumerate(both, 1):
            doc = nlp(hans)
            note = _NOTE.search(body)
            item = f"{path.stem}/{number}"
            tokens = [token.text for token in doc]
            items.append(
                {"item": item, "text": body, "hans": hans, "hant": hant, "tokens": tokens, "note": note and note[1]}
            )
            parties += [{"item": item, "name": entity.text} for entity in doc.ents]
    out.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(items).to_parquet(out / "items.parquet")
    pd.DataFrame(parties).to_parquet(out / "item_agencies.parquet")
    print(len(items))


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
