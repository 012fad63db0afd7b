"""docs/analyst.ipynb runs from top to bottom on the sample releases and draws what it says."""

from __future__ import annotations

import base64
import html
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

_NOTEBOOK = Path(__file__).parents[1] / "docs" / "analyst.ipynb"


@pytest.fixture(scope="module")
def outputs(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The outputs of all cells of the notebook, run beside the sample build with the Python of the tests."""
    return _run(samples, tmp_path_factory.mktemp("notebook"))


def _run(processed: Path, home: Path) -> list[dict[str, Any]]:
    (home / "processed").symlink_to(processed)
    kernel = home / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": command, "display_name": "Python 3", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(home / "jupyter"))
        patch.setenv("IPYTHONDIR", str(home / "ipython"))
        patch.setenv("MPLCONFIGDIR", str(home / "matplotlib"))
        notebook = nbformat.read(_NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
        NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(home)}}).execute()
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def test_it_holds_for_a_build_of_one_plain_release(tmp_path: Path) -> None:
    """No series, no year, no body, no day: each cell says what the build does not have."""
    source = tmp_path / "list.txt"
    source.write_text("民生实事清单\n1. 改造旧小区。\n2. 修建图书馆。\n", encoding="utf-8")
    build = subprocess.run(
        [sys.executable, "-c", "from flows.cli import main; main()", "run", str(source), "--out", "out", "--plain"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
    )
    assert build.returncode == 0, build.stderr
    home = tmp_path / "home"
    home.mkdir()
    said = _said(_run(tmp_path / "out", home))
    assert said.count("no task of this build") == 3
    assert said.count("no release of this build") == 2
    assert said.count("no series of this build") == 1


def _said(outputs: list[dict[str, Any]]) -> str:
    streams = [output["text"] for output in outputs if output["output_type"] == "stream"]
    return "".join([*streams, *(output.get("data", {}).get("text/plain", "") for output in outputs)])


def test_it_answers(outputs: list[dict[str, Any]]) -> None:
    assert "經濟財政司" in _said(outputs) and "[2025, 2026]" in _said(outputs)
    assert "12.5%以上" in _said(outputs), "a figure of last year beside that of this year"


def test_what_is_new_is_a_table_to_print(outputs: list[dict[str, Any]]) -> None:
    (table,) = [h for o in outputs if "2026年新增任务" in (h := o.get("data", {}).get("text/html", ""))]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.S)[1:]
    cells = [[html.unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)] for row in rows]
    assert [cell[0] for cell in cells] == [f"sample-worklist-2026/{n}" for n in ("1/5", "2/9", "2/10", "3/15", "4/17")]
    assert cells[0][1].startswith("探索设立服务葡语国家供应链企业的“数字保函”平台")
    assert cells[0][2] == "經濟財政司" and "国家金融监督管理总局" in cells[0][3]
    assert [cell[4] for cell in cells] == ["", "?", "", "", ""], "one may go on from an earlier task"


def test_it_draws(outputs: list[dict[str, Any]]) -> None:
    pictures = [output["data"]["image/png"] for output in outputs if "image/png" in output.get("data", {})]
    assert len(pictures) == 5
    assert all(base64.b64decode(picture).startswith(b"\x89PNG") for picture in pictures)


def test_the_pictures_render_chinese(outputs: list[dict[str, Any]]) -> None:
    """Matplotlib warns of each character that its fonts lack."""
    if "no font with Chinese characters" in _said(outputs):
        pytest.skip("no font with Chinese characters is installed (Debian: fonts-noto-cjk)")
    assert "Glyph" not in _said(outputs)


def test_it_is_committed_without_outputs() -> None:
    notebook = nbformat.read(_NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    assert [(c.outputs, c.execution_count) for c in notebook.cells if c.cell_type == "code" and c.outputs] == []
