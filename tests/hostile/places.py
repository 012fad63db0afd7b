"""Hostile places: what a folder may hold besides files. Each is made in a folder of its own, ``rel`` for a release."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

Put = Callable[[Path], object]
EACH = "wrong-"
"""Names of releases begin so of which each must have rows or a finding."""
GOOD = "2031年度试验清单\n1. 开展甲类试验。（科技部牵头）\n2. 开展乙类试验。（教育部负责）\n"


def _manifest(toml: str | bytes) -> Put:
    def put(folder: Path) -> None:
        release = folder / "rel"
        release.mkdir()
        (release / "list.txt").write_text(GOOD, encoding="utf-8")
        (release / "release.toml").write_bytes(
            toml if isinstance(toml, bytes) else toml.encode("utf-8", "surrogatepass")
        )

    return put


def _snapshot(data: bytes) -> Put:
    def put(folder: Path) -> None:
        _manifest("")(folder)
        (folder / "rel" / "snapshot.json").write_bytes(data)

    return put


def _pipe(name: str) -> Put:
    def put(folder: Path) -> None:
        _manifest("")(folder)
        (folder / "rel" / name).unlink(missing_ok=True)
        os.mkfifo(folder / "rel" / name)

    return put


def _link(name: str, target: str) -> Put:
    return lambda folder: (folder / name).symlink_to(target)


def _hole(name: str, start: bytes, size: int) -> Put:
    def put(folder: Path) -> None:
        with (folder / name).open("wb") as file:
            file.write(start)
            file.truncate(size)

    return put


def _raw_name(name: bytes, is_folder: bool = False) -> Put:
    def put(folder: Path) -> None:
        path = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
        path.mkdir() if is_folder else path.write_text(GOOD, encoding="utf-8")

    return put


def _socket(folder: Path) -> None:
    here = Path.cwd()
    os.chdir(folder)  # the address of a socket is short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("s.txt")
    os.chdir(here)


def _deep(folder: Path) -> None:
    here = Path.cwd()
    os.chdir(folder)
    for _ in range(200):
        Path("d").mkdir()
        os.chdir("d")
    os.chdir(here)


def _each(files: Iterable[str | bytes], name: str) -> Put:
    """A release for each of the files, which is put into it by that name."""

    def put(folder: Path) -> None:
        for number, data in enumerate(files):
            _manifest("")(folder)
            release = (folder / "rel").rename(folder / f"{EACH}{number}")
            (release / name).write_bytes(data if isinstance(data, bytes) else data.encode())

    return put


def _chain(folder: Path) -> None:
    for number in range(60):
        _link(f"chain{number}.txt", f"chain{number + 1}.txt")(folder)


def _many(folder: Path) -> None:
    (folder / "many").mkdir()
    for number in range(3000):
        (folder / "many" / f"{number}.dat").touch()


def _two(folder: Path) -> None:
    _manifest("")(folder)
    (folder / "rel" / "other.txt").write_text(GOOD, encoding="utf-8")


def _linked_manifest(folder: Path) -> None:
    (folder / "rel").mkdir()
    _link("rel/release.toml", "../good-list.txt")(folder)


def _beside(name: str, data: bytes) -> Put:
    """A list without release.toml, and a file of people beside it: its folder is named in a finding or a release."""

    def put(folder: Path) -> None:
        (folder / f"{EACH}0").mkdir()
        (folder / f"{EACH}0" / f"{EACH}0.txt").write_text("1. 开展丙类试验。\n", encoding="utf-8")
        (folder / f"{EACH}0" / name).write_bytes(data)

    return put


def _in_folder(folder: Path) -> None:
    _manifest('file = "sub/x.txt"')(folder)
    (folder / "rel" / "sub").mkdir()
    (folder / "rel" / "list.txt").rename(folder / "rel" / "sub" / "x.txt")


def _same_id(folder: Path) -> None:
    for name in ("one", "two"):
        _manifest('id = "SAME"' if name == "two" else 'id = "same"')(folder)
        (folder / "rel").rename(folder / name)


def _linked_original(target: str) -> Put:
    def put(folder: Path) -> None:
        _manifest('file = "l.txt"')(folder)
        (folder / "rel" / "l.txt").symlink_to(target)

    return put


_NAMES = {
    "line end": b"a\nb.txt",
    "option": b"--out=n.txt",
    "command": b"$(touch x) `id`.txt",
    "quotes": b"a'\"b.txt",
    "signs of a shell": b"~*?[a].txt",
    "percent": b"%00%2e%2e.txt",
    "255 bytes": b"n" * 251 + b".txt",
    "dots": b"a...txt",
    "joiners": "\U0001f468\u200d\U0001f469.txt".encode(),
    "device of Windows": b"CON.txt",
    "formula": b"=1+1.txt",
    "HTML": b"<b>x.txt",
    "Markdown": b"[x](y).txt",
    "blank": b" .txt",
    "controls above 127": "\x7f\x9b31m.txt".encode(),
    "private use": "\ue000.txt".encode(),
    "name of a link": b"latest.txt",
    "bytes of GBK": b"\xc7\xe5\xb5\xa5.txt",
    "half a character": b"\xed\xa0\x80.txt",
}
_WRONG = (
    *("foo = 1", 'year = "2031"', "year = true", "year = 2031-01-01", 'title = ""', 'title = "\\u202e"', "expect = 3"),
    *("[expect]\nitems = nan", "[expect]\nfoo = 1", "[expect]\nitems = {min = 9, max = 1}", "[expect]\nitems = 1000"),
    *('[fill]\n"x.y" = 1', 'url = "file:///etc/passwd"', 'jurisdiction = "zz"', 'encoding = "punycode"', 'file = ".."'),
    *(
        'file = "release.toml"',
        'file = ["list.txt"]',
        'file = "//etc/passwd"',
        'id = "."',
        "id = 7",
        "[[expect]]\nitems = 1",
    ),
    *("a.b = 1\na = 2", "x = 99:99:99", "x = 1e" + "9" * 30_000, "'" * 60_000, '"""' + "\\" * 30_001, "# \x00"),
)
_RECORDS = (
    *(b"{}", b"null", b'{"sha256": null}', b'{"sha256": "\\ud800"}', b'{"sha256": NaN}', b'{"a":' * 60_000),
    *(b'{"sha256": "x", "file": "/dev/zero"}', b'{"sha256": "x", "file": "list.txt\\u0000"}', b"{'sha256': 1}"),
    *(b'{"sha256": ' + b"1" * 100_000 + b"}", b'{"sha256": "x"}' + b" " * (5 << 20), b'{"sha256": "x"'),
)


