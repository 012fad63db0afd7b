"""The schema of Prefect's database as its migrations make it: ``python -m tests.tools.prefect_schema``.

Writes flows/data/prefect.sql, from the Prefect that is installed: that is to be the oldest that pyproject.toml allows,
as a newer one brings the schema up to date by itself.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from tests.flows.lose_server import without_prefect

SCHEMA = Path(__file__).parents[2] / "flows" / "data" / "prefect.sql"
_MIGRATE = """
import asyncio
from prefect.server.database import provide_database_interface
asyncio.run(provide_database_interface().create_db())
"""


def migrated(home: Path) -> Path:
    """A database that the installed Prefect makes in the folder ``home``."""
    quiet = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    settings = {**without_prefect(), **quiet, "PREFECT_HOME": str(home)}
    subprocess.run([sys.executable, "-c", _MIGRATE], env=settings, check=True, capture_output=True)
    return home / "prefect.db"


def statements(database: Path) -> list[str]:
    """What makes a database like this one: its tables, indexes and rows."""
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.iterdump())


def main() -> None:
    """Write the schema."""
    with tempfile.TemporaryDirectory() as home:
        lines = statements(migrated(Path(home)))
    SCHEMA.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
