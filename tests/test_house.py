"""The house itself: the packages are this checkout's, nothing foreign is committed."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from pipeline.paths import PACKAGES, READER

_ROOT = Path(__file__).parents[1]
_PROJECT = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_are_those_of_this_checkout(package: str) -> None:
    """Another distribution may ship a package named pipeline or schemas and shadow ours."""
    module = importlib.import_module(package)
    assert module.__file__ is not None
    assert Path(module.__file__).resolve().parent == _ROOT / package


def test_the_reader_is_that_of_this_checkout() -> None:
    assert READER == _ROOT / "pipeline" / "reader" / "qingdan"


def test_the_package_list_is_explicit() -> None:
    inside = {p.parent.relative_to(_ROOT) for name in PACKAGES for p in (_ROOT / name).rglob("__init__.py")}
    reader = (_ROOT / _PROJECT["tool"]["setuptools"]["package-dir"]["qingdan"]).relative_to(_ROOT)
    inside.add(Path("flows", "samples"))  # raw/ of a checkout
    named = {f.relative_to(reader.parent) if f.is_relative_to(reader) else f for f in inside}
    assert set(_PROJECT["tool"]["setuptools"]["packages"]) == {".".join(folder.parts) for folder in named}
    assert "Private :: Do Not Upload" in _PROJECT["project"]["classifiers"]


def test_constraints_pin_without_addresses() -> None:
    lines = (_ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", pin) for pin in pins)
    pinned = {pin.split("==")[0].lower().replace("_", "-") for pin in pins}
    extras = _PROJECT["project"]["optional-dependencies"].values()
    for requirement in (*_PROJECT["project"]["dependencies"], *chain.from_iterable(extras)):
        name = re.split(r"[<>=\[]", requirement)[0].lower().replace("_", "-")
        assert name == "qingdan" or name in pinned, requirement


def test_no_machine_paths_addresses_or_conflicts_are_tracked() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=_ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    pattern = re.compile(
        r"/(?:home|root|work)/[a-z]|index-url|files\.pythonhosted|^(?:<{7} |={7}$|>{7} )", re.MULTILINE
    )
    for name in filter(None, tracked):
        text = (_ROOT / name).read_bytes().decode("utf-8", "ignore") if (_ROOT / name).is_file() else ""
        assert name == "tests/test_house.py" or not pattern.search(text), name


_LONGEST_FUNCTION, _MOST_COMPLEX = 40, 10
_CEILINGS = {"longer": 0, "more complex": 3}
"""Functions over the limits in the packages today. The numbers may only go down; the aim is none."""
_BRANCHES = (ast.If, ast.For, ast.While, ast.ExceptHandler, ast.IfExp, ast.comprehension, ast.match_case, ast.Assert)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _complexity(function: ast.AST) -> int:
    """Cyclomatic complexity with each ``and``, ``or`` and condition of a comprehension as a branch."""
    complexity, ahead = 1, list(ast.iter_child_nodes(function))
    while ahead:
        node = ahead.pop()
        if isinstance(node, _FUNCTIONS):  # counted on its own
            continue
        complexity += isinstance(node, _BRANCHES)
        complexity += len(node.ifs) if isinstance(node, ast.comprehension) else 0
        complexity += len(node.values) - 1 if isinstance(node, ast.BoolOp) else 0
        ahead += ast.iter_child_nodes(node)
    return complexity


def test_functions_stay_short_and_simple() -> None:
    modules = (path for name in PACKAGES for path in sorted((_ROOT / name).rglob("*.py")))
    functions = [
        (f"{path.relative_to(_ROOT)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1, _complexity(node))
        for path in modules
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, _FUNCTIONS)
    ]
    over = {
        "longer": [name for name, lines, _ in functions if lines > _LONGEST_FUNCTION],
        "more complex": [name for name, _, complexity in functions if complexity > _MOST_COMPLEX],
    }
    for key, names in over.items():
        assert len(names) <= _CEILINGS[key], names


def _has_value(refusal: ast.Call) -> bool:
    """Whether a call has a third argument that is not the empty string; one with ``*`` is left to its caller."""
    if any(isinstance(argument, ast.Starred) for argument in refusal.args):
        return True
    return len(refusal.args) > 2 and not (isinstance(refusal.args[2], ast.Constant) and not refusal.args[2].value)


def test_every_refusal_of_a_document_has_a_value() -> None:
    """What a finding says of a document, it shows: how much, which part, what the library said."""
    bare = [
        f"{path.relative_to(_ROOT)}:{node.lineno}"
        for name in PACKAGES
        for path in sorted((_ROOT / name).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "DocumentError"
        if not _has_value(node)
    ]
    assert bare == []
