"""`qingdan run --plain` into an empty folder: ``python -m benchmarks.once OUT ARGUMENT…``.

Fails if nothing is published.
"""

from __future__ import annotations

import shutil
import sys

from flows.cli import main

if __name__ == "__main__":
    shutil.rmtree(sys.argv[1], ignore_errors=True)
    sys.argv[1:1] = ["run", "--plain", "--out"]
    sys.exit(main() > 1)
