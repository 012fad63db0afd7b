"""Findings as rows of their table, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from schemas.findings import Code, Finding
from schemas.tables import Row, make_table


def findings_table(findings: Sequence[Finding]) -> pa.Table:
    """``findings`` as the published table has them."""
    return make_table("findings", [finding_row(finding) for finding in findings])


def finding_row(finding: Finding) -> Row:
    """A finding as a row of its table, and as a JSON value."""
    return {**asdict(finding), "code": finding.code.value, "severity": finding.severity.value}


def read_findings(table: pa.Table) -> tuple[Finding, ...]:
    """The findings of a published table."""
    return tuple(map(read_finding, table.to_pylist()))


def read_finding(row: Mapping[str, Any]) -> Finding:
    """The finding of a row; its severity follows from its code."""
    return Finding(**{**{name: row[name] for name in row if name != "severity"}, "code": Code(row["code"])})