PLACES: Mapping[str, Put] = {
    "pipe": lambda folder: os.mkfifo(folder / "pipe.txt"),
    "pipe as release.toml": _pipe("release.toml"),
    "pipe as snapshot.json": _pipe("snapshot.json"),
    "pipe as original": _pipe("list.txt"),
    "socket": _socket,
    "endless device": _link("zero.txt", "/dev/zero"),
    "random device": _link("random.pdf", "/dev/urandom"),
    "memory of the process": _link("memory.txt", "/proc/self/mem"),
    "link to itself": _link("self.txt", "self.txt"),
    "link to nothing": _link("gone.txt", "/nonexistent"),
    "links in a circle": lambda folder: [_link(name, ".")(folder) for name in "ab"],
    "folders 200 deep": _deep,
    "hole of 10 GB": _hole("hole.txt", b"", 10 * 2**30),
    "PDF of 10 GB": _hole("hole.pdf", b"%PDF-1.7\n", 10 * 2**30),
    "name that is not UTF-8": _raw_name(b"bad\xff.txt"),
    "folder that is not UTF-8": _raw_name(b"bad\xff", is_folder=True),
    "name with commands": _raw_name("a\x1b]0;x\x07\x1b[31m\u202e.txt".encode()),
    "release.toml is a folder": lambda folder: (folder / "rel" / "release.toml").mkdir(parents=True),
    "file leads out": _manifest('file = "../../outside"'),
    "file is absolute": _manifest('file = "/etc/passwd"'),
    "file holds NUL": _manifest('file = "a\\u0000b"'),
    "file is long": _manifest(f'file = "{"a" * 5000}"'),
    "id leads out": _manifest('id = "../../x"'),
    "id with commands": _manifest('id = "a\\u001b[2J"'),
    "title of 15 MB": _manifest(f'title = "{"题" * 5_000_000}"'),
    "year of 5 digits": _manifest("year = 20266"),
    "year of 5,000 digits": _manifest("year = " + "9" * 5000),
    "year in hexadecimal": _manifest("year = 0x" + "f" * 5000),
    "count of 20,000 digits": _manifest("[expect]\nitems = 0x" + "f" * 20_000),
    "lists in lists": _manifest("x = " + "[" * 30_000),
    "tables in tables": _manifest("x = " + "{a=" * 9_000 + "1" + "}" * 9_000),
    "dotted key": _manifest(".".join("a" * 30_000) + " = 1"),
    "many keys": _manifest("\n".join(f"k{n} = 1" for n in range(7_000))),
    "no TOML": _manifest(b"\xff\xfe\x00"),
    "codec that is none": _manifest('encoding = "zlib_codec"'),
    "deep snapshot.json": _snapshot(b"[" * 200_000),
    "numbers in snapshot.json": _snapshot(b'{"sha256": "x", "bytes": ' + b"9" * 10_000 + b"}"),
    "snapshot.json leads out": _snapshot(json.dumps({"sha256": "x", "file": "../../../etc/passwd"}).encode()),
    "bytes as snapshot.json": _snapshot(b"\xff\x00"),
    "link out": _link("out.txt", "../../../../../../etc/passwd"),
    "link to the root": _link("root", "/"),
    "link to what the process has open": _link("fd.txt", "/proc/self/fd/0"),
    "links of links": _chain,
    "long link": _link("long.txt", "a/" * 2000 + "x"),
    "page of 3 GB": _hole("hole.html", b"", 3 * 2**30),
    "full device": _link("full.txt", "/dev/full"),
    "pages of the process": _link("pages.pdf", "/proc/self/pagemap"),
    "files of foreign kinds": _many,
    "two originals": _two,
    "one id twice": _same_id,
    "original is a link out": _linked_original("/etc/hostname"),
    "original is a link up": _linked_original("../good-list.txt"),
    "original is in a folder": _in_folder,
    "empty folder": lambda folder: (folder / f"{EACH}0").mkdir(),
    "folder named as a file": lambda folder: (folder / "list.pdf" / f"{EACH}0").mkdir(parents=True),
    "hidden folder": lambda folder: (folder / ".hidden" / "x").mkdir(parents=True),
    "release.toml is a link out": _linked_manifest,
    "overrides beside a list": _beside("overrides.toml", b"[[override]]\nspan = [-5, 1e9]\n"),
    "names beside a list": _beside("names.csv", b"\xff\x00"),
    "wrong manifests": _each(_WRONG, "release.toml"),
    "wrong records": _each(_RECORDS, "snapshot.json"),
    **{f"name with {kind}": _raw_name(name) for kind, name in _NAMES.items()},
}
