"""The dataset card of a build, ``README.md``: what is in it, for people and for `datasets.load_dataset`.

The head is that of cards of the Hugging Face hub: every table is a configuration, items the default one. The library
reads it from a folder as well: ``load_dataset("processed/latest", "items")``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from pipeline.store.contents import Contents
from qingdan.record import Record, files_of_table
from schemas.fields import TABLES
from schemas.labels import table_label

_DEFAULT = "items"
_MOST_RELEASES = 50
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_LARGEST = "1M<n<10M"


def dataset_card(record: Record, contents: Contents) -> str:
    """The card of the build that ``record`` describes."""
    return "\n".join([*_head(record, contents), *_body(record, contents)]) + "\n"


def _head(record: Record, contents: Contents) -> Iterator[str]:
    """The head, in YAML; a string is quoted as JSON quotes it, which YAML reads."""
    items = contents.rows.get(_DEFAULT, 0)
    yield "---"
    yield "pretty_name: " + _quoted("qingdan 清单")
    yield "language:\n- zh"
    yield "license: other"
    yield "license_name: " + _quoted("of each release: the column licence of releases")
    yield "tags:\n- official-documents\n- work-lists\n- chinese"
    yield "size_categories:\n- " + _quoted(next((size for most, size in _SIZES if items < most), _LARGEST))
    yield "configs:"
    for table in TABLES:
        files = files_of_table(record["files"], table.name)
        if files:
            yield f"- config_name: {table.name}"
            yield "  data_files:"
            yield "  - split: train"
            yield f"    path: {_quoted(files[0] if len(files) == 1 else f'{table.name}.parquet/*.parquet')}"
            if table.name == _DEFAULT:
                yield "  default: true"
    yield "---"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _body(record: Record, contents: Contents) -> Iterator[str]:
    yield "\n# qingdan 清单"
    yield "\nOfficial Chinese work lists as tables: every numbered task is a row, with the bodies that lead it and the"
    yield "others by role, in simplified and traditional Chinese. Every value names the characters it was read from."
    yield "\n官方清单逐项整理：每个编号任务一行，列出牵头单位与相关单位，简繁两体；每个值均可追溯到原文字符。"
    yield f"\nBuild 版本: `{record['build_id']}`.\n"
    yield "| table | 名称 | rows | one row | 含义 |"
    yield "|---|---|---:|---|---|"
    for table in TABLES:
        rows = contents.rows.get(table.name)
        counted = "–" if rows is None else f"{rows:,}"
        label = table_label(table.name, "zh")
        yield f"| `{table.name}` | {label} | {counted} | {_cell(table.en)} | {_cell(table.zh)} |"
    yield "\n`text/` has the extracted text of each release, which `span_start` and `span_end` point into."
    yield "`datapackage.json` describes every column with its values and an example; `build.json` has all checksums."
    yield "\n```python\nimport pandas as pd\nfrom datasets import load_dataset\n"
    yield 'items = pd.read_parquet("processed/latest/items.parquet")'
    yield 'parties = load_dataset("processed/latest", "item_agencies", split="train")\n```'
    yield from _sources(contents)
    yield "\n## Licence 许可"
    yield "\nThe texts are those of their issuers; the column `licence` of `releases` has that of each, where known."
    yield "Structure, labels, registry and derived columns are under the Apache License 2.0."
    yield "\n文本归各发文机关；`releases` 的 `licence` 列载有已知的许可。"
    yield "表结构、标签、机构名录与派生列采用 Apache License 2.0。"


def _sources(contents: Contents) -> Iterator[str]:
    """The releases, the first of them in a large build."""
    yield "\n## Releases 文件\n"
    yield "| release | title 标题 | year 年度 | source 来源 |"
    yield "|---|---|---|---|"
    for release in contents.releases[:_MOST_RELEASES]:
        yield f"| {_cell(release['release_id'])} | {_cell(release['title'])} | {_year(release)} | {_source(release)} |"
    if len(contents.releases) > _MOST_RELEASES:
        yield f"\n… {len(contents.releases) - _MOST_RELEASES} more in the table `releases`."


def _year(release: Mapping[str, object]) -> str:
    return str(release["effective_year"] or "–")


def _source(release: Mapping[str, object]) -> str:
    return _cell(str(release["source_uri"] or "–"))


def _cell(text: str) -> str:
    """A text in a cell of a pipe table: nothing in it is obeyed."""
    for mark in "\\`*_[]|":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.replace("&", "&amp;").replace("<", "&lt;").split())
