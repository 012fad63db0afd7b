"""The image: made and run where Docker is; elsewhere its file is held against what a wheel is made of."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.paths import PACKAGES

_ROOT = Path(__file__).parents[1]
_DOCKERFILE = (_ROOT / "Dockerfile").read_text(encoding="utf-8")
_HEALTHY_IN = 300.0


def _docker(*arguments: str, seconds: float = 120) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["docker", *arguments], cwd=_ROOT, capture_output=True, text=True, timeout=seconds)


def test_it_is_made_of_what_a_wheel_is_made_of() -> None:
    copied = set(re.findall(r"^COPY (\S+) \1$", _DOCKERFILE, re.M))
    assert copied == {*PACKAGES, "raw"}
    admitted = (_ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {f"!{package}" for package in PACKAGES} | {"!raw/sample-*", "!raw/sources.toml"} <= set(admitted)
    assert "!processed" not in admitted and "!raw" not in admitted, "releases of one's own stay at home"


def test_it_runs_as_nobody_in_particular_and_says_whether_it_is_well() -> None:
    assert re.search(r"^USER qingdan$", _DOCKERFILE, re.M) and re.search(r"^HEALTHCHECK ", _DOCKERFILE, re.M)
    command = json.loads(re.findall(r"^CMD (\[.*\])$", _DOCKERFILE, re.M)[-1])
    assert command[:2] == ["serve", "--with-server"]


@pytest.fixture(scope="module")
def image() -> Iterator[str]:
    if not shutil.which("docker"):
        pytest.skip("docker is not installed")
    if _docker("info", "--format", "{{.ServerVersion}}").returncode != 0:
        pytest.skip("no docker daemon runs here")
    name = f"qingdan-test-{uuid.uuid4().hex[:8]}"
    try:
        made = _docker("build", "--tag", name, ".", seconds=900)
    except subprocess.TimeoutExpired:
        pytest.skip("the image cannot be fetched here in fifteen minutes")
    if made.returncode != 0 and re.search(r"(?i)resol|network|timed? ?out|TLS|pull|retrying|connection", made.stderr):
        pytest.skip(f"the image cannot be fetched here: {made.stderr.strip().splitlines()[-1]}")
    assert made.returncode == 0, made.stderr
    yield name
    _docker("image", "rm", "--force", name)


def test_a_run_in_the_image(image: str, tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    inside = ("run", "--rm", "--volume", f"{tmp_path}:/data", image)
    assert _docker(*inside, "init").returncode == 0
    done = _docker(*inside, "run", seconds=300)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "processed" / "latest").is_symlink()
    assert _docker("run", "--rm", "--entrypoint", "id", image, "-u").stdout.strip() == "10001"


def test_the_image_serves_and_is_healthy(image: str) -> None:
    started = _docker("run", "--detach", image)
    container = started.stdout.strip()
    assert started.returncode == 0, started.stderr
    try:
        until = time.monotonic() + _HEALTHY_IN
        while (state := _state(container)) != "healthy" and time.monotonic() < until:
            time.sleep(3)
        assert state == "healthy", _docker("logs", container).stderr
    finally:
        _docker("rm", "--force", container)


def _state(container: str) -> str:
    return _docker("inspect", "--format", "{{.State.Health.Status}}", container).stdout.strip()
