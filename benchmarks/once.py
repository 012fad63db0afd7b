"""`qingdan run` into an empty folder: ``python -m benchmarks.once [--as-flow] OUT ARGUMENT…``; plain without it.

Fails if nothing is published.
"""

from __future__ import annotations

import shutil
import sys

from flows.cli import main

if __name__ == "__main__":
    as_flow = sys.argv[1] == "--as-flow"
    out, *given = sys.argv[1 + as_flow :]
    shutil.rmtree(out, ignore_errors=True)
    sys.argv[1:] = ["run", *([] if as_flow else ["--plain"]), "--out", out, *given]
    sys.exit(main() > 1)
