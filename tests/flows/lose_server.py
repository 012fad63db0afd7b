"""Kill Prefect's embedded server just before a request of a run, and see that the run goes on.

``python -m tests.flows.lose_server [MOMENTS]`` tries the first 20 requests, each in a run of its own: a table.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TEXT = "合作清单（2025年）\n1. 支持结算业务。（澳门特别行政区政府：经济财政司）\n2. 支持债券市场。\n"

_PROGRAM = """
import json, sys
import flows.embedded
import httpx
from flows import kept_server
from flows.cli import main

moment, asked, send = int(sys.argv[1]), 0, httpx.Client.send

def counted(client, request, **options):
    global asked
    if request.url.path.endswith("/health"):
        return send(client, request, **options)
    asked += 1
    if asked == moment:
        for server in kept_server._started:
            server.kill()
            server.wait()
    return send(client, request, **options)

httpx.Client.send = counted
code = main(sys.argv[2:])
print(json.dumps({"exit": code, "requests": asked}))
"""


def without_prefect() -> dict[str, str]:
    """The environment of this process without settings of Prefect."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}


def environment(cache: Path, **more: str) -> dict[str, str]:
    """The environment of a run with an embedded server that keeps its database under ``cache``."""
    return {
        **{name: value for name, value in without_prefect().items() if not name.lower().endswith("_proxy")},
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'pipeline' / 'reader'}",
        "XDG_CACHE_HOME": str(cache),
        **more,
    }


def run_losing_server(moment: int, folder: Path, cache: Path, **settings: str) -> dict[str, Any]:
    """A run into ``folder`` whose server is killed before the request number ``moment`` (0: never).

    ``settings``: more of its environment.
    """
    (folder / "in").mkdir(parents=True)
    (folder / "in" / "list.txt").write_text(TEXT, encoding="utf-8")
    command = [sys.executable, "-c", _PROGRAM, str(moment), "run", "--no-keep"]
    command += [str(folder / "in"), "--out", str(folder / "out")]
    start = time.monotonic()
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment(cache, **settings), timeout=300, check=False
    )
    last = done.stdout.splitlines()[-1] if done.stdout else "{}"
    told = json.loads(last) if last.startswith("{") else {}
    return {
        **told,
        "seconds": round(time.monotonic() - start, 1),
        "is_published": (folder / "out" / "latest" / "items.parquet").is_file(),
        "warnings": done.stdout.count("warning: prefect: prefect_unavailable"),
        "stdout": done.stdout,
        "stderr": done.stderr,
    }


def main() -> int:
    """Print a line a moment; the exit status is 1 when a run was lost."""
    moments, n_lost = int(sys.argv[1]) if len(sys.argv) > 1 else 20, 0
    with tempfile.TemporaryDirectory() as name:
        print("moment\texit\tpublished\twarnings\ttraceback\tseconds")
        for moment in range(moments + 1):
            found = run_losing_server(moment, Path(name) / str(moment), Path(name) / "cache")
            has_traceback = "Traceback" in found["stdout"] + found["stderr"]
            is_right = found.get("exit") == (1 if found["warnings"] else 0) and found["is_published"]
            n_lost += not is_right or has_traceback
            columns = (moment, found.get("exit"), found["is_published"], found["warnings"], has_traceback)
            print(*columns, found["seconds"], sep="\t", flush=True)
            if not is_right or has_traceback:
                print(found["stderr"][-1500:])
    print(f"{n_lost} lost")
    return int(n_lost > 0)


if __name__ == "__main__":
    sys.exit(main())
